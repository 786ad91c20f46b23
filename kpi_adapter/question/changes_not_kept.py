"""Changes between two times that are not kept: of a share, on January, on a whole year. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpi_adapter.period import Month, Period
from kpi_adapter.query import Change
from kpi_adapter.question.comparisons import (
    AGAINST_WHOLE_LAST_YEAR,
    SINCE_JANUARY,
    stands_after_than,
)
from kpi_adapter.question.hits import Hit, hits
from kpi_adapter.question.period_pairs import rates_of_two_periods
from kpi_adapter.question.signals import BY_MONTH, SUM
from kpi_adapter.question.slots import Slots

_GROWTH_SHARED = re.compile(r"贡献")
_GROWS = re.compile(r"增长|增量|增速|增幅")
_SHARE_MOVED = re.compile(
    r"(?:比重|占比|份额|占.{1,8}比例).{0,8}?(?:提高|提升|上升|下降|降低|回落|增加|减少|变化)"
)
_SHARE_OF_TIME = re.compile(
    r"占(?:到|了)?(?=(?:全|去|上|今|本)年|累计|[上下]半年|[0-9一二三四]{1,4}季度|[0-9]{1,4}[年月])"
)
_WITHIN_YEARS = re.compile(
    r"(?<![0-9一二三四五六七八九〇零])[一两二三四五六七八九十1-9]年(?:之|以)?内"
)
_PART_OF_STOCK = re.compile(r"占(?!地)|份额")
_RANK_MOVED = re.compile(
    r"(?:排名|名次|位次|排位)(?=.{0,6}(?:上升|下降|变化|前移|后移|提升|进步|退步|升了|降了))"
)


def of_change(slots: Slots) -> Iterator[Hit]:
    """The words of such a change, each with where it stands."""
    if _GROWS.search(slots.text):
        yield from hits(slots.text, _GROWTH_SHARED)
    yield from hits(slots.text, _SHARE_MOVED, _WITHIN_YEARS, _RANK_MOVED)
    units = {mention.unit for mention in slots.mentions}
    if not slots.has("TARGET"):
        yield from hits(slots.text, _SHARE_OF_TIME)
        if "家" in units:
            # Of the stock of firms the city's is kept, and no part of it.
            yield from hits(slots.text, _PART_OF_STOCK)
    if "个" in units:
        # 新签约哪个月最多: counts are shown as they add up, and not month by month.
        yield from hits(slots.text, BY_MONTH)
    if "亿元" in units:
        yield from _of_amounts(slots)
    yield from _of_many_times(slots)


def _of_amounts(slots: Slots) -> Iterator[Hit]:
    """产值比9月: an amount is held against the year before, or the period before by 环比."""
    text = slots.text
    yield from hits(text, SINCE_JANUARY, AGAINST_WHOLE_LAST_YEAR)
    if len(slots.periods) != 1:
        return
    only = slots.periods[0]
    is_last_year = only.period == Period.year(slots.today.year - 1)
    is_read = is_last_year or Change.ON_PREVIOUS in slots.changes
    of_rates = slots.by is None and rates_of_two_periods(slots) is not None
    if stands_after_than(text, only.start) and not is_read and not of_rates:
        yield only.start, text[only.start : only.end]


def _of_many_times(slots: Slots) -> Iterator[Hit]:
    """8月9月10月分别多少: two times are shown at most, and a list is of one."""
    text = slots.text
    kept = 2 if slots.order is None or slots.by is None or _is_in_pieces(slots) else 1
    for mention in slots.periods[kept:]:
        yield mention.start, text[mention.start : mention.end]
    if len(slots.periods) == 2:
        first, second = (mention.period for mention in slots.periods)
        # January and February are published together.
        is_one = first.open_end or max(first.last, second.last) == Month(first.last.year, 2)
        if first.grain is second.grain and not is_one:
            # 9月和10月一共多少: two periods are held against each other, and not summed.
            yield from hits(text, SUM)


def _is_in_pieces(slots: Slots) -> bool:
    """今年1到10月 is one time, and 今年 beside 去年 the rate between the two."""
    return bool(slots.periods) and slots.periods[0].period.open_end
