"""The two clocks.

Signatures, tokens and logs use system time. What the business means by "today" (deadlines,
今年, 上个月, whether a policy is in force) uses the business clock, which runs at the same
speed but may have been started at another moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")
CLOCKS_APART = timedelta(minutes=1)
"""The clocks of two machines of one service may differ by this much; what was noted for later
than that was noted by a clock that ran ahead and was set back since."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in Asia/Shanghai."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(BUSINESS_ZONE)


class BusinessClock:
    """A clock started at `start` that runs at the speed of `system`.

    With `start` None it is the system clock.
    """

    def __init__(self, start: datetime | None = None, *, system: Clock | None = None) -> None:
        self._system = system or SystemClock()
        self._offset = timedelta(0)
        if start is not None:
            self._offset = start.astimezone(BUSINESS_ZONE) - self._system.now()

    def now(self) -> datetime:
        return self._system.now() + self._offset


class ManualClock:
    """A clock that stands still until it is moved: lets a test live through a month."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(BUSINESS_ZONE)

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Set the time; it may also go back."""
        self._now = moment.astimezone(BUSINESS_ZONE)

    def advance(self, duration: timedelta) -> None:
        """Let `duration` pass."""
        self._now += duration
