"""Targets and pace."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_adapter.catalogue.model import Pace, Target, TargetSpan
from kpi_adapter.evaluation.targets import Standing, assess, assess_plan, elapsed, elapsed_of_year

YEARLY = Target(
    value=10,
    span=TargetSpan.EACH_YEAR,
    first_year=2018,
    last_year=2020,
    pace=Pace.LINEAR,
    clause="二-3#s3",
    quote="原文",
)
AT_END = YEARLY.model_copy(update={"span": TargetSpan.BY_END})
JUDGED_LATE = YEARLY.model_copy(update={"pace": Pace.END})
TODAY = date(2019, 11, 15)


def test_pace_in_the_middle_of_november_is_ten_and_a_half_months() -> None:
    assert elapsed_of_year(TODAY) == pytest.approx(0.875)


def test_pace_of_a_plan_runs_over_all_its_years() -> None:
    assert elapsed(AT_END, date(2019, 12, 31)) == pytest.approx(2 / 3)
    assert elapsed(AT_END, date(2025, 1, 1)) == 1.0
    assert elapsed(AT_END, date(2017, 1, 1)) == 0.0


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        (10, Standing.MET),
        (9, Standing.ON_PACE),
        (8.75, Standing.ON_PACE),
        (8, Standing.BEHIND),
        (7, Standing.BEHIND),
        (6.9, Standing.FAR_BEHIND),
        (0, Standing.FAR_BEHIND),
    ],
)
def test_the_lamp_compares_completion_with_pace(value: float, standing: Standing) -> None:
    assert assess(value, YEARLY, TODAY).standing is standing


def test_a_target_judged_at_its_end_is_not_behind_before() -> None:
    assert assess(1, JUDGED_LATE, TODAY).standing is Standing.NOT_DUE


def test_a_plan_that_is_just_reached_is_met() -> None:
    assert assess_plan(800, 800, date(2019, 10, 31)).standing is Standing.MET
    assert assess_plan(799.9, 800, date(2019, 10, 31)).standing is Standing.ON_PACE


def test_a_plan_is_judged_like_a_yearly_target() -> None:
    found = assess_plan(681, 800, date(2019, 10, 31))
    assert found.gap == -119
    assert found.completion == pytest.approx(85.125)
    assert found.standing is Standing.ON_PACE


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_elapsed_time_is_a_share(day: date) -> None:
    assert 0 < elapsed_of_year(day) <= 1
    assert 0 <= elapsed(AT_END, day) <= 1
