"""Quarters, halves and months in which something was done or falls due: 三季度办结了几件; pure.

Only right before such a verb: 3季度督查通报 is the name of a task.
"""

from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta

_VERB = (
    r"(?=(?:里|内|中|份|一?共|总共|已经?|都|我们?|全市|的|任务|督办|逾期|超期|按时|按期|提前|延期|才|后|没有?|未|有|[几多]少?[件个项])*"
    r"(?:报?办结|办完|办好|完成|销号|到期|截止))"
)
_YEAR = r"(?:(?P<year>\d{4}|今|本|去|上|前)年)?的?"
_PERIOD = re.compile(
    rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度?|(?P<half>[上下])半年"
    rf"|(?P<from>\d{{1,2}})月?份?(?:到|至|-|—|~)(?P<to>\d{{1,2}})月份?|(?P<month>\d{{1,2}})月份?)"
    rf"{_VERB}"
)
_QUARTER_NOW = re.compile(rf"(?P<which>上一?个?|本|这个?|当)季度?{_VERB}")
_YEARS_BACK = {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2}


def done_period(text: str, today: date) -> tuple[date, date] | None:
    """Return the period that words name.

    Without a year the latest that has begun is meant. None when no month there is named.
    """
    now = _QUARTER_NOW.search(text)
    if now is not None:
        first = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
        if now["which"].startswith("上"):
            first -= relativedelta(months=3)
        return first, _end(first, 3)
    named = _PERIOD.search(text)
    if named is None:
        return None
    start, count = _months(named)
    if not (1 <= start <= 12 and 1 <= count <= 12 and start + count <= 13):
        return None
    year = today.year
    if named["year"]:
        back = _YEARS_BACK.get(named["year"])
        year = today.year - back if back is not None else int(named["year"])
    elif date(year, start, 1) > today and "到期" not in text and "截止" not in text:
        year -= 1
    first = date(year, start, 1)
    return first, _end(first, count)


def without_period(text: str) -> str:
    """Return the words without such a period."""
    return _QUARTER_NOW.sub(" ", _PERIOD.sub(" ", text))


def _months(named: re.Match[str]) -> tuple[int, int]:
    """Return the first month and how many there are."""
    if named["quarter"]:
        digit = named["quarter"]
        return 3 * (int(digit) if digit.isdigit() else "一二三四".index(digit) + 1) - 2, 3
    if named["half"]:
        return (1 if named["half"] == "上" else 7), 6
    if named["from"]:
        return int(named["from"]), int(named["to"]) - int(named["from"]) + 1
    return int(named["month"]), 1


def _end(first: date, months: int) -> date:
    return first + relativedelta(months=months, days=-1)
