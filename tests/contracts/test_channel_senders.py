"""What delivery may expect of every channel's sender, whatever the vendor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.channel import ChannelSender
from bot.channels.exchange import Exchanges
from bot.channels.sent_parts import SentParts
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.sender import TelegramSender
from bot.channels.wechat_official.client import WechatClient
from bot.channels.wechat_official.outbox import Outbox
from bot.channels.wechat_official.sender import WechatOfficialSender
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.sender import WecomAibotSender
from bot.channels.wecom_app import UPLOADS
from bot.channels.wecom_app.client import WecomClient
from bot.channels.wecom_app.open_cards import OpenCards
from bot.channels.wecom_app.sender import WecomAppSender
from bot.channels.wecom_robot.client import WecomRobotClient
from bot.channels.wecom_robot.sender import WecomRobotSender
from bot.clock import BUSINESS_ZONE, ManualClock
from bot.errors import ChannelUnavailable, RecipientUnreachable
from bot.messages import Choice, Outcome, Reply
from bot.settings import (
    TelegramSection,
    WechatSection,
    WecomAibotSection,
    WecomRobotSection,
    WecomSection,
)
from bot.storage.engine import SessionFactory
from tests.bot.channels.tables import channel_database
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.wechat import WechatSimulator
from tests.simulators.wecom import WecomSimulator
from tests.simulators.wecom_aibot import AibotSimulator
from tests.simulators.wecom_robot import WecomRobotSimulator

ANSWER_KEY = "reply:channel:M1#0"
NUMBER = re.compile(r"^（\d+/\d+）")
NOWHERE = "http://127.0.0.1:9"
"""The discard port: nobody listens there."""


@dataclass
class Channel:
    """A sender whose vendor is simulated: an account that works, one that does not, and what
    the working one has been shown."""

    sender: ChannelSender
    account: str
    stranger: str
    shown: Callable[[], list[str]]


Build = Callable[[ExitStack, SessionFactory, bool], Channel]


def wecom_app(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    wecom = WecomSimulator()
    url = NOWHERE if is_down else stack.enter_context(wecom.serve()).url
    section = WecomSection(
        corp_id=wecom.corp_id,
        agent_id=wecom.agent_id,
        secret=SecretStr(wecom.secret),
        api_base_url=url + "/cgi-bin",
    )
    client = WecomClient(section, sessions, wecom.clock)
    stack.callback(client.close)
    sender = WecomAppSender(
        client,
        wecom.agent_id,
        wecom.clock,
        OpenCards(sessions, wecom.clock),
        SentParts(UPLOADS, sessions),
    )
    return Channel(sender, "zhangsan", "nobody", lambda: wecom.texts_to("zhangsan"))


def wecom_robot(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    robots = WecomRobotSimulator()
    url = NOWHERE if is_down else stack.enter_context(robots.serve()).url
    webhook = SecretStr(url + "/cgi-bin/webhook/send?key=robot-key")
    client = WecomRobotClient(WecomRobotSection(webhooks={"督查群": webhook}))
    stack.callback(client.close)
    sender = WecomRobotSender(client, sessions, robots.clock)
    return Channel(
        sender, "督查群", "别的群", lambda: [sent["text"]["content"] for sent in robots.shown]
    )


def wecom_aibot(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    aibot = AibotSimulator()
    url = (NOWHERE if is_down else stack.enter_context(aibot.serve()).url) + "/cgi-bin"
    exchanges = Exchanges("wecom_aibot", sessions, aibot.clock)
    response_url = url + "/aibot/response?response_code=R"
    exchange = exchanges.open("M1", "zhangsan", response_url=response_url)
    if is_down:
        # The stream needs no vendor; only what comes after it does.
        exchanges.close(exchange)
    client = WecomAibotClient(WecomAibotSection(api_base_url=url))
    stack.callback(client.close)

    def shown() -> list[str]:
        found = exchanges.find(exchange.handle)
        return [] if found is None or found.answer is None else [found.answer["content"]]

    return Channel(WecomAibotSender(client, exchanges), "zhangsan", "nobody", shown)


def wechat_official(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    wechat = WechatSimulator()
    url = NOWHERE if is_down else stack.enter_context(wechat.serve()).url
    wechat.text_xml("openid-1", "在吗")
    section = WechatSection(
        app_id=wechat.app_id,
        secret=SecretStr(wechat.secret),
        api_base_url=url + "/cgi-bin",
    )
    client = WechatClient(section, sessions, wechat.clock)
    stack.callback(client.close)
    exchanges = Exchanges("wechat_official", sessions, wechat.clock)
    outbox = Outbox(sessions, wechat.clock)
    sender = WechatOfficialSender(
        client, exchanges, outbox, wechat.clock, has_customer_messages=True
    )
    return Channel(sender, "openid-1", "openid-2", lambda: [text for _, text in wechat.shown])


def telegram(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    simulated = TelegramSimulator(blocked={"43"})
    url = NOWHERE if is_down else stack.enter_context(simulated.serve()).url
    section = TelegramSection(token=SecretStr(simulated.token), api_base_url=url)
    client = TelegramClient(section)
    stack.callback(client.close)
    clock = ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))
    sender = TelegramSender(client, sessions, clock)
    return Channel(sender, "42", "43", lambda: [sent["text"] for sent in simulated.shown])


CHANNELS: dict[str, Build] = {
    "wecom_app": wecom_app,
    "wecom_robot": wecom_robot,
    "wecom_aibot": wecom_aibot,
    "wechat_official": wechat_official,
    "telegram": telegram,
}
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
