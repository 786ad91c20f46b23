"""From the official account's decrypted XML to the message it means.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from xml.etree.ElementTree import Element

from bot.channels.callback import WELCOME, RefusalReason, identifier, refusal
from bot.channels.tencent.xml import text_of
from bot.channels.wechat_official import CHANNEL
from bot.messages import Attachment, InboundMessage


def inbound_message(root: Element, *, received_at: datetime) -> InboundMessage | None:
    """Return the message `root` holds; None when it asks for no answer.

    Subscribing becomes the text `WELCOME`, a menu item the text its key carries, a voice
    what WeChat heard, where the account has that switched on.

    Raises:
        CallbackRefused: sender, kind or id is missing.
    """
    sender = identifier(text_of(root, "FromUserName"))
    kind = identifier(text_of(root, "MsgType"))
    attachments: tuple[Attachment, ...] = ()
    if kind == "event":
        text = _spoken_by_event(root)
        message_id = _event_id(root, sender)
    else:
        text = text_of(root, "Content") or text_of(root, "Recognition")
        attachments = () if text else _attachments(root, kind)
        message_id = identifier(text_of(root, "MsgId"))
    if not message_id.isalnum():
        # The id is looked up within delivery keys, whose separators it must not hold.
        raise refusal(RefusalReason.MALFORMED)
    if not text and not attachments:
        return None
    return InboundMessage(
        channel=CHANNEL,
        message_id=message_id,
        sender=sender,
        conversation=f"{CHANNEL}:{sender}",
        text=text,
        received_at=received_at,
        attachments=attachments,
    )


def _spoken_by_event(root: Element) -> str:
    match text_of(root, "Event"):
        case "":
            raise refusal(RefusalReason.MALFORMED)
        case "subscribe" | "SCAN":
            return WELCOME
        case "CLICK":
            return text_of(root, "EventKey")
        case _:
            return ""


def _event_id(root: Element, sender: str) -> str:
    # Events have no MsgId; two of them may happen within one second.
    names = ("CreateTime", "Event", "EventKey")
    parts = (sender, *(text_of(root, name) for name in names))
    return "e" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:31]


def _attachments(root: Element, kind: str) -> tuple[Attachment, ...]:
    match kind:
        case "text":
            return ()
        case "location":
            place = f"{text_of(root, 'Location_X')},{text_of(root, 'Location_Y')}"
            return (Attachment(kind="location", reference=place, name=text_of(root, "Label")),)
        case "link":
            return (Attachment(kind="link", reference=text_of(root, "Url")),)
        case "image" | "voice" | "video":
            return (Attachment(kind=kind, reference=text_of(root, "MediaId")),)
        case _:
            return (Attachment(kind="file", reference=text_of(root, "MediaId"), name=kind),)
