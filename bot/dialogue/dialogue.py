"""Lets the first skill that recognises a question answer it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from prometheus_client import Histogram

from bot.clock import Clock
from bot.dialogue.carrying import Places, carried, unresolved
from bot.dialogue.conversation import ConversationStore
from bot.dialogue.skill import Question, Skill, Turn
from bot.dialogue.wording import nothing_understood, text_too_long, which_place
from bot.editorial.aliases import Aliases, in_official_words
from bot.editorial.wording import understood
from bot.identity import Person
from bot.messages import LONGEST_TEXT, InboundMessage, Outcome, Reply
from bot.telemetry.following import following, short_name
from bot.telemetry.stages import stage
from retrieval.search.as_of import of_another_day

_answer_seconds = Histogram(
    "bot_answer_seconds",
    "Seconds from a question understood to its reply composed",
    ["channel", "intent", "outcome"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)


class Dialogue:
    """The conversation with one person.

    `skills` are asked in order; a skill that does not recognise the question returns None.
    """

    def __init__(
        self,
        skills: Sequence[Skill],
        conversations: ConversationStore,
        clock: Clock,
        aliases: Aliases | None = None,
        places: Places | None = None,
    ) -> None:
        self._aliases = aliases
        self._places = places
        self._skills = tuple(skills)
        self._conversations = conversations
        self._clock = clock

    def answer(self, message: InboundMessage, person: Person) -> Reply:
        """Return the reply to `message`, and remember both."""
        conversation = _remembered(message, person)
        with stage("answer"), following(conversation=short_name(conversation)):
            return self._answered(message, person, conversation)

    def _answered(self, message: InboundMessage, person: Person, conversation: str) -> Reply:
        previous = self._conversations.recent(conversation, before=message.message_id)
        question = self.question(message, person, previous)
        started = time.perf_counter()
        reply = self.reply_to(question)
        _answer_seconds.labels(message.channel, reply.intent, reply.outcome.value).observe(
            time.perf_counter() - started
        )
        self._conversations.remember(question, reply, message_id=message.message_id)
        return reply

    def question(
        self, message: InboundMessage, person: Person, previous: tuple[Turn, ...]
    ) -> Question:
        """Return `message` as the skills see it, at the present business time."""
        return Question(
            text=message.text.strip(),
            person=person,
            conversation=_remembered(message, person),
            channel=message.channel,
            now=self._clock.now(),
            previous=previous,
        )

    def reply_to(self, question: Question) -> Reply:
        """Return the first skill's reply; remembers nothing.

        Words that stand for official ones are read as those, and the reply says so.
        """
        if len(question.text) > LONGEST_TEXT:
            text = text_too_long(len(question.text))
            return Reply(intent="unknown", text=text, outcome=Outcome.REFUSED)
        known = self._aliases.all() if self._aliases is not None else ()
        official, used = in_official_words(question.text, known)
        if not used:
            return self._first_reply(question)
        reply = self._first_reply(replace(question, text=official))
        note = understood([(one.said, one.official) for one in used])
        return reply.model_copy(update={"text": f"{reply.text}\n{note}"})

    def _first_reply(self, question: Question) -> Reply:
        # 那2018年底呢 after 方案还有效吗 asks of the document, and of no figure.
        said = [turn.text for turn in question.previous if turn.role == "user"]
        question = replace(question, text=of_another_day(question.text, said))
        if self._places is not None:
            text, previous = carried(question.text, question.previous, self._places)
            question = replace(question, text=text, previous=previous)
            left_open = unresolved(text, previous, self._places)
            if left_open is not None:
                return which_place(left_open)
        for skill in self._skills:
            reply = skill.answer(question)
            if reply is not None:
                return reply
        return nothing_understood()


def private_conversation(channel: str, user_id: str, conversation: str) -> str:
    """Return the name under which a conversation is remembered; `user_id` is empty for a guest.

    Channel and person are part of it: whoever guesses or reuses the name of somebody else's
    conversation must not learn from follow-ups what was said there.
    """
    return f"{channel}:{user_id}:{conversation}"


def _remembered(message: InboundMessage, person: Person) -> str:
    return private_conversation(message.channel, person.user_id, message.conversation)
