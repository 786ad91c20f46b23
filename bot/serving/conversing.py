"""Answers somebody who waits for the answer: the page and the command line.

The other channels acknowledge first and answer through a durable workflow
(`bot.dialogue.answering`); here the asker holds the line, so nothing must outlive the call.
"""

from __future__ import annotations

import time
import uuid

from bot.identity import GUEST, Person
from bot.messages import Answer, InboundMessage, Reply
from bot.wiring import Parts


def converse(
    parts: Parts,
    text: str,
    *,
    person: Person | None,
    conversation: str,
    channel: str,
    message_id: str | None = None,
) -> tuple[Reply, Answer]:
    """Return the reply to `text` and how the outside sees it; both turns are remembered.

    `message_id` stays the same when a page repeats a message whose answer got lost.
    """
    started = time.perf_counter()
    asker = person or GUEST
    message = InboundMessage(
        channel=channel,
        message_id=message_id or uuid.uuid4().hex,
        sender=asker.user_id,
        conversation=conversation,
        text=text,
        received_at=parts.clock.now(),
    )
    reply = parts.dialogue.answer(message, asker)
    milliseconds = round((time.perf_counter() - started) * 1000)
    return reply, Answer.of(reply, conversation=conversation, milliseconds=milliseconds)
