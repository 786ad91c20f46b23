"""Answers written by hand. Each rests on a clause, is checked like any other answer every time
it is given, and stops when its document is withdrawn, changed or no longer in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.editorial import wording
from bot.editorial.forms import question_form
from bot.editorial.model import FixedAnswerRow
from bot.errors import ConsoleRefused
from bot.storage.engine import SessionFactory
from bot.validity_label import validity_label
from retrieval.documents.validity import ValidityStatus, changes_to_clause

if TYPE_CHECKING:
    from retrieval import Citation, PolicyLibrary

_NOT_IN_FORCE = frozenset(
    {
        ValidityStatus.PERIOD_ENDED,
        ValidityStatus.REPEALED,
        ValidityStatus.SUSPENDED,
        ValidityStatus.NOT_YET_IN_FORCE,
    }
)


@dataclass(frozen=True)
class FixedAnswer:
    """`text` is what was written; `clause` of `document_id` is what it rests on."""

    id: int
    question: str
    form: str
    text: str
    document_id: str
    clause: str
    quote: str


@dataclass(frozen=True)
class Checked:
    """An answer as it would be given on a day; `problem` says why it is not, "" if it is."""

    text: str
    citation: Citation | None
    problem: str


class FixedAnswers:
    """Fixed answers in the application's database; every process reads them as they are now."""

    def __init__(self, sessions: SessionFactory, library: PolicyLibrary, clock: Clock) -> None:
        self._sessions = sessions
        self._library = library
        self._clock = clock

    def all(self) -> Sequence[FixedAnswer]:
        """Return every fixed answer, the newest first."""
        statement = sa.select(FixedAnswerRow).order_by(FixedAnswerRow.id.desc())
        with self._sessions() as session:
            return [_answer(row) for row in session.scalars(statement)]

    def find(self, number: int) -> FixedAnswer | None:
        """Return one; None when there is none of this number."""
        with self._sessions() as session:
            row = session.get(FixedAnswerRow, number)
        return None if row is None else _answer(row)

    def answer_to(self, question: str, on: date) -> Checked | None:
        """Return the answer to this very question, if one may be given on business date `on`."""
        form = question_form(question)
        if not form:
            return None
        statement = sa.select(FixedAnswerRow).where(FixedAnswerRow.form == form)
        with self._sessions() as session:
            row = session.scalar(statement)
        if row is None:
            return None
        checked = self.check(_answer(row), on)
        return None if checked.problem else checked

    def check(self, answer: FixedAnswer, on: date) -> Checked:
        """Return the answer with its quotation, checked against the library on `on`."""
        from retrieval.answer.checking import Source, check
        from retrieval.answer.validity_wording import validity as validity_sentence

        stored = self._library.document(answer.document_id)
        if stored is None:
            return Checked("", None, wording.NO_DOCUMENT)
        citation = self._library.cite(answer.document_id, answer.clause, on=on)
        if citation is None:
            return Checked("", None, wording.NO_CLAUSE)
        validity = citation.validity
        if validity.status in _NOT_IN_FORCE:
            problem = wording.not_in_force(validity_label(validity))
            return Checked("", citation, problem)
        if changes_to_clause(stored.metadata, citation.clause, on):
            return Checked("", citation, wording.CLAUSE_AMENDED)
        if answer.quote and citation.quote != answer.quote:
            return Checked("", citation, wording.CLAUSE_CHANGED)
        text = wording.reply(
            answer.text,
            citation.quote,
            citation.short_title,
            citation.clause,
            validity_sentence(stored.metadata, validity),
        )
        source = {answer.document_id: Source(stored.text, stored.metadata)}
        proof = check(text, [citation], source, [on])
        problem = "" if proof.is_proven else wording.not_held(proof.offender or "")
        return Checked(text, citation, problem)

    def put(self, answer: FixedAnswer, *, user_id: str, on: date, session: Session) -> FixedAnswer:
        """Keep an answer in place of the one to the same question.

        Raises:
            ConsoleRefused: the question asks nothing, or the answer would not be given today;
                the reason says why.
        """
        form = question_form(answer.question)
        if not form:
            raise ConsoleRefused(wording.NO_QUESTION)
        checked = self.check(answer, on)
        if checked.problem or checked.citation is None:
            raise ConsoleRefused(checked.problem)
        session.execute(sa.delete(FixedAnswerRow).where(FixedAnswerRow.form == form))
        row = FixedAnswerRow(
            question=answer.question,
            form=form,
            text=answer.text,
            document_id=answer.document_id,
            clause=checked.citation.clause,
            quote=checked.citation.quote,
            user_id=user_id,
            at=self._clock.now(),
        )
        session.add(row)
        session.flush()
        return _answer(row)

    def take_away(self, form: str, *, session: Session) -> FixedAnswer | None:
        """Delete the answer to a question; return it, None when there was none."""
        row = session.scalar(sa.select(FixedAnswerRow).where(FixedAnswerRow.form == form))
        if row is None:
            return None
        session.delete(row)
        return _answer(row)


def _answer(row: FixedAnswerRow) -> FixedAnswer:
    return FixedAnswer(
        row.id, row.question, row.form, row.text, row.document_id, row.clause, row.quote
    )
