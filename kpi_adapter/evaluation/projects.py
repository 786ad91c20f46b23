"""The project ledger: reading rows into projects, choosing and counting them.

以上 includes the number, 超 does not. 终止 never counts. 新签约, 新开工 and 竣工 are counted
by their actual date; 本年实施 = actually started by the date asked and not completed before
this year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kpi_adapter.query import Late, Milestone, ProjectFilter
from kpi_adapter.sources.selection import Row

TERMINATED = "终止"
NOT_STARTED = frozenset({"在谈", "签约", "储备"})
UNDER_WAY = frozenset({"在建", "停工"})


@dataclass(frozen=True)
class Project:
    """One row of the ledger; amounts in 亿元."""

    name: str
    industry: str
    region: str
    investment: float
    planned_this_year: float | None
    invested: float | None
    status: str
    phase: str | None
    planned_start: date | None
    actual_start: date | None
    planned_completion: date | None
    actual_completion: date | None
    signed_on: date | None
    lead_department: str | None
    problem: str | None
    updated_on: date | None

    @classmethod
    def of(cls, row: Row) -> Project:
        return cls(
            name=str(row["name"]),
            industry=str(row["industry"]),
            region=str(row["region"]),
            investment=_number(row["investment"]) or 0.0,
            planned_this_year=_number(row["planned_this_year"]),
            invested=_number(row["invested"]),
            status=str(row["status"]),
            phase=_text(row["phase"]),
            planned_start=_date(row["planned_start"]),
            actual_start=_date(row["actual_start"]),
            planned_completion=_date(row["planned_completion"]),
            actual_completion=_date(row["actual_completion"]),
            signed_on=_date(row["signed_on"]),
            lead_department=_text(row["lead_department"]),
            problem=_text(row["problem"]),
            updated_on=_date(row["updated_on"]),
        )

    def start_is_late(self, on: date) -> bool:
        return (
            self.status in NOT_STARTED
            and self.planned_start is not None
            and self.planned_start < on
        )

    def completion_is_late(self, on: date) -> bool:
        return (
            self.status in UNDER_WAY
            and self.planned_completion is not None
            and self.planned_completion < on
        )


@dataclass(frozen=True)
class Window:
    """The days a milestone must lie in, both included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def choose(
    projects: Iterable[Project], wanted: ProjectFilter, window: Window, today: date
) -> list[Project]:
    """Those that satisfy every part of ``wanted``; 终止 only when it was asked for by name."""
    return [
        project
        for project in projects
        if _has_status(project, wanted)
        and wanted.admits_investment(project.investment)
        and _has_milestone(project, wanted.milestone, window)
        and (not wanted.departments or project.lead_department in wanted.departments)
        and (not wanted.has_problem or project.problem is not None)
        and not (wanted.is_without_problem and project.problem)
        and (wanted.problem is None or wanted.problem in (project.problem or ""))
        and (not wanted.is_delayed or _is_late(project, wanted.late, today))
    ]


def _is_late(project: Project, late: Late | None, today: date) -> bool:
    starts, ends = project.start_is_late(today), project.completion_is_late(today)
    if late is None:
        return starts or ends
    return starts if late is Late.START else ends


def _has_status(project: Project, wanted: ProjectFilter) -> bool:
    if wanted.statuses:
        return project.status in wanted.statuses
    return project.status != TERMINATED or wanted.name is not None


def _has_milestone(project: Project, milestone: Milestone | None, window: Window) -> bool:
    match milestone:
        case None:
            return True
        case Milestone.SIGNED:
            return window.holds(project.signed_on)
        case Milestone.STARTED:
            return window.holds(project.actual_start)
        case Milestone.COMPLETED:
            return window.holds(project.actual_completion)
        case Milestone.DUE:
            return project.status in UNDER_WAY and window.holds(project.planned_completion)
        case Milestone.PLANNED_START:
            return window.holds(project.planned_start)
        case Milestone.IMPLEMENTING:
            return is_implementing(project, window.last)


def is_implementing(project: Project, on: date) -> bool:
    """本年实施 on the day ``on``."""
    started = project.actual_start is not None and project.actual_start <= on
    done = project.actual_completion
    return started and not (done is not None and done < date(on.year, 1, 1))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None
