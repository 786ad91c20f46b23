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

_N = r"[\d一二两三四五六七八九十半]{1,15}"
_SAID = re.compile(
    # 没能按时, 不是逾期; 要按时办结的 is still to be done, and 除了按时办结的 is all else.
    r"(?:(?P<denied>(?:没有?能?够?|未能?够?|不能|不是|并?非|无法|没法|难以|不)[都全]?)"
    r"|(?P<other>(?:要|应该?|须|需|能|争取|确保|力争|保证|除了?)[都全]?))?"
    r"(?:(?P<late>逾期|超期|超时|过期|误期|延误|拖期|晚|过了?(?:时限|期限))"
    r"|(?P<in_time>按时|按期|如期|准时|及时)|(?P<early>提前)|(?P<extended>(?:延|展)[过了]?期))"
    rf"(?P<amount>(?:了|超过|不到|不足|大于)?{_N}个?(?:工作日|天|日|周|星期|月)(?:以上|以下|以内|之?内)?)?"
    r"(?:了|以?后|之后)?(?:就|都|才|再)?(?:报?办结|办完|办好|完成|销号)(?!率)"
)
# 有没有按时办结的 asks whether there are any, and denies nothing.
_ASKS_WHETHER = re.compile(r"(有)没有|(是)不是|(能)不能|(能)否")
_DENIES_MORE = re.compile(r"(?:不是|没有?|未|并?非|除了?)$")
_HOW = {
    "late": Punctuality.LATE,
    "in_time": Punctuality.IN_TIME,
    "early": Punctuality.EARLY,
    "extended": Punctuality.EXTENDED,
}
_OTHER_THAN = {
    Punctuality.LATE: Punctuality.IN_TIME,
    Punctuality.IN_TIME: Punctuality.MISSED,
}


@dataclass(frozen=True)
class DoneWords:
    """Which punctuality is asked for, and the question with plain 办结 in its place.

    None is one that is told apart nowhere: 没有提前办结的, 逾期三天以上办结的, 要按时办结的.
    """

    punctuality: Punctuality | None
    rest: str


def read_done(text: str) -> DoneWords | None:
    """Return the punctuality that a question asks for; None when it asks for none."""
    text = _ASKS_WHETHER.sub(lambda found: next(filter(None, found.groups())), text)
    said = _SAID.search(text)
    if said is None:
        return None
    how = next(_HOW[name] for name in _HOW if said[name])
    is_unread = said["other"] or said["amount"] or _DENIES_MORE.search(text[: said.start()])
    meant = _OTHER_THAN.get(how) if said["denied"] else how
    return DoneWords(None if is_unread else meant, _SAID.sub("办结", text))


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
