"""From a Telegram update to the message it means (https://core.telegram.org/bots/api#update)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple

from bot.channels.callback import WELCOME, RefusalReason, identifier, readable, refusal
from bot.channels.opinion import with_opinion
from bot.channels.telegram import CHANNEL
from bot.messages import Attachment, InboundMessage

Json = dict[str, Any]

# Telegram's fields that hold something sent along, and what we call it.
_KINDS = {
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "document": "file",
    "animation": "file",
    "sticker": "file",
    "contact": "file",
    "poll": "file",
}


USED = " "
"""The data of a button that only shows what was chosen: pressing it says nothing."""


class PressedButton(NamedTuple):
    """A button somebody pressed: whose query, in which message, and what it said."""

    query_id: str
    chat_id: str
    message_id: int
    label: str


def inbound_message(update: Json, *, username: str, received_at: datetime) -> InboundMessage | None:
    """Return the message in `update`; None when it asks for no answer.

    In a group only what is addressed to the bot `username` counts, and the sender is the
    group itself, which nobody's rights are bound to: all of its members read the answer. What
    one of them says is no follow-up to what another said.

    Raises:
        CallbackRefused: not an update of the documented shape.
    """
    update_id = identifier(str(_whole(update.get("update_id"))))
    if (query := update.get("callback_query")) is not None:
        source = _object(_object(query).get("message"))
        writer = _object(query).get("from")
        text: str | None = _text(_object(query).get("data"))
        attachments: tuple[Attachment, ...] = ()
        unique = identifier(_text(_object(query).get("id")))
    elif (message := update.get("message")) is not None:
        source = _object(message)
        writer = source.get("from")
        attachments = _attachments(source)
        text = _addressed_text(source, username)
        unique = identifier(str(source.get("message_id", "")))
    else:
        return None
    chat_id = _chat_id(source)
    if text is None or not (text.strip() or attachments):
        return None
    inbound = InboundMessage(
        channel=CHANNEL,
        # update_id alone may come again: it is drawn anew after a quiet week.
        message_id=f"{update_id}:{chat_id}:{unique}",
        sender=chat_id,
        conversation=f"{CHANNEL}:{chat_id}{_within_group(source, writer)}",
        text=readable(text),
        received_at=received_at,
        attachments=attachments,
    )
    return with_opinion(inbound) if query is not None else inbound


def pressed_button(update: Json) -> PressedButton | None:
    """Return the button pressed in `update`, None when it is no press of a button.

    Raises:
        CallbackRefused: not of the documented shape.
    """
    if "callback_query" not in update:
        return None
    query = _object(update["callback_query"])
    message = _object(query.get("message"))
    message_id = _whole(message.get("message_id"))
    label = _label(message.get("reply_markup"), query.get("data"))
    query_id = identifier(_text(query.get("id")))
    return PressedButton(query_id, _chat_id(message), message_id, readable(label))


def _label(markup: object, data: object) -> str:
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    for row in rows if isinstance(rows, list) else []:
        for button in row if isinstance(row, list) else []:
            if isinstance(button, dict) and button.get("callback_data") == data:
                return str(button.get("text", ""))
    return ""


def _addressed_text(message: Json, username: str) -> str | None:
    text = str(message.get("text") or message.get("caption") or _face(message)).strip()
    is_group = _is_group(message)
    # A longer name that begins like ours is another's.
    mention = re.compile(rf"@{re.escape(username)}(?!\w)", re.IGNORECASE | re.ASCII)
    if is_group and not (username and mention.search(text)):
        return None
    if username:
        text = mention.sub("", text, count=1).strip()
    if is_group and not text and not _attachments(message):
        # Called by name and asked nothing.
        return WELCOME
    return WELCOME if text.split(" ")[0] == "/start" else text


def _face(message: Json) -> str:
    """Return the sign that a sticker stands for: it is a nod and no file."""
    sticker = message.get("sticker")
    return str(sticker.get("emoji", "")) if isinstance(sticker, dict) else ""


def _is_group(message: Json) -> bool:
    return _object(message.get("chat")).get("type") != "private"


def _within_group(message: Json, writer: object) -> str:
    """Return what tells one writer's conversation in a group from another's."""
    if not _is_group(message) or not isinstance(writer, dict):
        return ""
    return f":{_whole(writer.get('id'))}"


def _attachments(message: Json) -> tuple[Attachment, ...]:
    if photos := message.get("photo"):
        # The sizes of one picture, the largest last.
        largest = _object(photos[-1]) if isinstance(photos, list) else {}
        return (Attachment(kind="image", reference=readable(str(largest.get("file_id", "")))),)
    if location := message.get("location"):
        place = _object(location)
        reference = f"{place.get('latitude')},{place.get('longitude')}"
        return (Attachment(kind="location", reference=readable(reference)),)
    for field, kind in _KINDS.items():
        if field == "sticker" and _face(message):
            continue
        if content := message.get(field):
            reference = str(_object(content).get("file_id", ""))
            return (Attachment.model_validate({"kind": kind, "reference": readable(reference)}),)
    return ()


def _chat_id(message: Json) -> str:
    return str(_whole(_object(message.get("chat")).get("id")))


def _whole(value: object) -> int:
    # Telegram's ids have at most 52 significant bits.
    if not isinstance(value, int) or abs(value) >= 2**52:
        raise refusal(RefusalReason.MALFORMED)
    return value


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise refusal(RefusalReason.MALFORMED)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise refusal(RefusalReason.MALFORMED)
    return value
