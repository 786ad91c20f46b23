"""Words that name a day, a part of one, an hour or a minute, and whole dates in digits."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from kpi_adapter.time_words import lunar
from kpi_adapter.time_words.expression import (
    DAY,
    SECOND,
    Kind,
    Reference,
    Spot,
    Unit,
    days_spot,
    midnight,
    spot_of,
)
from kpi_adapter.time_words.points import Match, Rule, full_year, year_of
from kpi_adapter.time_words.words import PARTS, SMALL, N, hour_in, number

_DAYS = {"大大前天": -4, "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨": -1,
         "今天": 0, "今日": 0, "今": 0, "当天": 0, "当日": 0, "同日": 0, "本日": 0, "全天": 0,
         "明天": 1, "明日": 1, "明": 1, "次日": 1, "翌日": 1, "第二天": 1, "后天": 2, "第三天": 2,
         "大后天": 3, "大大后天": 4}  # fmt: skip
_FROM_BASE = ("次日", "翌日", "第二天", "第三天", "当天", "当日", "同日", "全天")
_MONTH_NAMES = {"正": 1, "冬": 11, "腊": 12}
_ONES = "[一二三四五六七八九]"
_LUNAR_DAY = rf"初[一二三四五六七八九十]|十{_ONES}|二十{_ONES}?|廿{_ONES}?|三十|十"
_LUNAR_MONTH = r"[正冬腊]|十[一二]?|[一二三四五六七八九]"


def _date(year: int, month: int, day: int) -> Spot | None:
    try:
        return days_spot(datetime(year, month, day), 1)
    except ValueError:
        return None


def _full_date(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None:
        return None
    year = full_year(match["y"], reference)
    return _date(year, int(match["m"]), int(match["d"]))


def _month_in_digits(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    del reference
    if spot is not None:
        return None
    return spot_of(datetime(int(match["y"]), int(match["m"]), 1), Unit.MONTH)


def _month_and_day(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None and spot.unit is not Unit.YEAR:
        return None
    return _date(year_of(spot, reference), int(match["m"]), int(match["d"]))


def _lunar_date(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    """农历十月, 闰四月, 五月廿二, 二月十五; a month and day without 日 are lunar."""
    if spot is not None and spot.unit is not Unit.YEAR:
        return None
    said = match.groupdict()
    year = number(said["y"]) if said.get("y") else year_of(spot, reference)
    month = _MONTH_NAMES.get(match["m"]) or number(match["m"])
    is_leap = bool(said.get("leap"))
    if said.get("d"):
        day = lunar.lunar_day(year, month, _lunar_number(match["d"]), is_leap=is_leap)
        return days_spot(day, 1) if day else None
    first = lunar.lunar_day(year, month, 1, is_leap=is_leap)
    days = lunar.lunar_month_days(year, month, is_leap=is_leap)
    if first is None or days is None:
        return None
    return days_spot(first, days, Unit.MONTH, lunar=(year, month))


def _lunar_number(text: str) -> int:
    return number(text.removeprefix("初").replace("廿", "二十"))


def _first_days(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    """大年初三."""
    day = lunar.lunar_day(year_of(spot, reference), 1, _lunar_number(match["d"]))
    return days_spot(day, 1) if day else None


def _festival(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None and spot.unit is not Unit.YEAR:
        return None
    day = lunar.festival(year_of(spot, reference), match["f"])
    return days_spot(day, 1) if day else None


def _day(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None and spot.unit is not Unit.MONTH:
        return None
    base = spot.start if spot is not None else reference.default
    if spot is not None and spot.lunar is not None:
        found = lunar.lunar_day(*spot.lunar, number(match["d"]))
        return days_spot(found, 1) if found else None
    return _date(base.year, base.month, number(match["d"]))


def _relative_day(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None:
        return None
    base = reference.default if match["r"] in _FROM_BASE else reference.now
    return days_spot(base + _DAYS[match["r"]] * DAY, 1)


def _part(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None and spot.unit is not Unit.DAY:
        return None
    start = midnight(spot.start if spot is not None else reference.default)
    first, last = PARTS[match["p"]]
    end = start + timedelta(hours=last + 1) - SECOND
    begin = start + timedelta(hours=first)
    return Spot(begin, end, Unit.PART, (first, last), is_fuzzy=True)


def _clock(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None and spot.unit not in (Unit.DAY, Unit.PART):
        return None
    said = match.groupdict()
    part = spot.part if spot is not None else reference.part
    day = midnight(spot.start if spot is not None else reference.default)
    hour = hour_in(part, number(match["h"]))
    if hour > 24:
        return None
    minute, unit = _minute(said), Unit.HOUR
    if minute is not None:
        unit = Unit.MINUTE
    second = number(said["s"]) if said.get("s") else None
    if second is not None:
        unit = Unit.SECOND
    moment = day + timedelta(hours=hour, minutes=minute or 0, seconds=second or 0)
    return spot_of(moment, unit).but(part=part)


def _minute(said: dict[str, str | None]) -> int | None:
    if said.get("half"):
        return 30
    if said.get("quarter"):
        return 15 * number(str(said["quarter"]))
    text = said.get("mi")
    return number(text) if text else None


def _hours(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    """七八点: from the first hour to the end of the second."""
    del reference
    if spot is None or spot.unit not in (Unit.DAY, Unit.PART):
        return None
    first, last = (hour_in(spot.part, number(match[name])) for name in ("a", "b"))
    day = midnight(spot.start)
    end = day + timedelta(hours=last + 1) - SECOND
    begin = day + timedelta(hours=first)
    return Spot(begin, end, Unit.HOUR, spot.part, is_fuzzy=True, kind=Kind.SPAN)


_SEP = r"[-./年 ]"
_D = r"(?:\d{2}(?=\d{2}[::])|\d{1,2}(?!\d))"
_FESTIVALS = "|".join(sorted(lunar.FESTIVALS, key=len, reverse=True))
_PARTS = "|".join(sorted(PARTS, key=len, reverse=True))
RULES: tuple[Rule, ...] = (
    (
        re.compile(rf"(?P<y>\d{{4}}){_SEP}(?P<m>0?[1-9]|1[0-2])[-./月 ](?P<d>{_D})[日号]?"),
        _full_date,
    ),
    (re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)"), _full_date),
    (
        re.compile(r"(?P<d>\d{1,2})(?P<sep>[-./])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<y>\d{4})(?!\d)"),
        _full_date,
    ),
    (re.compile(r"(?P<d>\d{2})/(?P<m>0[1-9]|1[0-2])/(?P<y>\d{2})(?!\d)"), _full_date),
    (re.compile(r"(?P<y>\d{2})-(?P<m>0[1-9]|1[0-2])-(?P<d>\d{2})(?!\d)"), _full_date),
    (re.compile(r"(?P<y>(?:19|20)\d{2})[-./](?P<m>0[1-9]|1[0-2])(?!\d)"), _month_in_digits),
    (
        re.compile(
            rf"(?:农历|阴历|旧历)(?:(?P<y>\d{{4}}|[〇零一二三四五六七八九]{{4}})年)?(?P<leap>闰)?(?P<m>{_LUNAR_MONTH})月(?P<d>{_LUNAR_DAY})?"
        ),
        _lunar_date,
    ),
    (
        re.compile(rf"(?:农历|阴历|旧历)?(?P<leap>闰)(?P<m>{_LUNAR_MONTH})月(?P<d>{_LUNAR_DAY})?"),
        _lunar_date,
    ),
    (
        re.compile(
            rf"(?:农历|阴历|旧历)?(?P<m>{_LUNAR_MONTH})月(?P<d>{_LUNAR_DAY})(?![日号天\d个一二三四五六七八九十])"
        ),
        _lunar_date,
    ),
    (re.compile(r"(?P<m>[正腊冬])月"), _lunar_date),
    (re.compile(r"大年(?P<d>初[一二三四五六七八九十])"), _first_days),
    (
        re.compile(rf"(?:农历)?(?P<f>{_FESTIVALS})(?:长假|假期|黄金周)?(?!月|[点时个日号年天])"),
        _festival,
    ),
    (
        re.compile(r"(?P<m>0?[1-9]|1[0-2])[-/·.](?P<d>[0-3]?\d)(?!\d)[日号]?(?!年|月)"),
        _month_and_day,
    ),
    (re.compile(rf"(?P<d>[0-3]?\d|{N})[日号]"), _day),
    (re.compile(r"(?P<d>[0-3]\d)(?!\d|点|时|:)$"), _day),
    (
        re.compile(
            r"(?P<r>大大前天|大前天|前天|前日|昨[天日]|今[天日]|当[天日]|同日|本日|全天|明[天日]|次日|翌日|第[二三]天|大大后天|大后天|后天)"
        ),
        _relative_day,
    ),
    (re.compile(r"(?P<r>[昨今明])(?=晚|早|夜|晨)"), _relative_day),
    (re.compile(rf"(?P<p>{_PARTS})"), _part),
    (
        re.compile(r"(?P<a>[一二三四五六七八九])(?P<b>[二三四五六七八九十])点(?:多?钟|左右)?"),
        _hours,
    ),
    (re.compile(r"(?P<h>\d{1,2})[:](?P<mi>\d{2})(?:[:](?P<s>\d{2}))?"), _clock),
    (
        re.compile(
            rf"(?P<h>{SMALL})[点时](?:(?P<half>半)|(?P<quarter>[一二三1-3])刻|(?P<mi>{SMALL})分?(?:(?P<s>{SMALL})秒)?(?!个))?(?:整|多?钟)?"
        ),
        _clock,
    ),
)
