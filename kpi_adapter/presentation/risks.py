"""Goals held against the pace of the year become answers."""

from __future__ import annotations

from kpi_adapter.answer import KpiAnswer, Outcome, Reason, Table
from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.evaluation.results import Risk, RiskResult
from kpi_adapter.evaluation.targets import Standing
from kpi_adapter.presentation import parts, wording
from kpi_adapter.presentation.goals import goals_chart
from kpi_adapter.presentation.rendering import render


@render.register
def _risks(result: RiskResult, catalogue: Catalogue) -> KpiAnswer:
    late = [risk for risk in result.risks if risk.now.standing.is_behind]
    firm = [risk for risk in late if risk.then.standing.is_behind]
    soft = [risk for risk in late if risk not in firm]
    unfit = [risk for risk in result.risks if risk.now.standing is Standing.NOT_DUE]
    names = "、".join(_risk_name(risk) for risk in firm) or "没有"
    text = parts.lines(
        f"到{result.today.isoformat()}(序时进度{wording.percent(result.pace)}),"
        f"低于序时、可能完不成年度目标的有{len(firm)}项:{names}。",
        f"另有{len(soft)}项按今天的序时略低,但按数据截止日已达序时:"
        f"{'、'.join(_risk_name(risk) for risk in soft)}。"
        if soft
        else "",
        f"尚未达到、到期才判定的有{len(unfit)}项:{'、'.join(_risk_name(risk) for risk in unfit)}。"
        if unfit
        else "",
        f"判断规则:{wording.PACE_RULE}。只判断有年度目标或计划、且有统计数或台账数的{len(result.risks)}项,活动场次看督办任务。",
        parts.source([risk.reading for risk in result.risks]),
    )
    rows = tuple(_risk_row(risk) for risk in (*firm, *soft, *unfit, *_fine(result)))
    columns = ("指标", "完成", "年度目标", "完成率", "序时进度", "灯", "数据截至")
    cited = [risk.reading.indicator.target for risk in late]
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=tuple(parts.figure(risk.reading, catalogue) for risk in result.risks),
        table=Table("年度目标完成情况", columns, rows),
        chart=goals_chart(result),
        query=result.query,
        clauses=tuple(dict.fromkeys(c for target in cited for c in parts.clauses(target))),
    )


def _fine(result: RiskResult) -> list[Risk]:
    good = (Standing.MET, Standing.ON_PACE)
    return [risk for risk in result.risks if risk.now.standing in good]


def _risk_name(risk: Risk) -> str:
    name = risk.reading.indicator.name
    completion = risk.now.completion
    share = f",完成率{wording.percent(completion)}" if completion is not None else ""
    value = wording.amount(risk.reading.value or 0.0, risk.reading.indicator)
    label = f"{risk.label}·" if risk.label else ""
    return f"{label}{name}({value}{share})"


def _completion(risk: Risk) -> str:
    """A difference of rates has no completion rate."""
    completion = risk.now.completion
    if completion is None or risk.reading.indicator.kind is Kind.LEAD:
        return "—"
    return wording.percent(completion)


def _risk_row(risk: Risk) -> tuple[str, ...]:
    indicator, now = risk.reading.indicator, risk.now
    until = risk.reading.data_until
    return (
        f"{risk.label}·{indicator.name}" if risk.label else indicator.name,
        wording.amount(risk.reading.value or 0.0, indicator),
        wording.amount(now.goal, indicator),
        _completion(risk),
        wording.percent(now.pace) if now.pace is not None else "到期判定",
        wording.LAMPS[now.standing],
        until.isoformat() if until else "—",
    )
