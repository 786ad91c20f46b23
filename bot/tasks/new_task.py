"""What a supervisor says who gives out a new task: its elements, read from the words; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.half_width import half_width
from bot.tasks.day_words import new_date
from bot.tasks.meaning import Surroundings

_BEGINS = re.compile(
    r"^(?:请)?(?:新建|新增|创建|增加|添加|立项|交办|布置|下达)(?:一?[个项件条])?(?:督办)?(?:任务|事项)?"
    r"(?:给(?P<to>[^:,]{2,12}))?[:,](?P<rest>.+)$",
    re.DOTALL,
)
_NUMERAL = "[〇一二三四五六七八九十]+"
_CLAUSE = re.compile(rf"(?<![\d月])({_NUMERAL}-(?:[〇\d]+|\({_NUMERAL}\)))")
_PARTS = re.compile(r"[,;。\n]+")
_LEADS = re.compile(r"负责|承办|牵头|责任单位|交给|主办")
_HELPS = re.compile(r"协办|配合")
_DUE = re.compile(r"时限|期限|截止|之?前|完成|办结|以内|底$|[月日号]$|天内|周内|个月内")
_BASIS = re.compile(r"依据|条款")


@dataclass(frozen=True)
class SpokenTask:
    """A task to be given out; what was not said is empty or None.

    `departments` are the codes of those named to lead: one is enough, several are a question.
    """

    title: str
    departments: frozenset[str] = frozenset()
    helpers: frozenset[str] = frozenset()
    due_on: date | None = None
    basis_clause: str = ""


def read_new_task(text: str, around: Surroundings) -> SpokenTask | None:
    """Return the task that `text` gives out; None when it gives out none.

    新建任务:编制规划,科技局负责,12月31日前完成,依据三-1 — the first part is the title.
    """
    plain = half_width(text).strip(" \n。.!")
    begins = _BEGINS.match(plain)
    if begins is None:
        return None
    title, *parts = [part.strip() for part in _PARTS.split(begins["rest"]) if part.strip()]
    leading = around.departments.find(begins["to"]) if begins["to"] else frozenset()
    found = SpokenTask(title.strip('《》“”"'), leading)
    helpers: frozenset[str] = frozenset()
    due_on, basis = None, ""
    for part in parts:
        clause = _CLAUSE.search(part)
        if clause:
            basis = clause[1]
        elif _BASIS.search(part):
            continue
        elif _HELPS.search(part):
            helpers |= around.departments.find(part)
        elif _LEADS.search(part):
            leading |= around.departments.find(part)
        elif _DUE.search(part):
            wanted = new_date(part, around.today)
            due_on = wanted.after(around.today, around.calendar) if wanted else due_on
        else:
            leading |= around.departments.find(part)
    return SpokenTask(found.title, leading, helpers - leading, due_on, basis)
