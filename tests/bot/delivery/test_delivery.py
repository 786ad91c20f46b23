"""Delivery reaches somebody once, by the first way that works."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.delivery import DeliveryState
from bot.delivery.limits import Backoff
from bot.delivery.receipt import AttemptResult
from bot.errors import ChannelUnavailable, DeliveryError, ReceiptLost, RecipientUnreachable
from bot.messages import Recipient
from tests.bot.delivery.post import REPLY, WEB, WECOM, Post, ScriptedSender
from tests.bot.durable.database_faults import failing

MORE_THAN_PATIENCE = 99


def test_a_message_is_sent_once_per_key(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app")
    post = Post(tmp_path, wecom)
    for _ in range(2):
        post.delivery.deliver([WECOM], REPLY, key="k1")
    assert wecom.taken == [("u007", REPLY.text, "k1#0")]
    assert post.delivery.state("k1") is DeliveryState.SENT
    assert post.delivery.receipts("k1")[0].message_ids == ("m1",)


def test_an_unreachable_recipient_falls_to_the_next(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [RecipientUnreachable("成员不在可见范围")])
    web = ScriptedSender("web")
    post = Post(tmp_path, wecom, web)
    post.delivery.deliver([WECOM, WEB], REPLY, key="k1")
    assert web.taken[0][0] == "u007"
    assert post.results("k1") == [
        ("wecom_app", AttemptResult.UNREACHABLE),
        ("web", AttemptResult.SENT),
    ]


def test_an_unavailable_channel_is_tried_again_with_the_same_key(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [ChannelUnavailable("系统繁忙")] * 2)
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="k1")
    assert post.delivery.state("k1") is DeliveryState.QUEUED
    while post.work.run_delayed():
        pass
    assert wecom.keys == ["k1#0"] * 3
    assert len(wecom.taken) == 1
    assert post.delivery.state("k1") is DeliveryState.SENT


def test_a_channel_that_stays_away_gives_way_to_the_next(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [ChannelUnavailable("系统繁忙")] * 9)
    web = ScriptedSender("web")
    post = Post(tmp_path, wecom, web)
    post.delivery.deliver([WECOM, WEB], REPLY, key="k1")
    while post.work.run_delayed():
        pass
    assert len(wecom.keys) == 3
    assert len(web.taken) == 1


@pytest.mark.parametrize(
    "error", [RecipientUnreachable("停用"), DeliveryError("内容过长"), KeyError("x")]
)
def test_a_message_nobody_can_get_is_recorded_as_failed_and_not_logged(
    tmp_path: Path, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wecom = ScriptedSender("wecom_app", [error])
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="k1")
    assert post.delivery.state("k1") is DeliveryState.FAILED
    assert post.delivery.receipts("k1")[0].reason == type(error).__name__
    assert "13800000000" not in caplog.text


def test_a_recipient_on_an_unknown_channel_is_passed_over(tmp_path: Path) -> None:
    web = ScriptedSender("web")
    post = Post(tmp_path, web)
    post.delivery.deliver([Recipient(channel="pager", account="1"), WEB], REPLY, key="k1")
    post.delivery.deliver([Recipient(channel="pager", account="1")], REPLY, key="k2")
    assert len(web.taken) == 1
    assert post.delivery.state("k2") is DeliveryState.FAILED


def test_how_many_messages_stand_is_read_at_once(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [RecipientUnreachable("停用")])
    post = Post(tmp_path, wecom)
    for key in ("k1", "k2"):
        post.delivery.deliver([WECOM], REPLY, key=key)
    assert post.delivery.states(["k1", "k2", "never kept"]) == {
        "k1": DeliveryState.FAILED,
        "k2": DeliveryState.SENT,
    }


def test_two_recipients_on_one_channel_have_keys_of_their_own(tmp_path: Path) -> None:
    web = ScriptedSender("web", [RecipientUnreachable("停用")])
    post = Post(tmp_path, web)
    post.delivery.deliver([WEB, Recipient(channel="web", account="u003")], REPLY, key="k1")
    assert web.keys == ["k1#0", "k1#1"]


@pytest.mark.parametrize(
    ("attempt", "retry_after", "wait"),
    [(1, None, 5), (2, None, 10), (5, None, 80), (9, None, 600), (1, 60, 60), (9, 60, 600)],
)
def test_the_wait_doubles_is_bounded_and_never_undercuts_the_vendor(
    attempt: int, retry_after: float | None, wait: float
) -> None:
    assert Backoff().wait_s(attempt, retry_after) == wait


@pytest.mark.parametrize(
    ("failure", "attempt", "unanswered", "wait"),
    [
        (ChannelUnavailable("没有连上"), 1, 0, 5),
        (ChannelUnavailable("没有连上"), 14, 0, None),
        (DeliveryError("拒绝"), 1, 0, None),
        (ReceiptLost("没有回执"), 1, 0, 10),
        (ReceiptLost("没有回执"), 5, 1, 600),
        (ReceiptLost("没有回执", retry_after=900), 2, 1, 900),
        (ReceiptLost("没有回执"), 3, 2, 3000),
        (ReceiptLost("没有回执"), 4, 3, None),
        (ReceiptLost("没有回执"), 14, 0, None),
        (ChannelUnavailable("没有连上"), 5, 3, 80),
    ],
)
def test_what_may_be_one_more_copy_is_tried_seldom(
    failure: DeliveryError, attempt: int, unanswered: int, wait: float | None
) -> None:
    assert Backoff().next_try_s(failure, attempt, unanswered) == wait


def test_four_copies_at_most_can_come_of_receipts_that_are_lost(tmp_path: Path) -> None:
    lost, away = ReceiptLost("没有回执"), ChannelUnavailable("没有连上")
    telegram = ScriptedSender("telegram", [lost, away, lost, away, away, *[lost] * 9])
    post = Post(tmp_path, telegram, backoff=Backoff())
    post.delivery.deliver([Recipient(channel="telegram", account="1")], REPLY, key="k1")
    while post.work.run_delayed():
        pass
    assert len(telegram.keys) == 7  # four that may have arrived, three that did not
    assert post.delivery.state("k1") is DeliveryState.FAILED
    assert post.delivery.receipts("k1")[-1].reason == "ReceiptLost"


def test_a_message_asked_for_again_has_tries_of_its_own(tmp_path: Path) -> None:
    telegram = ScriptedSender("telegram", [ReceiptLost("没有回执")] * 5)
    post = Post(tmp_path, telegram, backoff=Backoff())
    chat = Recipient(channel="telegram", account="1")
    post.delivery.deliver([chat], REPLY, key="k1")
    while post.work.run_delayed():
        pass
    post.delivery.retry("k1", [chat])
    while post.work.run_delayed():
        pass
    assert len(telegram.taken) == 1


def test_the_default_patience_outlasts_an_hour_of_outage() -> None:
    rule = Backoff()
    assert sum(rule.wait_s(n, None) for n in range(1, rule.attempts)) > 3600
    assert sum(rule.unanswered_s) > 3600


def test_a_receipt_that_cannot_be_kept_at_once_is_kept_later_and_sent_once(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app")
    post = Post(tmp_path, wecom)
    with failing(post.sessions, "INSERT INTO send_attempts", 1):
        post.delivery.deliver([WECOM], REPLY, key="k1")
    assert post.delivery.state("k1") is DeliveryState.SENT
    assert len(wecom.taken) == 1


def test_a_database_error_of_the_sender_is_tried_again(tmp_path: Path) -> None:
    locked = sa.exc.OperationalError("INSERT", {}, Exception("database is locked"))
    web = ScriptedSender("web", [locked])
    post = Post(tmp_path, web)
    post.delivery.deliver([WEB], REPLY, key="k1")
    post.work.run_delayed()
    assert post.delivery.state("k1") is DeliveryState.SENT


def test_a_message_whose_workflow_failed_is_resumed_once_with_the_same_key(
    tmp_path: Path,
) -> None:
    wecom = ScriptedSender("wecom_app")
    post = Post(tmp_path, wecom)
    with failing(post.sessions, "INSERT INTO send_attempts", MORE_THAN_PATIENCE):
        post.delivery.deliver([WECOM], REPLY, key="k1")
    assert post.delivery.state("k1") is DeliveryState.QUEUED
    assert post.delivery.resume() == 0  # too young: somebody may be at it
    post.clock.advance(timedelta(minutes=10))
    assert [post.delivery.resume() for _ in range(2)] == [1, 0]
    assert post.delivery.state("k1") is DeliveryState.SENT
    assert wecom.keys == ["k1#0"] * 2


def test_a_message_that_was_kept_and_never_started_is_resumed(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app")
    post = Post(tmp_path, wecom)
    with post.sessions.begin() as session:
        post.delivery.keep(session, [WECOM], REPLY, key="k1")
    post.clock.advance(timedelta(minutes=10))
    assert post.delivery.resume() == 1
    assert len(wecom.taken) == 1


def test_a_retry_that_waits_is_not_resumed(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [ChannelUnavailable("系统繁忙")])
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="k1")
    post.clock.advance(timedelta(minutes=10))
    assert post.delivery.resume() == 0
    post.work.run_delayed()
    assert len(wecom.taken) == 1
