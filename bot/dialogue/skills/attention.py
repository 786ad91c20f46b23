"""今天有什么要关注的: what there is for whoever asks, in one answer."""

from __future__ import annotations

import re

from bot.alerts.attention import Attention
from bot.appeals.desk import AppealDesk
from bot.consent import without_greeting
from bot.dialogue.skill import Question
from bot.half_width import half_width
from bot.identity import Role
from bot.messages import Reply

_NOW = r"(?:今天|今日|今早|今晚|这两天|这几天|眼下|目前|现在|当前|最近|近期|本周|这周)"
_WHO = r"(?:我们?|咱们?|领导)"
_WHAT = r"(?:有没有|有|还有|都有|是|需要|要|该|得|哪些|什么|啥|些|几[件项个])*"
_THINGS = r"(?:事情?|事项|急事|大事|要事|要紧的?事|重要的?事|紧急的?事|重点|待办)"
_DOES = r"关注|注意|留意|盯着?|盯一?下|操心|过问|上心|处理|办理|办|管"
_CARE = rf"(?:(?:重点|特别|马上|优先|抓紧)?(?:{_DOES})(?:一下)?)"
_TAIL = r"(?:的|吗|没有?|呢|呀|啊|吧|有|是|哪些|什么|啥|[?？。!！\s])*"
_ASKED = re.compile(
    # 今天有什么事, 我有什么急事: of whom or when is said.
    rf"(?:请问)?(?:{_NOW}|{_WHO})+{_WHAT}{_THINGS}(?:要|需要|得|该)*(?:{_WHO})?{_CARE}?{_TAIL}"
    # 有什么要关注的, 今天要盯哪些: what is to be done with it is said.
    rf"|(?:请问)?(?:(?:{_NOW}|{_WHO})*(?:有没有|还有|都有|有)(?:什么|啥|哪些)*|{_NOW}(?:{_WHO})?)"
    rf"(?:{_THINGS})?(?:是)?(?:值得|需要|要|该|得)(?:{_WHO})?{_CARE}的?(?:{_THINGS}|地方)?{_TAIL}"
    rf"|{_WHO}?的?(?:今日|今天的?)?待办(?:事项)?{_TAIL}"
    # 昨晚没看手机，要紧的先说: what stands before says why it is asked, and not of what.
    r"|(?:[^,，]{0,6}(?:没|刚|赶|忙|急着|来不及|马上|只有|开会|出差|休假|时间|分钟)[^,，]{0,6}[,，])?(?:有)?(?:什么|啥|最)?(?:要紧|紧急|急|重要)的(?:事情?)?[,，]?(?:先|快|赶紧|都|给我)*"
    r"(?:说|讲|报|列|告诉我)(?:一?下|一说|说|来|出来|听听)*[?？。!！\s]*"
)
_OF_NOW = re.compile(rf"{_NOW}|{_WHO}|待办|要紧|急|重要")
# 要办什么 is a question about tasks due that day; 怎么办 about a matter of its own.
_OF_TASKS = re.compile(r"任务|怎么|如何|(?:要|该|得)(?:办|交|报)(?:的|什么|啥|哪)")
LONGEST = 20
POLICY = "policy_qa"


def asks_what_needs_attention(text: str) -> bool:
    """Tell whether a message asks what there is to look at, and for nothing in particular."""
    plain = without_greeting(half_width(text).strip())
    is_short = len(plain) <= LONGEST
    return is_short and bool(_ASKED.fullmatch(plain)) and not _OF_TASKS.search(plain)


class AttentionSkill:
    """Tells officials what shows a light, and enterprises how their own cases stand."""

    name = "attention"

    def __init__(self, attention: Attention, appeals: AppealDesk) -> None:
        self._attention = attention
        self._appeals = appeals

    def answer(self, question: Question) -> Reply | None:
        """Return it; None when something else is asked, or by a guest."""
        person = question.person
        if person.role is Role.GUEST or not asks_what_needs_attention(question.text):
            return None
        last = question.last_reply
        if last is not None and last.intent == POLICY and not _OF_NOW.search(question.text):
            # 有什么要注意的, after a clause, is of what the clause is about.
            return None
        if person.is_official:
            return self._attention.reply(person)
        return self._appeals.open_cases(person)
