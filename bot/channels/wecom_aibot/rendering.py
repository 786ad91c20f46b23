"""The neutral reply as the AI bot's stream. Pure.

https://developer.work.weixin.qq.com/document/path/101031
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from bot.channels import wording
from bot.channels.sources import sources
from bot.channels.splitting import utf8_bytes
from bot.channels.tencent.card_labels import short_labels
from bot.channels.tencent.markdown import escaped, markdown_table
from bot.channels.vendor_http import Payload
from bot.channels.wecom_aibot.wording import CHOOSE_TITLE, CUT
from bot.messages import Choice, Citation, Reply

CONTENT_LIMIT = 20480
MAX_BUTTONS = 6
MAX_KEY_BYTES = 1024
IMAGE_LIMIT = 10 * 1024 * 1024


def finished_stream(reply: Reply, *, has_card: bool = False) -> dict[str, Any]:
    """Return what the stream shows at its end: content and pictures.

    `has_card` tells that the choices follow as a card, and need not be written out.
    """
    shown = reply.model_copy(update={"choices": ()}) if has_card else reply
    stream: dict[str, Any] = {"content": cut(content(shown))}
    if reply.chart is not None:
        picture = base64.b64decode(reply.chart.png_base64)
        if len(picture) <= IMAGE_LIMIT:
            digest = hashlib.md5(picture, usedforsecurity=False).hexdigest()
            image = {"base64": base64.b64encode(picture).decode(), "md5": digest}
            stream["msg_item"] = [{"msgtype": "image", "image": image}]
    return stream


def content(reply: Reply) -> str:
    """Return the whole reply as markdown; its text can form no markup of its own."""
    pieces = [escaped(reply.text)]
    if reply.table is not None:
        pieces.append(markdown_table(reply.table))
    pieces += [_links(reply.citations), _choices(reply.choices)]
    return "\n\n".join(piece for piece in pieces if piece)


def cut(text: str) -> str:
    """Return `text` within the stream's limit, cut on a character with a sign that it was."""
    if utf8_bytes(text) <= CONTENT_LIMIT:
        return text
    room = CONTENT_LIMIT - utf8_bytes(CUT)
    return text.encode()[:room].decode(errors="ignore") + CUT


def stream_payload(handle: str, stream: dict[str, Any], *, is_finished: bool) -> Payload:
    """Return the message that shows a stream's whole text so far.

    The handle is the feedback's id as well, so that an opinion finds its answer.
    """
    shown = {"id": handle, "finish": is_finished, "feedback": {"id": handle}, **stream}
    return {"msgtype": "stream", "stream": shown}


def choices_card(choices: tuple[Choice, ...], task_id: str) -> Payload | None:
    """Return the choices as a card of buttons; None when there are none that fit one."""
    keys = {choice.send for choice in choices}
    is_fit = 0 < len(keys) == len(choices) <= MAX_BUTTONS
    if not is_fit or any(utf8_bytes(key) > MAX_KEY_BYTES for key in keys):
        return None
    labels = short_labels([choice.label for choice in choices])
    card = {
        "card_type": "button_interaction",
        "main_title": {"title": CHOOSE_TITLE},
        "task_id": task_id,
        "button_list": [
            {"text": label, "style": 1 if place == 0 else 2, "key": choice.send}
            for place, (label, choice) in enumerate(zip(labels, choices, strict=True))
        ],
    }
    return {"msgtype": "template_card", "template_card": card}


def chosen_card(task_id: str, label: str) -> Payload:
    """Return the answer to a pressed button: the same card, showing what was chosen."""
    shown = wording.CHOSEN.format(label=label)
    card = {
        "card_type": "button_interaction",
        "main_title": {"title": shown},
        "button_list": [{"text": shown, "style": 2, "key": USED_KEY}],
        "task_id": task_id,
    }
    return {"response_type": "update_template_card", "template_card": card}


USED_KEY = "-"
"""The key of a button that only shows what was chosen."""


def _links(citations: tuple[Citation, ...]) -> str:
    # A bracket would end the address early.
    links = [
        (escaped(source.name), source.url.replace("(", "%28").replace(")", "%29"))
        for source in sources(citations)
    ]
    return "\n".join(f"{wording.SOURCE}[{name}]({url})" for name, url in links)


def _choices(choices: tuple[Choice, ...]) -> str:
    if not choices:
        return ""
    return "\n".join([wording.CHOICES, *(f"- {escaped(choice.send)}" for choice in choices)])
