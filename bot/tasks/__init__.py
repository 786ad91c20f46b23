"""Supervised tasks (督办): who owes what until when, and every change of it."""

from bot.tasks.calendar_table import WorkingDays
from bot.tasks.change import Change
from bot.tasks.service import TaskService

__all__ = ["Change", "TaskService", "WorkingDays"]
