"""Conversations on the pages, in a real database."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.dialogue.conversation import ConversationStore
from bot.dialogue.skill import Question
from bot.feedback import Feedback
from bot.history import History
from bot.history.retention import forget_transcripts_before
from bot.identity import GUEST
from bot.messages import Chart, Citation, Outcome, Reply
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.bot.beginnings import tables
from tests.databases import filled_at

NOW = datetime(2026, 11, 15, 9, tzinfo=BUSINESS_ZONE)
REPLY = Reply(
    intent="policy_qa",
    text="答复",
    outcome=Outcome.ANSWERED,
    citations=(
        Citation(
            document="方案",
            document_number=None,
            clause="三-6#s7",
            quote="原句",
            validity="方案期内",
            url="/documents/plan?clause=x",
        ),
    ),
    chart=Chart(png_base64="AA==", description="走势"),
)


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    engine = create_engine(filled_at(tmp_path, tables))
    return session_factory(engine)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def history(sessions: SessionFactory, clock: ManualClock) -> History:
    return History(sessions, clock)


def test_a_conversation_comes_back_whole_and_in_order(history: History, clock: ManualClock) -> None:
    history.keep("u007", "c1", "m1", "有基金吗", REPLY)
    clock.advance(timedelta(minutes=5))
    history.keep("u007", "c1", "m2", "多少", REPLY)
    said = history.exchanges("u007", "c1")
    assert [one.question for one in said] == ["有基金吗", "多少"]
    assert said[0].reply == REPLY
    assert (said[0].answered_at, said[0].verdict) == (NOW, None)


def test_conversations_are_listed_by_their_first_question_the_latest_first(
    history: History, clock: ManualClock
) -> None:
    for conversation, question in (("c1", "有基金吗"), ("c2", "产值多少"), ("c1", "多少")):
        clock.advance(timedelta(minutes=1))
        history.keep("u007", conversation, question, question, REPLY)
    found = history.conversations("u007")
    assert [(one.conversation, one.title) for one in found] == [
        ("c1", "有基金吗"),
        ("c2", "产值多少"),
    ]
    assert found[0].last_at - found[0].started_at == timedelta(minutes=2)


@pytest.mark.parametrize("other", ["u008", "u00", "u007%", "", "U007"])
def test_nobody_sees_or_forgets_what_is_somebody_elses(history: History, other: str) -> None:
    history.keep("u007", "c1", "m1", "有基金吗", REPLY)
    assert list(history.conversations(other)) == []
    assert list(history.exchanges(other, "c1")) == []
    assert history.answer_to(other, "c1", "m1") is None
    assert history.forget(other) == 0
    assert len(history.exchanges("u007", "c1")) == 1


def test_a_message_is_kept_once_as_it_was_answered_first(history: History) -> None:
    history.keep("u007", "c1", "m1", "签收31", REPLY)
    history.keep("u007", "c1", "m1", "签收31", REPLY.model_copy(update={"text": "已签收过"}))
    kept = history.answer_to("u007", "c1", "m1")
    assert kept is not None
    assert kept.reply.text == "答复"


def test_of_a_long_conversation_the_latest_hundred_come_back(history: History) -> None:
    for number in range(101):
        history.keep("u007", "c1", f"m{number}", f"问题{number}", REPLY)
    said = [one.message_id for one in history.exchanges("u007", "c1")]
    assert (len(said), said[0], said[-1]) == (100, "m1", "m100")


def test_an_opinion_comes_back_with_its_answer(sessions: SessionFactory, history: History) -> None:
    history.keep("u007", "c1", "m1", "有基金吗", REPLY)
    _turn(sessions, "web:u007:c1", NOW)
    assert Feedback(sessions, ManualClock(NOW)).keep(
        "web:u007:c1", "m1", verdict="useless", reason="不够具体"
    )
    (said,) = history.exchanges("u007", "c1")
    assert (said.verdict, said.reason) == ("useless", "不够具体")


def test_forgetting_takes_all_of_a_person_and_nothing_of_others(history: History) -> None:
    history.keep("u007", "c1", "m1", "有基金吗", REPLY)
    history.keep("u008", "c1", "m1", "有基金吗", REPLY)
    assert history.forget("u007") == 1
    assert list(history.conversations("u007")) == []
    assert len(history.conversations("u008")) == 1


def test_what_was_said_long_ago_is_forgotten(
    sessions: SessionFactory, history: History, clock: ManualClock
) -> None:
    history.keep("u007", "c1", "m1", "有基金吗", REPLY)
    _turn(sessions, "wecom_app:u007:c1", NOW)
    clock.advance(timedelta(days=2))
    history.keep("u007", "c1", "m2", "多少", REPLY)
    _turn(sessions, "wecom_app:u007:c2", NOW + timedelta(days=2))
    before = NOW + timedelta(days=1)
    assert history.forget_before(before) == 1
    assert forget_transcripts_before(sessions, before) == 2
    assert [one.message_id for one in history.exchanges("u007", "c1")] == ["m2"]
    store = ConversationStore(sessions)
    assert store.recent("wecom_app:u007:c1", before="") == ()
    assert len(store.recent("wecom_app:u007:c2", before="")) == 2


def _turn(sessions: SessionFactory, conversation: str, at: datetime) -> None:
    question = Question(
        text="有基金吗",
        person=GUEST,
        conversation=conversation,
        channel="web",
        now=at,
        previous=(),
    )
    ConversationStore(sessions).remember(question, REPLY, message_id="m1")
