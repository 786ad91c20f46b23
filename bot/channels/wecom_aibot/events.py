"""From the AI bot's decrypted JSON to the message it means.

https://developer.work.weixin.qq.com/document/path/100719
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, NamedTuple

from bot.channels.callback import WELCOME, RefusalReason, identifier, readable, refusal
from bot.channels.wecom_aibot import CHANNEL, wording
from bot.channels.wecom_aibot.rendering import USED_KEY
from bot.messages import Attachment, InboundMessage, Opinion

Json = dict[str, Any]

GROUP = "group:"
"""What the account of a group begins with."""

_VERDICTS = {"1": "useful", "2": "useless", "3": "revoked"}
_MENTION = re.compile(r"^@\S+(?:\s+|$)")
_ATTACHED = frozenset({"image", "file", "video"})


def read_json(text: str | bytes) -> Json:
    """Return the object in `text`.

    Raises:
        CallbackRefused: it is none.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise refusal(RefusalReason.MALFORMED) from exc
    return required(value)


def required(value: object) -> Json:
    """Return `value`, which must be an object.

    Raises:
        CallbackRefused: it is none.
    """
    if not isinstance(value, dict):
        raise refusal(RefusalReason.MALFORMED)
    return value


def required_text(holder: Json, name: str) -> str:
    """Return the text `name` of `holder`.

    Raises:
        CallbackRefused: absent, empty or no text.
    """
    value = holder.get(name)
    if not isinstance(value, str) or not value:
        raise refusal(RefusalReason.MALFORMED)
    return value


def inbound_message(
    message: Json, *, received_at: datetime, opinion: Opinion | None = None
) -> InboundMessage | None:
    """Return the message; None when it asks for no answer and holds no `opinion`.

    In a group the sender is the group itself, which nobody's rights are bound to: all of
    its members read the answer.

    Raises:
        CallbackRefused: not of the documented shape.
    """
    text, attachments = _said(message)
    if not text and not attachments and opinion is None:
        return None
    user = identifier(required_text(required(message.get("from")), "userid"))
    is_group = message.get("chattype") == "group"
    account = identifier(GROUP + required_text(message, "chatid")) if is_group else user
    # The id is looked up within delivery keys, whose separators it must not hold.
    message_id = re.sub("[:#]", "-", identifier(required_text(message, "msgid")))
    return InboundMessage(
        channel=CHANNEL,
        message_id=message_id,
        sender=account,
        conversation=f"{CHANNEL}:{account}:{user}" if is_group else f"{CHANNEL}:{user}",
        text=readable(text),
        received_at=received_at,
        attachments=attachments,
        opinion=opinion,
    )


class GivenFeedback(NamedTuple):
    """Feedback on an answer: the id it went out with, the verdict and the vendor's reasons."""

    feedback_id: str
    verdict: str
    reason: str


def given_feedback(message: Json) -> GivenFeedback | None:
    """Return the feedback in `message`, None when it holds none we understand."""
    event = message.get("event")
    if not isinstance(event, dict) or event.get("eventtype") != "feedback_event":
        return None
    feedback = event.get("feedback_event")
    if not isinstance(feedback, dict):
        return None
    verdict, feedback_id = _VERDICTS.get(str(feedback.get("type"))), feedback.get("id")
    if verdict is None or not isinstance(feedback_id, str):
        return None
    codes = feedback.get("inaccurate_reason_list")
    known = (
        [str(code) for code in codes if isinstance(code, int)] if isinstance(codes, list) else []
    )
    reason = wording.INACCURATE.format(codes="、".join(known[:4])) if known else ""
    return GivenFeedback(feedback_id, verdict, reason)


def pressed_card(message: Json) -> tuple[str, str] | None:
    """Return task id and key of the card button pressed in `message`, None when it is none."""
    event = message.get("event")
    if not isinstance(event, dict) or event.get("eventtype") != "template_card_event":
        return None
    card = required(event.get("template_card_event"))
    return identifier(required_text(card, "task_id")), readable(required_text(card, "event_key"))


def _said(message: Json) -> tuple[str, tuple[Attachment, ...]]:
    kind = required_text(message, "msgtype")
    if kind == "event":
        return _said_by_event(message), ()
    body = required(message.get(kind))
    if kind in {"text", "voice"}:
        # A voice arrives as the text WeCom heard.
        said = _without_mention(str(body.get("content", "")))
        # Called by name in a group and asked nothing.
        is_only_called = message.get("chattype") == "group" and not said
        return WELCOME if is_only_called else said, ()
    if kind == "mixed":
        return _said_by_parts(body)
    if kind in _ATTACHED:
        return "", (_attachment(kind, body),)
    return "", (Attachment(kind="file", name=identifier(kind)),)


def _said_by_parts(body: Json) -> tuple[str, tuple[Attachment, ...]]:
    parts = body.get("msg_item")
    if not isinstance(parts, list):
        raise refusal(RefusalReason.MALFORMED)
    texts: list[str] = []
    attachments: list[Attachment] = []
    for part in map(required, parts):
        kind = required_text(part, "msgtype")
        content = required(part.get(kind))
        if kind == "text":
            texts.append(str(content.get("content", "")))
        else:
            attachments.append(_attachment(kind, content))
    return _without_mention("\n".join(texts)), tuple(attachments)


def _said_by_event(message: Json) -> str:
    event = required(message.get("event"))
    if event.get("eventtype") == "enter_chat":
        return WELCOME
    pressed = pressed_card(message)
    return pressed[1] if pressed is not None and pressed[1] != USED_KEY else ""


def _attachment(kind: str, body: Json) -> Attachment:
    known = kind if kind in _ATTACHED else "file"
    return Attachment.model_validate(
        {"kind": known, "reference": readable(str(body.get("url", "")))}
    )


def _without_mention(text: str) -> str:
    return _MENTION.sub("", text.strip())
