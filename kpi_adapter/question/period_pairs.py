"""Two periods side by side that the question names without saying so twice: 去年同期, 增速比
上半年提高了几个点. Pure."""

from __future__ import annotations

import re

from kpi_adapter.period import Grain, Month, Period
from kpi_adapter.question.comparisons import (
    AGAINST_LAST_YEAR,
    HOW_MUCH,
    SAME_PERIOD_LAST_YEAR,
    stands_beside,
)
from kpi_adapter.question.slots import Slots

_RATE_AGAINST = re.compile(
    r"增[速幅].{0,4}?(?:比|较|跟|和|与|相比)(?=.{2,12}(?:快|慢|提高|回落|加快|放缓|高|低|升|降|点))"
)
_A_RATE = re.compile(
    r"增长|增速|增幅|同比|[比较跟和与]|涨|降|提高|变化|多了|少了|多少[?]?.{0,2}个点"
)
_PARTS_OF_YEAR = (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.SPAN, Grain.CUMULATIVE)
_ONLY_A_YEAR = re.compile(r"去年|上年|上一年|前年|大前年|今年")


def same_part_of_year(slots: Slots, before: Period | None) -> Period | None:
    """去年呢, after 上半年 or 前三季度: the same months of last year, unless 全年 is said.

    The year so far was asked for as the year: last year is all of it.
    """
    said = slots.periods[0]
    is_year = before is not None and (before.open_end or before.was_open)
    if before is None or is_year or before.grain not in _PARTS_OF_YEAR:
        return None
    is_of_one_year = before.first.year == before.last.year
    if not is_of_one_year or not _ONLY_A_YEAR.fullmatch(slots.text[said.start : said.end]):
        return None
    years = said.period.last.year - before.last.year
    return before.shifted_years(years) if years else None


def same_months_last_year(slots: Slots, *, is_stock: bool) -> tuple[Period, Period] | None:
    """去年同期产值是多少: the figure of those months, beside this year's; no rate is asked."""
    said = SAME_PERIOD_LAST_YEAR.search(slots.text)
    # 比去年同期多了几个亿 wants the amount between the two, whatever else it says.
    is_amount = bool(HOW_MUCH.search(slots.text)) and "增速" not in slots.text
    is_rate = AGAINST_LAST_YEAR.search(slots.text) or _A_RATE.search(slots.text)
    is_rate = None if is_amount else is_rate
    if said is None or is_rate or len(slots.periods) > 1:
        return None
    period = slots.period or Period.year_so_far(slots.today.year)
    if period.grain is Grain.DAY or period.last.year != slots.today.year:
        return None
    if is_stock:
        return period, stock_year_before(period, slots)
    against = Period.year(slots.today.year - 1) if period.open_end else period.shifted_years(-1)
    return period, against


def claimed_times(slots: Slots, *, is_stock: bool) -> tuple[Period, Period] | None:
    """今年产值超过去年了吗: the two times; this year so far where one alone was said."""
    claim = slots.claim
    if claim is None or not claim.is_of_times or "全年" in slots.text[claim.start : claim.end]:
        # 超过去年全年: so far no year is held against a whole one.
        return None
    this_year = Period.year_so_far(slots.today.year)
    said = [mention.period for mention in slots.periods]
    same = SAME_PERIOD_LAST_YEAR.search(slots.text)
    if same is not None:
        if same.start() < claim.start:
            return None
        period = said[0] if said else this_year
        before = stock_year_before(period, slots) if is_stock else _year_before(period)
        return None if len(said) > 1 else (period, before)
    if len(said) == 1:
        return (this_year, said[0]) if said[0].last.year < slots.today.year else None
    return (said[0], said[1]) if len(said) == 2 else None


def stock_year_before(period: Period, slots: Slots) -> Period:
    """A stock of a year ago is that of the month, not that of the end of the year."""
    number = slots.today.month if period.open_end else period.last.number
    return Period.cumulative(Month(period.last.year - 1, number))


def _year_before(period: Period) -> Period:
    return Period.year(period.last.year - 1) if period.open_end else period.shifted_years(-1)


def stock_against(slots: Slots) -> tuple[Period | None, Period | None] | None:
    """专精特新比6月底多了几家: what there is now, and the period it is held against.

    Against the end of last year nothing needs to be compared: a stock is always given with its
    change since then.
    """
    if not slots.periods:
        return None
    *before, last = slots.periods
    is_held = stands_beside(slots.text, last.start) or AGAINST_LAST_YEAR.search(slots.text)
    if not is_held or any(not mention.period.open_end for mention in before):
        return None
    is_last_year = last.period == Period.year(slots.today.year - 1)
    return (None, None) if is_last_year else (Period.year_so_far(slots.today.year), last.period)


def rates_of_two_periods(slots: Slots) -> tuple[Period, Period] | None:
    """增速比上半年提高了几个点, 增速比去年同期快了还是慢了: two rates side by side."""
    said = _RATE_AGAINST.search(slots.text)
    if said is None:
        return None
    after = [mention.period for mention in slots.periods if mention.start >= said.end()]
    before = [mention.period for mention in slots.periods if mention.start < said.end()]
    if after and not before and after[0].grain is Grain.MONTH:
        return _months_side_by_side(Month.of(slots.today).shifted(-1), after[0].last)
    period = before[0] if before else Period.year_so_far(slots.today.year)
    if after:
        return period, after[0]
    if SAME_PERIOD_LAST_YEAR.match(slots.text, said.end()) is None:
        return None
    last_year = Period.year(period.last.year - 1)
    return period, last_year if period.open_end else period.shifted_years(-1)


def _months_side_by_side(latest: Month, said: Month) -> tuple[Period, Period]:
    """增速比9月快多少: a month is held against a month, never against the year so far; 比上月,
    which is the latest with a figure itself, against the one before it."""
    against = said if said != latest else latest.shifted(-1)
    return Period.month(latest), Period.month(against)
