"""The vendor takes a message and the line breaks before its answer: what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from bot.delivery import DeliveryState
from bot.delivery.limits import Backoff
from bot.errors import ChannelUnavailable, ReceiptLost
from bot.messages import Outcome, Recipient, Reply
from tests.bot.channels.tables import channel_database
from tests.bot.delivery.post import Post
from tests.contracts.simulated_channels import CHANNELS, KNOWS_NO_REPETITION, Channel

REPLY = Reply(intent="alert", text="请签收。", outcome=Outcome.ANSWERED)
KEY = "alert:R05"
ALWAYS = 99


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def channel(name: str, stack: ExitStack, folder: Path) -> Channel:
    return CHANNELS[name](stack, channel_database(folder), False)


def given_up(name: str) -> float:
    labels = {"channel": name, "result": "given_up", "reason": "ReceiptLost"}
    return REGISTRY.get_sample_value("bot_send_attempts_total", labels) or 0.0


@pytest.mark.parametrize("name", KNOWS_NO_REPETITION)
def test_a_vendor_that_knows_no_repetition_shows_four_copies_at_most(
    name: str, stack: ExitStack, tmp_path: Path
) -> None:
    played = channel(name, stack, tmp_path / "channel")
    post = Post(tmp_path / "post", played.sender, backoff=Backoff())
    before = given_up(name)
    played.cuts[played.path] = ALWAYS
    to = Recipient(channel=name, account=played.account)
    post.delivery.deliver([to], REPLY, key=KEY)
    while post.work.run_delayed():
        pass
    assert played.shown() == ["请签收。"] * 4
    assert post.delivery.state(KEY) is DeliveryState.FAILED
    assert [one.reason for one in post.delivery.receipts(KEY)] == ["ReceiptLost"] * 4
    assert given_up(name) == before + 1

    played.cuts.clear()
    post.delivery.retry(KEY, [to])
    assert post.delivery.state(KEY) is DeliveryState.SENT
    assert len(played.shown()) == 5


@pytest.mark.parametrize("name", KNOWS_NO_REPETITION)
def test_one_receipt_that_was_lost_is_one_copy(name: str, stack: ExitStack, tmp_path: Path) -> None:
    played = channel(name, stack, tmp_path / "channel")
    post = Post(tmp_path / "post", played.sender, backoff=Backoff())
    played.cuts[played.path] = 1
    post.delivery.deliver([Recipient(channel=name, account=played.account)], REPLY, key=KEY)
    while post.work.run_delayed():
        pass
    assert post.delivery.state(KEY) is DeliveryState.SENT
    assert played.shown() == ["请签收。"] * 2


def test_a_vendor_that_knows_a_repetition_shows_the_message_once(
    stack: ExitStack, tmp_path: Path
) -> None:
    played = channel("wecom_app", stack, tmp_path)
    played.cuts[played.path] = 2
    for _ in range(2):
        with pytest.raises(ChannelUnavailable) as failed:
            played.sender.send(played.account, REPLY, key=f"{KEY}#0")
        assert not isinstance(failed.value, ReceiptLost)
    played.sender.send(played.account, REPLY, key=f"{KEY}#0")
    assert played.shown() == ["请签收。"]


@pytest.mark.parametrize("name", KNOWS_NO_REPETITION)
def test_only_the_part_whose_receipt_was_lost_is_sent_again(
    name: str, stack: ExitStack, tmp_path: Path
) -> None:
    played = channel(name, stack, tmp_path)
    count = 240 if name == "telegram" else 70
    long = REPLY.model_copy(update={"text": "对企业反映的问题做到1天应答、3天明确意见。\n" * count})
    played.cuts[played.path] = 1
    with pytest.raises(ReceiptLost):
        played.sender.send(played.account, long, key=f"{KEY}#0")
    assert len(played.shown()) == 1
    played.sender.send(played.account, long, key=f"{KEY}#0")
    first, again, *others = played.shown()
    assert again == first
    assert first not in others
    assert len(set(others)) == len(others) > 0
