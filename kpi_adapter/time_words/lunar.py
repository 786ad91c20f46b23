"""The lunar calendar and the solar terms, by the package lunar_python (years 1 to 9999).

It is imported when the first such word is read: most questions hold none.
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from functools import cache

TERMS = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
_THIS_YEARS_END = {"冬至": "DONG_ZHI"}
_SEASONS = {"春": ("立春", "立夏"), "夏": ("立夏", "立秋"), "秋": ("立秋", "立冬")}
FIXED = {
    (1, 1): ("元旦", "元旦节", "阳历新年"), (2, 14): ("情人节",),
    (3, 8): ("妇女节", "三八节", "三八妇女节"),
    (3, 12): ("植树节",), (3, 15): ("消费者权益日",), (4, 1): ("愚人节",),
    (5, 1): ("劳动节", "五一劳动节", "五一"), (5, 4): ("青年节", "五四青年节", "五四"),
    (6, 1): ("儿童节", "六一儿童节", "六一"), (7, 1): ("建党节", "党的生日", "七一"),
    (8, 1): ("建军节", "八一"), (9, 10): ("教师节",), (10, 1): ("国庆节", "国庆", "十一"),
    (10, 31): ("万圣夜",), (11, 1): ("万圣节",), (11, 11): ("双十一", "光棍节"),
    (12, 24): ("平安夜",), (12, 25): ("圣诞节", "圣诞"),
}  # fmt: skip
LUNAR = {
    (1, 1): ("春节", "农历新年", "大年初一"), (1, 15): ("元宵节", "元宵", "上元节"),
    (2, 2): ("龙抬头",), (5, 5): ("端午节", "端午"), (7, 7): ("七夕节", "七夕"),
    (7, 15): ("中元节", "鬼节"), (8, 15): ("中秋节", "中秋"), (9, 9): ("重阳节", "重阳"),
    (12, 8): ("腊八节", "腊八"), (12, 23): ("小年",), (12, 30): ("除夕", "大年三十", "年三十"),
}  # fmt: skip
# Month, weekday (Monday is 0), which one.
WEEKDAYS = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}
BY_NAME = {name: day for day, names in FIXED.items() for name in names}
LUNAR_BY_NAME = {name: day for day, names in LUNAR.items() for name in names}
FESTIVALS = (*BY_NAME, *LUNAR_BY_NAME, *WEEKDAYS, *TERMS, "清明节", "冬至节")


def lunar_day(year: int, month: int, day: int, *, is_leap: bool = False) -> datetime | None:
    """The date of a lunar day; the 30th of a month of 29 days is its last. None: no such."""
    last = lunar_month_days(year, month, is_leap=is_leap)
    if last is None or not 1 <= day <= 30:
        return None
    from lunar_python import Lunar

    solar = Lunar.fromYmd(year, -month if is_leap else month, min(day, last)).getSolar()
    return datetime(solar.getYear(), solar.getMonth(), solar.getDay())


@cache
def lunar_month_days(year: int, month: int, *, is_leap: bool = False) -> int | None:
    from lunar_python import LunarMonth

    found = LunarMonth.fromYm(year, -month if is_leap else month)
    return None if found is None else int(found.getDayCount())


@cache
def term_day(year: int, name: str) -> datetime:
    """The date of a solar term in the civil year."""
    from lunar_python import Solar

    table = Solar.fromYmd(year, 7, 1).getLunar().getJieQiTable()
    solar = table[_THIS_YEARS_END.get(name, name)]
    return datetime(solar.getYear(), solar.getMonth(), solar.getDay())


def season(year: int, name: str) -> tuple[datetime, datetime]:
    """First day and the day after the last; winter runs into the next year."""
    if name == "冬":
        return term_day(year, "立冬"), term_day(year + 1, "立春")
    first, after = _SEASONS[name]
    return term_day(year, first), term_day(year, after)


def festival(year: int, name: str) -> datetime | None:
    if name in BY_NAME:
        month, day = BY_NAME[name]
        return datetime(year, month, day)
    if name in LUNAR_BY_NAME:
        month, day = LUNAR_BY_NAME[name]
        return lunar_day(year, month, day)
    if name in WEEKDAYS:
        month, weekday, nth = WEEKDAYS[name]
        before = (weekday - calendar.monthrange(year, month)[0]) % 7
        return datetime(year, month, 1) + timedelta(days=before + 7 * (nth - 1))
    return term_day(year, name.removesuffix("节"))
