"""The neutral reply as WeChat text messages. Pure.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.opinion import opinion_line
from bot.channels.splitting import split_text
from bot.channels.tencent.anchors import choice_lines, source_anchors, without_anchors
from bot.channels.tencent.xml import cdata
from bot.channels.wechat_official.wording import LATE
from bot.clock import BUSINESS_ZONE
from bot.messages import Reply

TEXT_LIMIT = 2048
NOTICE_CHARACTERS = 20
LATE_AFTER = timedelta(days=1)
"""What waited longer says of which day it is: meanwhile it may have become wrong."""

_ROOM_FOR_DAY = 64


def texts(reply: Reply) -> list[str]:
    """Return the reply with its sources as links and its choices written out, in parts."""
    text = without_anchors(reply.text) + source_anchors(reply.citations)
    text += choice_lines(reply.choices)
    return split_text(text + opinion_line(reply), TEXT_LIMIT - _ROOM_FOR_DAY)


def waited(text: str, since: datetime | None, now: datetime) -> str:
    """Return a text that waited since then as it is given now; moments are aware."""
    if since is None or now - since <= LATE_AFTER:
        return text
    return LATE.format(day=f"{since.astimezone(BUSINESS_ZONE):%Y-%m-%d}") + text


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
