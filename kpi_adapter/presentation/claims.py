"""Whether what is claimed of two figures is so, in words."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_adapter.evaluation.figure_tasks import measured
from kpi_adapter.evaluation.results import Reading
from kpi_adapter.query import Bound, Condition, Measure

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
