"""The first skill that recognises a question answers it, and everything is remembered once."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.clock import ManualClock
from bot.dialogue import Dialogue, Question
from bot.dialogue.conversation import ConversationStore
from bot.dialogue.skills.help import HelpSkill
from bot.dialogue.suggesting import Suggestions
from bot.identity import GUEST, Role
from bot.messages import LONGEST_TEXT, InboundMessage, Outcome, Reply
from bot.storage.engine import SessionFactory


class EchoSkill:
    """Recognises what begins with its word and repeats what it was asked before."""

    def __init__(self, word: str) -> None:
        self.name = word
        self.seen: list[Question] = []

    def answer(self, question: Question) -> Reply | None:
        if not question.text.startswith(self.name):
            return None
        self.seen.append(question)
        before = "|".join(turn.text for turn in question.previous)
        return Reply(
            intent=self.name,
            text=f"{self.name}({before})",
            outcome=Outcome.ANSWERED,
            query={"of": question.text},
        )


def message(text: str, message_id: str = "1", conversation: str = "c") -> InboundMessage:
    return InboundMessage(
        channel="test",
        message_id=message_id,
        sender="somebody",
        conversation=conversation,
        text=text,
        received_at=datetime.fromisoformat("2019-11-15T09:00:00+08:00"),
    )


@pytest.fixture
def dialogue(sessions: SessionFactory, clock: ManualClock) -> Dialogue:
    skills = [EchoSkill("甲"), EchoSkill("甲乙"), EchoSkill("乙")]
    return Dialogue(skills, ConversationStore(sessions), clock)


def test_the_first_skill_that_recognises_the_question_answers(dialogue: Dialogue) -> None:
    assert dialogue.answer(message("甲乙"), GUEST).intent == "甲"
    assert dialogue.answer(message("乙", "2"), GUEST).intent == "乙"


def test_a_message_longer_than_is_read_is_refused_whatever_channel_it_comes_by(
    dialogue: Dialogue,
) -> None:
    read = dialogue.answer(message("甲" * LONGEST_TEXT), GUEST)
    refused = dialogue.answer(message("甲" * (LONGEST_TEXT + 1), "2"), GUEST)
    assert read.intent == "甲"
    assert refused.outcome is Outcome.REFUSED
    assert "共 2001 字，最多 2000 字" in refused.text


def test_a_question_that_no_skill_recognises_is_refused_in_words(dialogue: Dialogue) -> None:
    reply = dialogue.answer(message("丙"), GUEST)
    assert reply.outcome is Outcome.REFUSED


def test_a_follow_up_sees_what_was_said_before(dialogue: Dialogue) -> None:
    dialogue.answer(message("甲一", "1"), GUEST)
    assert dialogue.answer(message("甲二", "2"), GUEST).text == "甲(甲一|甲())"


def test_another_day_is_asked_of_the_document_that_was_asked_about(dialogue: Dialogue) -> None:
    dialogue.answer(message("甲方案还有效吗"), GUEST)
    reply = dialogue.answer(message("那2018年底呢", "2"), GUEST)
    assert reply.query == {"of": "甲方案2018年底还有效吗"}


def test_another_conversation_is_not_seen(dialogue: Dialogue) -> None:
    dialogue.answer(message("甲一", "1", "other"), GUEST)
    assert dialogue.answer(message("甲二", "2"), GUEST).text == "甲()"


def test_what_another_person_said_in_a_conversation_of_the_same_name_is_not_seen(
    dialogue: Dialogue,
) -> None:
    dialogue.answer(message("甲一", "1"), replace(GUEST, user_id="u001"))
    assert dialogue.answer(message("甲二", "2"), GUEST).text == "甲()"


def test_composing_the_same_message_again_answers_the_same_and_remembers_once(
    dialogue: Dialogue,
) -> None:
    first = dialogue.answer(message("甲一", "1"), GUEST)
    again = dialogue.answer(message("甲一", "1"), GUEST)
    assert first == again
    assert dialogue.answer(message("甲二", "2"), GUEST).text == "甲(甲一|甲())"


def test_the_query_of_an_answer_comes_back_with_its_turn(
    sessions: SessionFactory, clock: ManualClock
) -> None:
    skill = EchoSkill("甲")
    dialogue = Dialogue([skill], ConversationStore(sessions), clock)
    dialogue.answer(message("甲一", "1"), GUEST)
    dialogue.answer(message("甲二", "2"), GUEST)
    assert [turn.query for turn in skill.seen[-1].previous] == [None, {"of": "甲一"}]


class OneSuggestion(Suggestions):
    """Suggests one question to everybody."""

    def __init__(self) -> None:
        """Need nothing."""

    def for_reader(self, *, is_official: bool) -> tuple[str, ...]:
        return ("产值多少" if is_official else "有什么政策",)


@pytest.mark.parametrize(
    "text", ["你好", "您好！", "在吗", "帮助", "你能做什么", "/welcome", "hello"]
)
def test_a_greeting_is_welcomed(text: str, dialogue: Dialogue) -> None:
    question = dialogue.question(message(text), GUEST, ())
    reply = HelpSkill(OneSuggestion()).answer(question)
    assert reply is not None
    assert reply.choices


@pytest.mark.parametrize(("role", "is_told"), [(Role.ENTERPRISE, True), (Role.GUEST, False)])
def test_an_enterprise_is_told_that_it_may_file_an_appeal(
    role: Role, is_told: bool, dialogue: Dialogue
) -> None:
    question = dialogue.question(message("你好"), replace(GUEST, role=role), ())
    reply = HelpSkill(OneSuggestion()).answer(question)
    assert reply is not None
    assert ("我要反映一个困难" in reply.text) is is_told


@pytest.mark.parametrize(
    "text", ["你好，1到10月产值多少", "帮助企业的政策有哪些", "在吗 问个事 基金"]
)
def test_a_greeting_before_a_question_is_not_mistaken_for_one(
    text: str, dialogue: Dialogue
) -> None:
    assert HelpSkill(OneSuggestion()).answer(dialogue.question(message(text), GUEST, ())) is None
