"""Talks about appeals: what a message is about, and who answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.appeals import step_wording, wording
from bot.appeals.answers import AppealAnswers
from bot.appeals.appeal import Step
from bot.appeals.following_up import case_spoken_of, said_of_cases
from bot.appeals.own_words import Said, last_clause, read_own_words, scolds, urges
from bot.appeals.proposing import AppealProposals
from bot.appeals.question import (
    AppealCommand,
    AppealQuestion,
    Form,
    NewAppeal,
    NothingSaid,
    Reading,
    names_a_case,
    new_matter,
    read,
)
from bot.appeals.service import AppealService
from bot.appeals.spoken_of import (
    asks_after_what_was_told,
    asks_more_of_it,
    asks_more_of_own,
    called_by_content,
    meant_by_content,
    stands,
    told_again,
    waits,
)
from bot.clock import Clock
from bot.errors import AppealError
from bot.identity import Person, Role
from bot.messages import Reply
from bot.tasks.basis import Clauses
from bot.tasks.previous_turn import PreviousTurn, last_query
from bot.tasks.service import People

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
        self._answers = AppealAnswers(service, clock, clauses)
        self._proposals = AppealProposals(service, people, clock, self._answers)

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
            continued = self._proposals.go_on(person, text, last, channel, conversation)
            if continued is not None:
                return continued
            spoken_of = case_spoken_of(previous)
            meant = self._meant(person, text, last, spoken_of)
            if meant:
                return self._answers.found(person, AppealQuestion(Form.SHOW, meant))
            if person.role is Role.ENTERPRISE:
                own = self._of_called(person, text) or self._of_own(
                    person, text, spoken_of, previous
                )
                if own is not None:
                    return own
            elif urges(text) and last.get("appeal_nos"):
                return self._proposals.remind(person, last["appeal_nos"])
            said = said_of_cases(text, previous)
            reading = read(said, is_official=person.is_official, spoken_of=spoken_of)
            return None if reading is None else self._read(person, reading)
        except AppealError as exc:
            remedy = f"{exc.remedy}。" if exc.remedy else ""
            return wording.refused(f"{exc.what}。{remedy}")

    def open_cases(self, person: Person) -> Reply:
        """List what is still open of the cases that a person may see."""
        return self._answers.found(person, AppealQuestion(Form.LIST, only_open=True))

    def _read(self, person: Person, reading: Reading) -> Reply:
        match reading:
            case NewAppeal():
                return self._proposals.file(reading.content)
            case NothingSaid():
                return step_wording.say_what()
            case AppealCommand():
                return self._proposals.propose(person, reading)
            case AppealQuestion():
                return self._answers.found(person, reading)

    def _meant(self, person: Person, text: str, last: Mapping[str, Any], spoken_of: str) -> str:
        """Return the number of the one case that a message is about, or empty."""
        is_enterprise = person.role is Role.ENTERPRISE
        is_of_it = last.get("appeal_nos") and asks_more_of_it(text)
        if spoken_of and (is_of_it or (is_enterprise and asks_more_of_own(text))):
            return spoken_of
        if not is_enterprise:
            return ""
        matter = new_matter(text)
        if matter:
            return told_again(matter, self._service.find(person, only_open=True))
        return meant_by_content(text, self._service.find(person))

    def _of_called(self, person: Person, text: str) -> Reply | None:
        """Answer what is said of an own case that is called by what it is about."""
        number, rest = called_by_content(text, self._service.find(person))
        if not number or new_matter(text):
            # 我要反映…的事没人管 files it, once more where it was closed.
            return None
        if asks_more_of_it(rest) or waits(rest) or stands(rest):
            return self._answers.found(person, AppealQuestion(Form.SHOW, number))
        words = read_own_words(rest) or read_own_words(last_clause(rest))
        if words is None:
            return None
        if words.said in _STEP_OF:
            step = _STEP_OF[words.said]
            return self._proposals.propose(person, AppealCommand(step, number, words.text))
        return self._answers.found(person, AppealQuestion(Form.SHOW, number))

    def _of_own(
        self, person: Person, text: str, spoken_of: str, previous: Sequence[PreviousTurn]
    ) -> Reply | None:
        """Answer few words about an own case; None when they are about something else."""
        words = read_own_words(text)
        if words is None:
            if not (asks_after_what_was_told(text) and self._service.find(person)):
                return None
            own_cases = self._answers.found(person, AppealQuestion(Form.LIST))
            return wording.or_tell_it_anew(own_cases)
        if words.number:
            return self._proposals.propose(
                person, AppealCommand(Step.SUPPLEMENT, words.number, words.text)
            )
        own = self._service.find(person)
        is_open = any(appeal.stage is not None for appeal in own)
        if not is_open and scolds(text):
            return step_wording.say_what()
        last = last_query(previous)
        pushed = self._service.last_told(person)
        is_of_cases = any(key.startswith("appeal") for key in last)
        is_spoken_of = bool(pushed) or not previous or is_of_cases
        if words.said is Said.ADDED:
            own = [appeal for appeal in own if appeal.stage is not None]
            if not own:
                return step_wording.none_to_supplement() if names_a_case(text) else None
        if not own or (words.is_loose and not is_spoken_of):
            return None
        if words.said in {Said.STANDING, Said.URGED}:
            # Of what is closed no clock runs that would urge anybody.
            is_urged = words.said is Said.URGED and is_open
            return self._answers.found(person, AppealQuestion(Form.LIST, is_urged=is_urged))
        step = _STEP_OF[words.said]
        # What was pushed last is what somebody is not content with.
        numbers = ([spoken_of] if spoken_of else []) + sorted(pushed if len(pushed) == 1 else ())
        meant = [number for number in numbers if self._proposals.can_be_taken(person, number, step)]
        return self._proposals.propose(
            person, AppealCommand(step, meant[0] if meant else "", words.text)
        )
