"""How a figure stands to its target, as a lamp; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.board import wording
from bot.web.board_page import Lamp, Progress
from kpi_adapter.catalogue.model import Indicator
from kpi_adapter.evaluation.results import ProjectsResult, ValueResult
from kpi_adapter.evaluation.targets import Assessment, Standing, assess, assess_plan
from kpi_adapter.presentation import wording as figure_wording
from kpi_adapter.presentation.goals import WITHOUT_SHARE

_LAMPS = {
    Standing.MET: Lamp.GREEN,
    Standing.ON_PACE: Lamp.GREEN,
    Standing.BEHIND: Lamp.YELLOW,
    Standing.FAR_BEHIND: Lamp.RED,
    Standing.NOT_DUE: Lamp.WAITING,
}
_WORST_FIRST = (Lamp.RED, Lamp.YELLOW, Lamp.BLUE, Lamp.WAITING, Lamp.GREEN)


def lamp_of(standing: Standing | None) -> Lamp:
    """Return the lamp of a standing; without one nothing is due."""
    return Lamp.WAITING if standing is None else _LAMPS[standing]


def worst(lamps: Iterable[Lamp]) -> Lamp:
    """Return the worst of `lamps`; WAITING where there is none."""
    seen = set(lamps)
    return next((lamp for lamp in _WORST_FIRST if lamp in seen), Lamp.WAITING)


def progress_of(result: ValueResult | ProjectsResult, today: date) -> Progress | None:
    """Return the progress of a result that was held against a target, else None."""
    found = result.assessment
    if found is None:
        return None
    if isinstance(result, ProjectsResult):
        indicator, value, is_plan = result.indicator, float(len(result.projects)), False
    else:
        indicator, is_plan = result.reading.indicator, result.is_plan
        value = result.reading.value or 0.0
    if indicator is None:
        return None
    lamp = lamp_of(found.standing)
    now = lamp_of(_judged_today(indicator, value, found, today, is_plan=is_plan).standing)
    share = None if indicator.kind in WITHOUT_SHARE else _percent(found.completion)
    return Progress(
        target=_target(indicator, found, is_plan=is_plan),
        lamp=lamp,
        verdict=wording.punctuated(
            figure_wording.assessment(found, indicator, of="计划" if is_plan else "目标")
        ),
        share=share,
        pace_share=None if share is None else _percent(found.pace),
        remark="" if now is lamp else wording.today_differs(now.label),
    )


def _judged_today(
    indicator: Indicator, value: float, found: Assessment, today: date, *, is_plan: bool
) -> Assessment:
    if is_plan:
        return assess_plan(value, found.goal, today)
    return found if indicator.target is None else assess(value, indicator.target, today)


def _target(indicator: Indicator, found: Assessment, *, is_plan: bool) -> str:
    if is_plan or indicator.target is None:
        return f"全年计划{figure_wording.plain(found.goal)}{indicator.unit}"
    return figure_wording.target(indicator.target, indicator)


def _percent(value: float | None) -> int | None:
    return None if value is None else round(min(100.0, max(0.0, value)))
