"""The application behind the pages, with real parts: what is kept, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import ManualClock, SystemClock
from bot.delivery.model import DeliveryRow
from bot.durable import InlineWork
from bot.errors import MessageKeyReused
from bot.history import History
from bot.identity.roster import import_roster
from bot.messages import Attachment
from bot.serving.page_services import PageServices
from bot.settings import DEMO_DATA, load_settings
from bot.web import Asked
from bot.wiring import Parts
from tests.retrieval.material import SEED

HELLO = Asked(text="你好", conversation=None, user="u007", attachments=(), message_id="m1")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    loaded = load_settings(
        data_dir=tmp_path, retrieval={"model": "hashing"}, pages={"kept_days": 30}
    )
    parts = Parts(loaded, work=InlineWork())
    import_roster(parts.sessions, DEMO_DATA / "organisation")
    yield parts
    parts.stop()


def test_a_message_sent_again_is_answered_as_the_first_time(parts: Parts) -> None:
    services = PageServices(parts)
    first = services.ask(HELLO)
    again = services.ask(HELLO)
    assert (again.reply, again.conversation) == (first.reply, first.conversation)
    assert len(services.exchanges("u007", first.conversation)) == 1


def test_nothing_is_suggested_that_would_only_be_refused(parts: Parts) -> None:
    services = PageServices(parts)
    assert services.suggestions(None) == ()
    assert services.suggestions("u007") == ("我有哪些逾期的任务",)
    assert services.ask(replace(HELLO, user=None)).reply.choices == ()


def test_the_plans_questions_are_suggested_once_the_plan_is_held(parts: Parts) -> None:
    parts.library.ingest(SEED)
    services = PageServices(parts)
    assert len(services.suggestions(None)) == 4
    assert set(services.suggestions(None)) < set(services.suggestions("u007"))


def test_another_question_under_the_same_key_is_refused_and_changes_nothing(
    parts: Parts,
) -> None:
    services = PageServices(parts)
    first = services.ask(HELLO)
    with pytest.raises(MessageKeyReused):
        services.ask(replace(HELLO, text="人工", conversation=first.conversation))
    kept = services.exchanges("u007", first.conversation)
    assert [one.question for one in kept] == [HELLO.text]


@pytest.mark.parametrize("user", ["u007", None])
def test_an_opinion_typed_after_an_answer_is_about_that_answer(
    parts: Parts, user: str | None
) -> None:
    services = PageServices(parts)
    asked = services.ask(replace(HELLO, text="养猪补贴多少", user=user))
    said = replace(HELLO, text="没用", user=user, conversation=asked.conversation, message_id="m2")
    assert "已记下“没用”" in services.ask(said).reply.text
    (question,) = parts.feedback.open_questions(limit=9)
    assert (question.question, question.is_useless) == ("养猪补贴多少", True)
    alone = replace(said, conversation="another", message_id="m3")
    assert "已记下" not in services.ask(alone).reply.text


def test_a_guests_conversation_is_not_kept_for_anybody(parts: Parts) -> None:
    services = PageServices(parts)
    told = services.ask(replace(HELLO, user=None))
    assert list(services.conversations("")) == []
    assert list(services.exchanges("", told.conversation)) == []


def test_a_picture_without_words_is_declined_in_words(parts: Parts) -> None:
    sent = replace(HELLO, text="", attachments=(Attachment(kind="image"),))
    reply = PageServices(parts).ask(sent).reply
    assert "用文字发来" in reply.text


def keep_delivered(parts: Parts, key: str, *, at: datetime) -> None:
    with parts.sessions.begin() as session:
        session.add(
            DeliveryRow(
                key=key, recipients=[], reply={}, state="sent", created_at=at, finished_at=at
            )
        )


def test_the_nightly_run_forgets_what_is_older_than_the_setting(parts: Parts) -> None:
    services = PageServices(parts)
    told = services.ask(HELLO)
    old = SystemClock().now() - timedelta(days=31)
    History(parts.sessions, ManualClock(old)).keep("u007", "c0", "m0", "你好", told.reply)
    keep_delivered(parts, "old", at=old)
    keep_delivered(parts, "new", at=SystemClock().now())
    parts.forget(SystemClock().now())
    assert parts.delivery.missing(["old", "new"]) == {"old"}
    assert [one.conversation for one in services.conversations("u007")] == [told.conversation]


def test_stopping_gives_every_connection_back(parts: Parts) -> None:
    engines = []
    for sessions in (parts.sessions, parts.intake_sessions):
        with sessions() as session:
            session.execute(sa.text("SELECT 1"))
            engines.append(session.get_bind().engine)
    parts.stop()
    assert [engine.pool.status() for engine in engines] == [
        engine.pool.recreate().status() for engine in engines
    ]
