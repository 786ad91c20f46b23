"""A day as a question says it, down to the part of a year or of a month: pure.

2013年, 2013年底, 去年年初, 2013年上半年, 2013年三季度, 2013年6月, 2013年6月中旬, 上个月底,
2013年6月1日, 2013-06-01.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from retrieval.documents.days import small_number

_NUMBER = r"[\d一二三四五六七八九十]"
# What only looks like the part of a year: 2013年初中招生, 2013年中小学, 2013年底薪.
_START = "初(?![中三一二级次步])"
_END = "[底末](?![薪价商线层座])"
_MIDDLE = "中(?=时|的时|那时|当时|[,还就已仍是有失废])"
_OF_THE_YEAR = (
    rf"年?(?P<of_year>{_END}|{_START})|(?P<middle>年中|{_MIDDLE})|(?P<half>[上下])半年"
    r"|第?(?P<quarter>[一二三四1-4])季度末?"
)
_OF_THE_MONTH = (
    rf"(?P<day>{_NUMBER}{{1,3}})(?:[日号]|(?<=[-./]\d)|(?<=[-./]\d\d))"
    rf"|月?(?P<of_month>{_END}|{_START}|[上中下]旬|{_MIDDLE})"
)
YEARS_AGO = {"今年": 0, "去年": 1, "上年": 1, "前年": 2, "大前年": 3}
"""How many years before this one a word means."""
# 以前年度 and 过去年份 are none of these years.
_YEAR = (
    r"(?P<year>(?:19|20)\d{2})(?:年|[-./](?=\d{1,2}[-./]\d))"
    rf"|(?<![以目之过])(?P<which>{'|'.join(YEARS_AGO)})|(?P<last_month>上个?(?=月))"
)
SAID_DAY = (
    rf"(?:{_YEAR})(?P<part>{_OF_THE_YEAR}"
    rf"|(?P<month>{_NUMBER}{{1,3}})?(?:月份?|[-./](?=\d))(?:{_OF_THE_MONTH})?)?"
)
"""Matches a day as it is said; `part` is what it says beyond a year."""

_HALVES = {"上": (1, 6), "下": (7, 12)}
_QUARTER = 3  # months
_TEN_DAYS = {"上": 1, "中": 11, "下": 21}  # the first day of each
_MID_MONTH = 15


def day_said(found: re.Match[str], today: date) -> date | None:
    """The day that a match of SAID_DAY means: of a span its last one, but never one after
    `today`; None where it has not begun by then, where there is no such day, and for this year."""
    span = _span(found, today)
    return min(span[1], today) if span and span[0] <= today else None


def first_day_to_come(text: str, today: date) -> date | None:
    """The first day of the first span after `today` that a text says; None where it says none."""
    spans = (_span(found, today) for found in re.finditer(SAID_DAY, text))
    return next((span[0] for span in spans if span and span[0] > today), None)


def _span(found: re.Match[str], today: date) -> tuple[date, date] | None:
    """The first and the last day of what is said."""
    if found["last_month"]:
        last = today.replace(day=1) - timedelta(days=1)
        return _in_month(last.year, last.month, found)
    year = int(found["year"]) if found["year"] else today.year - YEARS_AGO[found["which"]]
    if found["month"]:
        month = small_number(found["month"])
        return _in_month(year, month, found) if 1 <= month <= 12 else None
    if part := found["of_year"]:
        day = date(year, 1, 1) if part == "初" else date(year, 12, 31)
        return day, day
    if found["middle"]:
        return _months(year, 6, 6)
    if half := found["half"]:
        return _months(year, *_HALVES[half])
    if quarter := found["quarter"]:
        last_month = small_number(quarter) * _QUARTER
        return _months(year, last_month - _QUARTER + 1, last_month)
    return None if found["which"] == "今年" else _months(year, 1, 12)


def _in_month(year: int, month: int, found: re.Match[str]) -> tuple[date, date] | None:
    first, last = _months(year, month, month)
    if day := found["day"]:
        number = small_number(day)
        exact = last if number > last.day else first.replace(day=number) if number else None
        return (exact, exact) if exact else None
    match found["of_month"]:
        case None:
            return first, last
        case "初":
            return first, first
        case "中":
            return first.replace(day=_MID_MONTH), first.replace(day=_MID_MONTH)
        case "底" | "末":
            return last, last
        case ten_days:
            start = _TEN_DAYS[ten_days[0]]
            end = last if ten_days[0] == "下" else first.replace(day=start + 9)
            return first.replace(day=start), end


def _months(year: int, one: int, other: int) -> tuple[date, date]:
    """From the first day of a month to the last one of another."""
    return date(year, one, 1), date(year, other, monthrange(year, other)[1])
