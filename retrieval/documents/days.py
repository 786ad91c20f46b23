"""Calendar days as documents write them: 2018年9月14日, 二○一八年九月十四日, 2018-09-14."""

from __future__ import annotations

import re
from datetime import date, timedelta

_YEAR_DIGITS = "〇零○OoΟ0一二三四五六七八九"
_SMALL = "一二三四五六七八九十"
DAY_PATTERN = (
    r"(?:(?:19|20)\d{2}\s*[年\-/.]\s*\d{1,2}\s*[月\-/.]\s*\d{1,2}\s*日?"
    rf"|[{_YEAR_DIGITS}]{{4}}\s*年\s*[{_SMALL}]{{1,3}}\s*月\s*[{_SMALL}]{{1,3}}\s*日)"
)
_ARABIC = re.compile(r"((?:19|20)\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_CHINESE = re.compile(rf"([{_YEAR_DIGITS}]{{4}})\s*年\s*([{_SMALL}]+)\s*月\s*([{_SMALL}]+)\s*日")
_VALUES = {mark: value for value, mark in enumerate("〇一二三四五六七八九")}


def day_in(text: str) -> date | None:
    """The first day a (folded) text writes; None when there is none or it does not exist."""
    if found := _ARABIC.search(text) or _COMPACT.fullmatch(text.strip()):
        return _day(*(int(part) for part in found.groups()))
    if found := _CHINESE.search(text):
        year = int("".join(str(_VALUES.get(mark, 0)) for mark in found[1]))
        return _day(year, small_number(found[2]), small_number(found[3]))
    return None


def small_number(text: str) -> int:
    """The value of a Chinese or Arabic number below one hundred; 0 when it is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.replace("两", "二").partition("十")
    if any(mark not in _VALUES for mark in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return 0
    if not ten:
        return _VALUES.get(tens, 0)
    return (_VALUES[tens] if tens else 1) * 10 + (_VALUES[ones] if ones else 0)


def months_in(number: str, unit: str) -> int:
    """How many months 3 个月, 两 年 or 两 年半 are."""
    return small_number(number) * (12 if "年" in unit else 1) + 6 * ("半" in unit)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one; ValueError past year 9999."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def last_of_month_or_year(text: str) -> date | None:
    """2020年底, 2020年6月, 2020年6月底; None for a month that does not exist."""
    found = re.match(r"(\d{4})\s*年\s*(?:(\d{1,2})\s*月)?", text)
    if found is None or not 1 <= int(found[2] or 12) <= 12:
        return None
    return months_after(date(int(found[1]), int(found[2] or 12), 1), 1) - timedelta(days=1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
