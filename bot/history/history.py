"""Keeps a person's conversations on the pages, so that they open on any of their devices.

Whoever is not known has none here: a guest's conversations stay in the guest's browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from bot.clock import Clock
from bot.dialogue.dialogue import private_conversation
from bot.feedback.model import OpinionRow
from bot.history.model import ExchangeOnPageRow
from bot.identity.directory import WEB_CHANNEL
from bot.messages import Reply
from bot.storage.engine import SessionFactory, rows_changed

MOST_CONVERSATIONS = 50
MOST_EXCHANGES = 100


@dataclass(frozen=True)
class PastConversation:
    """A conversation by its first question. Moments are system time, aware."""

    conversation: str
    title: str
    started_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Exchange:
    """One question and its answer. `verdict` and `reason` are the person's opinion; None where
    they gave none. `answered_at` is system time, aware."""

    message_id: str
    question: str
    reply: Reply
    answered_at: datetime
    verdict: str | None = None
    reason: str = ""


class History:
    """Conversations in the application's database, each read by its own person alone."""

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def keep(
        self, user_id: str, conversation: str, message_id: str, question: str, reply: Reply
    ) -> None:
        """Keep an exchange; the same message kept before stays as it was."""
        row = ExchangeOnPageRow(
            user_id=user_id,
            conversation=conversation,
            message_id=message_id,
            question=question,
            reply=reply.model_dump(mode="json"),
            answered_at=self._clock.now(),
        )
        try:
            with self._sessions.begin() as session:
                session.add(row)
        except IntegrityError:
            # Sent twice at once: what was kept first is what the person reads.
            return

    def answer_to(self, user_id: str, conversation: str, message_id: str) -> Exchange | None:
        """Return the exchange of this message; None when it has not been answered."""
        with self._sessions() as session:
            row = session.scalar(
                sa.select(ExchangeOnPageRow).where(
                    ExchangeOnPageRow.user_id == user_id,
                    ExchangeOnPageRow.conversation == conversation,
                    ExchangeOnPageRow.message_id == message_id,
                )
            )
        return _exchange(row, None) if row is not None else None

    def conversations(self, user_id: str) -> Sequence[PastConversation]:
        """Return a person's conversations, the latest first, 50 at most."""
        spans = (
            sa.select(
                sa.func.min(ExchangeOnPageRow.id).label("first"),
                sa.func.max(ExchangeOnPageRow.id).label("last"),
            )
            .where(ExchangeOnPageRow.user_id == user_id)
            .group_by(ExchangeOnPageRow.conversation)
            .order_by(sa.desc("last"))
            .limit(MOST_CONVERSATIONS)
            .subquery()
        )
        latest = aliased(ExchangeOnPageRow)
        statement = (
            sa.select(
                ExchangeOnPageRow.conversation,
                ExchangeOnPageRow.question,
                ExchangeOnPageRow.answered_at,
                latest.answered_at,
            )
            .join(spans, spans.c.first == ExchangeOnPageRow.id)
            .join(latest, latest.id == spans.c.last)
            .order_by(spans.c.last.desc())
        )
        with self._sessions() as session:
            return [PastConversation(*row) for row in session.execute(statement).all()]

    def exchanges(self, user_id: str, conversation: str) -> Sequence[Exchange]:
        """Return the latest 100 exchanges of a person's conversation, oldest first; none when the
        conversation is somebody else's."""
        remembered = private_conversation(WEB_CHANNEL, user_id, conversation)
        statement = (
            sa.select(ExchangeOnPageRow, OpinionRow)
            .outerjoin(
                OpinionRow,
                (OpinionRow.conversation == remembered)
                & (OpinionRow.message_id == ExchangeOnPageRow.message_id),
            )
            .where(
                ExchangeOnPageRow.user_id == user_id,
                ExchangeOnPageRow.conversation == conversation,
            )
            .order_by(ExchangeOnPageRow.id.desc())
            .limit(MOST_EXCHANGES)
        )
        with self._sessions() as session:
            rows = session.execute(statement).all()
        return [_exchange(row, opinion) for row, opinion in reversed(rows)]

    def forget(self, user_id: str) -> int:
        """Delete a person's conversations; return how many exchanges that were."""
        return self._delete(ExchangeOnPageRow.user_id == user_id)

    def forget_before(self, moment: datetime) -> int:
        """Delete what was answered before `moment` (aware); return how many exchanges."""
        return self._delete(ExchangeOnPageRow.answered_at < moment)

    def _delete(self, which: sa.ColumnElement[bool]) -> int:
        with self._sessions.begin() as session:
            result = session.execute(sa.delete(ExchangeOnPageRow).where(which))
        return rows_changed(result)


def _exchange(row: ExchangeOnPageRow, opinion: OpinionRow | None) -> Exchange:
    return Exchange(
        message_id=row.message_id,
        question=row.question,
        reply=Reply.model_validate(row.reply),
        answered_at=row.answered_at,
        verdict=opinion.verdict if opinion else None,
        reason=opinion.reason if opinion else "",
    )
