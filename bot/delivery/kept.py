"""What became of the messages that were kept: states, receipts, what people were sent lately."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.clock import Clock
from bot.delivery.listing import as_attempt
from bot.delivery.model import DeliveryRow, SendAttemptRow
from bot.delivery.receipt import AttemptResult, DeliveryState, SendAttempt
from bot.messages import Recipient, Reply
from bot.storage.engine import SessionFactory

RECENT_MESSAGES = 50
# Databases bound how many values one statement may carry.
KEYS_AT_ONCE = 2000
# Small transactions: whoever sends goes on meanwhile.
_FORGOTTEN_AT_ONCE = 500


class KeptMessages:
    """Reads the messages; `clock` is system time."""

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def state(self, key: str) -> DeliveryState | None:
        """Return where the message stands; None when there is none of this key."""
        with self._sessions() as session:
            row = session.get(DeliveryRow, key)
        return None if row is None else DeliveryState(row.state)

    def states(self, keys: Collection[str]) -> dict[str, DeliveryState]:
        """Return where each of these messages stands; what was never kept is left out."""
        found: dict[str, DeliveryState] = {}
        with self._sessions() as session:
            for part in _parts(keys):
                query = sa.select(DeliveryRow.key, DeliveryRow.state).where(part)
                found |= {key: DeliveryState(state) for key, state in session.execute(query)}
        return found

    def failed(self, keys: Collection[str]) -> set[str]:
        """Return those of `keys` whose message reached nobody."""
        return self._among(keys, DeliveryRow.state == DeliveryState.FAILED)

    def missing(self, keys: Collection[str]) -> set[str]:
        """Return those of `keys` for which no message was ever kept."""
        return set(keys) - self._among(keys, sa.true())

    def _among(self, keys: Collection[str], condition: sa.ColumnElement[bool]) -> set[str]:
        found: set[str] = set()
        with self._sessions() as session:
            for part in _parts(keys):
                found.update(session.scalars(sa.select(DeliveryRow.key).where(part, condition)))
        return found

    def recently_sent(self, recipients: Sequence[Recipient], *, within: timedelta) -> list[Reply]:
        """Return what was sent last to any of these, newest first.

        That is the newest message and those sent at most `within` before it.
        """
        with self._sessions() as session:
            rows = session.execute(_sent_to(recipients).limit(RECENT_MESSAGES)).all()
        return [Reply(**row.reply) for row in rows if rows[0].at - row.at <= within]

    def sent_within(self, recipients: Sequence[Recipient], duration: timedelta) -> list[Reply]:
        """Return what was sent to any of these in the last `duration`, newest first."""
        since = self._clock.now() - duration
        with self._sessions() as session:
            rows = session.execute(_sent_to(recipients, SendAttemptRow.at > since)).all()
        return [Reply(**row.reply) for row in rows]

    def last_try(self, channel: str) -> SendAttempt | None:
        """Return the newest try to send anything over a channel; None before the first."""
        newest = (
            sa.select(SendAttemptRow)
            .where(SendAttemptRow.channel == channel)
            .order_by(SendAttemptRow.at.desc())
            .limit(1)
        )
        with self._sessions() as session:
            row = session.scalar(newest)
        return None if row is None else as_attempt(row)

    def forget_before(self, moment: datetime, *, kept: sa.SelectBase) -> int:
        """Delete the messages that were sent or given up before `moment` (system time, aware),
        with their tries; return how many.

        One that still waits stays, and so do those whose keys `kept` selects: whoever asks
        whether it was told would tell it again. Its key may be used anew afterwards.
        """
        old = (
            sa.select(DeliveryRow.key)
            .where(
                # The first is found by its index; the last try may have come much later.
                DeliveryRow.created_at < moment,
                DeliveryRow.finished_at < moment,
                DeliveryRow.state != DeliveryState.QUEUED,
                DeliveryRow.key.not_in(kept),
            )
            .order_by(DeliveryRow.created_at)
            .limit(_FORGOTTEN_AT_ONCE)
            # What somebody has sent once more at this very moment is left alone.
            .with_for_update(skip_locked=True)
        )
        forgotten = 0
        while keys := self._forget_some(old):
            forgotten += keys
        return forgotten

    def _forget_some(self, old: sa.Select[str]) -> int:
        with self._sessions.begin() as session:
            keys = session.scalars(old).all()
            for table, key in (
                (SendAttemptRow, SendAttemptRow.key),
                (DeliveryRow, DeliveryRow.key),
            ):
                session.execute(sa.delete(table).where(key.in_(keys)))
        return len(keys)

    def receipts(self, key: str) -> list[SendAttempt]:
        """Return every try made for the message, in order; the last one sent it or gave up."""
        with self._sessions() as session:
            rows = session.scalars(
                sa.select(SendAttemptRow)
                .where(SendAttemptRow.key == key)
                .order_by(SendAttemptRow.at, SendAttemptRow.recipient_index, SendAttemptRow.number)
            ).all()
        return [as_attempt(row) for row in rows]


def _sent_to(
    recipients: Sequence[Recipient], *also: sa.ColumnElement[bool]
) -> sa.Select[dict[str, Any], datetime]:
    """Select the replies sent to any of these, and when, newest first; `also` narrows each."""
    # One condition an account: pairs, `(channel, account) IN (…)`, SQLite finds only by reading
    # the whole table.
    to_any = [
        sa.and_(
            SendAttemptRow.channel == recipient.channel,
            SendAttemptRow.account == recipient.account,
            *also,
        )
        for recipient in recipients
    ]
    return (
        sa.select(DeliveryRow.reply, SendAttemptRow.at)
        .join(SendAttemptRow, SendAttemptRow.key == DeliveryRow.key)
        .where(SendAttemptRow.result == AttemptResult.SENT, sa.or_(sa.false(), *to_any))
        .order_by(SendAttemptRow.at.desc())
    )


def _parts(keys: Collection[str]) -> Iterator[sa.ColumnElement[bool]]:
    wanted = sorted(keys)
    for at in range(0, len(wanted), KEYS_AT_ONCE):
        yield DeliveryRow.key.in_(wanted[at : at + KEYS_AT_ONCE])
