"""Lengths of time and what is reckoned by them: 三个月以来, 两个半月以内, 20天后, 近三年."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from kpi_adapter.time_words.expression import (
    DAY,
    MONTHS,
    SECOND,
    Kind,
    Length,
    Reference,
    TimeExpression,
    Unit,
    add_months,
    days_spot,
    midnight,
    spot_of,
    week_spot,
)
from kpi_adapter.time_words.words import N, number

_NAMES = {"年": Unit.YEAR, "载": Unit.YEAR, "季度": Unit.QUARTER, "季": Unit.QUARTER,
          "月": Unit.MONTH,
          "周": Unit.WEEK, "星期": Unit.WEEK, "礼拜": Unit.WEEK, "天": Unit.DAY, "日": Unit.DAY,
          "小时": Unit.HOUR, "钟头": Unit.HOUR, "时": Unit.HOUR,
          "分钟": Unit.MINUTE, "分": Unit.MINUTE,
          "秒钟": Unit.SECOND, "秒": Unit.SECOND}  # fmt: skip
_IN_MONTHS = {Unit.YEAR: 12, Unit.QUARTER: 3, Unit.MONTH: 1}
_IN_SECONDS = {Unit.WEEK: 604800, Unit.DAY: 86400, Unit.HOUR: 3600, Unit.MINUTE: 60, Unit.SECOND: 1}
_UNIT = "|".join(sorted(_NAMES, key=len, reverse=True))
_PIECE = re.compile(
    rf"(?P<half>半)个?(?P<hu>{_UNIT})|(?P<n>{N}|\d+\.\d+)(?P<many>多|来|几|余)?个?(?P<mid>半)?"
    rf"(?P<many2>多)?(?P<u>{_UNIT})(?P<tail>半(?:钟)?)?|一刻钟(?P<q>)"
)
_COUNT = r"(?:\d+(?:\.\d+)?|[半〇零一二两三四五六七八九十百千]+|一刻钟)[个多来余几半]*"
# No longer: 半 ends one piece or begins the next, so that twenty can be read in a million ways.
LENGTH = rf"(?:{_COUNT}(?:{_UNIT})半?钟?){{1,6}}"
_AVERAGE_MONTH_DAYS = 30
_CLOCK_UNITS = (Unit.HOUR, Unit.MINUTE, Unit.SECOND)


def read_length(text: str) -> Length | None:
    """一年半, 两个半月, 90分钟, 1小时20分. None: no duration."""
    months, seconds, unit, is_half, position = 0.0, 0.0, Unit.CENTURY, False, 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None or piece.end() == position:
            return None
        amount, name, half = _amount(piece)
        months += amount * _IN_MONTHS.get(name, 0)
        seconds += amount * _IN_SECONDS.get(name, 0)
        unit, is_half, position = max(unit, name), is_half or half, piece.end()
    return Length(months, seconds, unit, is_half) if position else None


def _amount(piece: re.Match[str]) -> tuple[float, Unit, bool]:
    if piece["half"]:
        return 0.5, _NAMES[piece["hu"]], True
    if piece["n"] is None:
        return 15, Unit.MINUTE, False
    said = piece["n"]
    amount = float(said) if "." in said else float(number(said))
    half = bool(piece["mid"] or piece["tail"])
    return amount + (0.5 if half else 0), _NAMES[piece["u"]], half


def moved(moment: datetime, length: Length, sign: int) -> datetime:
    """``moment`` that much later or earlier; half a month is fifteen days."""
    whole = int(length.months)
    days = (length.months - whole) * _AVERAGE_MONTH_DAYS
    shifted = add_months(moment, sign * whole)
    return shifted + sign * (timedelta(days=days) + timedelta(seconds=length.seconds))


_WAYS = re.compile(
    rf"^(?P<before>近|最近|过去|这|前|上|未来|今后|接下来|再过|过|之后|往后)?(?P<length>{LENGTH})"
    r"(?P<after>以内|之内|内|以来|来|以后|之后|后|过后|以前|之前|前|间)?$"
)


def read_reckoned(text: str, reference: Reference) -> TimeExpression | None:
    """A point or span so much before or after now."""
    match = _WAYS.match(text)
    if match is None or not (match["before"] or match["after"]):
        return None
    length = read_length(match["length"])
    if length is None:
        return None
    before, after = match["before"] or "", match["after"] or ""
    if before in ("上", "这") and match["length"].startswith("一") and not after:
        # 上一年, 这一个月 are years and months of the calendar.
        return None
    if before == "前" and length.unit is Unit.QUARTER and not after:
        # 前三个季度 are the first ones of the year.
        return None
    fuzzy = "多" in text or length.unit not in _CLOCK_UNITS
    if before in ("过", "再过"):
        return _open(_start(reference, length, 1), None, is_fuzzy=before == "过")
    if before in ("未来", "今后", "接下来", "往后") or after in ("以内", "之内", "内"):
        return TimeExpression(Kind.SPAN, reference.now, _within(reference, length, before), fuzzy)
    if before in ("近", "最近", "过去", "这", "前", "上") or after in ("以来", "来"):
        return TimeExpression(Kind.SPAN, _since(reference, length, text), reference.now_end, fuzzy)
    if after == "以后":
        return _open(_start(reference, length, 1), None, is_fuzzy=True)
    if after == "以前":
        return _open(None, _past(reference, length), is_fuzzy=True)
    return _point(reference, length, -1 if after in ("前", "之前") else 1)


def _open(start: datetime | None, end: datetime | None, *, is_fuzzy: bool) -> TimeExpression:
    return TimeExpression(Kind.SPAN, start, end, is_fuzzy)


def _start(reference: Reference, length: Length, sign: int) -> datetime:
    moment = moved(reference.now, length, sign)
    return moment if length.unit in _CLOCK_UNITS else midnight(moment)


def _past(reference: Reference, length: Length) -> datetime:
    moment = moved(reference.now, length, -1)
    if length.unit in _CLOCK_UNITS:
        return moment
    unit = length.unit if not length.is_half else Unit(length.unit + 1)
    return spot_of(moment, unit if unit in (Unit.YEAR, Unit.MONTH) else Unit.DAY).end


def _since(reference: Reference, length: Length, text: str) -> datetime:
    moment = moved(reference.now, length, -1)
    if length.unit in _CLOCK_UNITS:
        return moment
    if "多" in text and length.unit is Unit.MONTH:
        # 三个多月以来: from the beginning of that month.
        return midnight(moment.replace(day=1))
    if length.is_half and length.unit is Unit.DAY:
        return moment
    return midnight(moment)


def _within(reference: Reference, length: Length, before: str) -> datetime:
    end = moved(reference.now, length, 1)
    if length.unit is Unit.HOUR:
        return spot_of(end, Unit.MINUTE).end
    if length.unit in _CLOCK_UNITS:
        return end
    if length.unit is Unit.YEAR and length.is_half:
        return spot_of(end, Unit.MONTH).end
    last = end - DAY if before and length.unit is Unit.YEAR else end
    return midnight(last) + DAY - SECOND


def _point(reference: Reference, length: Length, sign: int) -> TimeExpression:
    """20天后 is that day, 四周后 that week, 三年后 that year, 半小时后 from then on a while."""
    moment = moved(reference.now, length, sign)
    if length.unit in _CLOCK_UNITS:
        return _clock_point(moment, length, sign)
    if length.unit is Unit.DAY:
        spot = days_spot(moment, 1)
        return TimeExpression(Kind.POINT, spot.start, spot.end)
    if length.unit is Unit.WEEK:
        spot = week_spot(moment)
        return TimeExpression(Kind.POINT, spot.start, spot.end, is_fuzzy=True)
    if length.unit is Unit.MONTH and length.is_half:
        far = moment + sign * _AVERAGE_MONTH_DAYS * DAY
        first, last = sorted((midnight(moment), midnight(far)))
        return TimeExpression(Kind.SPAN, first, last + DAY - SECOND, is_fuzzy=True)
    is_year = length.unit is Unit.YEAR and not length.is_half and length.months >= MONTHS
    spot = spot_of(moment, Unit.YEAR if is_year else Unit.MONTH)
    return TimeExpression(Kind.SPAN, spot.start, spot.end, is_fuzzy=True)


def _clock_point(moment: datetime, length: Length, sign: int) -> TimeExpression:
    unit_seconds = _IN_SECONDS[length.unit]
    width = unit_seconds / 2 if length.seconds < unit_seconds else unit_seconds
    far = moment + sign * timedelta(seconds=width)
    if sign < 0:
        return TimeExpression(Kind.POINT, far, moment)
    end = spot_of(far, Unit.MINUTE).end if length.unit is Unit.HOUR else far
    return TimeExpression(Kind.POINT, moment, end)
