"""Opinions on answers, in a real database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.dialogue.conversation import ConversationStore
from bot.dialogue.skill import Question
from bot.feedback import Feedback, grouped
from bot.identity import GUEST
from bot.messages import Outcome, Reply
from bot.storage import create_engine, session_factory
from bot.storage.engine import SessionFactory
from tests.bot.beginnings import tables
from tests.databases import filled_at

NOW = datetime(2019, 11, 15, 9, tzinfo=BUSINESS_ZONE)


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    engine = create_engine(filled_at(tmp_path, tables))
    return session_factory(engine)


@pytest.fixture
def feedback(sessions: SessionFactory) -> Feedback:
    return Feedback(sessions, ManualClock(NOW))


def said(sessions: SessionFactory, text: str, outcome: Outcome, *, message_id: str) -> None:
    question = Question(
        text=text, person=GUEST, conversation="web::c1", channel="web", now=NOW, previous=()
    )
    reply = Reply(intent="policy_qa", text="答复", outcome=outcome)
    ConversationStore(sessions).remember(question, reply, message_id=message_id)


def test_refused_and_useless_answers_are_listed_newest_first(
    sessions: SessionFactory, feedback: Feedback
) -> None:
    said(sessions, "社保断缴了怎么办", Outcome.REFUSED, message_id="m1")
    said(sessions, "有基金吗", Outcome.ANSWERED, message_id="m2")
    said(sessions, "产值多少", Outcome.ANSWERED, message_id="m3")
    assert feedback.keep("web::c1", "m2", verdict="useless", reason="不够具体")
    assert feedback.keep("web::c1", "m3", verdict="useful", reason="")
    found = feedback.open_questions(limit=10)
    assert [(one.question, one.verdict, one.reason) for one in found] == [
        ("有基金吗", "useless", "不够具体"),
        ("社保断缴了怎么办", None, ""),
    ]
    assert found[0].asked_at == NOW
    assert [one.question for one in feedback.open_questions(limit=1)] == ["有基金吗"]


def test_a_refusal_that_was_found_useful_is_not_counted_as_useless(
    sessions: SessionFactory, feedback: Feedback
) -> None:
    for number, verdict in enumerate(("useful", "revoked", "useless", None)):
        said(sessions, "社保断缴了怎么办", Outcome.REFUSED, message_id=f"m{number}")
        if verdict is not None:
            assert feedback.keep("web::c1", f"m{number}", verdict=verdict, reason="")
    [group] = grouped(feedback.open_questions(limit=10))
    assert (group.count, group.useless) == (4, 1)


def test_an_opinion_is_kept_once_and_can_be_changed(
    sessions: SessionFactory, feedback: Feedback
) -> None:
    said(sessions, "有基金吗", Outcome.ANSWERED, message_id="m2")
    for verdict, listed in (("useless", 1), ("useless", 1), ("useful", 0)):
        assert feedback.keep("web::c1", "m2", verdict=verdict, reason="")
        assert len(feedback.open_questions(limit=10)) == listed


@pytest.mark.parametrize(
    ("conversation", "message_id"),
    [("web::c1", "other"), ("web::c2", "m2"), ("web:u001:c1", "m2")],
)
def test_an_answer_one_was_not_given_cannot_be_judged(
    sessions: SessionFactory, feedback: Feedback, conversation: str, message_id: str
) -> None:
    said(sessions, "有基金吗", Outcome.ANSWERED, message_id="m2")
    assert not feedback.keep(conversation, message_id, verdict="useless", reason="")
    assert feedback.open_questions(limit=10) == []
