"""The monthly brief as one text that can be forwarded."""

from __future__ import annotations

from dataclasses import replace

from kpi_adapter.answer import ChartData, ChartKind, KpiAnswer, Outcome, Reason, Table
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.evaluation.results import BriefResult, Reading, Risk
from kpi_adapter.presentation import parts, wording
from kpi_adapter.presentation.goals import goals_chart
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import Change


@render.register
def _brief(result: BriefResult, catalogue: Catalogue) -> KpiAnswer:
    first = result.totals[0]
    where = wording.scope(first, catalogue)
    every = (*result.totals, *result.industries, *result.counts)
    late = [risk.reading for risk in _late(result)]
    text = parts.lines(
        f"【{where}运行简报】{first.period}",
        f"一、主要指标。{';'.join(_said(item) for item in result.totals)}。",
        f"二、分产业{first.indicator.name}。{_industries(result, catalogue)}。",
        f"三、培育目标。{_counts(result)}。" if result.counts else "",
        f"四、低于序时的年度目标。{_risks(result)}。" if result.risks else "",
        parts.source([*every, *late]),
    )
    rows = tuple(
        (
            wording.title(item, catalogue),
            parts.value_text(item),
            wording.growth_cell(item, Change.YEAR_ON_YEAR),
        )
        for item in (*result.totals, *result.industries)
    )
    heading = wording.growth_heading(result.totals, Change.YEAR_ON_YEAR)
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=tuple(parts.figure(item, catalogue) for item in every),
        table=Table(f"{first.period}{where}", ("指标", "数值", heading), rows),
        query=result.query,
        chart=_chart(result, catalogue),
    )


def _chart(result: BriefResult, catalogue: Catalogue) -> ChartData | None:
    """Goals against their pace where they are judged, else the industries' growth."""
    chart = goals_chart(result.risks) if result.risks is not None else None
    if chart is not None:
        # A brief is forwarded with its picture; elsewhere the table says the same.
        return replace(chart, is_essential=True)
    grown = [
        (catalogue.industry(item.industry).short, growth.value, item)
        for item in result.industries
        for growth in item.growths[:1]
    ]
    if len(grown) < 2:
        return None
    first = grown[0][2]
    return ChartData(
        ChartKind.BARS,
        f"{first.period}{catalogue.region(first.place).name}{first.indicator.name}同比",
        "%",
        tuple(name for name, _, _ in grown),
        tuple(value for _, value, _ in grown),
        wording.release(first),
        is_essential=True,
    )


def _said(reading: Reading) -> str:
    changes = (wording.growth(item, reading.indicator) for item in reading.growths)
    return ",".join([f"{reading.indicator.name}{parts.value_text(reading)}", *changes])


def _industries(result: BriefResult, catalogue: Catalogue) -> str:
    return ";".join(
        f"{catalogue.industry(item.industry).name}{parts.value_text(item)}"
        + "".join(f",{wording.growth(g, item.indicator)}" for g in item.growths)
        for item in result.industries
    )


def _counts(result: BriefResult) -> str:
    return ";".join(
        f"{item.indicator.name}{parts.value_text(item)}({wording.target(target, item.indicator)})"
        for item in result.counts
        if (target := item.indicator.target) is not None
    )


def _late(result: BriefResult) -> list[Risk]:
    if result.risks is None:
        return []
    return [risk for risk in result.risks.risks if risk.then.standing.is_behind]


def _risks(result: BriefResult) -> str:
    said = (
        f"{risk.label}{risk.reading.indicator.name}{parts.value_text(risk.reading)}"
        f"(目标{wording.amount(risk.now.goal, risk.reading.indicator)})"
        for risk in _late(result)
    )
    return "、".join(said) or "没有"
