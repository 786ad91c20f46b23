"""The whole board for one person: which rights, which parts, joined in one readable class."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.alerts.assess import AlertRules, Assessment, assess
from bot.board import deliverables, wording
from bot.board.figure import FigureExplainer
from bot.board.indicators import Indicators
from bot.board.projects import projects_page
from bot.board.tasks import task_page, tasks_page
from bot.clause_label import clause_label
from bot.dialogue.plan_clauses import PlanClauses
from bot.dialogue.skills.status import viewer_of
from bot.errors import BotError, UnknownTask
from bot.identity import Directory, Person
from bot.tasks import TaskService, WorkingDays
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.deliverables import BASIS
from bot.tasks.department_names import department_names
from bot.tasks.selection import TaskSelection
from bot.tasks.task import Task
from bot.web.board_page import (
    BoardPart,
    ClauseLink,
    DeliverablesPage,
    FigureAddress,
    FigurePage,
    IndicatorsPage,
    Lamp,
    ProjectChoice,
    ProjectsPage,
    TaskPage,
    TasksPage,
)
from kpi_adapter import KpiAdapter, KpiQuery
from kpi_adapter.access import AccessReason, Grant, Sensitivity, grant
from kpi_adapter.errors import KpiError
from kpi_adapter.evaluation.calculator import Calculator
from kpi_adapter.evaluation.facts import Trace
from kpi_adapter.evaluation.project_tasks import Ledger


@dataclass(frozen=True)
class BoardSources:
    """Where the board's data come from. `figures` None: no source of figures is configured."""

    figures: KpiAdapter | None
    tasks: TaskService
    directory: Directory
    working_days: WorkingDays
    clauses: PlanClauses
    rules: AlertRules


