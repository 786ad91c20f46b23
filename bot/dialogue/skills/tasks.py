"""Supervised tasks: what the task desk says."""

from __future__ import annotations

from bot.dialogue.skill import Question
from bot.messages import Reply
from bot.tasks.desk import TaskDesk


class TasksSkill:
    """Hands the message to the task desk, with what was said before."""

    name = "tasks"

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    def answer(self, question: Question) -> Reply | None:
        """Return the desk's reply; None when the message is not about tasks."""
        return self._desk.answer(
            question.person, question.text, channel=question.channel, previous=question.previous
        )
