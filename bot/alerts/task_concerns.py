"""Supervised tasks as matters that alerts speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Protocol

from bot.alerts import wording
from bot.alerts.assess import AlertRules, Assessment, Level, Light, assess
from bot.alerts.concern import Concern, DigestLine
from bot.identity import Person
from bot.identity.person import Department
from bot.messages import Citation, Recipient, Reply
from bot.storage.engine import SessionFactory
from bot.tasks.basis import Clauses, obliging_sentence, sentences_of
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.department_names import department_names
from bot.tasks.line_of_command import UNKNOWN, names_of
from bot.tasks.store import TaskStore
from bot.tasks.task import Task, TaskState

KIND = "task"


class People(Protocol):
    """What alerts need to know of people."""

    def people(self) -> list[Person]: ...

    def former(self) -> list[Person]: ...

    def person(self, user_id: str) -> Person | None: ...

    def departments(self) -> list[Department]: ...

    def accounts_of(self, user_id: str) -> list[Recipient]: ...


class TaskConcerns:
    """`Concerns` over the supervised tasks; a task's subject is its number."""

    kind = KIND

    def __init__(
        self,
        sessions: SessionFactory,
        people: People,
        rules: AlertRules,
        clauses: Clauses | None = None,
    ) -> None:
        self._store = TaskStore(sessions)
        self._people = people
        self._rules = rules
        self._clauses = clauses
        # The same few clauses are asked for again and again; a library may be large.
        self._sentences = lru_cache(maxsize=256)(self._cite)

    def pressing(self, today: date, calendar: WorkingCalendar) -> list[Concern]:
        """Return the tasks that show a light other than green."""
        horizon = calendar.add_workdays(today, self._rules.blue_within)
        return self._assessed(self._store.pressing(horizon), today, calendar)

    def current(
        self, subjects: Collection[str], today: date, calendar: WorkingCalendar
    ) -> dict[str, Concern]:
        """Return how the tasks with these numbers stand now; green ones are left out."""
        found = self._assessed(self._store.numbered(subjects), today, calendar)
        return {concern.subject: concern for concern in found}

    def message(
        self,
        concern: Concern,
        level: Level,
        today: date,
        *,
        is_provisional: bool,
        is_leader: bool = True,
    ) -> Reply:
        """Write the message about one task."""
        task, names = self._store.get(concern.number), _Names(self._people, today)
        return wording.alert_reply(
            task,
            concern.assessment,
            level,
            department=names.department(task.department_code),
            owner=names.person(task.owner_user_id),
            today=today,
            is_provisional=is_provisional,
            is_leader=is_leader,
            citation=self._basis(task.basis_clause, task.title, today),
        )

    def lines(self, concerns: Sequence[Concern], today: date) -> list[DigestLine]:
        """Describe each of these tasks for a message about several."""
        tasks = {t.task_no: t for t in self._store.numbered([one.number for one in concerns])}
        names = _Names(self._people, today)
        return [self._line(tasks[one.number], one, names, today) for one in concerns]

    def _line(self, task: Task, concern: Concern, names: _Names, today: date) -> DigestLine:
        return DigestLine(
            named=f"{task.task_no}号《{task.title}》",
            department=names.department(task.department_code),
            owner=names.person(task.owner_user_id),
            deadline=wording.deadline(task),
            standing=wording.standing(concern.assessment),
            basis=self._basis(task.basis_clause, task.title, today),
            clause=task.basis_clause,
        )

    def _assessed(
        self, tasks: Iterable[Task], today: date, calendar: WorkingCalendar
    ) -> list[Concern]:
        # A city's many tasks share a few deadlines, and all that a light depends on is here.
        judged: dict[tuple[TaskState, date | None, date], Assessment] = {}
        concerns = []
        for task in tasks:
            key = (task.state, task.due_on, task.handed_on)
            if key not in judged:
                judged[key] = assess(task, today, calendar, self._rules)
            if judged[key].light is not Light.GREEN:
                concerns.append(_concern(task, judged[key]))
        return concerns

    def _basis(self, clause: str, title: str, today: date) -> Citation | None:
        return obliging_sentence(self._sentences(clause, today), title)

    def _cite(self, clause: str, today: date) -> Sequence[Citation]:
        return [] if self._clauses is None else sentences_of(self._clauses, clause, on=today)


class _Names:
    """What people and departments are called on a day, read once for a whole message."""

    def __init__(self, people: People, today: date) -> None:
        self._people = cache(lambda: names_of(people))
        self._departments = department_names(people.departments(), today)

    def person(self, user_id: str) -> str:
        return self._people().get(user_id, UNKNOWN)

    def department(self, code: str) -> str:
        return self._departments.get(code, code)


def _concern(task: Task, found: Assessment) -> Concern:
    return Concern(
        subject=task.task_no,
        kind=KIND,
        number=task.task_no,
        title=task.title,
        department_code=task.department_code,
        owner_user_id=task.owner_user_id,
        supervisor_user_id=task.supervisor_user_id,
        due_on=task.due_on,
        assessment=found,
    )
