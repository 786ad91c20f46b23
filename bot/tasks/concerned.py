"""Whom a task concerns: who may see it, what they are to it, who is told of a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.identity import Person, Role
from bot.tasks.change import Change
from bot.tasks.line_of_command import Known, LineOfCommand, line_of
from bot.tasks.task import Task
from bot.tasks.transition import (
    TOLD_OF,
    Action,
    Relation,
    Told,
    is_beyond_plan,
    relations,
)


def visible(person: Person, tasks: Sequence[Task], people: Known) -> list[Task]:
    """Return those of `tasks` that a person may see."""
    if not person.is_official:
        return []
    if _sees_all(person):
        return list(tasks)
    departments = line_of(people).departments_under(person)
    return [
        task
        for task in tasks
        if task.owner_user_id == person.user_id
        or task.department_code in departments
        or departments.intersection(task.co_department_codes)
    ]


def sees_all_of(person: Person, department: str, people: Known) -> bool:
    """Tell whether a person may see all that a department owes."""
    if not person.is_official:
        return False
    return _sees_all(person) or department in line_of(people).departments_under(person)


def _sees_all(person: Person) -> bool:
    return person.role in {Role.SUPERVISOR, Role.ADMIN}


def held_by(person: Person, task: Task, line: LineOfCommand) -> frozenset[Relation]:
    """Return what a person is to a task."""
    return relations(
        task,
        person,
        line.leaders_of(task.owner_user_id),
        line.leaders_of(task.supervisor_user_id),
    )


def hearer(
    task: Task,
    person: Person,
    change: Change,
    line: LineOfCommand,
    today: date,
    *,
    plan_end: date | None,
) -> str | None:
    """Return who is told that `person` changed `task`; None where it is nobody else."""
    hearers = line.hearers_for(task.supervisor_user_id)
    told = {
        Told.OWNER: task.owner_user_id,
        # What supervisors report of a task of their own is heard by whoever comes next.
        Told.SUPERVISOR: next((one for one in hearers if one != person.user_id), None),
    }.get(TOLD_OF[change.action])
    if change.action is Action.REQUEST_EXTENSION and is_beyond_plan(
        change.new_due_on, today, plan_end
    ):
        told = next(iter(line.leaders_of(task.supervisor_user_id)), told)
    return None if told == person.user_id else told
