"""Supervised tasks by light, read page by page: a city's hundred thousand are never all read.

`assess` says which light a task shows; here the same rules are conditions of a query, made of a
few days that the calendar gives. A test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from bot.alerts.assess import AlertRules, Light
from bot.storage.engine import SessionFactory
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.model import TaskRow
from bot.tasks.store import as_task
from bot.tasks.task import OPEN_STATES, OWED_STATES, Task, TaskState

_OWED = TaskRow.state.in_([state.value for state in OWED_STATES])
_OPEN = TaskRow.state.in_([state.value for state in OPEN_STATES])
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LightDays:
    """The days that part the lights: what is due up to `blue_until` is near; what was handed on
    at `unsigned_since` or before, and not signed, has lain too long."""

    today: date
    blue_until: date
    unsigned_since: date


@dataclass(frozen=True)
class TaskChoice:
    """Which tasks; None and "" mean any. `text` is looked for in title and number.

    `is_requested`: an extension waits for approval.
    """

    light: Light | None = None
    states: tuple[TaskState, ...] | None = tuple(sorted(OPEN_STATES))
    department_code: str | None = None
    owner_user_id: str | None = None
    text: str = ""
    is_requested: bool = False


class LitTasks:
    """Pages of tasks. Whoever shows them checks who may see them."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def page(
        self, choice: TaskChoice, days: LightDays, *, limit: int, offset: int = 0
    ) -> list[Task]:
        """Return tasks by deadline, those without one last."""
        query = (
            sa.select(TaskRow)
            .where(*_conditions(choice, days))
            .order_by(TaskRow.due_on.is_(None), TaskRow.due_on, TaskRow.task_no)
            .limit(limit)
            .offset(offset)
        )
        with self._sessions() as session:
            return [as_task(row) for row in session.scalars(query)]

    def counts(self, days: LightDays) -> dict[Light, int]:
        """Return how many open tasks show each light."""
        columns = [
            sa.func.coalesce(sa.func.sum(sa.case((_shows(light, days), 1), else_=0)), 0)
            for light in Light
        ]
        with self._sessions() as session:
            found = session.execute(sa.select(*columns).where(_OPEN)).one()
        return dict(zip(Light, (int(count) for count in found), strict=True))

    def open_of(self, user_id: str) -> int:
        """Return how many open tasks somebody owns."""
        query = sa.select(sa.func.count()).where(_OPEN, TaskRow.owner_user_id == user_id)
        with self._sessions() as session:
            return session.scalar(query) or 0

    def waiting(self, days: LightDays) -> tuple[int, int, int]:
        """Return how many open tasks are red, are reported done, and ask for an extension."""
        conditions = (
            _shows(Light.RED, days),
            TaskRow.state == TaskState.COMPLETION_REPORTED.value,
            TaskRow.requested_due_on.is_not(None),
        )
        counts = [
            sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
            for condition in conditions
        ]
        with self._sessions() as session:
            red, reported, requested = session.execute(sa.select(*counts).where(_OPEN)).one()
        return int(red), int(reported), int(requested)


def light_days(today: date, calendar: WorkingCalendar, rules: AlertRules) -> LightDays:
    """Return the days that part the lights today."""
    blue_until = calendar.add_workdays(today, rules.blue_within + 1) - _DAY
    since = today
    while calendar.workdays_after(since, today) <= rules.unsigned_after:
        since -= _DAY
    return LightDays(today, blue_until, since)


def _shows(light: Light, days: LightDays) -> sa.ColumnElement[bool]:
    handed_on = sa.func.coalesce(TaskRow.transferred_on, TaskRow.issued_on)
    is_late = _OWED & TaskRow.due_on.is_not(None) & (TaskRow.due_on < days.today)
    unsigned = (TaskRow.state == TaskState.AWAITING_RECEIPT.value) & (
        handed_on <= days.unsigned_since
    )
    has_time = TaskRow.due_on.is_(None) | (TaskRow.due_on > days.today)
    is_near = TaskRow.due_on.is_not(None) & (TaskRow.due_on <= days.blue_until)
    match light:
        case Light.RED:
            return is_late
        case Light.YELLOW:
            return _OWED & sa.or_(
                TaskRow.due_on.is_not(None) & (TaskRow.due_on == days.today), has_time & unsigned
            )
        case Light.BLUE:
            return _OWED & has_time & ~unsigned & is_near
        case Light.GREEN:
            return _OPEN & sa.or_(~_OWED, has_time & ~unsigned & ~is_near)


def _conditions(choice: TaskChoice, days: LightDays) -> Collection[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if choice.light is not None:
        found.append(_shows(choice.light, days))
    if choice.states is not None:
        found.append(TaskRow.state.in_([state.value for state in choice.states]))
    if choice.department_code is not None:
        found.append(TaskRow.department_code == choice.department_code)
    if choice.owner_user_id is not None:
        found.append(TaskRow.owner_user_id == choice.owner_user_id)
    if choice.is_requested:
        found.append(TaskRow.requested_due_on.is_not(None))
    if choice.text:
        found.append(
            TaskRow.title.icontains(choice.text, autoescape=True)
            | (TaskRow.task_no == choice.text.strip().removesuffix("号"))
        )
    return found
