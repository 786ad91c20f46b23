"""Proposes what a person wants done to a case, and does it once they have confirmed it.

Keeps nothing between two messages: what waits for a confirmation, or for the words of a step,
is in the `query` of the reply that asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.appeals import step_wording, wording
from bot.appeals.answers import AppealAnswers
from bot.appeals.appeal import NEEDS_WORDS, AppealState, Step
from bot.appeals.following_up import chosen_number, put_right, receiver_named, says_else
from bot.appeals.question import FILE_IT, AppealCommand, read
from bot.appeals.service import AppealService
from bot.clock import Clock
from bot.consent import agrees, denies, is_bare_no, without_greeting
from bot.errors import AppealError
from bot.identity import Person
from bot.messages import Outcome, Reply
from bot.tasks.service import People

# A later yes may well be meant for something else.
PROPOSAL_HOLDS = timedelta(minutes=10)
# By these words whoever is asked to confirm a step agrees to it.
_AGREED_BY = {
    Step.SUPPLEMENT.value: r"提交|补上?|加上?",
    Step.WITHDRAW.value: r"撤[回销掉]?",
    Step.REMIND.value: r"催办?|提醒",
    Step.ASSIGN.value: r"转办?|交办",
}


class AppealProposals:
    """The steps that a person may take, each asked to be confirmed first."""

    def __init__(
        self, service: AppealService, people: People, clock: Clock, answers: AppealAnswers
    ) -> None:
        self._service = service
        self._people = people
        self._clock = clock
        self._answers = answers

    def go_on(
        self, person: Person, text: str, last: Mapping[str, Any], channel: str, conversation: str
    ) -> Reply | None:
        """Return the reply to what answers our last message; None when it says something else."""
        plain = without_greeting(text.strip()).strip("。.!！")
        asking = last.get("appeal_asking")
        if asking and read(text, is_official=True) is None and not says_else(person, text):
            # 不行，还要补材料 may be the very words that were asked for.
            if is_bare_no(plain):
                return step_wording.cancelled()
            step = Step(asking["step"])
            return self.propose(person, AppealCommand(step, asking["appeal_no"], text.strip()))
        which = last.get("appeal_which")
        if which and denies(plain):
            return step_wording.cancelled()
        chosen = chosen_number(plain, last.get("appeal_nos", ())) if which else ""
        if which and chosen:
            step, words = Step(which["step"]), which["text"]
            return self.propose(person, AppealCommand(step, chosen, words))
        pending = last.get("appeal_pending")
        return self._settled(person, plain, pending, channel, conversation) if pending else None

    def file(self, content: str) -> Reply:
        """Ask to confirm a new case."""
        return step_wording.confirm(
            step_wording.filing_asked(content), self._pending(content=content)
        )

    def propose(self, person: Person, command: AppealCommand) -> Reply:
        """Ask to confirm a step, or for what it lacks: which case, which words, to whom.

        Raises:
            AppealError: there is no such case for this person, or no such step for it now.
        """
        if not command.appeal_no:
            return self._of_own(person, command)
        appeal = self._service.check(person, command.appeal_no, command.step)
        if command.step in NEEDS_WORDS | {Step.SUPPLEMENT} and not command.text:
            return step_wording.ask_words(appeal, command.step)
        receiver = None
        if command.step is Step.ASSIGN:
            people, departments = self._people.people(), self._people.departments()
            receiver = receiver_named(command.rest, people, departments)
            if receiver is None:
                return step_wording.whom_to_assign(appeal)
        department, user_id = receiver or ("", "")
        target = f"给{self._service.department(department)}" if receiver else ""
        target += self._service.person_name(user_id) if user_id else ""
        return step_wording.confirm(
            step_wording.step_asked(appeal, command.step, target, command.text),
            self._pending(
                appeal_no=appeal.appeal_no,
                step=command.step.value,
                text=command.text,
                department=department,
                user_id=user_id,
            ),
        )

    def remind(self, person: Person, numbers: Sequence[str]) -> Reply:
        """Ask to confirm a reminder of the case just shown, or which of several is meant.

        Raises:
            AppealError: no reminder of the one case is this person's to send now.
        """
        if len(numbers) == 1:
            return self.propose(person, AppealCommand(Step.REMIND, numbers[0]))
        shown = [one for one in self._service.find(person) if one.appeal_no in numbers]
        own = [one for one in shown if self.can_be_taken(person, one.appeal_no, Step.REMIND)]
        due, today = self._answers.next_due(own), self._clock.now().date()
        if not own:
            return step_wording.none_to_take(Step.REMIND)
        return step_wording.which_one(Step.REMIND, own, due, today, "")

    def can_be_taken(self, person: Person, number: str, step: Step) -> bool:
        """Tell whether the person may take this step now."""
        try:
            self._service.check(person, number, step)
        except AppealError:
            return False
        return True

    def _of_own(self, person: Person, command: AppealCommand) -> Reply:
        """Go on with the one case of the enterprise that can be meant, or ask which."""
        is_reopened = command.step is Step.REOPEN
        own = [
            appeal
            for appeal in self._service.find(person, only_open=not is_reopened)
            if (appeal.state is AppealState.CLOSED) == is_reopened
        ]
        if not own:
            still_open = self._service.find(person, only_open=True) if is_reopened else []
            if still_open:
                return self._answers.listed(step_wording.STILL_OPEN, still_open)
            return step_wording.none_to_take(command.step)
        if len(own) > 1:
            due, today = self._answers.next_due(own), self._clock.now().date()
            return step_wording.which_one(command.step, own, due, today, command.text)
        return self.propose(person, replace(command, appeal_no=own[0].appeal_no))

    def _settled(
        self,
        person: Person,
        plain: str,
        pending: Mapping[str, Any],
        channel: str,
        conversation: str,
    ) -> Reply | None:
        if denies(plain):
            return step_wording.cancelled()
        is_words = "content" in pending or pending.get("step") == Step.SUPPLEMENT.value
        is_filed = is_words and FILE_IT.fullmatch(plain) is not None
        doing = _AGREED_BY.get(pending.get("step", ""), "")
        if not (is_filed or agrees(plain, doing)):
            return self._put_right(person, plain, pending)
        elapsed = self._clock.now() - datetime.fromisoformat(pending["asked_at"])
        if not timedelta(0) <= elapsed <= PROPOSAL_HOLDS:
            return wording.refused(step_wording.LAPSED)
        return self._carried_out(person, pending, channel, conversation)

    def _put_right(self, person: Person, plain: str, pending: Mapping[str, Any]) -> Reply | None:
        """Ask anew about what waits to be filed or added, when its words are put right."""
        is_supplement = pending.get("step") == Step.SUPPLEMENT.value
        changed = put_right(plain, pending["text"] if is_supplement else pending.get("content", ""))
        if not changed:
            return None
        if is_supplement:
            return self.propose(
                person, AppealCommand(Step.SUPPLEMENT, pending["appeal_no"], changed)
            )
        return self.file(changed)

    def _carried_out(
        self, person: Person, pending: Mapping[str, Any], channel: str, conversation: str
    ) -> Reply:
        if "content" in pending:
            source = f"chat:{conversation}:{pending['asked_at']}"[-160:]
            opened = self._service.open(person, pending["content"], channel=channel, source=source)
            if opened is None:
                return wording.refused(step_wording.NOBODY_RECEIVES)
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
        return step_wording.done(appeal, step)

    def _pending(self, **values: str) -> dict[str, Any]:
        return {**values, "asked_at": self._clock.now().isoformat()}
