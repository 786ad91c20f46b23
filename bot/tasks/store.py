"""Tasks in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import BUSINESS_ZONE
from bot.errors import TransitionRefused, UnknownTask
from bot.storage.engine import SessionFactory
from bot.tasks.model import TaskEventRow, TaskRow
from bot.tasks.task import OWED_STATES, Task, TaskState

_FIELDS = tuple(field.name for field in fields(Task))


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

    def pressing(self, horizon: date) -> list[Task]:
        """Return what may need an alert: owed by `horizon` or earlier, or still unsigned."""
        return self._read(
            TaskRow.state.in_(list(OWED_STATES))
            & ((TaskRow.due_on <= horizon) | (TaskRow.state == TaskState.AWAITING_RECEIPT.value))
        )

    def _read(self, condition: sa.ColumnElement[bool]) -> list[Task]:
        # Columns and not objects: a city's scan reads a hundred thousand of them.
        query = (
            sa.select(*(getattr(TaskRow, name) for name in _FIELDS))
            .where(condition)
            .order_by(TaskRow.issued_on, sa.func.length(TaskRow.task_no), TaskRow.task_no)
        )
        with self._sessions() as session:
            rows = session.execute(query).all()
        return [_task(*row) for row in rows]

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
            # One statement compares and writes: between a read and a write of our own another
            # writer could come.
            written = session.execute(_change_unless_stale(before, task))
            if not cast("sa.CursorResult[Any]", written).rowcount:
                _require(session, task.task_no)
                raise TransitionRefused("任务刚被别人改动过", remedy="重新查看后再试")
            change = event_row(event)
            session.add(change)
            session.flush()
            if also is not None:
                also(session, change.id)
            return change.id

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
    named = dict(zip(_FIELDS, values, strict=True))
    named["co_department_codes"] = tuple(named["co_department_codes"])
    named["state"] = TaskState(named["state"])
    return Task(**named)


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


def _require(session: Session, task_no: str) -> TaskRow:
    row = session.get(TaskRow, task_no)
    if row is None:
        raise UnknownTask(f"没有 {task_no} 号任务", remedy="用 bot task list 查看编号")
    return row
