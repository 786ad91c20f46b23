"""A supervised task for tests of rules that need no database."""

from __future__ import annotations

from datetime import date

from bot.tasks.task import Task, TaskState


def made_task(
    number: str = "1", *, state: TaskState = TaskState.IN_PROGRESS, due_on: date | None = None
) -> Task:
    """Return a one-off task of 市经信委: u007 owns it, u003 follows it up."""
    return Task(
        task_no=number,
        title="产业链图谱",
        kind="一次性",
        basis_clause="四-(一)",
        department_code="JXW",
        co_department_codes=(),
        owner_user_id="u007",
        supervisor_user_id="u003",
        issued_on=date(2018, 10, 30),
        due_on=due_on,
        state=state,
    )
