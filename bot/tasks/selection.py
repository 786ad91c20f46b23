"""Which tasks somebody means; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.tasks.task import Task, TaskState
from bot.tasks.title_match import NO_TOPIC, Topic, best_matches


@dataclass(frozen=True)
class TaskSelection:
    """What a task must be to be meant; None and empty mean "any".

    `departments` are those that lead a task, `left_out` those that must not, and
    `left_out_owners` whose it must not be, `left_out_numbers` those that are not meant.
    `is_on_time`: open and not overdue.
    `due_from` and `due_to` include both days, as do `closed_from` and `closed_to`.
    `topic` is compared with the titles.
    """

    states: tuple[TaskState, ...] | None = None
    owner_user_id: str | None = None
    departments: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    left_out_owners: frozenset[str] = frozenset()
    left_out_numbers: frozenset[str] = frozenset()
    is_overdue: bool = False
    is_on_time: bool = False
    is_undated: bool = False
    has_request: bool = False
    due_from: date | None = None
    due_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    topic: Topic = NO_TOPIC


def select(tasks: Sequence[Task], selection: TaskSelection, today: date) -> list[Task]:
    """Return the tasks that fit, by deadline; those without one come last."""
    fitting = [task for task in tasks if _fits(task, selection, today)]
    fitting.sort(key=lambda task: task.due_on or date.max)
    if not selection.topic:
        return fitting
    titles = best_matches(selection.topic, [task.title for task in fitting])
    return [task for task in fitting if task.title in titles]


def _fits(task: Task, selection: TaskSelection, today: date) -> bool:
    return (
        (selection.states is None or task.state in selection.states)
        and (selection.owner_user_id is None or task.owner_user_id == selection.owner_user_id)
        and (not selection.departments or task.department_code in selection.departments)
        and task.department_code not in selection.left_out
        and task.owner_user_id not in selection.left_out_owners
        and task.task_no not in selection.left_out_numbers
        and (not selection.is_overdue or task.is_overdue(today))
        and (not selection.is_on_time or not task.is_overdue(today))
        and (not selection.is_undated or task.due_on is None)
        and (not selection.has_request or task.requested_due_on is not None)
        and _is_within(task.due_on, selection.due_from, selection.due_to)
        and _is_within(task.closed_on, selection.closed_from, selection.closed_to)
    )


def _is_within(day: date | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return day is not None and (first or day) <= day <= (last or day)
