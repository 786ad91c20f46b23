"""Period words of a question → `Period`. Pure; ``today`` is the business date.

A month or quarter without a year is this year's, or that of the period named just before it
in the same question (2018年三季度比二季度). A running year is open: its last month is whatever
has been released.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from kpi_adapter.period import Grain, Month, Period
from kpi_adapter.question.comparisons import (
    AGAINST_LAST_YEAR,
    HOLDS_AGAINST,
    HOW_MUCH,
    SAME_PERIOD_LAST_YEAR,
)
from kpi_adapter.question.numerals import NUMBER
from kpi_adapter.question.period_rules import RULES, Context
from kpi_adapter.time_words import Kind, Reference, TimeExpression, find_times
from kpi_adapter.time_words.lunar import FESTIVALS


@dataclass(frozen=True)
class PeriodMention:
    """A period and where it stands in the text. ``has_year``: the year was said."""

    period: Period
    start: int
    end: int
    has_year: bool = False


_THE_ONE_BEFORE = re.compile(r"上一?个?(?:月份?|季度?)")
_Ahead = dict[re.Pattern[str], re.Match[str] | None]


# Words of time that the rules do not know; most questions hold none, and reading them
# takes longer than everything else.
_RARE = re.compile(
    "|".join(name for name in FESTIVALS if len(name) > 2 or not re.match("[一三五六七八十]", name))
    + r"|[一五十]+(?:长假|假期|黄金周)|周末|[大前后]前?天|大前年|[春夏秋冬][天季]"
    r"|[首末]季|前[两二三]个季度|第[一二三四]个季度|最后一?个?(?:季度|月)"
    rf"|{NUMBER}(?:天|周|星期)(?:前|内|以来|来)"
)


def find_periods(text: str, today: date) -> list[PeriodMention]:
    """Every period named in ``text`` (NFKC-normalised), in order. 去年同期 is none: it is a
    comparison."""
    found = _by_rules(text, today)
    if not _RARE.search(text):
        return found
    rare = [mention for mention in _by_time_words(text, today) if _is_whole(mention, found)]
    rest = [mention for mention in found if not any(_covers(wide, mention) for wide in rare)]
    return sorted([*rest, *rare], key=lambda mention: mention.start)


def _covers(wide: PeriodMention, narrow: PeriodMention) -> bool:
    return wide.start <= narrow.start and narrow.end <= wide.end


def _is_whole(mention: PeriodMention, others: list[PeriodMention]) -> bool:
    """Apart from what the rules read, or holding more than all of it (大前年, 去年夏天)."""
    return all(
        mention.end <= other.start
        or other.end <= mention.start
        or (_covers(mention, other) and not _covers(other, mention))
        for other in others
    )


def _by_time_words(text: str, today: date) -> list[PeriodMention]:
    reference = Reference(datetime.combine(today, time()))
    return [
        PeriodMention(_published(item.expression, today), item.start, item.end, has_year=True)
        for item in find_times(text, reference)
        if item.expression.kind is not Kind.RECURRENCE and _RARE.search(item.text)
    ]


def _published(expression: TimeExpression, today: date) -> Period:
    """Whole months are a period; anything finer is a day, of which nothing is published."""
    start, end = expression.start, expression.end
    day = Period(Grain.DAY, Month.of(today), Month.of(today))
    if start is None or end is None or start.day != 1:
        return day
    after = end.date() + timedelta(days=1)
    if after.day != 1 or end <= start:
        return day
    first, last = Month.of(start.date()), Month.of(end.date())
    if first == last:
        return Period.month(first)
    return Period.cumulative(last) if first == Month(last.year, 1) else Period.span(first, last)


def _by_rules(text: str, today: date) -> list[PeriodMention]:
    masked = SAME_PERIOD_LAST_YEAR.sub(lambda match: " " * len(match[0]), text)
    against = AGAINST_LAST_YEAR.search(masked)
    if against is not None:
        rest = masked[: against.start()] + " " * len(against[0]) + masked[against.end() :]
        named = _named(rest, today)
        if not named and not HOW_MUCH.search(text):
            return []
        start, end = against.span()
        if not named:
            named = [PeriodMention(Period.year_so_far(today.year), start, start)]
            return [*named, *_named(masked, today)]
        first = named[0].period
        if first.last.year == today.year and not first.open_end:
            # 上半年比去年: against the same half, not the whole year.
            return [*named, PeriodMention(first.shifted_years(-1), start, end, has_year=True)]
    return _named(masked, today)


def _named(masked: str, today: date) -> list[PeriodMention]:
    found: list[PeriodMention] = []
    position, year = 0, today.year
    ahead: _Ahead = {}
    while mention := _next(masked, position, Context(today, year), ahead):
        mention = _before_the_named(masked, mention, found)
        found.append(mention)
        position = mention.end
        if mention.has_year:
            year = mention.period.last.year
    return found


def _before_the_named(
    text: str, mention: PeriodMention, named: list[PeriodMention]
) -> PeriodMention:
    """9月比上月: the month before the one that was named, and not the last month of today."""
    if not named or _THE_ONE_BEFORE.fullmatch(text, mention.start, mention.end) is None:
        return mention
    last = named[-1]
    is_held = HOLDS_AGAINST.search(text, last.end, mention.start) is not None
    before = last.period.preceding() if last.period.grain is mention.period.grain else None
    return replace(mention, period=before) if is_held and before is not None else mention


def _next(text: str, position: int, context: Context, ahead: _Ahead) -> PeriodMention | None:
    best: PeriodMention | None = None
    for pattern, build in RULES:
        # What found nothing, or something further on, need not look again.
        match = ahead.get(pattern)
        if pattern not in ahead or (match is not None and match.start() < position):
            match = ahead[pattern] = pattern.search(text, position)
        # Rules stand from the most to the least specific: a later one must start earlier.
        if match is None or (best is not None and match.start() >= best.start):
            continue
        if (period := build(match, context)) is not None:
            said = any(match.groupdict().get(name) for name in ("y", "y1", "y2"))
            best = PeriodMention(period, match.start(), match.end(), said)
    return best
