"""From a decrypted callback to the message it means.

https://developer.work.weixin.qq.com/document/path/90239 (messages), /90240 (events).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from xml.etree.ElementTree import Element

from bot.channels.callback import WELCOME, RefusalReason, identifier, refusal
from bot.channels.opinion import with_opinion
from bot.channels.tencent.xml import text_of
from bot.channels.wecom_app import CHANNEL
from bot.channels.wecom_app.card_key import read_key
from bot.clock import BUSINESS_ZONE
from bot.messages import Attachment, InboundMessage

_OPENING_EVENTS = frozenset({"enter_agent", "subscribe"})
_SPEAKING_EVENTS = frozenset({"click", "template_card_event", "template_card_menu_event"})


def inbound_message(root: Element, *, received_at: datetime) -> InboundMessage | None:
    """Return the message `root` holds; None when it asks for no answer.

    Opening the chat becomes the text `WELCOME`, whose id names the person and the day, so
    that they are welcomed at most once a day. A pressed button or menu item becomes the text
    its key carries. A message of another kind comes with an empty text and one attachment.

    Raises:
        CallbackRefused: sender, kind or id is missing.
    """
    sender = identifier(text_of(root, "FromUserName"))
    kind = identifier(text_of(root, "MsgType"))
    if kind == "event":
        spoken = _spoken_by_event(root, sender)
        if spoken is None:
            return None
        message_id, text = spoken
        return with_opinion(_message(message_id, sender, received_at, text))
    message_id = identifier(text_of(root, "MsgId"))
    if kind == "text":
        return _message(message_id, sender, received_at, text_of(root, "Content"))
    return _message(message_id, sender, received_at, "", _attachment(root, kind))


def _message(
    message_id: str, sender: str, received_at: datetime, text: str, *attachments: Attachment
) -> InboundMessage:
    return InboundMessage(
        channel=CHANNEL,
        message_id=message_id,
        sender=sender,
        conversation=f"{CHANNEL}:{sender.casefold()}",
        text=text,
        received_at=received_at,
        attachments=attachments,
    )


def _spoken_by_event(root: Element, sender: str) -> tuple[str, str] | None:
    event, created = text_of(root, "Event"), text_of(root, "CreateTime")
    if not event or not (created.isascii() and created.isdigit() and len(created) <= 11):
        raise refusal(RefusalReason.MALFORMED)
    if event in _OPENING_EVENTS:
        # The event's own time, so that a retry after midnight is still the same day's.
        day = datetime.fromtimestamp(int(created), BUSINESS_ZONE).date()
        return f"welcome:{sender.casefold()}:{day}", WELCOME
    key = text_of(root, "EventKey")
    if event not in _SPEAKING_EVENTS or not key:
        return None
    options = [option.text or "" for option in root.iterfind("SelectedItems//OptionId")]
    text = " ".join([read_key(key).send, *options])
    # Events have no MsgId; the vendor's page says FromUserName + CreateTime, but two buttons
    # pressed within one second are two messages.
    parts = (sender.casefold(), created, event, key, text_of(root, "TaskId"), *options)
    return "event:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32], text


def _attachment(root: Element, kind: str) -> Attachment:
    match kind:
        case "location":
            place = f"{text_of(root, 'Location_X')},{text_of(root, 'Location_Y')}"
            return Attachment(kind="location", reference=place, name=text_of(root, "Label"))
        case "link":
            return Attachment(
                kind="link", reference=text_of(root, "Url"), name=text_of(root, "Title")
            )
        case "image" | "voice" | "video":
            return Attachment(kind=kind, reference=text_of(root, "MediaId"))
        case _:
            return Attachment(kind="file", reference=text_of(root, "MediaId"), name=kind)
