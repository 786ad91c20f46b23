"""The frames to WeCom over the websocket: ``{"cmd", "headers": {"req_id"}, "body"}``.

https://developer.work.weixin.qq.com/document/path/101463
"""

from __future__ import annotations

import json
import secrets

from bot.channels.vendor_http import Payload
from bot.settings import WecomAibotSection


def frame(command: str, body: Payload | None, request_id: str = "") -> str:
    """Return one frame to WeCom; without a `request_id` it gets a new one."""
    headers = {"req_id": request_id or secrets.token_hex(16)}
    content = {"cmd": command, "headers": headers, **({} if body is None else {"body": body})}
    return json.dumps(content, ensure_ascii=False)


def subscription(section: WecomAibotSection) -> str:
    """Return the first frame of a connection, which says whose bot this is."""
    body = {"bot_id": section.bot_id, "secret": section.secret.get_secret_value()}
    return frame("aibot_subscribe", body)
