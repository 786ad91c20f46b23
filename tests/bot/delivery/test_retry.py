"""A message that reached nobody is tried again when somebody asks, and never sent twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import DeliveryState
from bot.delivery.listing import MessageChoice, MessageListing
from bot.delivery.receipt import AttemptResult
from bot.errors import ChannelUnavailable, RecipientUnreachable, RetryRefused
from bot.messages import Recipient
from tests.bot.delivery.post import REPLY, WEB, WECOM, Post, ScriptedSender

TELEGRAM = Recipient(channel="telegram", account="55")


def test_a_failed_message_is_sent_once_when_it_is_tried_again(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [RecipientUnreachable("停用")])
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="k1", user_id="u007")
    assert post.delivery.state("k1") is DeliveryState.FAILED

    post.delivery.retry("k1", [WECOM])
    assert post.delivery.state("k1") is DeliveryState.SENT
    assert wecom.keys == ["k1#0", "k1#0"], "a vendor must know the repetition by its key"
    assert [result for _, result in post.results("k1")] == [
        AttemptResult.UNREACHABLE,
        AttemptResult.SENT,
    ]


def test_what_was_received_is_never_sent_again(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app")
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="k1")
    with pytest.raises(RetryRefused, match="已经送达"):
        post.delivery.retry("k1", [WECOM])
    with pytest.raises(RetryRefused):
        post.delivery.retry("no-such-message", [WECOM])
    assert len(wecom.taken) == 1


def test_what_waits_for_a_vendor_is_not_tried_a_second_time_beside_it(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [ChannelUnavailable("系统繁忙")])
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="k1")
    with pytest.raises(RetryRefused):
        post.delivery.retry("k1", [WECOM])
    while post.work.run_delayed():
        pass
    assert len(wecom.taken) == 1


def test_a_person_without_an_account_is_reached_once_they_have_one(tmp_path: Path) -> None:
    web = ScriptedSender("web")
    post = Post(tmp_path, web)
    post.delivery.deliver([], REPLY, key="k1", user_id="u007")
    with pytest.raises(RetryRefused, match="没有可用的账号"):
        post.delivery.retry("k1", [])
    post.delivery.retry("k1", [WEB])
    assert (post.delivery.state("k1"), len(web.taken)) == (DeliveryState.SENT, 1)


def test_an_account_that_was_unbound_gets_nothing_any_more(tmp_path: Path) -> None:
    telegram = ScriptedSender("telegram", [RecipientUnreachable("停用")])
    web = ScriptedSender("web", [RecipientUnreachable("停用")])
    post = Post(tmp_path, telegram, web)
    post.delivery.deliver([TELEGRAM, WEB], REPLY, key="k1")
    post.delivery.retry("k1", [WEB])
    assert (telegram.taken, len(web.taken)) == ([], 1)
    assert web.keys == ["k1#1", "k1#1"]


def test_every_round_goes_through_all_ways_and_may_fail_again(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [RecipientUnreachable("停用")] * 2)
    web = ScriptedSender("web", [ChannelUnavailable("系统繁忙")] * 6)
    post = Post(tmp_path, wecom, web)
    post.delivery.deliver([WECOM, WEB], REPLY, key="k1")
    while post.work.run_delayed():
        pass
    assert post.delivery.state("k1") is DeliveryState.FAILED
    post.delivery.retry("k1", [WECOM, WEB])
    while post.work.run_delayed():
        pass
    assert (post.delivery.state("k1"), len(web.keys)) == (DeliveryState.FAILED, 6)
    post.delivery.retry("k1", [WECOM, WEB])
    assert (post.delivery.state("k1"), len(wecom.taken)) == (DeliveryState.SENT, 1)


def test_a_retry_that_died_before_it_started_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wecom = ScriptedSender("wecom_app", [RecipientUnreachable("停用")])
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="k1")
    monkeypatch.setattr(post.delivery, "start", lambda _key: None)
    post.delivery.retry("k1", [WECOM])
    monkeypatch.undo()
    post.clock.advance(timedelta(minutes=3))
    assert post.delivery.resume() == 1
    assert (post.delivery.state("k1"), len(wecom.taken)) == (DeliveryState.SENT, 1)


def test_messages_are_listed_by_state_channel_and_person(tmp_path: Path) -> None:
    wecom = ScriptedSender("wecom_app", [RecipientUnreachable("停用")])
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="task:1:event:1", user_id="u007")
    post.delivery.deliver([WECOM], REPLY, key="task:2:event:2", user_id="u009")
    post.delivery.deliver([], REPLY, key="task:3:event:3", user_id="u011")
    listing = MessageListing(post.sessions)

    def keys(choice: MessageChoice) -> set[str]:
        return {message.key for message in listing.page(choice, limit=10)}

    assert keys(MessageChoice()) == {"task:1:event:1", "task:2:event:2", "task:3:event:3"}
    assert keys(MessageChoice(state=DeliveryState.FAILED)) == {"task:1:event:1", "task:3:event:3"}
    assert keys(MessageChoice(channel="wecom_app")) == {"task:1:event:1", "task:2:event:2"}
    assert keys(MessageChoice(user_id="u009")) == {"task:2:event:2"}
    assert keys(MessageChoice(text="u01")) == {"task:3:event:3"}
    assert keys(MessageChoice(text="%")) == set()
    assert len(listing.page(MessageChoice(), limit=2)) == 2
    assert len(listing.page(MessageChoice(), limit=2, offset=2)) == 1
    assert listing.counts() == {DeliveryState.FAILED: 2, DeliveryState.SENT: 1}
    failed = listing.one("task:1:event:1")
    assert failed is not None
    assert failed.last is not None
    assert failed.last.reason == "RecipientUnreachable"


def test_a_step_of_an_earlier_round_that_is_repeated_does_not_end_the_one_under_way(
    tmp_path: Path,
) -> None:
    wecom = ScriptedSender("wecom_app", [RecipientUnreachable("停用"), ChannelUnavailable("繁忙")])
    post = Post(tmp_path, wecom)
    post.delivery.deliver([WECOM], REPLY, key="k1")
    post.delivery.retry("k1", [WECOM])
    assert post.delivery.state("k1") is DeliveryState.QUEUED
    tried = {
        "result": AttemptResult.UNREACHABLE.value,
        "reason": "RecipientUnreachable",
        "message_ids": [],
        "recipients": [WECOM.model_dump()],
    }
    post.delivery._keep("k1", 0, 1, tried)
    assert post.delivery.state("k1") is DeliveryState.QUEUED
