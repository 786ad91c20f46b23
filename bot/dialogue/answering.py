"""The durable way of a message: acknowledged at once, answered once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from prometheus_client import Counter

from bot.delivery import Delivery
from bot.dialogue import wording
from bot.dialogue.dialogue import Dialogue
from bot.durable import DurableWork, QueueLimits
from bot.durable.restart import BRIEF_WITH_DATABASE, is_database_error
from bot.identity import Directory
from bot.messages import InboundMessage, Recipient, Reply
from bot.telemetry.following import following, short_name
from bot.telemetry.stages import stage

WORKFLOW = "answer_message"
QUEUE = "inbound"
AT_ONCE = 4
"""Answers composed at once in one process: more would only slow each other down."""

_log = structlog.get_logger(__name__)
_failures = Counter("bot_answer_failures_total", "Messages whose answer failed", ["reason"])


class Answering:
    """Starts one workflow per message, whose id is the channel's and the message's."""

    def __init__(
        self, work: DurableWork, dialogue: Dialogue, directory: Directory, delivery: Delivery
    ) -> None:
        self._work = work
        self._dialogue = dialogue
        self._directory = directory
        self._delivery = delivery
        # One at a time within a conversation keeps its order; conversations do not wait for
        # each other.
        work.queue(
            QueueLimits(name=QUEUE, per_worker=AT_ONCE, partition_concurrency=1, polling_s=0.1)
        )
        work.register(WORKFLOW, self._run)

    def receive(self, message: InboundMessage) -> None:
        """Take `message` in; the vendor's repetition of it changes nothing."""
        self._work.enqueue(
            WORKFLOW,
            message.model_dump(mode="json"),
            workflow_id=f"{message.channel}:{message.message_id}",
            queue=QUEUE,
            partition=f"{message.channel}:{message.conversation}",
        )

    def under_way(self) -> Sequence[str]:
        """Return the conversations of the messages that wait or are being answered."""
        return self._work.under_way(QUEUE)

    def decline(self, message: InboundMessage) -> None:
        """Tell the sender of a message over the rate limit that it is not answered."""
        self._delivery.deliver(
            [Recipient(channel=message.channel, account=message.sender)],
            wording.too_many(),
            key=reply_key(message),
        )

    def compose(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to the message in `payload`, both as JSON values.

        Whatever fails, the person gets an apology instead of silence; a database error alone is
        passed on, because the next try may find the database back.
        """
        message = InboundMessage.model_validate(payload)
        try:
            reply = self._reply(message)
        except Exception as exc:  # the boundary: silence would be worse than any answer
            if is_database_error(exc):
                raise
            reply = _apology(message, exc)
        return reply.model_dump(mode="json")

    def _reply(self, message: InboundMessage) -> Reply:
        if not message.text.strip() and message.attachments:
            return wording.attachment_declined([each.kind for each in message.attachments])
        person = self._directory.person_for(message.channel, message.sender)
        reply = self._dialogue.answer(message, person)
        if message.attachments:
            kinds = [each.kind for each in message.attachments]
            reply = wording.without_attachments(reply, kinds)
        if reply.citations or reply.figures:
            return reply.model_copy(update={"opinion_on": message.message_id})
        return reply

    def _run(self, payload: dict[str, Any]) -> None:
        message = InboundMessage.model_validate(payload)
        workflow = short_name(f"{message.channel}:{message.message_id}")
        with stage("message"), following(workflow=workflow):
            self._answer(message, payload)

    def _answer(self, message: InboundMessage, payload: dict[str, Any]) -> None:
        try:
            composed = self._work.step("compose", self.compose, payload, retry=BRIEF_WITH_DATABASE)
        except Exception as exc:  # the database stayed away
            composed = _apology(message, exc).model_dump(mode="json")
        self._delivery.deliver_within(
            [Recipient(channel=message.channel, account=message.sender)],
            Reply.model_validate(composed),
            key=reply_key(message),
        )


def _apology(message: InboundMessage, exc: Exception) -> Reply:
    _failures.labels(reason=type(exc).__name__).inc()
    _log.exception(
        "answer_failed", channel=message.channel, message_id=message.message_id, exc_info=exc
    )
    return wording.apology()


def reply_key(message: InboundMessage) -> str:
    """Return the key of what is sent in answer to a message, the same for its repetition."""
    return f"reply:{message.channel}:{message.message_id}"
