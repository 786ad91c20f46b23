"""Whether what is claimed of a figure, or of two, is so, in words."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_adapter.evaluation.figure_tasks import measured
from kpi_adapter.evaluation.results import Reading
from kpi_adapter.query import Bound, Condition, Measure, Stated

EQUAL = "两者相等"
_HELD_OR_NOT = {
    Bound.MORE_THAN: ("超过了", "没有超过"),
    Bound.AT_MOST: ("没有超过", "超过了"),
    Bound.LESS_THAN: ("低于", "不低于"),
    Bound.AT_LEAST: ("赶上了", "没有赶上"),
}


def held_or_not(claim: Condition | None, pair: Sequence[Reading]) -> str:
    """超过了 or 没有超过 and their like, EQUAL, or nothing where the two are not alike."""
    if claim is None or len(pair) < 2:
        return ""
    one, other = (measured(item, claim.measure) for item in pair[:2])
    bases = {growth.basis for item in pair[:2] for growth in item.growths[:1]}
    is_of_two_bases = claim.measure is Measure.GROWTH and len(bases) > 1
    if one is None or other is None or is_of_two_bases:
        return ""
    if one == other:
        return EQUAL
    return _HELD_OR_NOT[claim.bound][not claim.bound.holds(one, other)]


def agreement(number: float, said: Stated) -> str | None:
    """How the figure is what was said: as it is, rounded or cut off; None where it is not."""
    between = round(abs(number - said.number), 6)
    if not between:
        return ""
    if between <= round(said.tolerance, 6):
        return "(四舍五入)"
    is_cut = 0 < abs(number) - abs(said.number) < 2 * said.tolerance
    is_cut = is_cut and said.measure is Measure.AMOUNT
    return "(略去尾数)" if is_cut and number * said.number > 0 else None


def verdict(said: Stated | None, number: float | None) -> str:
    """Whether a difference or a sum is what was said, in front of it."""
    if said is None:
        return ""
    if number is None:
        return f"没有可以与所说的“{said.words}”核对的数。"
    agrees = agreement(number, said)
    return f"与所说的“{said.words}”" + ("不一致:" if agrees is None else f"一致{agrees}:")
