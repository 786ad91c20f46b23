"""Answers that the vendor fetches itself: in the response to a callback, or by asking again.

The callback and the answer may live in different processes, so they meet in the database.
An exchange is open until it is answered (the answer can then be fetched, as often as the
vendor likes) or closed (nobody fetches any more, and the answer needs another way).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Index, String, Text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.clock import Clock
from bot.storage import Model
from bot.storage.engine import SessionFactory


class ExchangeState(StrEnum):
    """Where an exchange stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class ExchangeRow(Model):
    """One message whose answer may be fetched; `opened_at` is system time."""

    __tablename__ = "channel_exchanges"
    __table_args__ = (Index("ix_channel_exchanges_channel_opened_at", "channel", "opened_at"),)

    handle: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    message_id: Mapped[str] = mapped_column(String(128))
    account: Mapped[str] = mapped_column(String(128), index=True)
    opened_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    answer: Mapped[dict[str, Any] | None]
    response_url: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True)
class Exchange:
    """An exchange as it was when read; `answer` is the channel's own rendering, of a closed
    exchange what its callback gave instead."""

    handle: str
    message_id: str
    account: str
    opened_at: datetime
    state: ExchangeState
    answer: dict[str, Any] | None


class Exchanges:
    """The exchanges of one channel; `clock` is system time."""

    def __init__(self, channel: str, sessions: SessionFactory, clock: Clock) -> None:
        self._channel = channel
        self._sessions = sessions
        self._clock = clock

    def open(self, message_id: str, account: str, *, response_url: str = "") -> Exchange:
        """Return the exchange of a message, new or as a repetition left it."""
        handle = self._handle(message_id)
        row = ExchangeRow(
            handle=handle,
            channel=self._channel,
            message_id=message_id,
            account=account,
            opened_at=self._clock.now(),
            state=ExchangeState.OPEN,
            answer=None,
            response_url=response_url,
        )
        found = self.find(handle)
        if found is not None:
            return found
        try:
            with self._sessions.begin() as session:
                session.add(row)
        except IntegrityError:
            # The vendor's repetition came to another process at the same moment.
            found = self.find(handle)
        return found or _exchange(row)

    def find(self, handle: str) -> Exchange | None:
        """Return the exchange with this handle."""
        with self._sessions() as session:
            row = session.get(ExchangeRow, handle)
        return None if row is None else _exchange(row)

    def of_delivery(self, key: str, account: str) -> Exchange | None:
        """Return the exchange that the delivery `key` answers.

        A delivery's key holds the id of the message it answers, between separators; a
        message that answers none (an alert) has no exchange.
        """
        words = re.split("[:#]", key)
        with self._sessions() as session:
            row = session.scalar(
                sa.select(ExchangeRow).where(
                    ExchangeRow.channel == self._channel,
                    ExchangeRow.account == account,
                    ExchangeRow.message_id.in_(words),
                )
            )
        return None if row is None else _exchange(row)

    def answer(self, exchange: Exchange, answer: dict[str, Any]) -> bool:
        """Let `answer` be fetched; False when nobody fetches any more."""
        return self._move(exchange, ExchangeState.ANSWERED, answer)

    def close(self, exchange: Exchange) -> bool:
        """Stop waiting; False when the answer came first."""
        return self._move(exchange, ExchangeState.CLOSED, None)

    def keep_given(self, exchange: Exchange, given: dict[str, Any], session: Session) -> None:
        """Note what else the callback of a closed exchange gives: its repetition gives the same.
        Committed with that in `session` by which it is given: a process killed between the two
        would have given it to nobody."""
        session.execute(
            sa.update(ExchangeRow).where(ExchangeRow.handle == exchange.handle).values(answer=given)
        )

    def unsettled(self, since: datetime) -> list[Exchange]:
        """Return the exchanges opened since then that are open, or answered and not fetched."""
        with self._sessions() as session:
            rows = session.scalars(
                sa.select(ExchangeRow)
                .where(
                    ExchangeRow.channel == self._channel,
                    ExchangeRow.opened_at > since,
                    ExchangeRow.state != ExchangeState.CLOSED,
                )
                .order_by(ExchangeRow.opened_at)
            ).all()
        return [_exchange(row) for row in rows]

    def settle(self, exchange: Exchange) -> None:
        """Note that the answer has been pushed to where it belongs."""
        with self._sessions.begin() as session:
            session.execute(
                sa.update(ExchangeRow)
                .where(ExchangeRow.handle == exchange.handle)
                .values(state=ExchangeState.CLOSED)
            )

    def response_url(self, exchange: Exchange) -> str:
        """Return the address for one later answer, "" when there is none or it is used."""
        with self._sessions() as session:
            return session.get_one(ExchangeRow, exchange.handle).response_url

    def forget_response_url(self, exchange: Exchange) -> None:
        """Note that the address has been used."""
        with self._sessions.begin() as session:
            session.execute(
                sa.update(ExchangeRow)
                .where(ExchangeRow.handle == exchange.handle)
                .values(response_url="")
            )

    def _move(self, exchange: Exchange, to: ExchangeState, answer: dict[str, Any] | None) -> bool:
        # One statement decides between the answer and the callback that gives up waiting.
        with self._sessions.begin() as session:
            moved = session.execute(
                sa.update(ExchangeRow)
                .where(
                    ExchangeRow.handle == exchange.handle,
                    ExchangeRow.state == ExchangeState.OPEN,
                )
                .values(state=to, answer=answer)
                .returning(ExchangeRow.handle)
            ).scalar_one_or_none()
        return moved is not None

    def _handle(self, message_id: str) -> str:
        return hashlib.sha256(f"{self._channel}\0{message_id}".encode()).hexdigest()[:32]


def _exchange(row: ExchangeRow) -> Exchange:
    state = ExchangeState(row.state)
    return Exchange(row.handle, row.message_id, row.account, row.opened_at, state, row.answer)
