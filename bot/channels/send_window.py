"""Keeps under a vendor's rate limit where exceeding it loses messages without a word."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

from bot.clock import Clock

# Recipients remembered before those who have been quiet are forgotten.
_SWEEP_AT = 10_000


class SendWindow:
    """Allows at most `limit` sends per `period` to each recipient, within this process.

    Several processes are paced by the delivery queue; this is the last guard before the
    vendor.
    """

    def __init__(self, limit: int, period: timedelta, clock: Clock) -> None:
        self._limit = limit
        self._period = period
        self._clock = clock
        self._lock = threading.Lock()
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def reserve(self, recipient: str, count: int = 1) -> float:
        """Take `count` places for `recipient`, or return the seconds until they are free.

        0.0 means taken. More places than the limit are given only to an empty window.
        """
        now = self._clock.now()
        with self._lock:
            if len(self._sent) > _SWEEP_AT:
                self._forget_before(now - self._period)
            sent = self._sent[recipient]
            # What lies ahead is from before the clock was set back.
            while sent and not now - self._period < sent[0] <= now:
                sent.popleft()
            excess = len(sent) + count - self._limit
            if excess <= 0 or not sent:
                sent.extend([now] * count)
                return 0.0
            last_in_the_way = sent[min(excess, len(sent)) - 1]
            return (last_in_the_way + self._period - now).total_seconds()

    def _forget_before(self, moment: datetime) -> None:
        for recipient in [
            name for name, sent in self._sent.items() if not sent or sent[-1] <= moment
        ]:
            del self._sent[recipient]
