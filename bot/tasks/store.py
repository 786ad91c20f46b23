"""Tasks in the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import BUSINESS_ZONE
from bot.errors import TransitionRefused, UnknownTask
from bot.storage.engine import SessionFactory, rows_changed
from bot.tasks.model import TaskEventRow, TaskRow
from bot.tasks.task import OPEN_STATES, OWED_STATES, Task, TaskState

REPORTED = "complete"
"""The action of an event by which the owner reports a task done."""
# Databases bound how many values one statement may carry.
_AT_ONCE = 2000
_FIELDS = tuple(field.name for field in fields(Task))
_HELPERS, _STATE = _FIELDS.index("co_department_codes"), _FIELDS.index("state")
_STATES = {state.value: state for state in TaskState}


@dataclass(frozen=True)
class TaskEvent:
    """One change of a task. `at` is business time, aware."""

    task_no: str
    at: datetime
    user_id: str
    channel: str
    action: str
    from_state: str
    to_state: str
    reason: str = ""
    details: dict[str, Any] | None = None


class TaskStore:
    """Reads tasks and writes their changes, each with its event."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def get(self, task_no: str) -> Task:
        """Return the task.

        Raises:
            UnknownTask: no task has this number.
        """
        with self._sessions() as session:
            return as_task(_require(session, task_no))

    def all(self, states: Sequence[TaskState] | None = None) -> list[Task]:
        """Return every task in one of `states` (None: any), by issue and number."""
        return self._read(sa.true() if states is None else TaskRow.state.in_(list(states)))

    def recurring(self) -> list[Task]:
        """Return the tasks that come again: few among many, and asked for every hour."""
        return self._read(TaskRow.recurrence != "")

    def titled(self, parts: Collection[str]) -> list[Task]:
        """Return the tasks whose title holds one of `parts`."""
        named = (TaskRow.title.contains(part, autoescape=True) for part in parts)
        return self._read(sa.or_(sa.false(), *named))

    def pressing(self, horizon: date) -> Iterator[Task]:
        """Yield what may need an alert: owed by `horizon` or earlier, or still unsigned."""
        return self._each(
            TaskRow.state.in_(list(OWED_STATES))
            & ((TaskRow.due_on <= horizon) | (TaskRow.state == TaskState.AWAITING_RECEIPT.value))
        )

    def numbered(self, task_nos: Collection[str]) -> list[Task]:
        """Return the tasks with these numbers; numbers that no task has are left out."""
        wanted = sorted(task_nos)
        slices = (wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE))
        return [task for part in slices for task in self._read(TaskRow.task_no.in_(part))]

    def _read(self, condition: sa.ColumnElement[bool]) -> list[Task]:
        return list(self._each(condition))

    def _each(self, condition: sa.ColumnElement[bool]) -> Iterator[Task]:
        # The table and not the class: a city's scan reads a hundred thousand of them.
        columns = cast("sa.Table", TaskRow.__table__).c
        query = (
            sa.select(*(columns[name] for name in _FIELDS))
            .where(condition)
            .order_by(TaskRow.issued_on, sa.func.length(TaskRow.task_no), TaskRow.task_no)
        )
        with self._sessions() as session:
            # A few thousand at once: rows that outlive their use cost the collector more than
            # reading them does.
            for rows in session.execute(query).partitions(_AT_ONCE):
                for row in rows:
                    yield _task(*row)

    def change(
        self,
        task: Task,
        event: TaskEvent,
        *,
        before: Task,
        also: Callable[[Session, int], None] | None = None,
    ) -> int:
        """Write what makes `task` differ from `before`, with the event; return the event's id.

        `also` is called with the event's id in the same transaction: what follows from a
        change is kept with it or not at all.

        Raises:
            UnknownTask: the task is gone.
            TransitionRefused: somebody changed it since `before` was read.
        """
        with self._sessions.begin() as session:
            return self.change_in(session, task, event, before=before, also=also)

    def change_in(
        self,
        session: Session,
        task: Task,
        event: TaskEvent,
        *,
        before: Task,
        also: Callable[[Session, int], None] | None = None,
    ) -> int:
        """Do as `change` in a transaction that is under way."""
        # One statement compares and writes: between a read and a write of our own another
        # writer could come.
        written = session.execute(_change_unless_stale(before, task))
        if not rows_changed(written):
            _require(session, task.task_no)
            raise TransitionRefused("任务刚被别人改动过", remedy="重新查看后再试")
        change = event_row(event)
        session.add(change)
        session.flush()
        if also is not None:
            also(session, change.id)
        return change.id

    def create(self, task: Task, event: TaskEvent, *, also: Callable[[Session, str], None]) -> Task:
        """Add one task under the next free number and return it; `also` is called with that
        number in the same transaction.

        Raises:
            TransitionRefused: an open task has this title.
        """
        with self._sessions.begin() as session:
            same = session.scalar(
                sa.select(TaskRow.task_no).where(
                    TaskRow.title == task.title, TaskRow.state.in_(list(OPEN_STATES))
                )
            )
            if same is not None:
                raise TransitionRefused(
                    f"已有同名任务 {same}号，没有新建", remedy="改用那一项，或换一个名称"
                )
            numbered = replace(task, task_no=_next_number(session))
            values = asdict(numbered) | {"co_department_codes": list(task.co_department_codes)}
            session.add(TaskRow(**values))
            session.flush()
            session.add(event_row(replace(event, task_no=numbered.task_no)))
            also(session, numbered.task_no)
        return numbered

    def add(self, tasks: Sequence[Task], at: datetime) -> list[Task]:
        """Add new tasks under the next free numbers; what is there by title is left out."""
        added: list[Task] = []
        with self._sessions.begin() as session:
            rows = session.execute(sa.select(TaskRow.task_no, TaskRow.title)).all()
            titles = {row.title for row in rows}
            number = max((int(row.task_no) for row in rows if row.task_no.isdigit()), default=0)
            for task in tasks:
                if task.title in titles:
                    continue
                number += 1
                numbered = replace(task, task_no=str(number))
                values = asdict(numbered)
                values["co_department_codes"] = list(task.co_department_codes)
                session.add(TaskRow(**values))
                session.flush()
                event = TaskEvent(
                    numbered.task_no, at, "", "schedule", "create", "", task.state.value
                )
                session.add(event_row(event))
                added.append(numbered)
        return added

    def reported_on(self, task_nos: Collection[str]) -> dict[str, date]:
        """Return when each of these tasks was last reported done, where history says so."""
        with self._sessions() as session:
            rows = session.execute(
                sa.select(TaskEventRow.task_no, sa.func.max(TaskEventRow.at))
                .where(TaskEventRow.action == REPORTED)
                .group_by(TaskEventRow.task_no)
            ).all()
        wanted = set(task_nos)
        return {no: at.astimezone(BUSINESS_ZONE).date() for no, at in rows if no in wanted}

    def history(self, task_no: str) -> list[TaskEvent]:
        """Return what happened to the task, oldest first.

        Raises:
            UnknownTask: no task has this number.
        """
        with self._sessions() as session:
            _require(session, task_no)
            rows = session.scalars(
                sa.select(TaskEventRow)
                .where(TaskEventRow.task_no == task_no)
                .order_by(TaskEventRow.id)
            ).all()
        return [_event(row) for row in rows]


