"""The application as the pages see it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.alerts.scan import alert_rules
from bot.answerers import Answerers, PageQuestion
from bot.board import PersonalBoard
from bot.board.board import BoardSources
from bot.board.briefs import BriefSources, PersonalBriefs
from bot.channels.web import inbox_messages, latest_messages
from bot.console.access import opens_console
from bot.dialogue.dialogue import private_conversation
from bot.dialogue.skill import Question
from bot.dialogue.wording import attachment_declined, without_attachments
from bot.errors import MessageKeyReused
from bot.feedback.spoken import verdict_in
from bot.feedback.wording import thanks
from bot.history import Exchange, PastConversation
from bot.identity import GUEST, Person
from bot.identity.directory import WEB_CHANNEL
from bot.library.pages import document_page, edition_page
from bot.library.shelf import shelf_page
from bot.serving.conversing import converse
from bot.signin import SignInDesk
from bot.web import (
    Asked,
    AskResult,
    DocumentPage,
    InboxMessage,
    Opinion,
    PersonOption,
    ShelfPage,
    ShelfQuestion,
)
from bot.wiring import Parts


class PageServices:
    """`bot.web.WebServices` over the joined parts."""

    def __init__(self, parts: Parts, answerers: Answerers | None = None) -> None:
        self._parts = parts
        self._answerers = answerers

    @property
    def is_demo(self) -> bool:
        """Tell whether a visitor may act as anybody."""
        return self._parts.settings.is_demonstration

    @property
    def sign_in(self) -> SignInDesk:
        """Who the browsers belong to."""
        return self._parts.sign_in

    def business_now(self) -> datetime:
        """Return the business clock's present moment."""
        return self._parts.clock.now()

    def ask(self, asked: Asked) -> AskResult:
        """Answer a message, in an answerer where there are any.

        A message that was answered before gets the answer it got then: what it asked to be done
        must not be done, or found undoable, a second time.

        Raises:
            UnknownPerson: nobody has the id `asked.user`.
            MessageKeyReused: another message was answered under this one's id.
        """
        kinds = [each.kind for each in asked.attachments]
        if not asked.text:
            declined = attachment_declined(kinds)
            return AskResult(declined, asked.conversation or f"web-{asked.message_id}", 0)
        return self._once(asked, partial(self._asked, kinds))

    def read_file(self, asked: Asked, content: bytes) -> AskResult:
        """Say what a picture or file is that was sent; the content is kept nowhere.

        Raises:
            UnknownPerson: nobody has the id `asked.user`.
            MessageKeyReused: another message was answered under this one's id.
            NoticesBusy: too many files wait to be read.
        """

        def read(asked: Asked, person: Person | None, conversation: str) -> AskResult:
            started = time.perf_counter()
            reply = self._parts.notices.answer(content)
            self._parts.conversations.remember(
                Question(
                    asked.text,
                    person or GUEST,
                    _remembered(conversation, person or GUEST),
                    WEB_CHANNEL,
                    self.business_now(),
                ),
                reply,
                message_id=asked.message_id,
            )
            took = round((time.perf_counter() - started) * 1000)
            return AskResult(reply, conversation, took)

        return self._once(asked, read)

    def _once(
        self, asked: Asked, answer: Callable[[Asked, Person | None, str], AskResult]
    ) -> AskResult:
        """Answer a message, or give the answer it got before; a known person's is kept."""
        person = self._acting(asked.user)
        conversation = asked.conversation or f"web-{asked.message_id}"
        if person is None:
            return answer(asked, person, conversation)
        history = self._parts.history
        kept = history.answer_to(person.user_id, conversation, asked.message_id)
        if kept is not None:
            return AskResult(_the_same(kept, asked).reply, conversation, 0)
        result = answer(asked, person, conversation)
        history.keep(person.user_id, conversation, asked.message_id, asked.text, result.reply)
        return result

    def _asked(
        self, kinds: Sequence[str], asked: Asked, person: Person | None, conversation: str
    ) -> AskResult:
        verdict = verdict_in(asked.text)
        if verdict and self._parts.feedback.judge_last(
            _remembered(conversation, person or GUEST), verdict
        ):
            return AskResult(thanks(verdict), conversation, 0)
        result = self._answer(asked, person, conversation)
        return replace(result, reply=without_attachments(result.reply, kinds)) if kinds else result

    def _answer(self, asked: Asked, person: Person | None, conversation: str) -> AskResult:
        question = PageQuestion(
            text=asked.text,
            user=asked.user,
            conversation=conversation,
            channel=WEB_CHANNEL,
            message_id=asked.message_id,
        )
        answered = None if self._answerers is None else self._answerers.ask(question)
        if answered is not None:
            return AskResult(answered.reply, question.conversation, answered.milliseconds)
        reply, answer = converse(
            self._parts,
            question.text,
            person=person,
            conversation=question.conversation,
            channel=question.channel,
            message_id=question.message_id,
        )
        return AskResult(reply, answer.conversation, answer.milliseconds)

    @property
    def guest_messages_per_minute(self) -> int:
        """How many messages a minute guests of one address may send; 0: any number."""
        return self._parts.settings.pages.guest_messages_per_minute

    def conversations(self, user_id: str) -> Sequence[PastConversation]:
        """Return a person's conversations, the latest first."""
        return self._parts.history.conversations(user_id)

    def exchanges(self, user_id: str, conversation: str) -> Sequence[Exchange]:
        """Return what was said in a person's conversation; none when it is somebody else's."""
        return self._parts.history.exchanges(user_id, conversation)

    def forget_conversations(self, user_id: str) -> None:
        """Delete a person's conversations."""
        self._parts.history.forget(user_id)

    def document(self, document_id: str, edition: str = "") -> DocumentPage | None:
        """Return a document with its structure, or an earlier text of it; None when the library
        does not hold it."""
        on = self.business_now().date()
        if edition:
            return edition_page(self._parts.library, document_id, edition, on)
        return document_page(self._parts.library, document_id, on)

    def shelf(self, question: ShelfQuestion) -> ShelfPage:
        """Return the documents and clauses that are looked for, newest documents first."""
        return shelf_page(self._parts.library, question, self.business_now().date())

    def suggestions(self, user: str | None) -> Sequence[str]:
        """Return questions worth starting with."""
        person = self._parts.directory.person(user) if user else None
        is_official = person is not None and person.is_official
        return self._parts.suggestions.for_reader(is_official=is_official)

    def people(self) -> Sequence[PersonOption]:
        """Return whom a visitor of the demonstration may act as."""
        departments = {entry.code: entry.name for entry in self._parts.directory.departments()}
        return [
            PersonOption(person.user_id, _label(person, departments), opens_console(person))
            for person in self._parts.directory.people()
        ]

    def person(self, user_id: str) -> Person:
        """Return who has this id.

        Raises:
            UnknownPerson: nobody.
        """
        return self._parts.directory.require(user_id)

    def inbox(self, user_id: str, after: int) -> Sequence[InboxMessage]:
        """Return the messages pushed to `user_id` whose number is above `after`."""
        return [
            InboxMessage(message.number, message.sent_at, message.reply)
            for message in inbox_messages(self._parts.sessions, user_id, after=after)
        ]

    def latest_inbox(self, user_id: str) -> Sequence[InboxMessage]:
        """Return the newest messages pushed to `user_id`, newest first, with what became of
        their buttons."""
        messages = latest_messages(self._parts.sessions, user_id)
        person = self._parts.directory.person(user_id)
        if person is None:
            return []
        sends = {choice.send for message in messages for choice in message.reply.choices}
        used = self._parts.task_buttons.used(person, sends)
        return [
            InboxMessage(
                message.number,
                message.sent_at,
                message.reply,
                {c.send: used[c.send] for c in message.reply.choices if c.send in used},
            )
            for message in messages
        ]

    def board(self, user: str | None) -> PersonalBoard:
        """Return the board as `user` may see it; None is a guest.

        Raises:
            UnknownPerson: nobody has this id.
        """
        parts = self._parts
        sources = BoardSources(
            figures=parts.figures,
            tasks=parts.tasks,
            directory=parts.directory,
            working_days=parts.working_days,
            clauses=parts.plan_clauses,
            rules=alert_rules(parts.settings.alerts),
        )
        return PersonalBoard(sources, self._acting(user) or GUEST, self.business_now())

    def briefs(self, user: str | None) -> PersonalBriefs:
        """Return the supervision briefs as `user` may see them; None is a guest.

        Raises:
            UnknownPerson: nobody has this id.
        """
        parts = self._parts
        sources = BriefSources(parts.tasks, parts.directory, parts.plan_clauses)
        today = self.business_now().date()
        return PersonalBriefs(sources, self._acting(user) or GUEST, today)

    def keep_opinion(self, opinion: Opinion) -> bool:
        """Keep what somebody thinks of an answer; False when they were given no such answer.

        Raises:
            UnknownPerson: nobody has the id `opinion.user`.
        """
        person = self._acting(opinion.user) or GUEST
        return self._parts.feedback.keep(
            _remembered(opinion.conversation, person),
            opinion.message_id,
            verdict=opinion.verdict.value,
            reason=opinion.reason,
        )

    def _acting(self, user: str | None) -> Person | None:
        return self._parts.directory.require(user) if user else None


def _remembered(conversation: str, person: Person) -> str:
    return private_conversation(WEB_CHANNEL, person.user_id, conversation)


def _the_same(kept: Exchange, asked: Asked) -> Exchange:
    # Answered all the same, it would be kept nowhere: neither in the history nor for follow-ups.
    if kept.question != asked.text:
        raise MessageKeyReused(
            "这个 Idempotency-Key 已用于另一句话，没有作答", remedy="每句话换一个新的编号"
        )
    return kept


def _label(person: Person, departments: dict[str, str]) -> str:
    place = departments.get(person.department_code or "", "")
    return "·".join(part for part in (person.name, place, person.post) if part)
