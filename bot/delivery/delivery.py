"""Durable delivery: one message, several ways to reach somebody, one receipt.

Each try is a workflow of its own, so waiting for a vendor holds no worker, and every try goes
through the channel's queue with the vendor's limits: after an outage the backlog flows out as
fast as is allowed and no faster.

Delivery is at least once. When the process dies after the vendor took a message and before the
receipt is kept, the same try is made again with the same key; a vendor with a duplicate check
(WeCom's `enable_duplicate_check`) then delivers nothing twice. Of the others' messages whose
receipt was lost on the way there are four tries at most (`Backoff.unanswered_s`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from prometheus_client import Counter
from sqlalchemy.orm import Session

from bot.clause_label import references_in_words
from bot.clock import Clock
from bot.delivery.kept import KeptMessages
from bot.delivery.limits import Backoff, channel_limits, channel_queue
from bot.delivery.model import DeliveryRow, SendAttemptRow
from bot.delivery.receipt import AttemptResult, DeliveryState, Receipt
from bot.delivery.rounds import (
    first_number,
    for_another_round,
    next_place,
    round_of,
    tries_in_round,
)
from bot.delivery.sender import CountsCopies, LinksClauses, Sender
from bot.durable import DurableWork
from bot.durable.restart import PATIENT_WITH_DATABASE, is_database_error, start_again
from bot.errors import DeliveryError, ReceiptLost, RetryRefused
from bot.messages import Recipient, Reply
from bot.storage.engine import Also, SessionFactory, nothing_else
from bot.telemetry.stages import stage

WORKFLOW = "deliver"
# Younger ones may be about to be started by whoever kept them.
STRANDED_AFTER = timedelta(minutes=2)

_logger = logging.getLogger(__name__)
_tries = Counter(
    "bot_send_attempts_total", "Tries to send a message", ["channel", "result", "reason"]
)


@dataclass(frozen=True)
class _Tried:
    result: AttemptResult
    reason: str = ""
    receipt: Receipt | None = None
    wait_s: float = 0.0


class Delivery(KeptMessages):
    """Takes replies and sees to it that they arrive.

    Create it before `work.launch()`: it registers its workflow and one queue per sender.
    """

    def __init__(
        self,
        work: DurableWork,
        sessions: SessionFactory,
        senders: Mapping[str, Sender],
        clock: Clock,
        *,
        backoff: Backoff | None = None,
    ) -> None:
        super().__init__(sessions, clock)
        self._work = work
        self._senders = dict(senders)
        self._backoff = backoff or Backoff()
        self._limits = {channel: channel_limits(channel) for channel in self._senders}
        work.register(WORKFLOW, self._attempt)
        for limits in self._limits.values():
            work.queue(limits)

    def deliver(
        self, recipients: Sequence[Recipient], reply: Reply, *, key: str, user_id: str = ""
    ) -> None:
        """Send `reply` once per `key` to the first recipient that can be reached.

        Returns when the message is safely kept, not when it is sent. Recipients on channels
        without a sender are passed over; with none left the message is kept as failed.
        `user_id` is whom it is for, where that is a person and not just an account.
        """
        with self._sessions.begin() as session:
            self.keep(session, recipients, reply, key=key, user_id=user_id)
        self.start(key)

    def deliver_within(
        self, recipients: Sequence[Recipient], reply: Reply, *, key: str, user_id: str = ""
    ) -> None:
        """Do as `deliver` inside a workflow: a step that waits out a database error."""

        def hand_over() -> None:
            self.deliver(recipients, reply, key=key, user_id=user_id)

        self._work.step("deliver", hand_over, retry=PATIENT_WITH_DATABASE)

    def keep(
        self,
        session: Session,
        recipients: Sequence[Recipient],
        reply: Reply,
        *,
        key: str,
        user_id: str = "",
    ) -> None:
        """Keep a message in the transaction of what caused it; `start` it after the commit.

        One that was never started is found by `resume`.
        """
        if session.get(DeliveryRow, key) is not None:
            return
        reachable = [r for r in recipients if r.channel in self._senders]
        session.add(
            DeliveryRow(
                key=key,
                recipients=[recipient.model_dump() for recipient in reachable],
                reply=reply.model_dump(mode="json"),
                state=DeliveryState.QUEUED if reachable else DeliveryState.FAILED,
                created_at=self._clock.now(),
                finished_at=None if reachable else self._clock.now(),
                user_id=user_id,
            )
        )

    def start(self, key: str) -> None:
        """Start sending a message that was kept; starting it again changes nothing."""
        with self._sessions() as session:
            row = session.get_one(DeliveryRow, key)
        if row.state == DeliveryState.QUEUED:
            place = next_place(row.recipients, -1) or 0
            recipient = _recipient(row.recipients, place)
            self._enqueue(key, place, first_number(row.retries), recipient)
        elif row.state == DeliveryState.FAILED:
            _logger.warning("no way to deliver message %s", key)

    def retry(
        self,
        key: str,
        accounts: Sequence[Recipient],
        *,
        also: Also = nothing_else,
    ) -> None:
        """Make another round of tries for a message that reached nobody.

        `accounts` are those of the person as they are now: what they no longer have is not
        written to, what is new is tried last. Where a message was sent before, it is sent under
        the same key, by which a vendor knows a repetition. `also` is called in the transaction
        that begins the round; a round that was begun and not started is found by `resume`.

        Raises:
            RetryRefused: it was sent, is being sent, or there is no account to send it to.
        """
        now = [r.model_dump() for r in accounts if r.channel in self._senders]
        with self._sessions.begin() as session:
            row = session.get(DeliveryRow, key, with_for_update=True)
            if row is None or row.state != DeliveryState.FAILED:
                raise RetryRefused(
                    "这条消息已经送达或正在发送，没有重发", remedy="刷新页面查看它现在的状态"
                )
            if not now:
                raise RetryRefused(
                    "收件人没有可用的账号，无法重发", remedy="先请本人绑定账号，或启用企业微信"
                )
            row.recipients = for_another_round(row.recipients, now)
            row.state, row.finished_at, row.retries = DeliveryState.QUEUED, None, row.retries + 1
            also(session)
        self.start(key)

    def resume(self) -> int:
        """Go on with queued messages that no workflow works on; return how many.

        These were kept but never started, or their workflow failed. What waits or runs is left
        alone, so that resuming at any time repeats nothing.
        """
        before = self._clock.now() - STRANDED_AFTER
        last = sa.func.coalesce(sa.func.max(SendAttemptRow.at), DeliveryRow.created_at)
        with self._sessions() as session:
            stranded = session.scalars(
                sa.select(DeliveryRow.key)
                .outerjoin(SendAttemptRow, SendAttemptRow.key == DeliveryRow.key)
                .where(DeliveryRow.state == DeliveryState.QUEUED)
                .group_by(DeliveryRow.key, DeliveryRow.created_at)
                .having(last <= before)
            ).all()
        return sum(self._resume(key) for key in stranded)

    def _resume(self, key: str) -> bool:
        with self._sessions() as session:
            row = session.get_one(DeliveryRow, key)
            last = session.scalars(
                sa.select(SendAttemptRow)
                .where(
                    SendAttemptRow.key == key, SendAttemptRow.number >= first_number(row.retries)
                )
                .order_by(SendAttemptRow.recipient_index.desc(), SendAttemptRow.number.desc())
                .limit(1)
            ).first()
        index, number = _next_try(row, last)
        recipient = _recipient(row.recipients, index)
        if recipient.channel not in self._senders:
            return False
        return start_again(
            self._work,
            WORKFLOW,
            key,
            index,
            number,
            workflow_id=_attempt_id(key, index, number),
            queue=channel_queue(recipient.channel),
            partition=self._partition(recipient),
        )

    def _enqueue(
        self, key: str, index: int, number: int, recipient: Recipient, wait_s: float | None = None
    ) -> None:
        self._work.enqueue(
            WORKFLOW,
            key,
            index,
            number,
            workflow_id=_attempt_id(key, index, number),
            queue=channel_queue(recipient.channel),
            partition=self._partition(recipient),
            delay_s=wait_s,
        )

    def _partition(self, recipient: Recipient) -> str | None:
        return recipient.account if self._limits[recipient.channel].is_partitioned else None

    def _attempt(self, key: str, index: int, number: int) -> None:
        # Two steps: when the receipt cannot be kept, only the keeping is tried again.
        tried = self._work.step("send", self._send, key, index, number, retry=PATIENT_WITH_DATABASE)
        self._work.step("keep", self._keep, key, index, number, tried, retry=PATIENT_WITH_DATABASE)
        recipients = tried["recipients"]
        result, following = AttemptResult(tried["result"]), next_place(recipients, index)
        if result is AttemptResult.RETRY:
            recipient = _recipient(recipients, index)
            self._enqueue(key, index, number + 1, recipient, tried["wait_s"])
        elif result is not AttemptResult.SENT and following is not None:
            first = first_number(round_of(number))
            self._enqueue(key, following, first, _recipient(recipients, following))

    def _send(self, key: str, index: int, number: int) -> dict[str, Any]:
        """Make one try; what came of it is returned as JSON."""
        with self._sessions() as session:
            row = session.get_one(DeliveryRow, key)
            # Before the try: once it is made, a database that fails would have it made again.
            is_first = tries_in_round(number) == 1
            unanswered = 0 if is_first else _unanswered(session, row, index)
        if row.state == DeliveryState.SENT:
            tried = _Tried(AttemptResult.SENT)
        else:
            # A key for each recipient: two of them may share a channel, and the second is no
            # repetition of the first.
            recipient, own_key = _recipient(row.recipients, index), f"{key}#{index}"
            sender = self._senders.get(recipient.channel)
            if is_first and round_of(number) and isinstance(sender, CountsCopies):
                sender.begin_round(own_key)
            tried = self._try(
                recipient, Reply(**row.reply), tries_in_round(number), unanswered, own_key
            )
        return {
            "result": tried.result.value,
            "reason": tried.reason,
            "message_ids": list(tried.receipt.message_ids) if tried.receipt else [],
            "wait_s": tried.wait_s,
            "recipients": row.recipients,
        }

    def _try(
        self, recipient: Recipient, reply: Reply, number: int, unanswered: int, key: str
    ) -> _Tried:
        sender = self._senders.get(recipient.channel)
        if sender is None:
            return _Tried(AttemptResult.UNREACHABLE, "ChannelNotConfigured")
        try:
            with stage("send"):
                receipt = sender.send(recipient.account, _as_taken(reply, sender), key=key)
        except DeliveryError as exc:
            reason = type(exc).__name__
            if not exc.is_retryable:
                return _Tried(AttemptResult.UNREACHABLE, reason)
            wait_s = self._backoff.next_try_s(exc, number, unanswered)
            if wait_s is None:
                return _Tried(AttemptResult.GIVEN_UP, reason)
            return _Tried(AttemptResult.RETRY, reason, wait_s=wait_s)
        except Exception as exc:
            # A defect of one channel must not keep the message from the next one. The text of
            # the exception may hold the message, so only its class is kept.
            reason = type(exc).__name__
            if is_database_error(exc) and number < self._backoff.attempts:
                wait_s = self._backoff.wait_s(number, None)
                return _Tried(AttemptResult.RETRY, reason, wait_s=wait_s)
            _logger.exception("sender of channel %s failed", recipient.channel, exc_info=False)
            return _Tried(AttemptResult.UNREACHABLE, reason)
        return _Tried(AttemptResult.SENT, receipt=receipt)

    def _keep(self, key: str, index: int, number: int, tried: dict[str, Any]) -> None:
        now, result = self._clock.now(), AttemptResult(tried["result"])
        recipient = _recipient(tried["recipients"], index)
        _tries.labels(recipient.channel, result.value, tried["reason"]).inc()
        with self._sessions.begin() as session:
            row = session.get_one(DeliveryRow, key)
            if row.state == DeliveryState.SENT:
                return
            session.merge(
                SendAttemptRow(
                    key=key,
                    recipient_index=index,
                    number=number,
                    channel=recipient.channel,
                    account=recipient.account,
                    result=result,
                    reason=tried["reason"],
                    message_ids=tried["message_ids"],
                    at=now,
                )
            )
            is_last = next_place(tried["recipients"], index) is None
            # A step repeated after a crash must not end a round that was asked for since.
            is_current = round_of(number) == row.retries
            if result is AttemptResult.SENT:
                row.state, row.finished_at = DeliveryState.SENT, now
            elif result is not AttemptResult.RETRY and is_last and is_current:
                row.state, row.finished_at = DeliveryState.FAILED, now
                _logger.warning("message %s reached nobody: %s", key, tried["reason"])


def _attempt_id(key: str, index: int, number: int) -> str:
    return f"{WORKFLOW}:{key}:{index}:{number}"


def _as_taken(reply: Reply, sender: Sender) -> Reply:
    if isinstance(sender, LinksClauses):
        return reply
    return reply.model_copy(update={"text": references_in_words(reply.text)})


def _unanswered(session: Session, row: DeliveryRow, index: int) -> int:
    """Count the tries of this round and recipient that may have arrived."""
    return (
        session.scalar(
            sa.select(sa.func.count()).where(
                SendAttemptRow.key == row.key,
                SendAttemptRow.recipient_index == index,
                SendAttemptRow.number >= first_number(row.retries),
                SendAttemptRow.reason == ReceiptLost.__name__,
            )
        )
        or 0
    )


def _next_try(row: DeliveryRow, last: SendAttemptRow | None) -> tuple[int, int]:
    """Return the recipient and the number of the try that follows `last` of this round."""
    if last is not None and last.result == AttemptResult.RETRY:
        return last.recipient_index, last.number + 1
    place = next_place(row.recipients, -1 if last is None else last.recipient_index)
    return place or 0, first_number(row.retries)


def _recipient(recipients: Sequence[dict[str, Any] | None], place: int) -> Recipient:
    return Recipient(**(recipients[place] or {}))
