"""Hands messages on to be answered: each at least once, in order, a few at a time, fairly.

Only a few messages are under way at once; the others wait in the table, where one person's
many stand behind everybody's first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple, Protocol

import sqlalchemy as sa
import structlog

from bot.channels.intake.admission import Admission
from bot.channels.intake.model import InboundMessageRow
from bot.clock import Clock
from bot.durable.restart import is_database_error
from bot.errors import StorageError
from bot.messages import InboundMessage
from bot.storage.engine import SessionFactory

UNDER_WAY = 32
"""Messages being answered or about to be, over all conversations."""

PER_CONVERSATION = 1
"""The queue tells apart only what came in different seconds (SQLite before 3.42): of two
messages it holds at once, the later could be answered first."""

BURST_A_SECOND = 60
"""Above this many arrivals a second acknowledging comes first: what was kept can wait."""

_SECOND = timedelta(seconds=1)
_LOOKED_AT = 500
_DECLINED_AT_ONCE = 8

_log = structlog.get_logger(__name__)


class Queue(Protocol):
    """Where messages go to be answered; every call may come again for the same message."""

    def receive(self, message: InboundMessage) -> None:
        """Take `message` in; the same again changes nothing."""
        ...

    def decline(self, message: InboundMessage) -> None:
        """Tell the sender that `message` is not answered; the same again changes nothing."""
        ...

    def under_way(self) -> Sequence[str]:
        """Return the conversations (`channel:conversation`) of the messages that are not yet
        answered, one entry a message."""
        ...


class _Waiting(NamedTuple):
    id: int
    conversation: str
    verdict: str
    place: int


class Relay:
    """Moves what waits in the table to the queue; `clock` is system time."""

    def __init__(self, sessions: SessionFactory, queue: Queue, clock: Clock) -> None:
        self._sessions = sessions
        self._queue = queue
        self._clock = clock

    def is_burst(self) -> bool:
        """Tell whether more than `BURST_A_SECOND` came within the last second, to any process."""
        now, at = self._clock.now(), InboundMessageRow.received_at
        # Further ahead, it is from before the clock was set back.
        is_recent = sa.and_(at > now - _SECOND, at <= now + _SECOND)
        statement = sa.select(sa.func.count()).where(is_recent)
        with self._sessions() as session:
            return (session.scalar(statement) or 0) > BURST_A_SECOND

    def move(self) -> tuple[int, bool]:
        """Hand on what there is room for; return how many, and whether others still wait.

        Raises:
            Exception: the queue or the database failed; what was not handed on still waits.
        """
        waiting = self._waiting()
        chosen = self._chosen(waiting)
        moved = [row.id for row in self._load(chosen) if self._hand_on(row)]
        if moved:
            self._mark(moved)
        return len(moved), len(waiting) > len(moved)

    def _waiting(self) -> list[_Waiting]:
        row = InboundMessageRow
        # A conversation's first waiting message stands before every other's second.
        place = sa.func.row_number().over(partition_by=row.conversation, order_by=row.id)
        with self._sessions() as session:
            rows = session.execute(
                sa.select(row.id, row.conversation, row.verdict, place.label("place"))
                .where(row.relayed_at.is_(None))
                .order_by("place", row.id)
                .limit(_LOOKED_AT)
            ).all()
        return [_Waiting(*row) for row in rows]

    def _chosen(self, waiting: Sequence[_Waiting]) -> list[int]:
        if not waiting:
            return []
        under_way = Counter(self._queue.under_way())
        room = UNDER_WAY - under_way.total()
        chosen = []
        declined = 0
        for row in waiting:
            if row.verdict == Admission.DECLINED:
                # Saying no must not keep those waiting who get an answer.
                declined += 1
                if declined <= _DECLINED_AT_ONCE:
                    chosen.append(row.id)
            elif room > 0 and row.place + under_way[row.conversation] <= PER_CONVERSATION:
                chosen.append(row.id)
                room -= 1
        return chosen

    def _load(self, ids: Sequence[int]) -> Sequence[InboundMessageRow]:
        if not ids:
            return []
        statement = (
            sa.select(InboundMessageRow)
            .where(InboundMessageRow.id.in_(ids))
            .order_by(InboundMessageRow.id)
        )
        with self._sessions() as session:
            return [row for row in session.scalars(statement) if row.relayed_at is None]

    def _hand_on(self, row: InboundMessageRow) -> bool:
        hand_on = self._queue.decline if row.verdict == Admission.DECLINED else self._queue.receive
        try:
            hand_on(InboundMessage.model_validate(row.payload))
        except Exception as exc:
            if _may_pass(exc):
                raise
            # It would fail for ever, and everything behind it would wait.
            _log.exception("message_not_relayed", channel=row.channel, error=type(exc).__name__)
        return True

    def _mark(self, ids: Sequence[int]) -> None:
        with self._sessions.begin() as session:
            session.execute(
                sa.update(InboundMessageRow)
                .where(InboundMessageRow.id.in_(ids))
                .values(relayed_at=self._clock.now(), payload={})
            )


def _may_pass(exc: Exception) -> bool:
    """Tell whether the same message may be handed on later: the database is away, or was
    written to by another one at this moment. What it cannot hold, it never will."""
    if isinstance(exc, sa.exc.DataError):
        return False
    return isinstance(exc, StorageError) or is_database_error(exc)
