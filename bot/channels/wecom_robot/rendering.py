"""The neutral reply as robot messages. Pure.

https://developer.work.weixin.qq.com/document/path/91770
"""

from __future__ import annotations

import base64
import hashlib

from bot.channels.splitting import split_text, utf8_bytes
from bot.channels.tencent.markdown import markdown_table
from bot.channels.vendor_http import Payload
from bot.messages import Chart, Reply

TEXT_LIMIT = 2048
MARKDOWN_LIMIT = 4096
IMAGE_LIMIT = 2 * 1024 * 1024


def payloads(reply: Reply) -> list[Payload]:
    """Return the messages of `reply`: text, then the table, then the picture.

    A table or picture beyond the robot's limits is left out: the text is complete without it.
    """
    messages: list[Payload] = [
        {"msgtype": "text", "text": {"content": part}}
        for part in split_text(reply.text, TEXT_LIMIT)
    ]
    if reply.table is not None:
        content = markdown_table(reply.table)
        if utf8_bytes(content) <= MARKDOWN_LIMIT:
            messages.append({"msgtype": "markdown_v2", "markdown_v2": {"content": content}})
    picture = None if reply.chart is None else image_payload(reply.chart)
    return messages if picture is None else [*messages, picture]


def image_payload(chart: Chart) -> Payload | None:
    """Return the picture with the digest the robot compares; None when larger than 2 MB."""
    picture = base64.b64decode(chart.png_base64)
    if len(picture) > IMAGE_LIMIT:
        return None
    digest = hashlib.md5(picture, usedforsecurity=False).hexdigest()
    content = {"base64": base64.b64encode(picture).decode(), "md5": digest}
    return {"msgtype": "image", "image": content}
