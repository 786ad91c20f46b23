"""The neutral reply as WeChat text messages. Pure.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
"""

from __future__ import annotations

from bot.channels import wording
from bot.channels.opinion import opinion_line
from bot.channels.splitting import split_text
from bot.channels.tencent.anchors import source_anchors
from bot.channels.tencent.xml import cdata
from bot.messages import Reply

TEXT_LIMIT = 2048
NOTICE_CHARACTERS = 20


def texts(reply: Reply) -> list[str]:
    """Return the reply with its sources as links and its choices written out, in parts."""
    text = reply.text + source_anchors(reply.citations)
    if reply.choices:
        text += "\n".join(["", wording.CHOICES, *(choice.send for choice in reply.choices)])
    return split_text(text + opinion_line(reply), TEXT_LIMIT)


def notice(reply: Reply) -> str:
    """Return the reply's first line, as short as a subscription notice's field takes it."""
    first = next(line for line in reply.text.splitlines() if line.strip()).strip()
    is_short = len(first) <= NOTICE_CHARACTERS
    return first if is_short else first[: NOTICE_CHARACTERS - 1] + "…"


def passive_text(text: str, *, openid: str, account: str, created: int) -> str:
    """Return the plain XML of a passive reply; `created` is Unix time."""
    return (
        f"<xml><ToUserName>{cdata(openid)}</ToUserName>"
        f"<FromUserName>{cdata(account)}</FromUserName><CreateTime>{created}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content>{cdata(text)}</Content></xml>"
    )
