"""How punctually what is asked for was done: 逾期办结的, 按时办结的; pure.

逾期办结 is of what is done, 逾期 alone of what is still owed: one is never listed for the other.
没按时办结 is of both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.tasks.brief import Judged


class Punctuality(StrEnum):
    """When something was done, held against its deadline; MISSED may be owed to this day."""

    LATE = "late"
    IN_TIME = "in_time"
    EARLY = "early"
    EXTENDED = "extended"
    MISSED = "missed"


LABELS = {
    Punctuality.LATE: "逾期办结的",
    Punctuality.IN_TIME: "按时办结的",
    Punctuality.EARLY: "提前办结的",
    Punctuality.EXTENDED: "延期后办结的",
    Punctuality.MISSED: "没有按时办结的（含逾期还没办结的）",
}

_DONE = r"(?:报?办结|办完|办好|完成|销号)(?!率)"
_DENIED = r"(?<![没未不])(?<!没有)"
_SAID = (
    (
        Punctuality.MISSED,
        re.compile(rf"(?:没有?|未能?|不能?)(?:按时|按期|如期|准时|及时)(?:就|都)?{_DONE}"),
    ),
    (
        Punctuality.LATE,
        re.compile(
            rf"{_DENIED}(?:逾期|超期|超时|过期|误期|延误|拖期|晚|过了?(?:时限|期限))(?:了|以?后|之后)?(?:才|再)?{_DONE}"
        ),
    ),
    (
        Punctuality.IN_TIME,
        re.compile(rf"{_DENIED}(?:按时|按期|如期|准时|及时)(?:就|都)?{_DONE}"),
    ),
    (Punctuality.EARLY, re.compile(rf"{_DENIED}提前(?:就|都)?{_DONE}")),
    (
        Punctuality.EXTENDED,
        re.compile(rf"{_DENIED}(?:延|展)(?:过|了)?期(?:了|以?后|之后)?(?:才|再)?{_DONE}"),
    ),
)


@dataclass(frozen=True)
class DoneWords:
    """Which punctuality is asked for, and the question with plain 办结 in its place."""

    punctuality: Punctuality
    rest: str


def read_done(text: str) -> DoneWords | None:
    """Return the punctuality that a question asks for; None when it asks for none."""
    for punctuality, pattern in _SAID:
        if pattern.search(text):
            return DoneWords(punctuality, pattern.sub("办结", text))
    return None


def is_so(one: Judged, punctuality: Punctuality, period: tuple[date, date] | None) -> bool:
    """Tell whether something done was done so, and in the period; not when nobody knows when."""
    if punctuality is Punctuality.MISSED:
        # Of a period: what fell due in it, done since or not.
        return one.is_late and _lies_in(one.task.due_on, period)
    if not one.is_done or one.done_on is None or one.task.due_on is None:
        return False
    if not _lies_in(one.done_on, period):
        return False
    match punctuality:
        case Punctuality.LATE:
            return one.is_late
        case Punctuality.IN_TIME:
            return not one.is_late
        case Punctuality.EARLY:
            return one.done_on < one.task.due_on
        case Punctuality.EXTENDED:
            return one.task.original_due_on not in {None, one.task.due_on}


def _lies_in(day: date | None, period: tuple[date, date] | None) -> bool:
    return period is None or (day is not None and period[0] <= day <= period[1])
