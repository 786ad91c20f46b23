"""Keeps opinions on answers, and finds the questions that need somebody's attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from bot.clock import Clock
from bot.dialogue.model import TurnRow
from bot.feedback.model import OpinionRow
from bot.masking import without_personal_numbers
from bot.messages import Outcome
from bot.storage.engine import SessionFactory

USELESS = "useless"


@dataclass(frozen=True)
class OpenQuestion:
    """A question that had no answer, or a useless one; telephone and identity card numbers in it
    are masked. `asked_at` is business time, aware; `verdict` None: nobody said anything."""

    question: str
    outcome: str
    intent: str
    asked_at: datetime
    verdict: str | None
    reason: str

    @property
    def is_useless(self) -> bool:
        """Tell whether the answer was judged useless; a refusal may have been found useful."""
        return self.verdict == USELESS


class Feedback:
    """Opinions in the application's database. Each answer has one, which may be changed."""

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def keep(self, conversation: str, message_id: str, *, verdict: str, reason: str) -> bool:
        """Keep an opinion in place of the one before; False when there is no such answer.

        `conversation` is the remembered name, which holds channel and person: nobody can
        judge an answer that somebody else was given.
        """
        try:
            return self._keep(conversation, message_id, verdict, reason)
        except IntegrityError:
            # Two clicks came at once and the other was first: now there is a row to change.
            return self._keep(conversation, message_id, verdict, reason)

    def judge_last(self, conversation: str, verdict: str) -> bool:
        """Keep an opinion on what was said last in a conversation; False where nothing was, or
        where that was a question back, which the person answers."""
        with self._sessions() as session:
            last = session.execute(
                sa.select(TurnRow.message_id, TurnRow.outcome)
                .where(TurnRow.conversation == conversation, TurnRow.role == "bot")
                .order_by(TurnRow.id.desc())
                .limit(1)
            ).first()
        if last is None or last.outcome == Outcome.CLARIFY.value:
            return False
        return self.keep(conversation, last.message_id, verdict=verdict, reason="")

    def open_questions(self, *, limit: int) -> Sequence[OpenQuestion]:
        """Return questions that were refused or judged useless, newest first."""
        asked, answered = aliased(TurnRow), aliased(TurnRow)
        statement = (
            sa.select(asked, answered, OpinionRow)
            .join(
                answered,
                (answered.conversation == asked.conversation)
                & (answered.message_id == asked.message_id)
                & (answered.role == "bot"),
            )
            .outerjoin(
                OpinionRow,
                (OpinionRow.conversation == asked.conversation)
                & (OpinionRow.message_id == asked.message_id),
            )
            .where(
                asked.role == "user",
                (answered.outcome == Outcome.REFUSED.value) | (OpinionRow.verdict == USELESS),
            )
            .order_by(asked.id.desc())
            .limit(limit)
        )
        with self._sessions() as session:
            return [_open_question(*row) for row in session.execute(statement).all()]

    def _keep(self, conversation: str, message_id: str, verdict: str, reason: str) -> bool:
        with self._sessions.begin() as session:
            answer = session.scalar(
                sa.select(TurnRow.id).where(
                    TurnRow.conversation == conversation,
                    TurnRow.message_id == message_id,
                    TurnRow.role == "bot",
                )
            )
            if answer is None:
                return False
            session.merge(
                OpinionRow(
                    conversation=conversation,
                    message_id=message_id,
                    verdict=verdict,
                    reason=reason,
                    said_at=self._clock.now(),
                )
            )
        return True


def _open_question(asked: TurnRow, answered: TurnRow, opinion: OpinionRow | None) -> OpenQuestion:
    return OpenQuestion(
        question=without_personal_numbers(asked.text),
        outcome=answered.outcome or "",
        intent=answered.intent or "",
        asked_at=asked.said_at,
        verdict=opinion.verdict if opinion else None,
        reason=without_personal_numbers(opinion.reason) if opinion else "",
    )
