"""Talks about appeals: shows them, proposes steps, and takes them once confirmed.

Keeps nothing between two messages: what waits for a confirmation, or for the words of a step,
is in the `query` of the reply that asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from datetime import datetime as Moment
from typing import Any

from bot.appeals import notice_wording, wording
from bot.appeals.appeal import Appeal, AppealState, Step
from bot.appeals.following_up import (
    case_spoken_of,
    chosen_number,
    put_right,
    receiver_named,
    said_of_cases,
    says_else,
)
from bot.appeals.own_words import Said, read_own_words
from bot.appeals.question import (
    AppealCommand,
    AppealQuestion,
    Form,
    NewAppeal,
    NothingSaid,
    Reading,
    names_a_case,
    read,
)
from bot.appeals.selecting import closed_so, is_asked_for, next_due, received_in
from bot.appeals.service import AppealService
from bot.appeals.spoken_of import asks_more_of_it, meant_by_content
from bot.clock import Clock
from bot.errors import AppealError
from bot.identity import Person, Role
from bot.messages import Citation, Outcome, Reply
from bot.tasks.basis import Clauses
from bot.tasks.day_words import due_period
from bot.tasks.done_period import done_period, is_unread_period
from bot.tasks.previous_turn import PreviousTurn, last_query
from bot.tasks.service import People
from bot.tasks.vocabulary import NO, YES

# A later yes may well be meant for something else.
PROPOSAL_HOLDS = timedelta(minutes=10)
_NEEDS_WORDS = frozenset({Step.ANSWER, Step.OPINION, Step.CLOSE})
_STEP_OF = {
    Said.ADDED: Step.SUPPLEMENT,
    Said.TAKEN_BACK: Step.WITHDRAW,
    Said.NOT_CONTENT: Step.REOPEN,
}


class AppealDesk:
    """Understands messages about appeals, for a person and with their rights."""

    def __init__(
        self,
        service: AppealService,
        people: People,
        clock: Clock,
        *,
        clauses: Clauses | None = None,
    ) -> None:
        self._service = service
        self._people = people
        self._clock = clock
        self._clauses = clauses

    def answer(
        self,
        person: Person,
        text: str,
        *,
        channel: str,
        conversation: str = "",
        previous: Sequence[PreviousTurn] = (),
    ) -> Reply | None:
        """Return the reply, or None when the message is not about appeals; nothing is changed
        before the person has confirmed it."""
        if person.role is Role.GUEST:
            asked = read(text, is_official=False)
            return wording.who_are_you() if isinstance(asked, AppealQuestion) else None
        last = last_query(previous)
        try:
            continued = self._continued(person, text, last, channel, conversation)
            if continued is not None:
                return continued
            spoken_of = case_spoken_of(previous)
            meant = spoken_of if last.get("appeal_nos") and asks_more_of_it(text) else ""
            if not meant and person.role is Role.ENTERPRISE:
                meant = meant_by_content(text, self._service.find(person))
            if meant:
                return self._shown(person, self._service.show(person, meant))
            if person.role is Role.ENTERPRISE:
                own = self._of_own(person, text, spoken_of, previous)
                if own is not None:
                    return own
            said = said_of_cases(text, previous)
            reading = read(said, is_official=person.is_official, spoken_of=spoken_of)
            return None if reading is None else self._read(person, reading)
        except AppealError as exc:
            remedy = f"{exc.remedy}。" if exc.remedy else ""
            return wording.refused(f"{exc.what}。{remedy}")

    def _read(self, person: Person, reading: Reading) -> Reply:
        match reading:
            case NewAppeal():
                asked = f"将登记为直通车诉求：“{wording.short(reading.content)}”。确认吗？"
                return wording.confirm(asked, self._pending(content=reading.content))
            case NothingSaid():
                return wording.say_what()
            case AppealCommand():
                return self._proposed(person, reading)
            case AppealQuestion():
                return self._found(person, reading)

    def open_cases(self, person: Person) -> Reply:
        """List what is still open of the cases that a person may see."""
        return self._found(person, AppealQuestion(Form.LIST, only_open=True))

    # Questions -----------------------------------------------------------------------------

    def _found(self, person: Person, question: AppealQuestion) -> Reply:
        reply = self._asked_for(person, question)
        return wording.urged(reply) if question.is_urged else reply

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
        appeals = [
            appeal for appeal in appeals if is_asked_for(self._service, appeal, question, today)
        ]
        if not appeals and not person.is_official and not question.only_late:
            return wording.none_filed()
        if len(appeals) == 1 and not person.is_official:
            return self._shown(person, appeals[0])
        due = {appeal.appeal_no: next_due(self._service, appeal) for appeal in appeals}
        return wording.listed(wording.asked_for(question), appeals, due, today)

    def _received(self, person: Person, question: AppealQuestion, today: date) -> Reply:
        """List what came in on the days that are named, of whatever state it is in."""
        period = received_in(self._service, question, today)
        if period is None:
            return wording.unread()
        every = self._service.find(person)
        found = [one for one in every if period[0] <= one.received_at.date() <= period[1]]
        due = {appeal.appeal_no: next_due(self._service, appeal) for appeal in found}
        return wording.listed(wording.received(period), found, due, today)

    def _closed(self, person: Person, question: AppealQuestion, today: date) -> Reply:
        """List what was closed, when and as punctually as asked."""
        words, calendar = question.words, self._service.calendar()
        if question.is_unread or is_unread_period(words, today):
            return wording.unread()
        period = done_period(words, today) or due_period(words, today, calendar)
        found = closed_so(self._service, person, question, period)
        due = {appeal.appeal_no: None for appeal in found}
        return wording.listed(wording.closed_so(question.done, period), found, due, today)

    def _shown(self, person: Person, appeal: Appeal) -> Reply:
        events = self._service.history(person, appeal.appeal_no)
        said = [
            event.text for event in events if event.step in {step.value for step in _NEEDS_WORDS}
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

    # Steps ---------------------------------------------------------------------------------

    def _proposed(self, person: Person, command: AppealCommand) -> Reply:
        if not command.appeal_no:
            return self._proposed_of_own(person, command)
        appeal = self._service.check(person, command.appeal_no, command.step)
        if command.step in _NEEDS_WORDS | {Step.SUPPLEMENT} and not command.text:
            return wording.ask_words(appeal, command.step)
        receiver = None
        if command.step is Step.ASSIGN:
            people, departments = self._people.people(), self._people.departments()
            receiver = receiver_named(command.rest, people, departments)
        if receiver is None and command.step is Step.ASSIGN:
            return wording.refused(
                f"要转给谁？请说“把{appeal.appeal_no}转给”加一个单位名称，或登记过的工作人员姓名。"
            )
        department, user_id = receiver or ("", "")
        label = wording.STEP_LABELS[command.step]
        target = f"给{self._service.department(department)}" if receiver else ""
        target += self._service.person_name(user_id) if user_id else ""
        is_owners = command.step in {Step.WITHDRAW, Step.REOPEN, Step.SUPPLEMENT}
        told = "受理人" if is_owners else "企业"
        told += "，时限不变" if command.step is Step.SUPPLEMENT else ""
        said = f"：“{command.text}”，并通知{told}" if command.text else ""
        asked = f"将对{wording.named(appeal)}{label}{target}{said}。确认吗？"
        return wording.confirm(
            asked,
            self._pending(
                appeal_no=appeal.appeal_no,
                step=command.step.value,
                text=command.text,
                department=department,
                user_id=user_id,
            ),
        )

    def _of_own(
        self, person: Person, text: str, spoken_of: str, previous: Sequence[PreviousTurn]
    ) -> Reply | None:
        """Answer few words about an own case; None when they are about something else."""
        words = read_own_words(text)
        if words is None:
            return None
        if words.number:
            return self._proposed(person, AppealCommand(Step.SUPPLEMENT, words.number, words.text))
        own = self._service.find(person)
        last = last_query(previous)
        pushed = self._service.last_told(person)
        is_of_cases = any(key.startswith("appeal") for key in last)
        is_spoken_of = bool(pushed) or not previous or is_of_cases
        if words.said is Said.ADDED:
            own = [appeal for appeal in own if appeal.stage is not None]
            if not own:
                return wording.none_to_supplement() if names_a_case(text) else None
        if not own or (words.is_loose and not is_spoken_of):
            return None
        if words.said in {Said.STANDING, Said.URGED}:
            is_urged = words.said is Said.URGED
            return self._found(person, AppealQuestion(Form.LIST, is_urged=is_urged))
        step = _STEP_OF[words.said]
        # What was pushed last is what somebody is not content with.
        numbers = ([spoken_of] if spoken_of else []) + sorted(pushed if len(pushed) == 1 else ())
        meant = [number for number in numbers if self._can_be_taken(person, number, step)]
        return self._proposed_of_own(
            person, AppealCommand(step, meant[0] if meant else "", words.text)
        )

    def _can_be_taken(self, person: Person, number: str, step: Step) -> bool:
        try:
            self._service.check(person, number, step)
        except AppealError:
            return False
        return True

    def _proposed_of_own(self, person: Person, command: AppealCommand) -> Reply:
        """Go on with the one case of the enterprise that can be meant, or ask which."""
        if command.appeal_no:
            return self._proposed(person, command)
        is_reopened = command.step is Step.REOPEN
        own = [
            appeal
            for appeal in self._service.find(person, only_open=not is_reopened)
            if (appeal.state is AppealState.CLOSED) == is_reopened
        ]
        label = wording.STEP_LABELS[command.step]
        if not own:
            still_open = self._service.find(person, only_open=True) if is_reopened else []
            if still_open:
                due = {appeal.appeal_no: next_due(self._service, appeal) for appeal in still_open}
                return wording.listed("还在办理、没有办结的诉求", still_open, due, self._today())
            return wording.refused(f"您没有可以{label}的诉求。")
        if len(own) > 1:
            due = {appeal.appeal_no: next_due(self._service, appeal) for appeal in own}
            return wording.which_one(command.step, own, due, self._today(), command.text)
        return self._proposed(person, replace(command, appeal_no=own[0].appeal_no))

    def _continued(
        self, person: Person, text: str, last: Mapping[str, Any], channel: str, conversation: str
    ) -> Reply | None:
        plain = text.strip().strip("。.!！")
        asking = last.get("appeal_asking")
        if asking and read(text, is_official=True) is None and not says_else(person, text):
            if NO.fullmatch(plain):
                return wording.cancelled()
            step = Step(asking["step"])
            return self._proposed(person, AppealCommand(step, asking["appeal_no"], text.strip()))
        which = last.get("appeal_which")
        if which and NO.fullmatch(plain):
            return wording.cancelled()
        chosen = chosen_number(plain, last.get("appeal_nos", ())) if which else ""
        if which and chosen:
            step, words = Step(which["step"]), which["text"]
            return self._proposed(person, AppealCommand(step, chosen, words))
        pending = last.get("appeal_pending")
        if not pending:
            return None
        if NO.fullmatch(plain):
            return wording.cancelled()
        if not YES.fullmatch(plain.casefold()):
            return self._put_right(person, plain, pending)
        elapsed = self._clock.now() - Moment.fromisoformat(pending["asked_at"])
        if not timedelta(0) <= elapsed <= PROPOSAL_HOLDS:
            return wording.refused("要确认的操作已过期，没有做任何改动，请重新说一遍。")
        return self._carried_out(person, pending, channel, conversation)

    def _put_right(self, person: Person, plain: str, pending: Mapping[str, Any]) -> Reply | None:
        """Ask anew about what waits to be filed or added, when its words are put right."""
        is_supplement = pending.get("step") == Step.SUPPLEMENT.value
        changed = put_right(plain, pending["text"] if is_supplement else pending.get("content", ""))
        if not changed:
            return None
        if is_supplement:
            return self._proposed(
                person, AppealCommand(Step.SUPPLEMENT, pending["appeal_no"], changed)
            )
        return self._read(person, NewAppeal(changed))

    def _carried_out(
        self, person: Person, pending: Mapping[str, Any], channel: str, conversation: str
    ) -> Reply:
        if "content" in pending:
            source = f"chat:{conversation}:{pending['asked_at']}"[-160:]
            opened = self._service.open(person, pending["content"], channel=channel, source=source)
            if opened is None:
                return wording.refused(
                    "系统中还没有登记可以受理诉求的工作人员，请直接联系主管部门。"
                )
            text = wording.opened(
                opened, self._service.deadlines(opened), self._service.note(opened)
            )
            return Reply(
                intent=wording.INTENT,
                text=text,
                outcome=Outcome.HANDED_OVER,
                query={"appeal_nos": [opened.appeal_no]},
            )
        step = Step(pending["step"])
        appeal = self._service.take(
            person,
            pending["appeal_no"],
            step,
            pending["text"],
            channel=channel,
            to_department=pending["department"],
            to_user=pending.get("user_id", ""),
        )
        return wording.done(appeal, step)

    def _pending(self, **values: str) -> dict[str, Any]:
        return {**values, "asked_at": self._clock.now().isoformat()}

    # Shared --------------------------------------------------------------------------------

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
