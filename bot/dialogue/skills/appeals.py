"""直通车 appeals: what the appeal desk says."""

from __future__ import annotations

from bot.appeals.desk import AppealDesk
from bot.dialogue.skill import Question
from bot.messages import Reply


class AppealsSkill:
    """Hands the message to the appeal desk, with what was said before."""

    name = "appeals"

    def __init__(self, desk: AppealDesk) -> None:
        self._desk = desk

    def answer(self, question: Question) -> Reply | None:
        """Return the desk's reply; None when the message is not about appeals."""
        return self._desk.answer(
            question.person,
            question.text,
            channel=question.channel,
            conversation=question.conversation,
            previous=question.previous,
        )
