"""Remembers what was said, so that a follow-up can be understood by any process."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.dialogue.model import TurnRow
from bot.dialogue.skill import Question, Turn
from bot.messages import Reply
from bot.storage.engine import SessionFactory

REMEMBERED_TURNS = 8


class ConversationStore:
    """The turns of every conversation, in the application's database."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def recent(self, conversation: str, *, before: str) -> tuple[Turn, ...]:
        """Return the latest turns, oldest first, leaving out message `before` itself.

        Leaving it out makes composing the same answer again see what it saw the first time.
        """
        statement = (
            sa.select(TurnRow)
            .where(TurnRow.conversation == conversation, TurnRow.message_id != before)
            .order_by(TurnRow.id.desc())
            .limit(REMEMBERED_TURNS)
        )
        with self._sessions() as session:
            rows = session.scalars(statement).all()
        return tuple(
            Turn(
                role="user" if row.role == "user" else "bot",
                text=row.text,
                intent=row.intent,
                query=row.query,
            )
            for row in reversed(rows)
        )

    def remember(self, question: Question, reply: Reply, *, message_id: str) -> None:
        """Keep the question and its reply; remembering the same message again changes nothing."""
        spoken = TurnRow(
            conversation=question.conversation,
            message_id=message_id,
            role="user",
            user_id=question.person.user_id,
            text=question.text,
            said_at=question.now,
        )
        answered = TurnRow(
            conversation=question.conversation,
            message_id=message_id,
            role="bot",
            user_id=question.person.user_id,
            text=reply.text,
            intent=reply.intent,
            outcome=reply.outcome.value,
            query=reply.query,
            said_at=question.now,
        )
        try:
            with self._sessions.begin() as session:
                session.add_all([spoken, answered])
        except IntegrityError:
            # The same message was composed before a crash: it is already remembered.
            return
