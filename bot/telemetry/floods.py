"""A library that says the same thing over and over is heard once in a while."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

_HEARD_EVERY_S = 60.0


class Seldom(logging.Filter):
    """Lets a warning or an error through once a minute, until another has come.

    Out of file descriptors, asyncio writes two thousand lines a second: a gigabyte an hour.
    """

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._last: tuple[str, float] | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether `record` is written."""
        message, now = record.getMessage(), self._monotonic()
        last = self._last
        if last is None or last[0] != message or now - last[1] >= _HEARD_EVERY_S:
            self._last = (message, now)
            return True
        return False
