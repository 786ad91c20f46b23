"""Whether a document is in force: the few words of a badge, and its colour."""

from __future__ import annotations

import re
from enum import StrEnum

from retrieval.documents.validity import Validity, ValidityReason, ValidityStatus


class Tone(StrEnum):
    """How a validity is coloured; its words say the same."""

    IN_FORCE = "in-force"
    AMENDED = "amended"
    ENDED = "ended"
    UNKNOWN = "unknown"


_TONES = {
    ValidityStatus.IN_FORCE: Tone.IN_FORCE,
    ValidityStatus.AMENDED: Tone.AMENDED,
    ValidityStatus.PERIOD_ENDED: Tone.ENDED,
    ValidityStatus.REPEALED: Tone.ENDED,
    ValidityStatus.SUSPENDED: Tone.ENDED,
    ValidityStatus.NOT_YET_IN_FORCE: Tone.UNKNOWN,
    ValidityStatus.UNKNOWN: Tone.UNKNOWN,
}
_LABELS = {
    ValidityReason.REPEALED: "已废止",
    ValidityReason.SUPERSEDED: "已有修订版",
    ValidityReason.STATED_ENDED: "已失效",
    ValidityReason.DRAFT: "征求意见稿",
    ValidityReason.AMENDED: "部分条款已修改",
    ValidityReason.SUSPENDED: "暂停执行",
    ValidityReason.STATED_CURRENT: "现行有效",
    ValidityReason.NOT_YET_ISSUED: "尚未印发",
    ValidityReason.NOT_YET_EFFECTIVE: "尚未施行",
    ValidityReason.VALIDITY_EXPIRED: "有效期已过",
    ValidityReason.WITHIN_VALIDITY: "现行有效",
    ValidityReason.PERIOD_ENDED: "方案期{years}已满",
    ValidityReason.WITHIN_PERIOD: "方案期内",
    ValidityReason.NOTHING_STATED: "效力不明",
}
CURRENT_LABELS = frozenset(
    _LABELS[reason]
    for reason in (
        ValidityReason.WITHIN_PERIOD,
        ValidityReason.WITHIN_VALIDITY,
        ValidityReason.STATED_CURRENT,
    )
)


_ENDED_LABELS = frozenset({"已废止", "已有修订版", "已失效", "暂停执行", "有效期已过"})
_PERIOD_OVER = re.compile(r"方案期.*已满")


def tone_of_label(label: str | None) -> Tone:
    """How a badge of these words is coloured, where only the words are left."""
    if label in CURRENT_LABELS:
        return Tone.IN_FORCE
    if label in _ENDED_LABELS or _PERIOD_OVER.fullmatch(label or ""):
        return Tone.ENDED
    return Tone.AMENDED if label == "部分条款已修改" else Tone.UNKNOWN


def tone_of(validity: Validity) -> Tone:
    """How a document of this validity is coloured."""
    return _TONES[validity.status]


def validity_label(validity: Validity) -> str:
    """Return the badge for `validity`; what is not known is said to be unknown."""
    years = ""
    if validity.period is not None:
        years = f"{validity.period[0].year}—{validity.period[1].year}年"
    return _LABELS[validity.reason].format(years=years)
