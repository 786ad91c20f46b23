"""Greets, and says what can be asked."""

from __future__ import annotations

import re

from bot.dialogue import wording
from bot.dialogue.skill import Question
from bot.messages import Reply

# Sent by a channel when somebody opens the conversation.
WELCOME_COMMAND = "/welcome"

_GREETING = re.compile(
    r"(你好|您好|hi|hello|在吗|在不在|嗨|哈喽|帮助|help|/help|/start|菜单|怎么用|"
    r"你(们)?(能|会|可以)(做|干|帮我?做)?(点|些)?什么|你是谁)[啊呀吗呢吧的了。!！?？~\s]*",
    re.IGNORECASE,
)


class HelpSkill:
    """Recognises a greeting or a call for help, and nothing that says more."""

    name = "help"

    def answer(self, question: Question) -> Reply | None:
        """Return the welcome of the person's role."""
        if question.text == WELCOME_COMMAND or _GREETING.fullmatch(question.text):
            return wording.welcome(is_official=question.person.is_official)
        return None
