"""Whether a figure is what somebody said it is: as it is, rounded or cut off. Pure."""

from __future__ import annotations

from enum import StrEnum

from kpi_adapter.query import Measure, Stated


class Agreement(StrEnum):
    """How a figure is what was said."""

    EXACT = "exact"
    ROUNDED = "rounded"
    CUT_OFF = "cut_off"


def agreement(number: float, said: Stated) -> Agreement | None:
    """Return how the figure is what was said; None where it is not."""
    between = round(abs(number - said.number), 6)
    if not between:
        return Agreement.EXACT
    if between <= round(said.tolerance, 6):
        return Agreement.ROUNDED
    is_cut = 0 < abs(number) - abs(said.number) < 2 * said.tolerance
    is_cut = is_cut and said.measure is Measure.AMOUNT
    return Agreement.CUT_OFF if is_cut and number * said.number > 0 else None
