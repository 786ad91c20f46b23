"""Greets, and says what can be asked."""

from __future__ import annotations

import re

from bot.dialogue import wording
from bot.dialogue.skill import Question
from bot.dialogue.suggesting import Suggestions
from bot.messages import Reply

# Sent by a channel when somebody opens the conversation.
WELCOME_COMMAND = "/welcome"

_GREETING = re.compile(
    r"(你好|您好|hi|hello|在吗|在不在|嗨|哈喽|帮助|help|/help|/start|菜单|怎么用|"
    r"你(们)?(能|会|可以)(做|干|帮我?做)?(点|些)?什么|你是谁)[啊呀吗呢吧的了。!！?？~\s]*",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(请问)?(你|您)(到底|究竟)?(是|叫)(什么|啥|谁|真?人|机器人?|ai|程序|名字|还是|不是|吗|的|呢|[?？])+",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(非常|太|十分)?(感谢|谢谢?|多谢|辛苦)(你|您|啦|了|你们|大家)*[!！。~\s]*"
    r"|(再见|拜拜|没事了|没别的了)[!！。~\s]*"
)
_SCOLDING = re.compile(
    r"(你|你们)?(就|真|真的)?(是)?(个|一个|太)?(傻子|傻[逼叉]|笨蛋|白痴|蠢货|蠢|弱智|智障|废物|垃圾|混蛋|滚|滚蛋|去死|笨)"
    r"(了|死了|吧|啊|东西|机器人|系统)*[!！。~\s]*"
    r"|(什么|这|这个|你这|真是)?(什么)?(破|烂|垃圾)(系统|机器人|玩意儿?|东西|程序)(啊|吧|呢)?"
    r"([，,\s]*(一点|根本|完全|啥|什么)?(用|屁用)?都?(没有|没用|不好用|没有用))?[!！。~\s]*"
)
_SMALL_TALK = (
    (_WHO, wording.who_we_are),
    (_THANKS, wording.thanked),
    (_SCOLDING, wording.scolded),
)


class HelpSkill:
    """Recognises greetings, thanks, scolding or a call for help, and nothing that says more."""

    name = "help"

    def __init__(self, suggestions: Suggestions) -> None:
        self._suggestions = suggestions

    def answer(self, question: Question) -> Reply | None:
        """Return the welcome of the person's role, or a sentence for a courtesy or its lack."""
        if question.text == WELCOME_COMMAND or _GREETING.fullmatch(question.text):
            offered = self._suggestions.for_reader(is_official=question.person.is_official)
            return wording.welcome(offered, question.person)
        for pattern, reply in _SMALL_TALK:
            if pattern.fullmatch(question.text):
                return reply()
        return None
