"""How a number is got from published observations. Pure.

Statistics are published as a month's value and a cumulative value. January is published with
February: neither has a month's value of its own. Rates of growth are published for the
cumulative value at comparable prices and are never recomputed; where none is published, one
is computed from the values and marked NOMINAL (名义测算).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi_adapter.catalogue.model import Frequency, Kind
from kpi_adapter.period import MONTHS_PER_QUARTER, Grain, Month, Period
from kpi_adapter.query import Change

FEBRUARY = 2
PRELIMINARY, REVISED = "初步", "修订"


@dataclass(frozen=True)
class Observation:
    """One month's newest released row. ``month_*`` may come from an earlier vintage, because
    a revision may carry the cumulative value alone."""

    month: Month
    value_month: float | None
    value_ytd: float | None
    growth_ytd: float | None
    released_on: date
    vintage: str
    source: str
    month_vintage: str
    first_released_on: date


Series = Mapping[Month, Observation]


class Missing(StrEnum):
    """Why there is no number."""

    NOT_RELEASED = "not_released"
    PUBLISHED_WITH_FEBRUARY = "published_with_february"
    ONLY_CUMULATIVE = "only_cumulative"
    ONLY_QUARTERLY = "only_quarterly"
    NO_RECORD = "no_record"
    NO_DAILY_FIGURE = "no_daily_figure"
    NOT_COLLECTED = "not_collected"


@dataclass(frozen=True)
class Amount:
    """``is_derived``: a difference of cumulative values, not a published number."""

    value: float
    released_on: date
    source: str
    vintage: str
    is_derived: bool = False


class Basis(StrEnum):
    PUBLISHED = "published"
    NOMINAL = "nominal"
    POINTS = "points"
    COUNT = "count"


@dataclass(frozen=True)
class Growth:
    """``value`` in %, in percentage points (POINTS) or in the indicator's unit (COUNT)."""

    change: Change
    value: float
    basis: Basis
    against: Period


def amount(series: Series, period: Period, kind: Kind, frequency: Frequency) -> Amount | Missing:
    """The indicator's number for the period, or why there is none."""
    if period.grain is Grain.DAY:
        return Missing.NO_DAILY_FIGURE
    if frequency is Frequency.QUARTER and _splits_a_quarter(period):
        return Missing.ONLY_QUARTERLY
    if kind is Kind.RATE:
        return _rate(series, period)
    if period.first.year != period.last.year:
        return _sum_of_years(series, period, kind, frequency)
    if period.first.number == 1 and period.last.number > 1:
        return _cumulative(series, period.last)
    if period.last.number <= FEBRUARY or period.first.number == FEBRUARY:
        return Missing.PUBLISHED_WITH_FEBRUARY
    return _within_year(series, period)


def _splits_a_quarter(period: Period) -> bool:
    starts, ends = (period.first.number - 1) % 3, period.last.number % MONTHS_PER_QUARTER
    return bool(starts or ends)


def _absent(series: Series, month: Month) -> Missing:
    newest = max(series, default=None)
    if newest is None:
        return Missing.NO_RECORD
    return Missing.NOT_RELEASED if month > newest else Missing.NO_RECORD


def _rate(series: Series, period: Period) -> Amount | Missing:
    if not period.starts_in_january or period.last.number == 1:
        if period.last not in series:
            return _absent(series, period.last)
        return Missing.ONLY_CUMULATIVE
    seen = series.get(period.last)
    if seen is None or seen.growth_ytd is None:
        return _absent(series, period.last)
    return Amount(seen.growth_ytd, seen.released_on, seen.source, seen.vintage)


def _cumulative(series: Series, last: Month) -> Amount | Missing:
    seen = series.get(last)
    if seen is None or seen.value_ytd is None:
        return _absent(series, last)
    return Amount(seen.value_ytd, seen.released_on, seen.source, seen.vintage)


def _within_year(series: Series, period: Period) -> Amount | Missing:
    seen = series.get(period.last)
    if seen is None:
        return _absent(series, period.last)
    if period.first == period.last and seen.value_month is not None:
        return Amount(seen.value_month, seen.released_on, seen.source, seen.month_vintage)
    before = series.get(period.first.shifted(-1))
    if seen.value_ytd is None or before is None or before.value_ytd is None:
        return Missing.NO_RECORD
    revised = REVISED in (seen.vintage, before.vintage)
    return Amount(
        round(seen.value_ytd - before.value_ytd, 4),
        seen.released_on,
        seen.source,
        REVISED if revised else seen.vintage,
        is_derived=True,
    )


def _sum_of_years(
    series: Series, period: Period, kind: Kind, frequency: Frequency
) -> Amount | Missing:
    """A span over several years: each year's part is measured by itself and added."""
    parts: list[Amount] = []
    for year in range(period.first.year, period.last.year + 1):
        first = max(period.first, Month(year, 1))
        last = min(period.last, Month(year, 12))
        part = amount(series, Period.span(first, last), kind, frequency)
        if isinstance(part, Missing):
            return part
        parts.append(part)
    newest = parts[-1]
    total = round(sum(part.value for part in parts), 4)
    return Amount(total, newest.released_on, newest.source, newest.vintage, is_derived=True)


def growth(
    series: Series, period: Period, change: Change, kind: Kind, frequency: Frequency
) -> Growth | None:
    """The change against the year before or the period before; None where there is none."""
    if kind is Kind.RATE:
        return _rate_change(series, period, change)
    if change is Change.YEAR_ON_YEAR:
        against: Period | None = period.shifted_years(-1)
        seen = series.get(period.last)
        if period.starts_in_january and seen is not None and seen.growth_ytd is not None:
            return Growth(change, seen.growth_ytd, Basis.PUBLISHED, period.shifted_years(-1))
    else:
        against = period.preceding()
    if against is None:
        return None
    now, then = (amount(series, p, kind, frequency) for p in (period, against))
    if isinstance(now, Missing) or isinstance(then, Missing) or then.value == 0:
        return None
    return Growth(change, (now.value / then.value - 1) * 100, Basis.NOMINAL, against)


def _rate_change(series: Series, period: Period, change: Change) -> Growth | None:
    """A rate changes by percentage points: against a year ago, or the month before."""
    is_year = change is Change.YEAR_ON_YEAR
    against = period.shifted_years(-1) if is_year else Period.cumulative(period.last.shifted(-1))
    now, then = (_rate(series, p) for p in (period, against))
    if isinstance(now, Missing) or isinstance(then, Missing):
        return None
    return Growth(change, round(now.value - then.value, 4), Basis.POINTS, against)


def combined(parts: Iterable[Series]) -> dict[Month, Observation]:
    """Several places as one: values are added, published rates are not (there is none)."""
    every = list(parts)
    shared = set.intersection(*(set(series) for series in every)) if every else set()
    return {month: _added([series[month] for series in every]) for month in shared}


def _added(seen: list[Observation]) -> Observation:
    newest = max(seen, key=lambda item: item.released_on)
    return Observation(
        newest.month,
        _sum(item.value_month for item in seen),
        _sum(item.value_ytd for item in seen),
        seen[0].growth_ytd if len(seen) == 1 else None,
        newest.released_on,
        REVISED if any(item.vintage == REVISED for item in seen) else newest.vintage,
        newest.source,
        newest.month_vintage,
        max(item.first_released_on for item in seen),
    )


def _sum(values: Iterable[float | None]) -> float | None:
    total = 0.0
    for value in values:
        if value is None:
            return None
        total += value
    return round(total, 4)
