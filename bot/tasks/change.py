"""What a change makes of a task; pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from bot.identity import Person
from bot.tasks.task import Task
from bot.tasks.transition import RULES, Action


@dataclass(frozen=True)
class Change:
    """Something to be done to a task.

    `new_due_on` goes with an extension or a deadline, `to_department` with a transfer: to the
    department's contact, or to `to_user` of it.
    """

    action: Action
    task_no: str
    reason: str = ""
    new_due_on: date | None = None
    to_department: str | None = None
    to_user: str | None = None


def applied(task: Task, change: Change, today: date, receiver: Person | None) -> Task:
    """Return the task as it is once `change` is made; `receiver` is whom a transfer hands it to.

    Whether the change is allowed was asked before.
    """
    state = RULES[change.action].to or task.state
    changed = replace(task, state=state)
    match change.action:
        case Action.REQUEST_EXTENSION:
            return replace(changed, requested_due_on=change.new_due_on)
        case Action.APPROVE_EXTENSION:
            return replace(changed, due_on=task.requested_due_on, requested_due_on=None)
        case Action.REJECT_EXTENSION:
            return replace(changed, requested_due_on=None)
        case Action.SET_DEADLINE:
            first = task.original_due_on or change.new_due_on
            return replace(changed, due_on=change.new_due_on, original_due_on=first)
        case Action.TRANSFER if receiver is not None:
            return replace(
                changed,
                owner_user_id=receiver.user_id,
                department_code=receiver.department_code or task.department_code,
                transferred_on=today,
            )
        case Action.REPORT_PROGRESS:
            return replace(changed, note=change.reason or task.note)
        case Action.CLOSE:
            return replace(changed, closed_on=today)
        case _:
            return changed


def details(before: Task, after: Task) -> dict[str, str]:
    """Return what a change did to the fields people ask about, for the history."""
    names: Collection[str] = ("due_on", "requested_due_on", "owner_user_id", "department_code")
    return {
        name: f"{getattr(before, name)} → {getattr(after, name)}"
        for name in names
        if getattr(before, name) != getattr(after, name)
    }
