"""A yes or no that answers nothing of ours, and a message of nothing but signs or a link."""

from __future__ import annotations

import re

from bot.dialogue import wording
from bot.dialogue.skill import Question
from bot.messages import Reply

_DECIDES = re.compile(r"(?:确认|确定|取消|同意|不同意)[了吧呀啊。!！\s]*")
# Whoever answers a reminder with 嗯 or 👌 has read it, and asks for no policy.
_NODS = re.compile(
    r"(?:(?:[好行]吧?|那|嗯)?[,，]?(?:我)?(?:先)?等着|好[的吧嘞]?|嗯+|哦+|行吧?|可以|是的?|对的?|ok|okk|知道了|明白了?|了解)[的了吧呀啊。!！~\s]*"
    # WeChat's own faces arrive as their names: [微笑][强].
    r"|(?:\[\w{1,6}\]|[^\w?？])+",
    re.IGNORECASE,
)
_ONLY_A_LINK = re.compile(r"\s*https?://[!-~]+\s*", re.IGNORECASE)
# What a reply of ours carries while it waits for a yes or no.
_WAITING = ("pending", "appeal_pending", "new_task")


class NothingPendingSkill:
    """Stands behind all that may wait for a yes, so that it is not taken for a question."""

    name = "nothing_pending"

    def answer(self, question: Question) -> Reply | None:
        """Say that nothing waits, that it still waits, or that the message was seen."""
        if _DECIDES.fullmatch(question.text):
            return wording.nothing_pending()
        if _ONLY_A_LINK.fullmatch(question.text):
            return wording.attachment_declined(["link"])
        if not _NODS.fullmatch(question.text):
            return None
        last = question.last_reply
        if last is not None and any(key in (last.query or {}) for key in _WAITING):
            # 👍 under "确认吗" decides nothing, and must not look as if it had.
            return wording.still_waiting(last.query or {})
        return wording.seen()
