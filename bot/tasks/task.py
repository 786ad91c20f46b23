"""A supervised task as everything but the database sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TaskState(StrEnum):
    """Where a task stands. 办结 is not 销号: the owner reports, the supervisor closes."""

    AWAITING_RECEIPT = "awaiting_receipt"
    IN_PROGRESS = "in_progress"
    COMPLETION_REPORTED = "completion_reported"
    CLOSED = "closed"
    RECALLED = "recalled"


OWED_STATES = frozenset({TaskState.AWAITING_RECEIPT, TaskState.IN_PROGRESS})
"""The owner still owes something."""

OPEN_STATES = OWED_STATES | {TaskState.COMPLETION_REPORTED}
"""Not yet closed; a reported completion waits for the supervisor."""


@dataclass(frozen=True)
class Task:
    """One supervised task.

    Dates are days in Asia/Shanghai. `due_on` None is a task to which no supervisor has set a
    deadline yet (一次性交付物 have none in the plan). `original_due_on` keeps the first deadline
    through extensions. `requested_due_on` is an extension that waits for approval,
    `transferred_on` the day on which another owner was given the task.
    """

    task_no: str
    title: str
    kind: str
    basis_clause: str
    department_code: str
    co_department_codes: tuple[str, ...]
    owner_user_id: str
    supervisor_user_id: str
    issued_on: date
    due_on: date | None
    state: TaskState
    original_due_on: date | None = None
    requested_due_on: date | None = None
    note: str = ""
    closed_on: date | None = None
    recurrence: str = ""
    transferred_on: date | None = None

    @property
    def handed_on(self) -> date:
        """The day on which the present owner was given the task."""
        return self.transferred_on or self.issued_on

    @property
    def is_owed(self) -> bool:
        """Tell whether the owner still owes something."""
        return self.state in OWED_STATES

    @property
    def is_open(self) -> bool:
        """Tell whether the task is not yet closed."""
        return self.state in OPEN_STATES

    def is_overdue(self, today: date) -> bool:
        """Tell whether the owner is late. The day of the deadline itself is not late."""
        return self.is_owed and self.due_on is not None and self.due_on < today
