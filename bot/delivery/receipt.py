"""What is known of a message's way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Receipt:
    """The vendor took the message.

    `message_ids` are the vendor's own, in order: a long text goes out in several parts.
    `sent_at` is system time, aware.
    """

    message_ids: tuple[str, ...]
    sent_at: datetime


class DeliveryState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class AttemptResult(StrEnum):
    """How one try ended."""

    SENT = "sent"
    RETRY = "retry"
    UNREACHABLE = "unreachable"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class SendAttempt:
    """One try to send one message to one recipient.

    `reason` is the class of the error, never its text; `at` is system time, aware.
    """

    channel: str
    account: str
    number: int
    result: AttemptResult
    reason: str
    message_ids: tuple[str, ...]
    at: datetime
