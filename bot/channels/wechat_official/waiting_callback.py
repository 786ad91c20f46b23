"""How long WeChat waits for the response to a callback. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

_WAITS = timedelta(seconds=5)


def is_awaited(since: datetime, now: datetime) -> bool:
    """Tell whether WeChat still waits for the callback that came at `since`; moments are system
    time, aware. The clock may have been set back meanwhile: then nobody knows, and it counts as
    given up, because what is not fetched goes another way and what nobody fetches is lost."""
    return abs(now - since) <= _WAITS
