"""Whether what is claimed of a figure, or of two, is so, in words."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_adapter.evaluation.agreement import Agreement, agreement
from kpi_adapter.evaluation.figure_tasks import measured
from kpi_adapter.evaluation.results import Reading
from kpi_adapter.query import Bound, Condition, Measure, Stated

EQUAL = "两者相等"
_HOW = {Agreement.EXACT: "", Agreement.ROUNDED: "(四舍五入)", Agreement.CUT_OFF: "(略去尾数)"}
_HELD_OR_NOT = {
    Bound.MORE_THAN: ("超过了", "没有超过"),
    Bound.AT_MOST: ("没有超过", "超过了"),
    Bound.LESS_THAN: ("低于", "不低于"),
    Bound.AT_LEAST: ("赶上了", "没有赶上"),
}

_HELD_TO_A_NUMBER = _HELD_OR_NOT | {
    Bound.LESS_THAN: ("低于", "没有低于"),
    Bound.AT_LEAST: ("达到了", "没有达到"),
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


def held_to_a_number(asked: Condition, rate: float) -> str:
    """Whether a rate is what it is held against, and how far it is from that."""
    if asked.upper is not None:
        return ("在" if asked.admits(rate) else "不在") + f"{asked.limit:g}%至{asked.upper:g}%之间"
    if rate != asked.limit and float(f"{rate:.1f}") == asked.limit:
        # 同比增长4.5%, of 4.456: neither 达到了 nor 没有达到 stands beside the 4.5% that is shown.
        return f"四舍五入后与所问的{asked.limit:g}%相同"
    said = _HELD_TO_A_NUMBER[asked.bound][not asked.bound.holds(rate, asked.limit)]
    points = abs(rate - asked.limit)
    far = f",{'高' if rate > asked.limit else '低'}{points:.1f}个百分点" if points else ""
    return f"{said}所问的{asked.limit:g}%{far}"


def how_it_agrees(number: float, said: Stated) -> str | None:
    """What stands behind 一致; None where the figure is not what was said."""
    found = agreement(number, said)
    return None if found is None else _HOW[found]


def verdict(said: Stated | None, number: float | None) -> str:
    """Whether a difference or a sum is what was said, in front of it."""
    if said is None:
        return ""
    if number is None:
        return f"没有可以与所说的“{said.words}”核对的数。"
    agrees = how_it_agrees(abs(number) if said.is_apart else number, said)
    return f"与所说的“{said.words}”" + ("不一致:" if agrees is None else f"一致{agrees}:")
