"""What delivery may expect of every channel's sender, whatever the vendor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.errors import ChannelUnavailable, RecipientUnreachable
from bot.messages import Choice, Outcome, Recipient, Reply
from tests.bot.channels.tables import channel_database
from tests.bot.delivery.post import Post
from tests.contracts.simulated_channels import CHANNELS, Channel

DELIVERY_KEY = "reply:channel:M1"
ANSWER_KEY = f"{DELIVERY_KEY}#0"
NUMBER = re.compile(r"^（\d+/\d+）")
SECRETS = ("app-secret", "robot-key", "response_code=R", "account-secret", "123456:bot-token")


def reply(text: str = "您好。", **more: object) -> Reply:
    return Reply.model_validate(
        {"intent": "help", "text": text, "outcome": Outcome.ANSWERED, **more}
    )


@pytest.fixture(params=CHANNELS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def channel(name: str, stack: ExitStack, tmp_path: Path) -> Channel:
    return CHANNELS[name](stack, channel_database(tmp_path), False)


@pytest.fixture
def broken(name: str, stack: ExitStack, tmp_path: Path) -> Channel:
    return CHANNELS[name](stack, channel_database(tmp_path), True)


def test_a_sender_bears_the_name_of_its_folder(channel: Channel, name: str) -> None:
    assert channel.sender.channel == name


def test_a_reply_arrives_and_has_an_aware_receipt(channel: Channel) -> None:
    receipt = channel.sender.send(channel.account, reply(), key=ANSWER_KEY)
    assert channel.shown() == ["您好。"]
    assert receipt.sent_at.tzinfo is not None


def test_the_clause_behind_a_quotation_arrives_in_words(channel: Channel, tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    to = Recipient(channel=channel.sender.channel, account=channel.account)
    answer = reply("「5天办结」〔某方案 四-(三)#s6〕")
    Post(folder, channel.sender).delivery.deliver([to], answer, key=DELIVERY_KEY)
    (said,) = channel.shown()
    assert "第四部分" in said
    assert "#s6" not in said


def test_the_same_key_again_says_nothing_twice(channel: Channel) -> None:
    for _ in range(2):
        channel.sender.send(channel.account, reply(), key=ANSWER_KEY)
    assert channel.shown() == ["您好。"]


def test_a_long_text_arrives_whole_within_the_channels_limit(channel: Channel) -> None:
    text = "对企业反映的问题做到1天应答\U0001f600、3天明确意见、5天办结。\n" * 60
    channel.sender.send(channel.account, reply(text), key=ANSWER_KEY)
    parts = channel.shown()
    carried = channel.sender.capabilities
    assert all(carried.text_measure(part) <= carried.text_limit for part in parts)
    assert "".join(NUMBER.sub("", part) for part in parts) == text


def test_choices_are_shown_as_buttons_or_written_out(channel: Channel) -> None:
    choices = (Choice(label="签收", send="签收任务R05"), Choice(label="办结", send="办结任务R05"))
    channel.sender.send(channel.account, reply(choices=choices), key=ANSWER_KEY)
    text = "".join(channel.shown())
    is_written = [choice.send in text for choice in choices]
    carried = channel.sender.capabilities
    assert is_written == [carried.max_buttons == 0 and carried.hears] * 2


def test_an_account_that_cannot_be_reached_is_not_tried_again(channel: Channel) -> None:
    with pytest.raises(RecipientUnreachable) as refused:
        channel.sender.send(channel.stranger, reply(), key="alert:R05#0")
    assert not refused.value.is_retryable


def test_a_vendor_that_is_down_is_tried_again_and_no_secret_is_told(
    broken: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"), pytest.raises(ChannelUnavailable) as down:
        broken.sender.send(broken.account, reply(), key=ANSWER_KEY)
    assert down.value.is_retryable
    told = f"{down.value!r} {down.value} {caplog.text}"
    assert not any(secret in told for secret in SECRETS)
