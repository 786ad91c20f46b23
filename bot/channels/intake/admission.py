"""Decides whether a message is answered, politely declined, or passed over. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Admission(StrEnum):
    """What becomes of a message."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    DROPPED = "dropped"


class AdmissionReason(StrEnum):
    """Which limit was over, for the counter."""

    WITHIN_LIMITS = "within_limits"
    SENDER = "sender"
    OVERALL = "overall"
    BACKLOG = "backlog"


@dataclass(frozen=True)
class IntakeLimits:
    """Accepted messages a minute from one account and from everybody, and how many may wait."""

    per_sender: int = 20
    overall: int = 6000
    backlog: int = 2000


@dataclass(frozen=True)
class Load:
    """What the last minute brought: accepted messages of this account and of everybody, how
    many wait now, and whether this account has just been told no."""

    from_sender: int
    overall: int
    waiting: int
    has_been_told: bool


class Decision(NamedTuple):
    """The verdict and the limit behind it."""

    admission: Admission
    reason: AdmissionReason


def decide(load: Load, limits: IntakeLimits) -> Decision:
    """Return what becomes of the next message; somebody over a limit hears so once a minute."""
    reason = _exceeded(load, limits)
    if reason is AdmissionReason.WITHIN_LIMITS:
        return Decision(Admission.ACCEPTED, reason)
    return Decision(Admission.DROPPED if load.has_been_told else Admission.DECLINED, reason)


def _exceeded(load: Load, limits: IntakeLimits) -> AdmissionReason:
    if load.from_sender >= limits.per_sender:
        return AdmissionReason.SENDER
    if load.overall >= limits.overall:
        return AdmissionReason.OVERALL
    if load.waiting >= limits.backlog:
        return AdmissionReason.BACKLOG
    return AdmissionReason.WITHIN_LIMITS
