"""A year of messages: what is asked for often is found by an index, and the old is forgotten."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.alerts.model import AlertRow
from bot.channels.exchange import Exchanges
from bot.clock import SystemClock
from bot.delivery import DeliveryState
from bot.errors import ChannelUnavailable, RecipientUnreachable
from bot.storage.engine import SessionFactory
from tests.bot.delivery.post import NOW, REPLY, WEB, WECOM, Post, ScriptedSender
from tests.databases import about_sqlite, is_postgresql

DAY = timedelta(days=1)


@contextmanager
def plans(sessions: SessionFactory) -> Iterator[list[str]]:
    """Give how SQLite goes about each statement that only reads."""
    found: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, given: Any, *_: object) -> None:
        if statement.startswith("SELECT"):
            raw = connection.connection.driver_connection
            rows = raw.execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
            found.append("; ".join(row[3] for row in rows))

    with sessions.begin() as session:
        engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", explain)


@pytest.fixture
def post(tmp_path: Path) -> Post:
    web = ScriptedSender("web", [ChannelUnavailable("系统繁忙")])
    return Post(tmp_path, ScriptedSender("wecom_app"), web)


def alert(message_key: str) -> AlertRow:
    return AlertRow(
        alert_id=message_key,
        subject="T1",
        due_on=None,
        level="red",
        reason="overdue",
        recipient_user_id="u007",
        raised_at=NOW,
        message_key=message_key,
    )


@about_sqlite
def test_no_question_that_is_asked_often_reads_a_whole_table(post: Post) -> None:
    with plans(post.sessions) as read:
        post.delivery.recently_sent([WECOM, WEB], within=DAY)
        post.delivery.sent_within([WECOM, WEB], DAY)
        Exchanges("wecom_aibot", post.sessions, SystemClock()).unsettled(SystemClock().now() - DAY)
        post.delivery.last_try("wecom_app")
    assert len(read) == 4
    assert [plan for plan in read if "SCAN" in plan] == []


def test_nobody_was_sent_anything_by_no_account(post: Post) -> None:
    post.delivery.deliver([WECOM], REPLY, key="k1")
    assert post.delivery.recently_sent([], within=DAY) == []
    assert post.delivery.recently_sent([WEB], within=DAY) == []
    assert post.delivery.sent_within([WEB, WECOM], DAY) == [REPLY]


def test_old_messages_are_forgotten_but_for_what_waits_and_what_is_still_asked_about(
    post: Post,
) -> None:
    for number in range(3):
        post.delivery.deliver([WECOM], REPLY, key=f"old-{number}")
    post.delivery.deliver([WECOM], REPLY, key="alert")
    with post.sessions.begin() as session:
        session.add(alert("alert"))
    post.delivery.deliver([WEB], REPLY, key="waits")
    post.clock.advance(10 * DAY)
    post.delivery.deliver([WECOM], REPLY, key="new")

    kept = sa.select(AlertRow.message_key)
    assert post.delivery.forget_before(post.clock.now() - DAY, kept=kept) == 3
    assert post.delivery.forget_before(post.clock.now() - DAY, kept=kept) == 0
    assert [post.delivery.receipts(f"old-{number}") for number in range(3)] == [[], [], []]
    assert post.delivery.states(["old-0", "alert", "waits", "new"]) == {
        "alert": DeliveryState.SENT,
        "waits": DeliveryState.QUEUED,
        "new": DeliveryState.SENT,
    }


def test_an_old_message_that_was_sent_again_lately_is_kept_as_long_as_a_new_one(
    tmp_path: Path,
) -> None:
    post = Post(tmp_path, ScriptedSender("wecom_app", [RecipientUnreachable("停用")]))
    post.delivery.deliver([WECOM], REPLY, key="k1")
    post.clock.advance(10 * DAY)
    post.delivery.retry("k1", [WECOM])
    nothing = sa.select(AlertRow.message_key)
    assert post.delivery.forget_before(post.clock.now() - DAY, kept=nothing) == 0
    assert post.delivery.sent_within([WECOM], DAY) == [REPLY]


@pytest.mark.skipif(not is_postgresql(), reason="one writer at a time there")
def test_a_message_that_is_sent_again_at_this_moment_is_not_forgotten(tmp_path: Path) -> None:
    post = Post(tmp_path, ScriptedSender("wecom_app", [RecipientUnreachable("停用")]))
    post.delivery.deliver([WECOM], REPLY, key="k1")
    post.clock.advance(10 * DAY)
    forgetting = threading.Thread(
        target=post.delivery.forget_before,
        args=(post.clock.now() - DAY,),
        kwargs={"kept": sa.select(AlertRow.message_key)},
    )

    def forget_meanwhile(session: Session) -> None:
        session.flush()
        forgetting.start()
        forgetting.join(10)

    post.delivery.retry("k1", [WECOM], also=forget_meanwhile)
    forgetting.join()
    assert post.delivery.state("k1") is DeliveryState.SENT
