"""Answers what a person asks of cases: which there are, how one stands, what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.appeals import notice_wording, wording
from bot.appeals.appeal import NEEDS_WORDS, Appeal
from bot.appeals.question import AppealQuestion, Form
from bot.appeals.selecting import closed_so, is_asked_for, next_due, received_in
from bot.appeals.service import AppealService
from bot.clock import Clock
from bot.identity import Person
from bot.messages import Citation, Reply
from bot.tasks.basis import Clauses
from bot.tasks.done_period import done_period, is_unread_period
from bot.tasks.due_periods import due_period


class AppealAnswers:
    """Shows cases to those who may see them."""

    def __init__(self, service: AppealService, clock: Clock, clauses: Clauses | None) -> None:
        self._service = service
        self._clock = clock
        self._clauses = clauses

    def found(self, person: Person, question: AppealQuestion) -> Reply:
        """Return the reply to a question; whoever also urges reads what the clocks do."""
        reply = self._asked_for(person, question)
        return wording.urged(reply) if question.is_urged else reply

    def listed(self, title: str, appeals: Sequence[Appeal]) -> Reply:
        """Return a list of cases, each with what is due next of it."""
        return wording.listed(title, appeals, self.next_due(appeals), self._today())

    def next_due(self, appeals: Sequence[Appeal]) -> dict[str, date | None]:
        """Return by number the day by which the next step of each is due; None when closed."""
        return {appeal.appeal_no: next_due(self._service, appeal) for appeal in appeals}

    def _asked_for(self, person: Person, question: AppealQuestion) -> Reply:
        if question.form is Form.HISTORY:
            return self._history(person, question.appeal_no)
        if question.form is Form.SHOW:
            return self._shown(person, self._service.show(person, question.appeal_no))
        today = self._today()
        if question.received:
            return self._received(person, question, today)
        if question.is_closed:
            return self._closed(person, question, today)
        appeals = self._service.find(person, only_open=question.only_open)
        appeals = [one for one in appeals if is_asked_for(self._service, one, question, today)]
        if not appeals and not person.is_official and not self._service.find(person):
            return wording.none_filed()
        if len(appeals) == 1 and not person.is_official:
            return self._shown(person, appeals[0])
        return self.listed(wording.asked_for(question), appeals)

    def _received(self, person: Person, question: AppealQuestion, today: date) -> Reply:
        """List what came in on the days that are named, of whatever state unless one is asked."""
        period = received_in(self._service, question, today)
        if period is None:
            return wording.unread()
        if question.is_unread:
            return wording.unread()
        if question.is_closed:
            asked = closed_so(self._service, person, question, None)
            which = wording.closed_so(question.done, None)
        else:
            every = self._service.find(person, only_open=question.only_open)
            asked = [one for one in every if is_asked_for(self._service, one, question, today)]
            which = wording.asked_for(question)
        found = [one for one in asked if period[0] <= one.received_at.date() <= period[1]]
        return self.listed(f"{wording.received_in(period)}{which}", found)

    def _closed(self, person: Person, question: AppealQuestion, today: date) -> Reply:
        """List what was closed, when and as punctually as asked."""
        words, calendar = question.words, self._service.calendar()
        if question.is_unread or is_unread_period(words, today):
            return wording.unread()
        period = done_period(words, today) or due_period(words, today, calendar)
        found = closed_so(self._service, person, question, period)
        return self.listed(wording.closed_so(question.done, period), found)

    def _shown(self, person: Person, appeal: Appeal) -> Reply:
        events = self._service.history(person, appeal.appeal_no)
        said = [
            event.text for event in events if event.step in {step.value for step in NEEDS_WORDS}
        ]
        is_handled = person.is_official and appeal.stage is not None
        choices = notice_wording.step_choices(appeal) if is_handled else ()
        return wording.shown(
            appeal,
            self._service.deadlines(appeal),
            self._service.note(appeal),
            today=self._today(),
            handled_by=self._handled_by(appeal),
            last_words=said[-1] if said else "",
            added=self._service.added(appeal),
            choices=choices,
            citations=self._cite(),
        )

    def _history(self, person: Person, appeal_no: str) -> Reply:
        appeal = self._service.show(person, appeal_no)
        events = [
            (event.at, self._who(event.user_id, appeal), event.step, event.text)
            for event in self._service.history(person, appeal_no)
        ]
        return wording.history(appeal, events, self._service.deadlines(appeal))

    def _handled_by(self, appeal: Appeal) -> str:
        department = self._service.department(appeal.department_code)
        return f"{department} {self._service.person_name(appeal.owner_user_id)}".strip()

    def _who(self, user_id: str, appeal: Appeal) -> str:
        if not user_id:
            return "诉求系统"
        return (
            appeal.enterprise if user_id == appeal.user_id else self._service.person_name(user_id)
        )

    def _cite(self) -> tuple[Citation, ...]:
        if self._clauses is None:
            return ()
        cited = self._clauses.cite(wording.BASIS, on=self._today())
        return () if cited is None else (cited,)

    def _today(self) -> date:
        return self._clock.now().date()
