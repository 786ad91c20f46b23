"""Supervised tasks (督办): who owes what until when, and every change of it."""

from bot.tasks.calendar_table import WorkingDays
from bot.tasks.service import Change, TaskService

__all__ = ["Change", "TaskService", "WorkingDays"]
