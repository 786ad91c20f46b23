"""Questions without an answer or with a useless one: answered by hand, or put aside."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import BUSINESS_ZONE, Clock
from bot.console import wording
from bot.console.access import require_console
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.console.undo import Record
from bot.editorial import Aliases, FixedAnswer, FixedAnswers
from bot.editorial.forms import question_form
from bot.editorial.model import DismissedRow
from bot.errors import ConsoleRefused
from bot.feedback import Feedback, QuestionGroup, grouped
from bot.identity import Person
from bot.storage.engine import SessionFactory

SECTION = "questions"
_LOOKED_AT = 2000


class Questions:
    """What waits for somebody, and what was done about it. `clock` is business time."""

    def __init__(
        self,
        sessions: SessionFactory,
        feedback: Feedback,
        aliases: Aliases,
        fixed: FixedAnswers,
        audit: ConsoleAudit,
        clock: Clock,
    ) -> None:
        self.aliases = aliases
        self.fixed = fixed
        self._sessions = sessions
        self._feedback = feedback
        self._audit = audit
        self._clock = clock

    def today(self) -> date:
        """Return the business date."""
        return self._clock.now().astimezone(BUSINESS_ZONE).date()

    def waiting(self) -> list[QuestionGroup]:
        """Return the questions that nobody has dealt with, the most frequent first."""
        with self._sessions() as session:
            rows = session.scalars(sa.select(DismissedRow)).all()
        until = {row.form: row.until for row in rows}
        asked = self._feedback.open_questions(limit=_LOOKED_AT)
        return grouped(
            one
            for one in asked
            if (form := question_form(one.question)) not in until or one.asked_at > until[form]
        )

    def group(self, question: str) -> QuestionGroup:
        """Return the group that holds this question.

        Raises:
            ConsoleRefused: nobody asked that, or it was dealt with.
        """
        group = self._group_of(question)
        if group is None:
            raise ConsoleRefused(wording.NO_SUCH_QUESTION)
        return group

    def dismiss(self, person: Person, question: str, *, reason: str) -> int:
        """Put a group aside until it is asked again. Returns the number of the change."""
        require_console(person)
        group = self.group(question)
        forms = _forms(group)
        with self._sessions.begin() as session:
            _put_aside(session, forms, group.last_asked_at, reason)
            return self._audit.record(
                person,
                ConsoleChange(
                    SECTION,
                    wording.DISMISS,
                    group.question,
                    after=reason,
                    reversal={"forms": forms},
                ),
                session=session,
            )

    def add_alias(self, person: Person, said: str, official: str, *, question: str = "") -> int:
        """Let `said` stand for `official` from the next answer on.

        Raises:
            ConsoleRefused: a word is too short or too long, or both are the same.
        """
        require_console(person)
        # Read before the transaction: it holds the database's one lock for writing.
        group = self._group_of(question) if question else None
        with self._sessions.begin() as session:
            before = self.aliases.put(said, official, user_id=person.user_id, session=session)
            if group is not None:
                # What was answered waits no more; asked in vain again, it is back.
                _put_aside(session, _forms(group), group.last_asked_at, wording.ADD_ALIAS)
            return self._audit.record(
                person,
                ConsoleChange(
                    SECTION,
                    wording.ADD_ALIAS,
                    said,
                    before=before,
                    after=official,
                    reversal={"said": said, "before": before, "user_id": person.user_id},
                ),
                session=session,
            )

    def remove_alias(self, person: Person, said: str) -> int:
        """Let `said` stand for itself again.

        Raises:
            ConsoleRefused: it stands for nothing.
        """
        require_console(person)
        with self._sessions.begin() as session:
            before = self.aliases.take_away(said, session=session)
            if not before:
                raise ConsoleRefused(wording.NO_SUCH_ALIAS)
            return self._audit.record(
                person,
                ConsoleChange(
                    SECTION,
                    wording.REMOVE_ALIAS,
                    said,
                    before=before,
                    reversal={"said": said, "before": before, "user_id": person.user_id},
                ),
                session=session,
            )

    def other_ways(self, group: QuestionGroup, question: str) -> list[str]:
        """Return how else the group was asked, each way once: alike in words only, so that a
        year, a place or a “not” may make it another question."""
        ways = {question_form(one.question): one.question for one in group.questions}
        ways.pop(question_form(question), None)
        return list(ways.values())

    def write(
        self,
        person: Person,
        question: str,
        text: str,
        *,
        document_id: str,
        clause: str,
        also: Collection[str] = (),
    ) -> int:
        """Keep a fixed answer to a question and those other ways it was asked that `also`
        names, in place of those before.

        Raises:
            ConsoleRefused: no such clause, not in force, or it states what the clause does not.
        """
        require_console(person)
        before, forms = [], []
        group = self._group_of(question)
        # Read before the transaction: it holds the database's one lock for writing.
        ways = [question, *self._chosen(group, question, also)]
        with self._sessions.begin() as session:
            for asked in ways:
                form = question_form(asked)
                earlier = self.fixed.take_away(form, session=session)
                before += [asdict(earlier)] if earlier else []
                forms.append(form)
                answer = FixedAnswer(0, asked, form, text, document_id, clause, "")
                self.fixed.put(answer, user_id=person.user_id, on=self.today(), session=session)
            if group is not None:
                _put_aside(session, forms, group.last_asked_at, wording.WRITE)
            return self._audit.record(
                person,
                ConsoleChange(
                    SECTION,
                    wording.WRITE,
                    question,
                    before="；".join(one["text"] for one in before),
                    after=f"{text}〔{clause}〕",
                    reversal={"forms": forms, "before": before},
                ),
                session=session,
            )

    def remove_answer(self, person: Person, form: str) -> int:
        """Take a fixed answer away.

        Raises:
            ConsoleRefused: there is none.
        """
        require_console(person)
        with self._sessions.begin() as session:
            before = self.fixed.take_away(form, session=session)
            if before is None:
                raise ConsoleRefused(wording.NO_SUCH_ANSWER)
            return self._audit.record(
                person,
                ConsoleChange(
                    SECTION,
                    wording.REMOVE_ANSWER,
                    before.question,
                    before=before.text,
                    reversal={"forms": [form], "before": [asdict(before)]},
                ),
                session=session,
            )

    def undo_alias(self, _person: Person, kept: dict[str, Any], record: Record) -> None:
        """Let a word stand for what it stood for before."""
        with self._sessions.begin() as session:
            self.aliases.take_away(kept["said"], session=session)
            if kept["before"]:
                self.aliases.put(
                    kept["said"], kept["before"], user_id=kept["user_id"], session=session
                )
            record(session)

    def undo_answer(self, person: Person, kept: dict[str, Any], record: Record) -> None:
        """Put the fixed answers back that stood before, or none."""
        with self._sessions.begin() as session:
            for form in kept["forms"]:
                self.fixed.take_away(form, session=session)
            for before in kept["before"]:
                answer = FixedAnswer(**before)
                self.fixed.put(answer, user_id=person.user_id, on=self.today(), session=session)
            record(session)

    def undo_dismissal(self, _person: Person, kept: dict[str, Any], record: Record) -> None:
        """Show a question again."""
        with self._sessions.begin() as session:
            session.execute(sa.delete(DismissedRow).where(DismissedRow.form.in_(kept["forms"])))
            record(session)

    def _group_of(self, question: str) -> QuestionGroup | None:
        form = question_form(question)
        return next((group for group in self.waiting() if form in _forms(group)), None)

    def _chosen(
        self, group: QuestionGroup | None, question: str, also: Collection[str]
    ) -> list[str]:
        if group is None:
            return []
        chosen = {question_form(one) for one in also}
        return [one for one in self.other_ways(group, question) if question_form(one) in chosen]


def _put_aside(session: Session, forms: Collection[str], until: datetime, reason: str) -> None:
    for form in forms:
        session.merge(DismissedRow(form=form, until=until, reason=reason))


def _forms(group: QuestionGroup) -> list[str]:
    return sorted({question_form(one.question) for one in group.questions})
