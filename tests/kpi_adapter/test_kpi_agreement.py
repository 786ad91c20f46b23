"""The rule of when a figure is what somebody said it is."""

from __future__ import annotations

import pytest

from kpi_adapter.evaluation.agreement import Agreement, agreement
from kpi_adapter.query import Measure, Stated

AMOUNT, GROWTH = Measure.AMOUNT, Measure.GROWTH


@pytest.mark.parametrize(
    ("measure", "number", "said", "tolerance", "expected"),
    [
        (AMOUNT, 3657.33, 3657.33, 0.005, Agreement.EXACT),
        (AMOUNT, 3657.33, 3657.0, 0.5, Agreement.ROUNDED),
        (AMOUNT, 3657.5, 3658.0, 0.5, Agreement.ROUNDED),
        (AMOUNT, 3657.5, 3657.0, 0.5, Agreement.ROUNDED),
        (AMOUNT, 3657.9, 3657.0, 0.5, Agreement.CUT_OFF),
        (AMOUNT, 3658.0, 3657.0, 0.5, None),
        (AMOUNT, 3656.4, 3657.0, 0.5, None),
        (AMOUNT, -43.0, 43.0, 0.5, None),
        (AMOUNT, -26.9, -26.0, 0.5, Agreement.CUT_OFF),
        # Growth is published to one place and is not cut off.
        (GROWTH, 6.55, 6.5, 0.05, Agreement.ROUNDED),
        (GROWTH, 6.59, 6.5, 0.05, None),
        (GROWTH, -0.6, 0.6, 0.05, None),
    ],
)
def test_a_figure_is_what_was_said_as_it_is_rounded_or_cut_off(
    measure: Measure, number: float, said: float, tolerance: float, expected: Agreement | None
) -> None:
    assert agreement(number, Stated(measure, said, tolerance, "")) is expected