class PersonalBoard:
    """`bot.web.board_page.Board` for `person` at business time `now`."""

    def __init__(self, sources: BoardSources, person: Person, now: datetime) -> None:
        self._sources = sources
        self._person = person
        self._now = now
        self._today = now.date()

    def parts(self) -> tuple[BoardPart, ...]:
        """Return the pages there are for the person."""
        seen = [BoardPart.INDICATORS] if self._sources.figures is not None else []
        if self._sees_tasks:
            seen.append(BoardPart.DELIVERABLES)
        if self._ledger is not None:
            seen.append(BoardPart.PROJECTS)
        if self._sees_tasks:
            seen.append(BoardPart.TASKS)
        return tuple(seen)

    def indicators(self) -> IndicatorsPage | None:
        """Return indicators against targets, and figures by industry and place.

        Raises:
            BotError: a source cannot be read now.
        """
        calculator = self._calculator()
        if calculator is None:
            return None
        with _sources_translated():
            return Indicators(calculator, self._city_ledger).page()

    def figure(self, address: FigureAddress) -> FigurePage | None:
        """Return one figure explained.

        Raises:
            BotError: a source cannot be read now.
        """
        figures, calculator = self._sources.figures, self._calculator()
        if figures is None or calculator is None:
            return None
        explainer = FigureExplainer(
            calculator,
            self._city_ledger,
            describe=figures.describe,
            cite=self._clause,
            statements=self._statements,
        )
        with _sources_translated():
            return explainer.page(address)

    def deliverables(self) -> DeliverablesPage | None:
        """Return the 九个一 matrix."""
        figures = self._sources.figures
        if not self._sees_tasks or figures is None:
            return None
        catalogue, tasks = figures.catalogue, self._sources.tasks
        members = [catalogue.industry(code) for code in catalogue.leading_group.members]
        seen = {item.name: tasks.sees_department(self._person, item.lead or "") for item in members}
        rows = deliverables.rows(tasks.find(self._person, TaskSelection()), seen, self._assess)
        return DeliverablesPage(
            industries=tuple(item.short for item in members),
            rows=rows,
            clause=self._clause(BASIS),
            note=wording.MATRIX_NOTE if all(seen.values()) else wording.MATRIX_NOTE_NARROWED,
        )

    def projects(self, choice: ProjectChoice) -> ProjectsPage | None:
        """Return the projects chosen, as far as the person may see them.

        Raises:
            BotError: the ledger cannot be read now.
        """
        figures = self._sources.figures
        if self._ledger is None or figures is None:
            return None
        narrowed_to = None
        if self._projects.reason is AccessReason.OWN_DISTRICT:
            narrowed_to = figures.catalogue.region(self._projects.regions[0]).name
        with _sources_translated():
            return projects_page(self._ledger, choice, narrowed_to=narrowed_to)

    def tasks(self, lamp: Lamp | None) -> TasksPage | None:
        """Return open tasks, worst first; of one lamp, or of all."""
        if not self._sees_tasks:
            return None
        found = self._sources.tasks.find(self._person, TaskSelection())
        return tasks_page(found, lamp, self._assess, self._departments)

    def task(self, task_no: str) -> TaskPage | None:
        """Return one task; None when there is none, or it is not for the person."""
        tasks = self._sources.tasks
        try:
            task = tasks.show(self._person, task_no)
        except UnknownTask:
            return None
        return task_page(
            task,
            self._assess(task),
            departments=self._departments,
            people=self._sources.directory.names(),
            history=tasks.history(self._person, task_no),
            clause=self._clause(task.basis_clause),
        )

    # Rights --------------------------------------------------------------------------------

    @property
    def _sees_tasks(self) -> bool:
        return self._person.is_official

    @cached_property
    def _projects(self) -> Grant:
        """The places whose projects the person may see."""
        figures = self._sources.figures
        if figures is None:
            return Grant(AccessReason.NOT_OFFICIAL)
        catalogue = figures.catalogue
        return grant(
            viewer_of(self._person),
            Sensitivity.OFFICIAL,
            (catalogue.city.code,),
            catalogue.organisation,
        )

    @cached_property
    def _ledger(self) -> Ledger | None:
        figures = self._sources.figures
        if figures is None or not self._projects.is_allowed:
            return None
        source = figures.view(viewer_of(self._person), self._now).ledger
        if source is None:
            return None
        return Ledger(
            figures.catalogue,
            source,
            Trace(),
            self._today,
            self._projects.regions,
        )

    @property
    def _city_ledger(self) -> Ledger | None:
        """The ledger for counts over the whole city; a district's count is not the city's."""
        is_whole = self._projects.reason is AccessReason.CITY_DEPARTMENT
        return self._ledger if is_whole else None

    # Reading -------------------------------------------------------------------------------

    def _calculator(self) -> Calculator | None:
        figures = self._sources.figures
        if figures is None:
            return None
        viewer = viewer_of(self._person)
        source = figures.view(viewer, self._now).figures
        return Calculator(figures.catalogue_for(viewer), source, self._today, Trace())

    def _statements(self, query: KpiQuery) -> tuple[str, ...]:
        """The bound statements: they name the sources' tables, so officials only see them."""
        figures = self._sources.figures
        if figures is None or not self._person.is_official:
            return ()
        explained = figures.explain(query, viewer=viewer_of(self._person), now=self._now)
        return tuple(dict.fromkeys(" ".join(one.split()) for one in explained.statements))

    def _clause(self, address: str) -> ClauseLink | None:
        cited = self._sources.clauses.cite(address, on=self._today)
        if cited is None:
            return None
        return ClauseLink(clause_label(cited.clause), cited.quote, cited.url)

    def _assess(self, task: Task) -> Assessment:
        return assess(task, self._today, self._calendar, self._sources.rules)

    @cached_property
    def _calendar(self) -> WorkingCalendar:
        return self._sources.working_days.calendar()

    @cached_property
    def _departments(self) -> dict[str, str]:
        return department_names(self._sources.directory.departments(), self._today)


@contextmanager
def _sources_translated() -> Iterator[None]:
    try:
        yield
    except KpiError as exc:
        raise BotError(
            wording.SOURCES_DOWN, why=str(exc), remedy=wording.SOURCES_DOWN_REMEDY
        ) from exc
