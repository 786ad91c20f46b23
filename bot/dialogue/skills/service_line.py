"""Asks for a person are met at once, without trying to answer first."""

from __future__ import annotations

from bot.dialogue.handover import ASKS_FOR_A_PERSON, HandoverDesk
from bot.dialogue.skill import Question
from bot.messages import Reply


class ServiceLineSkill:
    """Recognises a plain call for a human."""

    name = "service_line"

    def __init__(self, desk: HandoverDesk) -> None:
        self._desk = desk

    def answer(self, question: Question) -> Reply | None:
        """Hand the conversation over when the message asks for that and nothing else."""
        if not ASKS_FOR_A_PERSON.fullmatch(question.text):
            return None
        return self._desk.hand_over(question)
