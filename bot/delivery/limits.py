"""How fast each channel may be written to, and how long an outage is waited out.

The figures are the vendors': WeCom app 30 messages a minute for one member, more are dropped
silently (developer.work.weixin.qq.com, path 90236); group robot 20 a minute (91770); Telegram 1 a
second in one chat and 30 in all (core.telegram.org/bots/faq). Each is kept with a little room. The
official account has no pace: what a person's contact allows is used up, and WeChat then says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.durable import QueueLimits, RateLimit
from bot.errors import DeliveryError, ReceiptLost

_MINUTE = 60.0
_PER_ACCOUNT = {
    "wecom_app": RateLimit(25, _MINUTE),
    "wecom_robot": RateLimit(18, _MINUTE),
    "telegram": RateLimit(1, 1.0),
}
_PER_CHANNEL = {
    "wecom_app": RateLimit(8_000, _MINUTE),
    "telegram": RateLimit(25, 1.0),
}
_AT_ONCE = 16
_UNANSWERED_S = (10.0, 600.0, 3000.0)
MOST_COPIES = len(_UNANSWERED_S) + 1
"""How often a message is tried whose every receipt is lost on the way."""


def channel_queue(channel: str) -> str:
    """Return the name of the queue that a channel's messages wait in."""
    return f"delivery-{channel}"


def channel_limits(channel: str) -> QueueLimits:
    """Return the limits of a channel's queue; an unknown channel is bounded by workers only."""
    return QueueLimits(
        name=channel_queue(channel),
        per_worker=_AT_ONCE,
        rate=_PER_CHANNEL.get(channel),
        partition_rate=_PER_ACCOUNT.get(channel),
        # One at a time for each account: two answers side by side could overtake each other.
        partition_concurrency=1,
    )


@dataclass(frozen=True)
class Backoff:
    """How long to wait between tries and how often to try.

    The defaults wait out a little more than an hour: 5, 10, 20 … seconds, at most ten minutes.
    Where each try may be one more copy there are few, over the same time: `unanswered_s` are the
    waits between them, the first short, since an answer is waited for.
    """

    attempts: int = 14
    first_s: float = 5.0
    longest_s: float = 600.0
    unanswered_s: tuple[float, ...] = _UNANSWERED_S

    def next_try_s(self, failure: DeliveryError, attempt: int, unanswered: int) -> float | None:
        """Return the seconds from try number `attempt` (from 1) to the next; None when it was the
        last. `unanswered` tries of before may have arrived."""
        if not failure.is_retryable or attempt >= self.attempts:
            return None
        if not isinstance(failure, ReceiptLost):
            return self.wait_s(attempt, failure.retry_after)
        if unanswered >= len(self.unanswered_s):
            return None
        return max(self.unanswered_s[unanswered], failure.retry_after or 0.0)

    def wait_s(self, attempt: int, retry_after: float | None) -> float:
        """Return the seconds to wait after try number `attempt` (from 1).

        A vendor that names its time is not asked sooner; more than an hour its channel does not
        believe.
        """
        own = min(self.first_s * 2.0 ** (attempt - 1), self.longest_s)
        return max(own, retry_after or 0.0)
