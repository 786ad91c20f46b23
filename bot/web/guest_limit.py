"""How often guests may ask. Whoever is known is not limited here."""

from __future__ import annotations

import math
import time

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class GuestLimit:
    """At most `per_minute` messages in any minute from one address; 0: any number.

    An office shares one address. Each process counts for itself.
    """

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def seconds_to_wait(self, request: Request) -> int:
        """Count this message; return 0 when it may be answered, else for how long to wait."""
        if self._item is None:
            return 0
        address = request.client.host if request.client else ""
        if self._limiter.hit(self._item, address):
            return 0
        window = self._limiter.get_window_stats(self._item, address)
        return max(1, math.ceil(window.reset_time - time.time()))
