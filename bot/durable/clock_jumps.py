"""Notices that this machine's clock was set, or that the machine stood still and woke.

The library counts the moments of its schedules by this clock, and runs each of them. Where the
clock leaps ahead by a day that would be every scan of that day at once; on a machine that starts
in 1970 and then asks for the time, those of half a century. A scan sees what is owed whenever it
runs, so what a leap passed over is left to the next moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from bot.clock import BUSINESS_ZONE, CLOCKS_APART

# Putting a clock right by seconds passes over nothing; no schedule is finer than a minute.
_LEAP_S = CLOCKS_APART.total_seconds()
_SET_BACK_S = 3.0


class Jump(NamedTuple):
    """What the clock would show by the time that passed, and what it shows."""

    expected: datetime
    shown: datetime

    @property
    def is_back(self) -> bool:
        """Tell whether it was set back."""
        return self.shown < self.expected


class ClockJumps:
    """Holds the clock `now` (seconds of the epoch) against the time that passes; safe to share
    between threads."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._ahead = now() - monotonic()
        self._last: Jump | None = None
        self._is_told = True

    def look(self) -> Jump | None:
        """Return the last jump, once; None where there was none since the last look."""
        with self._lock:
            self._notice()
            if self._is_told:
                return None
            self._is_told = True
            return self._last

    def passed_over(self, moment: datetime) -> bool:
        """Tell whether `moment` lies in a time that the clock leapt over, and not back since."""
        with self._lock:
            self._notice()
            last = self._last
        return last is not None and last.expected < moment <= last.shown

    def _notice(self) -> None:
        shown, passed = self._now(), self._monotonic()
        ahead = shown - passed
        if not self._ahead - _SET_BACK_S <= ahead <= self._ahead + _LEAP_S:
            self._last = Jump(_moment(self._ahead + passed), _moment(shown))
            self._is_told = False
        self._ahead = ahead


def unless_passed_over(
    function: Callable[[datetime], None], jumps: ClockJumps
) -> Callable[[object, object], None]:
    """Return `function` as the library calls it, for moments that the clock did not leap over."""

    def run(scheduled_at: object, _context: object) -> None:
        moment = (
            scheduled_at
            if isinstance(scheduled_at, datetime)
            else datetime.fromisoformat(str(scheduled_at))
        )
        if not jumps.passed_over(moment):
            function(moment.astimezone(BUSINESS_ZONE))

    return run


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
