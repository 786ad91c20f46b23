"""Whether a document is in force: the few words of a badge, and its colour."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval import Validity


CURRENT_LABELS = frozenset({"方案期内", "现行有效"})


class Tone(StrEnum):
    """How a validity is coloured; its words say the same."""

    IN_FORCE = "in-force"
    AMENDED = "amended"
    ENDED = "ended"
    UNKNOWN = "unknown"


_TONES = {
    "in_force": Tone.IN_FORCE,
    "amended": Tone.AMENDED,
    "period_ended": Tone.ENDED,
    "repealed": Tone.ENDED,
    "suspended": Tone.ENDED,
    "not_yet_in_force": Tone.UNKNOWN,
    "unknown": Tone.UNKNOWN,
}


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
    return _TONES[validity.status.value]


def validity_label(validity: Validity) -> str:
    """Return the badge for `validity`; what is not known is said to be unknown."""
    years = ""
    if validity.period is not None:
        years = f"{validity.period[0].year}—{validity.period[1].year}年"
    return {
        "repealed": "已废止",
        "superseded": "已有修订版",
        "stated_ended": "已失效",
        "draft": "征求意见稿",
        "amended": "部分条款已修改",
        "suspended": "暂停执行",
        "stated_current": "现行有效",
        "not_yet_issued": "尚未印发",
        "not_yet_effective": "尚未施行",
        "validity_expired": "有效期已过",
        "within_validity": "现行有效",
        "period_ended": f"方案期{years}已满",
        "within_period": "方案期内",
        "nothing_stated": "效力不明",
    }[validity.reason.value]
