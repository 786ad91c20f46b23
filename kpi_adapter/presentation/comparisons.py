"""Comparisons and shares become answers."""

from __future__ import annotations

from kpi_adapter.answer import Figure, KpiAnswer, Outcome, Reason, Table
from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.evaluation.figure_tasks import measured
from kpi_adapter.evaluation.results import CompareResult, Reading, ShareResult
from kpi_adapter.presentation import parts, wording
from kpi_adapter.presentation.claims import held_or_not, verdict
from kpi_adapter.presentation.lists import row
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import Change, Measure

_TWO = 2


@render.register
def _compare(result: CompareResult, catalogue: Catalogue) -> KpiAnswer:
    indicator = result.readings[0].indicator
    said = ";".join(parts.sentence(item, catalogue) for item in result.readings)
    pairs = _pairs(result)
    text = parts.lines(
        _claimed(result) + "\n".join(_gap(result, pair, catalogue) for pair in pairs),
        _multiple(result, catalogue),
        f"{said}。",
        parts.definition(indicator),
        parts.source(result.readings),
    )
    changes = result.query.changes or (Change.YEAR_ON_YEAR,)
    rows = tuple(
        (str(item.period), wording.scope(item, catalogue) or "全市", *row("", item, changes)[1:])
        for item in result.readings
    )
    headings = (wording.growth_heading(result.readings, change) for change in changes)
    columns = ("期间", "范围", f"{indicator.name}({indicator.unit})", *headings)
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=tuple(parts.figure(item, catalogue) for item in result.readings),
        table=Table(f"{indicator.name}比较", columns, rows),
        query=result.query,
    )


def _pairs(result: CompareResult) -> list[tuple[Reading, Reading]]:
    """Two periods of each scope; without a second period, the first scope with each other."""
    every = result.readings
    if result.query.against is not None:
        return list(zip(every[::2], every[1::2], strict=True))
    return [(every[0], other) for other in every[1:]]


def _gap(result: CompareResult, pair: tuple[Reading, Reading], catalogue: Catalogue) -> str:
    first, second = pair
    names = _compared_names(first, second, catalogue)
    faster = _faster(result, pair, names)
    of = ""
    if result.query.against is not None and len(result.readings) > 2:
        of = f"{wording.title(first, catalogue)},"
    if faster:
        return of + faster
    left, right = first.value or 0.0, second.value or 0.0
    gap = wording.amount(abs(left - right), first.indicator)
    verb = "多" if left >= right else "少"
    if first.indicator.unit == "%":
        verb = "高" if left >= right else "低"
        gap = f"{abs(left - right):.{first.indicator.decimals}f}个百分点"
    share = ""
    if right and first.indicator.kind is Kind.FLOW:
        share = f",相差{abs(left / right - 1) * 100:.1f}%(名义测算){_published(pair)}"
    return f"{of}{names[0]}比{names[1]}{verb}{gap}{share}。"


def _claimed(result: CompareResult) -> str:
    """有没有超过, 是不是比…低, 多500亿吧: whether it is so, before the amount between."""
    said = held_or_not(result.query.condition, result.readings[:2])
    if said:
        return f"{said}:"
    # 泰兴和靖江产值增长了174亿吧 may be meant of each, or of both together.
    is_of_two = len(result.readings) == _TWO
    return verdict(result.query.stated, _difference(result)) if is_of_two else ""


def _difference(result: CompareResult) -> float | None:
    """Between the first two, as it is told: of their rates where rates were asked for."""
    first, second = result.readings[:2]
    is_rate = bool(result.query.changes) and first.indicator.unit != "%"
    measure = Measure.GROWTH if is_rate else Measure.AMOUNT
    if is_rate and len({item.growths[0].basis for item in (first, second) if item.growths}) > 1:
        return None
    one, other = measured(first, measure), measured(second, measure)
    return None if one is None or other is None else one - other


def _multiple(result: CompareResult, catalogue: Catalogue) -> str:
    """几倍: the quotient of the first two."""
    first, second = result.readings[:2]
    if not result.query.is_multiple or not second.value:
        return ""
    names = _compared_names(first, second, catalogue)
    times = (first.value or 0.0) / second.value
    return f"{names[0]}是{names[1]}的{times:.2f}倍({wording.percent(times * 100)})。"


def _published(pair: tuple[Reading, Reading]) -> str:
    """Against the same months of the year before, the rate that counts is the published one."""
    first, second = pair
    is_year_apart = first.period.shifted_years(-1) == second.period
    for growth in first.growths:
        is_published = growth.change is Change.YEAR_ON_YEAR and growth.basis == "published"
        if is_year_apart and is_published:
            return f",{wording.growth(growth, first.indicator)}"
    return ""


def _faster(result: CompareResult, pair: tuple[Reading, Reading], names: tuple[str, str]) -> str:
    """谁的增速快: rates are compared when rates were asked for, and both are of one basis."""
    if pair[0].indicator.unit == "%":
        # A published rate is itself what is held against the other.
        return ""
    growths = [reading.growths[0] for reading in pair if reading.growths]
    if not result.query.changes or len(growths) < 2 or growths[0].basis != growths[1].basis:
        return ""
    gap = growths[0].value - growths[1].value
    indicator = pair[0].indicator
    said = [wording.growth(item, indicator) for item in growths]
    verb = "快" if gap >= 0 else "慢"
    return f"{names[0]}{said[0]},比{names[1]}({said[1]}){verb}{abs(gap):.1f}个百分点。"


def _compared_names(first: Reading, second: Reading, catalogue: Catalogue) -> tuple[str, str]:
    if first.period != second.period:
        if first.indicator.kind is Kind.SNAPSHOT:
            return parts.when(first), parts.when(second)
        return str(first.period), str(second.period)
    return wording.title(first, catalogue), wording.title(second, catalogue)


@render.register
def _share(result: ShareResult, catalogue: Catalogue) -> KpiAnswer:
    part, whole = result.part, result.whole
    names = (wording.title(part, catalogue), wording.title(whole, catalogue))
    text = parts.lines(
        f"{part.period},{names[0]}占{names[1]}的{wording.percent(result.percent)}"
        f"({parts.value_text(part)}÷{parts.value_text(whole)})。",
        parts.definition(part.indicator),
        parts.source([part, whole]),
    )
    label, percent = f"{names[0]}占{names[1]}", round(result.percent, 1)
    quotient = Figure(label, percent, "%", str(part.period), part.released_on, part.source)
    figures = (parts.figure(part, catalogue), parts.figure(whole, catalogue), quotient)
    return KpiAnswer(
        Outcome.ANSWERED, Reason.FIGURE_GIVEN, text, figures=figures, query=result.query
    )
