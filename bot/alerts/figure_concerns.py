"""Indicators and projects as matters that alerts speak of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import structlog

from bot.alerts import figure_wording
from bot.alerts.assess import Level, Light
from bot.alerts.concern import Concern, DigestLine
from bot.alerts.figure_lights import FigureRules
from bot.alerts.figure_matters import INDICATOR, PROJECT, FigureMatter, FigureMatters
from bot.alerts.task_concerns import People
from bot.clock import Clock
from bot.identity import Role
from bot.messages import Citation, Reply
from bot.settings import AlertsSection
from bot.tasks.basis import Clauses
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.line_of_command import name_of

if TYPE_CHECKING:
    from kpi_adapter import KpiAdapter
    from kpi_adapter.catalogue.model import Department

# As wide as the column that keeps it.
SUBJECT_LENGTH = 80
_log = structlog.get_logger(__name__)


def watched_figures(
    settings: AlertsSection,
    figures: KpiAdapter | None,
    people: People,
    clock: Clock,
    clauses: Clauses | None = None,
) -> list[FigureConcerns]:
    """Return the kinds that the settings switch on; none while no source is configured."""
    if figures is None:
        return []
    rules = FigureRules(
        settings.indicator_red_below,
        settings.project_yellow_points,
        settings.project_red_points,
        settings.project_red_months,
    )
    switched = {INDICATOR: settings.watch_indicators, PROJECT: settings.watch_projects}
    matters = FigureMatters(figures, rules)
    return [
        FigureConcerns(kind, matters, people, clock, clauses)
        for kind, is_on in switched.items()
        if is_on
    ]


class FigureConcerns:
    """`Concerns` over the indicators, or over the projects.

    The responsible department's contact is told first. A source that cannot be read shows no
    light: that it is away is reported by its own watch, and tasks must be scanned meanwhile.
    """

    def __init__(
        self,
        kind: str,
        matters: FigureMatters,
        people: People,
        clock: Clock,
        clauses: Clauses | None = None,
    ) -> None:
        self.kind = kind
        self._matters = matters
        self._people = people
        self._clock = clock
        self._clauses = clauses

    def pressing(self, today: date, calendar: WorkingCalendar) -> list[Concern]:
        """Return what shows a light other than green."""
        del today, calendar
        return [concern for _, concern in self._found()]

    def current(
        self, subjects: Collection[str], today: date, calendar: WorkingCalendar
    ) -> dict[str, Concern]:
        """Return how these stand now; green ones and those of other kinds are left out."""
        del today, calendar
        if not any(subject.startswith(f"{self.kind}:") for subject in subjects):
            return {}
        return {one.subject: one for _, one in self._found() if one.subject in subjects}

    def message(
        self,
        concern: Concern,
        level: Level,
        today: date,
        *,
        is_provisional: bool,
        is_leader: bool = True,
    ) -> Reply:
        """Write the message about one; no working days are counted, so none is provisional."""
        del is_provisional
        return figure_wording.alert_reply(
            concern, level, self._line(concern, today), is_leader=is_leader
        )

    def lines(self, concerns: Sequence[Concern], today: date) -> list[DigestLine]:
        """Describe each of these for a message about several."""
        return [self._line(concern, today) for concern in concerns]

    def _line(self, concern: Concern, today: date) -> DigestLine:
        matter = next((one for one, found in self._found() if found == concern), None)
        clause = matter.clause if matter else ""
        owner = name_of(self._people, concern.owner_user_id)
        return DigestLine(
            named=f"{figure_wording.NAMES[self.kind]}“{concern.title}”",
            department=self._department_name(matter.department, today) if matter else "",
            owner=owner,
            deadline=str(concern.due_on),
            standing=self._standing(matter) if matter else "",
            basis=self._cite(clause, today),
            clause=clause,
        )

    def _standing(self, matter: FigureMatter) -> str:
        note = figure_wording.DEMONSTRATION if self._matters.are_made_up else ""
        return f"{matter.standing}{note}"

    def _found(self) -> Iterator[tuple[FigureMatter, Concern]]:
        from kpi_adapter.errors import KpiError

        contacts = self._contacts()
        try:
            for matter in self._read():
                concern = self._concern(matter, contacts)
                if concern is not None:
                    yield matter, concern
        except KpiError as exc:
            _log.warning("figures_not_scanned", kind=self.kind, error=type(exc).__name__)

    def _read(self) -> Iterable[FigureMatter]:
        now = self._clock.now()
        read: dict[str, Callable[[], Iterable[FigureMatter]]] = {
            INDICATOR: lambda: self._matters.indicators(now),
            PROJECT: lambda: self._matters.projects(now),
        }
        return read[self.kind]()

    def _contacts(self) -> dict[str | None, str]:
        """Return the contact of each department, and under None the supervisor."""
        found: dict[str | None, str] = {}
        for person in self._people.people():
            if person.role is Role.OFFICIAL:
                found.setdefault(person.department_code, person.user_id)
            elif person.role is Role.SUPERVISOR:
                found.setdefault(None, person.user_id)
        return found

    def _concern(self, matter: FigureMatter, contacts: dict[str | None, str]) -> Concern | None:
        department = self._department(matter.department)
        code = department.code if department else ""
        supervisor = contacts.get(None, "")
        owner = contacts.get(code, supervisor)
        if matter.assessment.light is Light.GREEN or not owner:
            return None
        return Concern(
            subject=f"{self.kind}:{matter.number}"[:SUBJECT_LENGTH],
            kind=self.kind,
            number=matter.number,
            title=matter.title,
            department_code=code,
            owner_user_id=owner,
            supervisor_user_id=supervisor or owner,
            due_on=matter.due_on,
            assessment=matter.assessment,
        )

    def _department(self, name: str) -> Department | None:
        departments = self._matters.catalogue.departments
        return next((one for one in departments if name in {one.name, one.successor}), None)

    def _department_name(self, name: str, today: date) -> str:
        found = self._department(name)
        return found.name_on(today) if found else name

    def _cite(self, clause: str, today: date) -> Citation | None:
        if self._clauses is None or not clause:
            return None
        return self._clauses.cite(clause, on=today)
