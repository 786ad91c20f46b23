"""Greets, and says what can be asked."""

from __future__ import annotations

from bot.dialogue import wording
from bot.dialogue.skill import Question
from bot.dialogue.small_talk import GREETING, SCOLDING, THANKS, WHO
from bot.dialogue.suggesting import Suggestions
from bot.messages import Reply

# Sent by a channel when somebody opens the conversation.
WELCOME_COMMAND = "/welcome"

_SMALL_TALK = (
    (WHO, wording.who_we_are),
    (THANKS, wording.thanked),
    (SCOLDING, wording.scolded),
)


class HelpSkill:
    """Recognises greetings, thanks, scolding or a call for help, and nothing that says more."""

    name = "help"

    def __init__(self, suggestions: Suggestions) -> None:
        self._suggestions = suggestions

    def answer(self, question: Question) -> Reply | None:
        """Return the welcome of the person's role, or a sentence for a courtesy or its lack."""
        if question.text == WELCOME_COMMAND or GREETING.fullmatch(question.text):
            offered = self._suggestions.for_reader(is_official=question.person.is_official)
            return wording.welcome(offered, question.person)
        for pattern, reply in _SMALL_TALK:
            if pattern.fullmatch(question.text):
                return reply()
        return None
