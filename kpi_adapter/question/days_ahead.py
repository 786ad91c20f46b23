"""How long there still is: 还有一个月竣工, 未来30天内开工. Days from today on, and a planned event.

Pure; ``today`` is the business date. Statistics know whole months; the ledger's plans are days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kpi_adapter.period import Month
from kpi_adapter.query import Milestone
from kpi_adapter.question.numerals import NUMBER, is_vague, read_number

_LEAD = r"(?P<lead>还有|再有|再过|还?只?剩下?|未来|今后|接下来的?|往后)?(?:大概|大约|不到)?"
_LENGTH = (
    rf"(?P<n>{NUMBER}|半)(?:个(?P<month>月)|(?P<year>(?<=半)年)|(?P<day>天|日)"
    r"|个?(?P<week>周|星期|礼拜))"
)
_EVENTS = {
    "竣工": Milestone.DUE,
    "完工": Milestone.DUE,
    "建成": Milestone.DUE,
    "开工": Milestone.PLANNED_START,
}
_AHEAD = re.compile(
    rf"{_LEAD}{_LENGTH}(?P<within>之?以?内|时间)?(?:就|将|要|会|能|该|可以?|即将|快|到期|计划|应)*"
    rf"(?P<event>{'|'.join(_EVENTS)})(?![了过没])"
)
_DAYS_PER_WEEK, _HALF_A_MONTH, _HALF_A_YEAR = 7, 15, 6


@dataclass(frozen=True)
class DaysAhead:
    """``first`` and ``last`` are included; ``start`` and ``end`` are where the words stand,
    without those of the event."""

    first: date
    last: date
    milestone: Milestone
    start: int
    end: int


def find_days_ahead(text: str, today: date) -> DaysAhead | None:
    found = _AHEAD.search(text)
    if found is None or not (found["lead"] or found["within"]) or is_vague(found["n"]):
        return None
    last = _after(found, today)
    return DaysAhead(today, last, _EVENTS[found["event"]], found.start(), found.start("event"))


def _after(found: re.Match[str], today: date) -> date:
    if found["year"]:
        return _same_day(Month.of(today).shifted(_HALF_A_YEAR), today.day)
    if found["n"] == "半":
        return today + timedelta(days=_HALF_A_MONTH if found["month"] else 0)
    number = int(read_number(found["n"]))
    if found["month"]:
        return _same_day(Month.of(today).shifted(number), today.day)
    return today + timedelta(days=number * (_DAYS_PER_WEEK if found["week"] else 1))


def _same_day(month: Month, day: int) -> date:
    """That day of the month, or its last one where it is shorter."""
    after = month.shifted(1)
    last = date(after.year, after.number, 1) - timedelta(days=1)
    return date(month.year, month.number, min(day, last.day))
