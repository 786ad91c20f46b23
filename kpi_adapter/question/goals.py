"""The number a figure is held against: 离一千亿还有多远, 达到80%. Pure.

It is read with its unit, so that 达到80% is never held against a count of 80.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kpi_adapter.question.numerals import NUMBER, read_number
from kpi_adapter.question.signals import find_dimension
from kpi_adapter.question.sizes import RATE, STILL_ASKED, percent_of, yi_of

_AIMED_AT = (
    r"(?P<aimed>离|距离?|差|(?<!没)(?<!未)(?<!不)(?<!(?<!有)没有)(?:达到?|破)|能到|冲)"
    r"(?:目标|计划|任务)?的?"
)
# 达到2018年水平, 达到两位数, 差3成, 离12月: a number of something else, or only its beginning.
_NOTHING_ELSE = r"(?![\d.%〇零一二两三四五六七八九十百千万亿年月日号季名位折倍成点]|个(?:月|季))"
_GOAL = re.compile(
    rf"{_AIMED_AT}(?:{RATE}"
    rf"|(?P<size>{NUMBER})(?:个?(?P<unit>万亿|亿|千万|百万|万)(?:元|级)*"
    rf"|(?P<count>家|件|个(?!月|季|百分|点|亿)))?{_NOTHING_ELSE})"
)
_REACHED = ("达", "破")


class GoalUnit(StrEnum):
    """In what a goal was said. UNSAID is 离一千还有多远, in the unit of what is asked for."""

    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Goal:
    """Money is in 亿元, a rate in %."""

    number: float
    unit: GoalUnit
    start: int
    end: int


def find_goal(text: str) -> Goal | None:
    """达到900亿的区 sorts, and is none; 还差20家 is no goal unless what is left is asked beside."""
    match = _GOAL.search(text)
    if match is not None and match["aimed"] == "差" and not STILL_ASKED.match(text, match.end()):
        return None
    if match is None or (match["aimed"].startswith(_REACHED) and find_dimension(text)):
        return None
    return Goal(*_said(match), *match.span())


def _said(match: re.Match[str]) -> tuple[float, GoalUnit]:
    if match["size"] is None:
        return percent_of(match), GoalUnit.RATE
    if match["unit"]:
        return yi_of(match["size"], match["unit"]), GoalUnit.MONEY
    return read_number(match["size"]), GoalUnit.COUNT if match["count"] else GoalUnit.UNSAID