def as_task(row: TaskRow) -> Task:
    """Return the row as a task."""
    return _task(*(getattr(row, name) for name in _FIELDS))


def event_row(event: TaskEvent) -> TaskEventRow:
    """Return the event as a row."""
    return TaskEventRow(**{**asdict(event), "details": event.details or {}})


def _event(row: TaskEventRow) -> TaskEvent:
    values = {field.name: getattr(row, field.name) for field in fields(TaskEvent)}
    return TaskEvent(**{**values, "at": row.at.astimezone(BUSINESS_ZONE)})


def _task(*values: Any) -> Task:
    fields_in_order = list(values)
    fields_in_order[_HELPERS] = tuple(values[_HELPERS])
    fields_in_order[_STATE] = _STATES[values[_STATE]]
    return Task(*fields_in_order)


def _change_unless_stale(before: Task, task: Task) -> sa.Update:
    old, new = asdict(before), asdict(task)
    # A list has no equality in SQL; who helps is set by imports only.
    compared = [name for name in _FIELDS if name != "co_department_codes"]
    changed = {name: new[name] for name in compared if new[name] != old[name]}
    return (
        sa.update(TaskRow)
        .where(*(getattr(TaskRow, name) == old[name] for name in compared))
        .values(changed or {"state": new["state"]})
    )


def _next_number(session: Session) -> str:
    longest_first = sa.select(TaskRow.task_no).order_by(
        sa.func.length(TaskRow.task_no).desc(), TaskRow.task_no.desc()
    )
    known = (number for number in session.scalars(longest_first) if number.isdigit())
    return str(int(next(known, "0")) + 1)


def _require(session: Session, task_no: str) -> TaskRow:
    row = session.get(TaskRow, task_no)
    if row is None:
        raise UnknownTask(f"没有 {task_no} 号任务", remedy="检查编号")
    return row
