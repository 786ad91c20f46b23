"""Reads from the figures' own systems what may show a light: indicators and projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.alerts import figure_wording
from bot.alerts.assess import Assessment
from bot.alerts.figure_lights import FigureRules, ProjectSchedule, assess_pace, assess_project

if TYPE_CHECKING:
    from kpi_adapter import KpiAdapter
    from kpi_adapter.catalogue.model import Catalogue
    from kpi_adapter.evaluation.projects import Project
    from kpi_adapter.evaluation.results import Risk
    from kpi_adapter.responding import View

INDICATOR, PROJECT = "indicator", "project"
# 每年紧盯…重点产业化项目: what the following up of projects rests on.
PROJECT_CLAUSE = "三-2#s4"


@dataclass(frozen=True)
class FigureMatter:
    """An indicator or a project. `department` is its name in the catalogue or the ledger.

    `standing` says in words how far it is; `clause` is empty for a goal that is not the plan's.
    """

    kind: str
    number: str
    title: str
    department: str
    due_on: date | None
    standing: str
    clause: str
    assessment: Assessment


class FigureMatters:
    """All that is judged by its figures, as an office that sees the whole city reads it."""

    def __init__(self, figures: KpiAdapter, rules: FigureRules) -> None:
        self._figures = figures
        self._rules = rules

    @property
    def catalogue(self) -> Catalogue:
        """What the indicators and departments are called."""
        return self._figures.catalogue

    @property
    def are_made_up(self) -> bool:
        """Tell whether the figures are a demonstration's."""
        return self._figures.is_demonstration

    def indicators(self, now: datetime) -> Iterator[FigureMatter]:
        """Yield the indicators with a goal for this year.

        Raises:
            KpiError: a source cannot be read.
        """
        from kpi_adapter.evaluation.calculator import Calculator
        from kpi_adapter.evaluation.facts import Trace
        from kpi_adapter.evaluation.project_tasks import yearly_risks

        view = self._view(now)
        calculator = Calculator(view.catalogue, view.figures, view.today, Trace())
        for risk in yearly_risks(calculator, None):
            yield self._indicator(risk, view.today.year)

    def projects(self, now: datetime) -> Iterator[FigureMatter]:
        """Yield the projects of the ledger; none where no ledger is connected.

        Raises:
            KpiError: the ledger cannot be read.
        """
        from kpi_adapter.evaluation.facts import Trace
        from kpi_adapter.evaluation.project_tasks import Ledger
        from kpi_adapter.evaluation.projects import TERMINATED

        view = self._view(now)
        if view.ledger is None:
            return
        everywhere = (view.catalogue.city.code,)
        ledger = Ledger(view.catalogue, view.ledger, Trace(), view.today, everywhere)
        for project in ledger.projects():
            if project.status != TERMINATED:
                yield self._project(project, view.today)

    def _view(self, now: datetime) -> View:
        from kpi_adapter import Viewer

        overseer = next(one.code for one in self.catalogue.departments if one.oversees)
        return self._figures.view(Viewer("alerts", "supervisor", overseer), now)

    def _indicator(self, risk: Risk, year: int) -> FigureMatter:
        indicator, found = risk.reading.indicator, risk.then
        completion, pace = found.completion or 0.0, found.pace
        return FigureMatter(
            kind=INDICATOR,
            number=indicator.code,
            title=indicator.name,
            department=indicator.owner,
            due_on=date(year, 12, 31),
            standing=figure_wording.pace(
                completion, pace, str(risk.reading.period), risk.reading.source
            ),
            clause=indicator.target.clause if indicator.target is not None else "",
            assessment=assess_pace(completion, pace, self._rules),
        )

    def _project(self, project: Project, today: date) -> FigureMatter:
        from kpi_adapter.evaluation.projects import NOT_STARTED, UNDER_WAY

        schedule = ProjectSchedule(
            project.planned_start,
            project.actual_start,
            project.planned_completion,
            is_begun=project.status not in NOT_STARTED,
            is_ended=project.status not in NOT_STARTED | UNDER_WAY,
        )
        completion = None
        if project.invested is not None and project.investment:
            completion = project.invested / project.investment * 100
        months = schedule.months_unbegun(today)
        return FigureMatter(
            kind=PROJECT,
            number=project.name,
            title=project.name,
            department=project.lead_department or "",
            due_on=project.planned_start if months else project.planned_completion,
            standing=figure_wording.unbegun(months)
            if months
            else figure_wording.lag(completion, schedule.pace(today), project.updated_on),
            clause=PROJECT_CLAUSE,
            assessment=assess_project(schedule, completion, today, self._rules),
        )
