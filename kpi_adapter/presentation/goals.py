"""Goals against their pace, as one picture."""

from __future__ import annotations

from kpi_adapter.answer import ChartData, ChartKind, Lamp
from kpi_adapter.catalogue.model import Kind
from kpi_adapter.evaluation.results import Risk, RiskResult
from kpi_adapter.evaluation.targets import Standing

LAMPS = {
    Standing.MET: Lamp.GREEN,
    Standing.ON_PACE: Lamp.GREEN,
    Standing.BEHIND: Lamp.YELLOW,
    Standing.FAR_BEHIND: Lamp.RED,
    Standing.NOT_DUE: Lamp.WAITING,
}
# A difference or a quotient has no meaningful share of its goal.
WITHOUT_SHARE = frozenset({Kind.LEAD, Kind.RATIO})
WORST_FIRST = (Lamp.RED, Lamp.YELLOW, Lamp.WAITING, Lamp.GREEN)


def goals_chart(result: RiskResult) -> ChartData | None:
    """Completion of every goal that has one, the worst first; None with nothing to draw."""
    shown = [
        (risk, LAMPS[risk.now.standing], risk.now.completion)
        for risk in result.risks
        if risk.now.completion is not None and risk.reading.indicator.kind not in WITHOUT_SHARE
    ]
    shown.sort(key=lambda item: (WORST_FIRST.index(item[1]), item[2] or 0.0))
    if not shown:
        return None
    return ChartData(
        ChartKind.COMPLETION,
        f"{result.today.year}年度目标完成率",
        "%",
        tuple(_label(risk) for risk, _, _ in shown),
        tuple(completion or 0.0 for _, _, completion in shown),
        f"算到{result.today.isoformat()};竖线为序时进度",
        lamps=tuple(lamp for _, lamp, _ in shown),
        pace=tuple(risk.now.pace for risk, _, _ in shown),
    )


def _label(risk: Risk) -> str:
    name = risk.reading.indicator.name
    return f"{risk.label}·{name}" if risk.label else name
