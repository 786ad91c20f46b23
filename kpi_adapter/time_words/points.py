"""Words that name a year, a part of one, a month or a week, each narrowing what stood before.

A rule is a pattern and a function of the match, the interval read so far (None at the start)
and the reference; it gives the narrowed interval, or None where the words name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from kpi_adapter.time_words import lunar
from kpi_adapter.time_words.expression import (
    DAY,
    MONTHS,
    SECOND,
    Kind,
    Reference,
    Spot,
    Unit,
    add_months,
    days_spot,
    month_start,
    months_spot,
    spot_of,
    week_spot,
)
from kpi_adapter.time_words.words import N, number

Match = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Match, Spot | None, Reference], Spot | None]]

_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "今年": 0, "本年": 0,
          "当年": 0, "同年": 0, "这年": 0, "这一年": 0, "明年": 1, "次年": 1, "来年": 1,
          "翌年": 1, "下年": 1, "下一年": 1, "后年": 2, "大后年": 3}  # fmt: skip
_MONTHS = {"上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "同": 0, "下": 1, "次": 1, "下下": 2}
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "": 0, "下": 1, "下下": 2}
_WEEKDAYS = "一二三四五六日"


def year_of(spot: Spot | None, reference: Reference) -> int:
    return (spot.start if spot is not None else reference.default).year


def full_year(digits: str, reference: Reference) -> int:
    """Two digits mean the nearest such year, at most ten years ahead."""
    year = number(digits)
    if len(digits) != 2:
        return year
    century = reference.default.year // 100 * 100
    ahead = reference.default.year % 100 + 10
    return century + year - (100 if century >= 2000 and year > ahead else 0)


def _year(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None:
        return None
    year = full_year(match["y"], reference)
    return months_spot(year, 1, MONTHS, Unit.YEAR) if 1 <= year <= 9998 else None


def _relative_year(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None:
        return None
    base = reference.default if match["r"] in ("次年", "同年", "当年", "翌年") else reference.now
    return months_spot(base.year + _YEARS[match["r"]], 1, MONTHS, Unit.YEAR)


def _century(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    del spot
    now = reference.now.year // 100
    said = match["n"]
    first = {"上": now - 1, "上个": now - 1, "本": now}.get(said or "")
    century = first if first is not None else number(said) - 1
    return months_spot(century * 100 or 1, 1, 100 * MONTHS, Unit.CENTURY, is_fuzzy=True)


def _decade(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    del reference
    start = spot.start.year if spot is not None and spot.unit is Unit.CENTURY else 1900
    year = start + number(match["n"])
    first, years = {"前期": (0, 3), "初": (0, 3), "初期": (0, 3), "中期": (3, 4), "后期": (7, 3),
                    "末": (7, 3), "末期": (7, 3)}.get(match["part"] or "", (0, 10))  # fmt: skip
    return months_spot(year + first, 1, years * MONTHS, Unit.DECADE, is_fuzzy=True, kind=Kind.SPAN)


def _part_of_year(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    """年初 two months, 年底 two months, 年中 the middle, 伊始 January."""
    year = year_of(spot, reference)
    if spot is not None and spot.unit is not Unit.YEAR:
        return None
    word = match["w"]
    first, count = (1, 2)
    if word in ("底", "末", "终", "尾"):
        first, count = 11, 2
    elif word in ("中", "中期"):
        first, count = 4 if word == "中期" else 6, 6 if word == "中期" else 2
    elif word in ("伊始", "开年"):
        first, count = 1, 1
    return months_spot(year, first, count, Unit.MONTH, is_fuzzy=True, kind=Kind.SPAN)


def _half(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if match["w"] in ("上个", "下个"):
        now = reference.now
        this = month_start(now.year, 1 if now.month <= 6 else 7)
        start = add_months(this, -6 if match["w"] == "上个" else 6)
        return months_spot(start.year, start.month, 6, Unit.HALF, kind=Kind.SPAN)
    first = 1 if match["w"] in "上前" else 7
    year = year_of(spot, reference)
    return months_spot(year, first, 6, Unit.HALF, is_fuzzy=True, kind=Kind.SPAN)


def _quarter(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    word = match["q"].upper()
    quarter = {"首": 1, "末": 4}.get(word) or number(word.removeprefix("Q"))
    if not 1 <= quarter <= 4:
        return None
    year = year_of(spot, reference)
    return months_spot(year, quarter * 3 - 2, 3, Unit.QUARTER, kind=Kind.SPAN)


def _relative_quarter(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    del spot
    now = reference.now
    start = month_start(now.year, (now.month - 1) // 3 * 3 + 1)
    start = add_months(start, 3 * _MONTHS[match["r"]])
    return months_spot(start.year, start.month, 3, Unit.QUARTER, kind=Kind.SPAN)


def _several(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    """前N个月, 前N个季度, 最后N个月 of a year; 前N天, 最后N天 of a month."""
    count, unit, is_last = number(match["n"]), match["u"], match["w"] not in ("前", "头")
    if unit in "天日":
        if spot is None or spot.unit is not Unit.MONTH:
            return None
        first = spot.end + SECOND - count * DAY if is_last else spot.start
        return days_spot(first, count)
    if spot is not None and spot.unit is not Unit.YEAR:
        return None
    if spot is None and not unit.startswith("季"):
        return None
    months = count * (3 if unit.startswith("季") else 1)
    if not 1 <= months <= MONTHS:
        return None
    first_month = MONTHS - months + 1 if is_last else 1
    year = year_of(spot, reference)
    return months_spot(year, first_month, months, Unit.QUARTER, kind=Kind.SPAN)


def _season(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    start, after = lunar.season(year_of(spot, reference), match["s"])
    return Spot(start, after - SECOND, Unit.QUARTER, kind=Kind.SPAN)


def _month(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    month = {"首": 1}.get(match["m"]) or number(match["m"])
    if not 1 <= month <= MONTHS or (spot is not None and spot.unit >= Unit.MONTH):
        return None
    return months_spot(year_of(spot, reference), month, 1, Unit.MONTH)


def _relative_month(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    shift = _MONTHS[match["r"]]
    base = reference.default if match["r"] in ("同", "当", "次") else reference.now
    if spot is not None:
        # 去年本月: the same month of another year.
        if spot.unit is not Unit.YEAR:
            return None
        base = base.replace(year=spot.start.year, day=1)
    start = add_months(base.replace(day=1), shift)
    return months_spot(start.year, start.month, 1, Unit.MONTH)


def _part_of_month(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is None or spot.unit is not Unit.MONTH:
        if not match["w"].endswith("旬") or spot is not None:
            return None
        spot = spot_of(reference.default, Unit.MONTH)
    bounds = {"初": (1, 5), "中": (11, 20), "底": (25, 31), "末": (25, 31), "尾": (25, 31),
              "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}  # fmt: skip
    first, last = bounds[match["w"]]
    start = spot.start + (first - 1) * DAY
    end = min(spot.start + last * DAY - SECOND, spot.end)
    is_span = match["w"] != "初"
    kind = Kind.SPAN if is_span else Kind.POINT
    return Spot(start, end, Unit.WEEK, is_fuzzy=is_span, kind=kind)


def _nth_week(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    """The first week of a month or year begins on its first Monday."""
    if spot is None or spot.unit not in (Unit.YEAR, Unit.MONTH):
        return None
    del reference
    first = spot.start + (-spot.start.weekday() % 7) * DAY
    monday = first + 7 * (number(match["n"]) - 1) * DAY
    return week_spot(monday).but(kind=Kind.SPAN, is_fuzzy=False) if monday <= spot.end else None


def _week(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    if spot is not None:
        # 6月1日周六: the weekday beside a date adds nothing.
        return spot if spot.unit is Unit.DAY and match["d"] else None
    said = match["r"].removesuffix("个")
    monday = week_spot(reference.now).start + 7 * _WEEKS[said] * DAY
    if match["d"] == "末":
        return days_spot(monday + 5 * DAY, 2)
    if not match["d"]:
        return week_spot(monday) if match["r"] else None
    return days_spot(monday + _WEEKDAYS.index(match["d"].replace("天", "日")) * DAY, 1)


def _nth_weekday(match: Match, spot: Spot | None, reference: Reference) -> Spot | None:
    """四月的最后一个星期一, 十一月第四个星期四."""
    if spot is None or spot.unit is not Unit.MONTH:
        return None
    del reference
    weekday = _WEEKDAYS.index(match["d"].replace("天", "日"))
    if match["n"].startswith("最后"):
        last: datetime = spot.end - ((spot.end.weekday() - weekday) % 7) * DAY
        return days_spot(last, 1)
    first = spot.start + ((weekday - spot.start.weekday()) % 7) * DAY
    day = first + timedelta(weeks=number(match["n"].strip("第个")) - 1)
    return days_spot(day, 1) if day <= spot.end else None


_THE_WEEK = r"(?:周|週|星期|礼拜|禮拜)"
RULES: tuple[Rule, ...] = (
    (re.compile(rf"(?P<n>上个?|本|{N})世纪"), _century),
    (
        re.compile(
            r"(?P<n>[1-9]0|[一二三四五六七八九]十)年代(?P<part>初期?|前期|中期|后期|末期?)?"
        ),
        _decade,
    ),
    (
        re.compile(
            r"(?P<y>\d{4}|\d{2}|[〇零一二三四五六七八九]{2}(?:[〇零一二三四五六七八九]{2})?|两千(?:零?[一二三四五六七八九十]+)?)年度?(?!代)"
        ),
        _year,
    ),
    (re.compile(r"(?P<y>(?:1[5-9]|20)\d{2})(?![\d年:.])(?!-\d)"), _year),
    (
        re.compile(
            r"(?P<r>大前年|前年|去年|上年|上一年|今年|本年|当年|同年|这一?年|明年|次年|来年|翌年|下一?年|大?后年)"
        ),
        _relative_year,
    ),
    (re.compile(r"年?(?P<w>初|底|末|终|尾|中期?|伊始|开年)(?!夏|秋|午|旬)"), _part_of_year),
    (re.compile(r"(?P<w>[上下]个|[上下前后])半年"), _half),
    (re.compile(r"第?(?P<q>[一二三四1-4首末]|[qQ][1-4])个?季度?"), _quarter),
    (re.compile(r"(?P<q>[qQ][1-4])(?!\d)"), _quarter),
    (re.compile(r"(?P<r>上|本|这|当|下)一?个?季度"), _relative_quarter),
    (re.compile(rf"(?P<w>前|头|最后|后|最後)(?P<n>{N})个?(?P<u>月|季度?|天|日)"), _several),
    (re.compile(r"(?P<s>[春夏秋冬])(?:天|季|日)"), _season),
    (re.compile(rf"第(?P<m>{N})个月"), _month),
    (re.compile(r"(?P<m>首|1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])月份?"), _month),
    (re.compile(r"(?P<r>上上|上|本|这|当|同|下下|下|次)一?个?月份?"), _relative_month),
    (re.compile(r"(?P<w>[上中下]旬|初|中|底|末|尾)"), _part_of_month),
    (re.compile(rf"(?P<n>最后一个|第{N}个){_THE_WEEK}(?P<d>[一二三四五六日天])"), _nth_weekday),
    (re.compile(rf"第(?P<n>{N})(?:个)?{_THE_WEEK}"), _nth_week),
    (
        re.compile(
            rf"(?P<r>(?:上上|下下|上|下|本|这)?个?)一?{_THE_WEEK}{_THE_WEEK}?(?P<d>[一二三四五六日天末])?"
        ),
        _week,
    ),
)
