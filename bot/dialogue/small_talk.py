"""Greetings, thanks, scolding: messages that tell of no matter; pure."""

from __future__ import annotations

import re

GREETING = re.compile(
    r"(你好|您好|hi|hello|在吗|在不在|嗨|哈喽|帮助|help|/help|/start|菜单|怎么用|"
    r"你(们)?(能|会|可以)(做|干|帮我?做)?(点|些)?什么|你是谁)[啊呀吗呢吧的了。!！?？~\s]*",
    re.IGNORECASE,
)
WHO = re.compile(
    r"(请问)?(你|您)(到底|究竟)?(是|叫)(什么|啥|谁|真?人|机器人?|ai|程序|名字|还是|不是|吗|的|呢|[?？])+",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"(非常|太|十分)?(感谢|谢谢?|多谢|辛苦)(你|您|啦|了|你们|大家)*[!！。~\s]*"
    r"|(再见|拜拜|没事了|没别的了)[!！。~\s]*"
)
SCOLDING = re.compile(
    r"(你|你们)?(就|真|真的)?(是)?(个|一个|太)?(傻子|傻[逼叉]|笨蛋|白痴|蠢货|蠢|弱智|智障|废物|垃圾|混蛋|滚|滚蛋|去死|笨)"
    r"(了|死了|吧|啊|东西|机器人|系统)*[!！。~\s]*"
    r"|(什么|这|这个|你这|真是)?(什么)?(破|烂|垃圾)(系统|机器人|玩意儿?|东西|程序)(啊|吧|呢)?"
    r"([，,\s]*(一点|根本|完全|啥|什么)?(用|屁用)?都?(没有|没用|不好用|没有用))?[!！。~\s]*"
)


def is_small_talk(text: str) -> bool:
    """Tell whether a message is one of these and says no more."""
    return any(kind.fullmatch(text) for kind in (GREETING, WHO, THANKS, SCOLDING))
