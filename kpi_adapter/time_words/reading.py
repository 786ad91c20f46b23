"""A whole time expression: points joined into spans, spans with an open end, recurrences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpi_adapter.time_words import days, points
from kpi_adapter.time_words.durations import LENGTH, read_length, read_reckoned
from kpi_adapter.time_words.expression import (
    DAY,
    MONTHS,
    SECOND,
    Kind,
    Length,
    Reference,
    Spot,
    TimeExpression,
    Unit,
    add_months,
)

RULES = (*days.RULES, *points.RULES)
LONGEST = 40
_SKIPPED = re.compile(r"[,的 又那]")
_TO = re.compile(r"到|至|直到|——|—|–|－|-|~|与|和|跟")
_PAIR = re.compile(r"与|和|跟")
_FROM = re.compile(r"^(?:时间)?(?:自从|从|自|由|在|于|介于)")
_CLOSING = re.compile(r"(?:之?间|止|为止|期间|的时候)$")
_BEFORE = re.compile(r"(?:或|及)?(?:之前|以前|前)$")
_AFTER = re.compile(r"(?:或|及)?(?:之后|以后|后)$")
_SINCE = re.compile(r"(?:以来|起|开始|至今|到现在)$")
_ABOUT = re.compile(r"^(?:大约|大概|约)|(?:左右|前后|许)$")
_OPENING = re.compile(rf"每|最?近|过|再过|未来|今后|接下来|[上前这从自由在]|大?约|大概|{LENGTH}")
_EVERY = re.compile(
    rf"^每(?:隔|个|一)?(?P<step>{LENGTH}|工作日|年|季度|月|周|星期|礼拜|天|日|小时|分钟)?"
    r"(?P<rest>.*)$"
)
_STEPS = {"年": Length(12, 0, Unit.YEAR), "季度": Length(3, 0, Unit.QUARTER),
          "月": Length(1, 0, Unit.MONTH),
          "周": Length(0, 604800, Unit.WEEK), "星期": Length(0, 604800, Unit.WEEK),
          "礼拜": Length(0, 604800, Unit.WEEK), "天": Length(0, 86400, Unit.DAY),
          "日": Length(0, 86400, Unit.DAY), "工作日": Length(0, 86400, Unit.DAY),
          "小时": Length(0, 3600, Unit.HOUR), "分钟": Length(0, 60, Unit.MINUTE)}  # fmt: skip


@dataclass(frozen=True)
class FoundTime:
    """An expression and where it stands in the normalised text."""

    expression: TimeExpression
    text: str
    start: int
    end: int


def normalised(text: str) -> str:
    """NFKC; simplified where a traditional sign is part of a time word; no space between a
    sign and a Chinese one."""
    plain = unicodedata.normalize("NFKC", text).translate(_SIMPLE).strip()
    return re.sub(r"(?<=[一-鿿])\s+|\s+(?=[一-鿿])", "", plain)


_SIMPLE = str.maketrans(
    "號時點鐘個後這禮週兩間農曆閏臘處從為", "号时点钟个后这礼周两间农历闰腊处从为"
)


def read_time(text: str, reference: Reference) -> TimeExpression | None:
    """What ``text`` as a whole means; None when it is no time expression."""
    plain = normalised(text)
    try:
        return _read(plain, reference)
    except (ValueError, OverflowError):
        # A date beyond the calendar (year 0, 10000) names nothing.
        return None


def find_times(text: str, reference: Reference) -> list[FoundTime]:
    """The longest expressions in ``text``, from left to right, none overlapping."""
    plain, position = normalised(text), 0
    found: list[FoundTime] = []
    while position < len(plain):
        best = next(_at(plain, position, reference), None)
        if best is not None:
            found.append(best)
        position = best.end if best is not None else position + 1
    return found


def _at(text: str, start: int, reference: Reference) -> Iterator[FoundTime]:
    if not (_OPENING.match(text, start) or any(rule.match(text, start) for rule, _ in RULES)):
        return
    for end in range(min(len(text), start + LONGEST), start + 1, -1):
        piece = text[start:end]
        expression = read_time(piece, reference)
        if expression is not None:
            yield FoundTime(expression, piece, start, end)


def _read(text: str, reference: Reference) -> TimeExpression | None:
    if text.startswith("每"):
        return _recurrence(text, reference)
    about = _ABOUT.sub("", text)
    reckoned = read_reckoned(about, reference)
    if reckoned is not None:
        return reckoned
    spot = read_point(about, reference)
    if spot is not None:
        return TimeExpression(spot.kind, spot.start, spot.end, spot.is_fuzzy or about != text)
    return _list(text, reference) or _between(text, reference) or _open_ended(text, reference)


def read_point(text: str, reference: Reference) -> Spot | None:
    """Words that narrow each other from left to right; the longest reading of each."""
    spot: Spot | None = None
    position = 0
    while position < len(text):
        skipped = _SKIPPED.match(text, position)
        if skipped is not None and spot is not None and skipped.end() < len(text):
            position = skipped.end()
            continue
        best: tuple[int, Spot] | None = None
        for pattern, build in RULES:
            match = pattern.match(text, position)
            if match is None or match.end() == position:
                continue
            if best is not None and match.end() <= best[0]:
                continue
            narrowed = build(match, spot, reference)
            if narrowed is not None:
                best = (match.end(), narrowed)
        if best is None:
            return None
        position, spot = best
    return spot


def _list(text: str, reference: Reference) -> TimeExpression | None:
    """9月10号,11号,12号: from the first to the last."""
    pieces = re.split(r"[,、]", text)
    if len(pieces) < 2 or not all(pieces):
        return None
    spots: list[Spot] = []
    for piece in pieces:
        base = spots[-1].start if spots else reference.base
        spot = read_point(piece, replace(reference, base=base))
        if spot is None:
            return None
        spots.append(spot)
    return TimeExpression(Kind.SPAN, spots[0].start, spots[-1].end)


def _between(text: str, reference: Reference) -> TimeExpression | None:
    core = _CLOSING.sub("", _FROM.sub("", text))
    for match in _TO.finditer(core):
        left, right = core[: match.start()], core[match.end() :]
        if not left or not right or (_PAIR.fullmatch(match[0]) and core == text):
            continue
        first = _left(left, right, reference)
        if first is None:
            continue
        last = read_point(right, replace(reference, base=first.start, part=first.part))
        if last is not None:
            return _joined(first, last, right, reference)
    return None


def _left(left: str, right: str, reference: Reference) -> Spot | None:
    """2018年2到4月, 4月12-19日: a bare number takes the unit of the other end."""
    spot = read_point(left, reference)
    if spot is not None and not re.search(r"\d$|[一二三四五六七八九十]$", left):
        return spot
    unit = re.search(r"(?:年|月份?|[日号]|[点时])$", right)
    named = read_point(left + unit[0].removesuffix("份"), reference) if unit else None
    return named or spot


def _joined(first: Spot, last: Spot, right: str, reference: Reference) -> TimeExpression | None:
    end = last.start if last.unit is Unit.HOUR and last.kind is Kind.POINT else last.end
    if right in ("今天", "今日", "现在", "目前"):
        end = reference.now_end
    if end < first.start:
        is_hour = last.unit in (Unit.PART, Unit.HOUR, Unit.MINUTE)
        end = end + DAY if is_hour else add_months(end + SECOND, MONTHS) - SECOND
    if end < first.start:
        return None
    return TimeExpression(Kind.SPAN, first.start, end, first.is_fuzzy or last.is_fuzzy)


def _open_ended(text: str, reference: Reference) -> TimeExpression | None:
    """明年底前, 2019年5月8日起, 自2018年以来."""
    for pattern, is_before in ((_BEFORE, True), (_AFTER, False), (_SINCE, False)):
        closing = pattern.search(text)
        if closing is None:
            continue
        spot = read_point(_FROM.sub("", text[: closing.start()]), reference)
        if spot is None:
            continue
        if is_before:
            start = reference.now if spot.end > reference.now else None
            return TimeExpression(Kind.SPAN, start, spot.end, spot.is_fuzzy)
        is_past = spot.start <= reference.now
        return TimeExpression(
            Kind.SPAN, spot.start, reference.now_end if is_past else None, spot.is_fuzzy
        )
    if text.startswith("自"):
        spot = read_point(_FROM.sub("", text), reference)
        if spot is not None and spot.start <= reference.now:
            return TimeExpression(Kind.SPAN, spot.start, reference.now_end, spot.is_fuzzy)
    return None


def _recurrence(text: str, reference: Reference) -> TimeExpression | None:
    match = _EVERY.match(text)
    if match is None:
        return None
    step, rest = match["step"] or "", match["rest"].removeprefix("的")
    if not step:
        return None
    every = _STEPS.get(step) or read_length(step)
    if every is None:
        return None
    if not rest:
        return TimeExpression(Kind.RECURRENCE, None, None, every=every)
    if every.unit is Unit.WEEK and re.match(r"[一二三四五六日天]", rest):
        rest = f"周{rest}"
    first = _read(rest, reference)
    if first is None:
        return None
    return replace(first, kind=Kind.RECURRENCE, every=every)
