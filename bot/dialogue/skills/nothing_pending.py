"""A yes or no that answers nothing of ours, and a message of nothing but signs."""

from __future__ import annotations

import re

from bot.dialogue import wording
from bot.dialogue.skill import Question
from bot.messages import Reply

_DECIDES = re.compile(r"(?:确认|确定|取消|同意|不同意)[了吧呀啊。!！\s]*")
# Whoever answers a reminder with 嗯 or 👌 has read it, and asks for no policy.
_NODS = re.compile(
    r"(?:好[的吧嘞]?|嗯+|哦+|行|可以|是的?|对的?|ok|okk|知道了|明白了?|了解)[的了吧呀啊。!！~\s]*"
    r"|[^\w?？]+",
    re.IGNORECASE,
)


class NothingPendingSkill:
    """Stands behind all that may wait for a yes, so that it is not taken for a question."""

    name = "nothing_pending"

    def answer(self, question: Question) -> Reply | None:
        """Say that nothing waits, or that the message was seen."""
        if _DECIDES.fullmatch(question.text):
            return wording.nothing_pending()
        return wording.seen() if _NODS.fullmatch(question.text) else None
