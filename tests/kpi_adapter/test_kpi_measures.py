"""How numbers are got from published observations, on made-up series."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_adapter.catalogue.model import Frequency, Kind
from kpi_adapter.evaluation.facts import expected_release
from kpi_adapter.evaluation.measures import (
    Amount,
    Basis,
    Missing,
    Observation,
    amount,
    combined,
    growth,
)
from kpi_adapter.period import Grain, Month, Period
from kpi_adapter.query import Change

MONTHLY = Frequency.MONTH


def seen(
    year: int, number: int, month: float | None, ytd: float | None, rate: float | None = None
) -> Observation:
    month_after = Month(year, number).shifted(1)
    released = date(month_after.year, month_after.number, 12)
    return Observation(
        Month(year, number), month, ytd, rate, released, "初步", "市统计局", "初步", released
    )


def series(*observations: Observation) -> dict[Month, Observation]:
    return {item.month: item for item in observations}


YEAR = series(
    seen(2018, 2, None, 18.0),
    seen(2018, 3, 10.0, 28.0),
    seen(2019, 2, None, 20.0, 7.0),
    seen(2019, 3, 11.0, 31.0, 8.0),
    seen(2019, 4, 12.0, 43.0, 9.0),
    seen(2019, 5, 13.0, 56.0, 9.0),
    seen(2019, 6, 14.0, 70.0, 9.5),
)
CASES = {
    "cumulative": (Period.cumulative(Month(2019, 6)), 70.0),
    "a month": (Period.month(Month(2019, 4)), 12.0),
    "first quarter is cumulative": (Period.quarter(2019, 1), 31.0),
    "second quarter is a difference": (Period.quarter(2019, 2), 39.0),
    "a span inside the year": (Period.span(Month(2019, 4), Month(2019, 5)), 25.0),
    "January is published with February": (
        Period.month(Month(2019, 1)),
        Missing.PUBLISHED_WITH_FEBRUARY,
    ),
    "nor has February a month": (Period.month(Month(2019, 2)), Missing.PUBLISHED_WITH_FEBRUARY),
    "January to February": (Period.cumulative(Month(2019, 2)), 20.0),
    "from February": (
        Period.span(Month(2019, 2), Month(2019, 4)),
        Missing.PUBLISHED_WITH_FEBRUARY,
    ),
    "not released": (Period.month(Month(2019, 7)), Missing.NOT_RELEASED),
    "before the records": (Period.month(Month(2016, 7)), Missing.NO_RECORD),
    "a day": (Period(Grain.DAY, Month(2019, 6), Month(2019, 6)), Missing.NO_DAILY_FIGURE),
}


@pytest.mark.parametrize("case", CASES)
def test_amount(case: str) -> None:
    period, expected = CASES[case]
    found = amount(YEAR, period, Kind.FLOW, MONTHLY)
    assert (found.value if isinstance(found, Amount) else found) == expected


def test_a_quarterly_indicator_has_no_figure_inside_a_quarter() -> None:
    period = Period.cumulative(Month(2019, 5))
    assert amount(YEAR, period, Kind.FLOW, Frequency.QUARTER) is Missing.ONLY_QUARTERLY


def test_a_rate_is_published_for_the_cumulative_period_only() -> None:
    until_june = amount(YEAR, Period.cumulative(Month(2019, 6)), Kind.RATE, MONTHLY)
    assert isinstance(until_june, Amount)
    assert until_june.value == 9.5
    june = amount(YEAR, Period.month(Month(2019, 6)), Kind.RATE, MONTHLY)
    assert june is Missing.ONLY_CUMULATIVE


def test_a_published_rate_is_never_recomputed() -> None:
    found = growth(YEAR, Period.cumulative(Month(2019, 3)), Change.YEAR_ON_YEAR, Kind.FLOW, MONTHLY)
    assert found is not None
    assert (found.value, found.basis) == (8.0, Basis.PUBLISHED)


def test_a_month_has_only_a_nominal_rate() -> None:
    found = growth(YEAR, Period.month(Month(2019, 3)), Change.YEAR_ON_YEAR, Kind.FLOW, MONTHLY)
    assert found is not None
    assert found.basis is Basis.NOMINAL
    assert found.value == pytest.approx(10.0)


def test_the_change_on_the_previous_month_is_nominal() -> None:
    found = growth(YEAR, Period.month(Month(2019, 5)), Change.ON_PREVIOUS, Kind.FLOW, MONTHLY)
    assert found is not None
    assert found.value == pytest.approx(100 / 12)


def test_march_has_no_change_on_february() -> None:
    march = Period.month(Month(2019, 3))
    assert growth(YEAR, march, Change.ON_PREVIOUS, Kind.FLOW, MONTHLY) is None


def test_places_added_up_have_no_published_rate() -> None:
    both = combined([YEAR, YEAR])
    assert both[Month(2019, 6)].value_ytd == 140.0
    found = growth(both, Period.cumulative(Month(2019, 3)), Change.YEAR_ON_YEAR, Kind.FLOW, MONTHLY)
    assert found is not None
    assert found.basis is Basis.NOMINAL


def test_the_release_is_expected_as_long_after_the_month_as_a_year_ago() -> None:
    late = seen(2018, 12, 30.0, 400.0)
    late = Observation(**{**late.__dict__, "first_released_on": date(2019, 1, 20)})
    known = {**YEAR, late.month: late}
    assert expected_release(known, Month(2019, 12)) == date(2020, 1, 20)
    assert expected_release(known, Month(2019, 7)) == date(2019, 8, 12)


@given(st.lists(st.floats(0.01, 1e5), min_size=10, max_size=10), st.integers(3, 11))
def test_a_difference_of_cumulative_values_is_the_sum_of_its_months(
    months: list[float], first: int
) -> None:
    total, observations = 5.0, [seen(2019, 2, None, 5.0)]
    for number, value in enumerate(months, start=3):
        total += value
        observations.append(seen(2019, number, value, total))
    span = Period.span(Month(2019, first), Month(2019, 12))
    found = amount(series(*observations), span, Kind.FLOW, MONTHLY)
    assert isinstance(found, Amount)
    assert found.value == pytest.approx(sum(months[first - 3 :]), abs=1e-3)
