"""Supervised tasks: what the task desk says."""

from __future__ import annotations

from bot.dialogue.skill import Question
from bot.dialogue.skills.attention import POLICY
from bot.messages import Reply
from bot.tasks.desk import TaskDesk
from bot.tasks.how_to import may_be_of_policy
from kpi_adapter.question.asked_again import asks_why_not_reached


class TasksSkill:
    """Hands the message to the task desk, with what was said before."""

    name = "tasks"

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    def answer(self, question: Question) -> Reply | None:
        """Return the desk's reply; None when the message is not about tasks."""
        if _is_of_a_figure(question) and asks_why_not_reached(question.text):
            return None
        last = question.last_reply
        if last is not None and last.intent == POLICY and may_be_of_policy(question.text):
            return None
        return self._desk.answer(
            question.person, question.text, channel=question.channel, previous=question.previous
        )


def _is_of_a_figure(question: Question) -> bool:
    last = question.last_reply
    shown = (last.query if last is not None else None) or {}
    return bool(shown.get("indicator")) and not shown.get("projects")
