"""The messages that were kept, page by page: for who follows up what did not arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.delivery.model import DeliveryRow, SendAttemptRow
from bot.delivery.receipt import AttemptResult, DeliveryState, SendAttempt
from bot.errors import ReceiptLost
from bot.messages import Recipient, Reply
from bot.storage.engine import SessionFactory


@dataclass(frozen=True)
class KeptMessage:
    """One message. Moments are system time, aware.

    `user_id` is whom it is for, empty where it answers an account. `recipients` are the
    accounts it may go to, `last` is the newest try, None before the first. `may_have_arrived`: the
    receipt of some try was lost on the way, whatever the last one came to.
    """

    key: str
    user_id: str
    reply: Reply
    recipients: tuple[Recipient, ...]
    state: DeliveryState
    created_at: datetime
    finished_at: datetime | None
    retries: int
    last: SendAttempt | None
    may_have_arrived: bool


@dataclass(frozen=True)
class MessageChoice:
    """Which messages; None means any. `text` is looked for in keys and user ids."""

    state: DeliveryState | None = None
    channel: str | None = None
    user_id: str | None = None
    text: str = ""


class MessageListing:
    """Reads pages of messages, newest first."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def page(self, choice: MessageChoice, *, limit: int, offset: int = 0) -> list[KeptMessage]:
        """Return at most `limit` messages after the first `offset`."""
        query = (
            sa.select(DeliveryRow)
            .where(*_conditions(choice))
            .order_by(DeliveryRow.created_at.desc(), DeliveryRow.key)
            .limit(limit)
            .offset(offset)
        )
        with self._sessions() as session:
            rows = session.scalars(query).all()
            tries = _tries(session, [row.key for row in rows])
        return [_message(row, tries[row.key]) for row in rows]

    def one(self, key: str) -> KeptMessage | None:
        """Return the message of this key."""
        with self._sessions() as session:
            row = session.get(DeliveryRow, key)
            tries = _tries(session, [key])
        return None if row is None else _message(row, tries[key])

    def counts(self) -> dict[DeliveryState, int]:
        """Return how many messages stand where."""
        with self._sessions() as session:
            rows = session.execute(
                sa.select(DeliveryRow.state, sa.func.count()).group_by(DeliveryRow.state)
            ).all()
            return {DeliveryState(state): count for state, count in rows}


def as_attempt(row: SendAttemptRow) -> SendAttempt:
    """Return the row as a try."""
    return SendAttempt(
        row.channel,
        row.account,
        row.number,
        AttemptResult(row.result),
        row.reason,
        tuple(row.message_ids),
        row.at,
    )


def _conditions(choice: MessageChoice) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if choice.state is not None:
        found.append(DeliveryRow.state == choice.state.value)
    if choice.user_id is not None:
        found.append(DeliveryRow.user_id == choice.user_id)
    if choice.channel is not None:
        tried = sa.select(SendAttemptRow.key).where(
            SendAttemptRow.key == DeliveryRow.key, SendAttemptRow.channel == choice.channel
        )
        found.append(tried.exists())
    if choice.text:
        found.append(
            DeliveryRow.key.contains(choice.text, autoescape=True)
            | DeliveryRow.user_id.contains(choice.text, autoescape=True)
        )
    return found


def _tries(session: Session, keys: Sequence[str]) -> defaultdict[str, list[SendAttempt]]:
    rows = session.scalars(
        sa.select(SendAttemptRow)
        .where(SendAttemptRow.key.in_(keys))
        .order_by(SendAttemptRow.at, SendAttemptRow.recipient_index, SendAttemptRow.number)
    )
    found: defaultdict[str, list[SendAttempt]] = defaultdict(list)
    for row in rows:
        found[row.key].append(as_attempt(row))
    return found


def _message(row: DeliveryRow, tries: Sequence[SendAttempt]) -> KeptMessage:
    return KeptMessage(
        key=row.key,
        user_id=row.user_id,
        reply=Reply(**row.reply),
        recipients=tuple(Recipient(**entry) for entry in row.recipients if entry is not None),
        state=DeliveryState(row.state),
        created_at=row.created_at,
        finished_at=row.finished_at,
        retries=row.retries,
        last=tries[-1] if tries else None,
        may_have_arrived=any(one.reason == ReceiptLost.__name__ for one in tries),
    )
