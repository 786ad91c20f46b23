"""Tables of supervised tasks, their history and the working days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class TaskRow(Model):
    """A task. People and departments are plain codes: a file may name them before they come."""

    __tablename__ = "tasks"

    task_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(16))
    basis_clause: Mapped[str] = mapped_column(String(32))
    department_code: Mapped[str] = mapped_column(String(32), index=True)
    co_department_codes: Mapped[list[str]] = mapped_column(JSON)
    owner_user_id: Mapped[str] = mapped_column(String(64), index=True)
    supervisor_user_id: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(index=True)
    original_due_on: Mapped[date | None]
    requested_due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(24), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None]
    recurrence: Mapped[str] = mapped_column(String(255), default="")
    transferred_on: Mapped[date | None]
    # What the last imported row looked like: importing the same file again must not undo what
    # people have done to the task since.
    import_fingerprint: Mapped[str] = mapped_column(String(64), default="")


class TaskEventRow(Model):
    """One change of a task: who, when (business time), from which channel, why."""

    __tablename__ = "task_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_no: Mapped[str] = mapped_column(ForeignKey("tasks.task_no"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[str] = mapped_column(String(24))
    to_state: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class CalendarDayRow(Model):
    """A day on which the yearly notice departs from Monday to Friday."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(128))


class CalendarYearRow(Model):
    """A year whose notice is out: its days are final, all others are provisional (暂定)."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(128))
