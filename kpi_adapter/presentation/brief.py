"""The monthly brief as one text that can be forwarded."""

from __future__ import annotations

from kpi_adapter.answer import KpiAnswer, Outcome, Reason, Table
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.evaluation.results import BriefResult, Reading
from kpi_adapter.evaluation.targets import Standing
from kpi_adapter.presentation import parts, wording
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import Change

BEHIND = (Standing.BEHIND, Standing.FAR_BEHIND)


@render.register
def _brief(result: BriefResult, catalogue: Catalogue) -> KpiAnswer:
    first = result.totals[0]
    where = wording.scope(first, catalogue)
    text = parts.lines(
        f"【{where}运行简报】{first.period}",
        f"一、主要指标。{';'.join(_said(item) for item in result.totals)}。",
        f"二、分产业{first.indicator.name}。{_industries(result, catalogue)}。",
        f"三、培育目标。{_counts(result)}。" if result.counts else "",
        f"四、低于序时的年度目标。{_risks(result)}。" if result.risks else "",
        parts.source(result.totals),
    )
    every = (*result.totals, *result.industries, *result.counts)
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


def _risks(result: BriefResult) -> str:
    if result.risks is None:
        return ""
    late = [risk for risk in result.risks.risks if risk.then.standing in BEHIND]
    said = (
        f"{risk.label}{risk.reading.indicator.name}{parts.value_text(risk.reading)}"
        f"(目标{wording.amount(risk.now.goal, risk.reading.indicator)})"
        for risk in late
    )
    return "、".join(said) or "没有"
