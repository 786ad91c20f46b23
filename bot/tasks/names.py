"""How people and departments are called in answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.tasks.task import Task
from bot.tasks.wording import task_line


@dataclass(frozen=True)
class Names:
    """How people and departments are called, by user id and code."""

    people: Mapping[str, str]
    departments: Mapping[str, str]

    def line(self, task: Task, workdays_late: int) -> str:
        """Describe a task in one line."""
        owner = self.person(task.owner_user_id)
        return task_line(task, self.department(task.department_code), owner, workdays_late)

    def person(self, user_id: str) -> str:
        """Name a person."""
        return self.people.get(user_id, user_id)

    def department(self, code: str) -> str:
        """Name a department."""
        return self.departments.get(code, code)
