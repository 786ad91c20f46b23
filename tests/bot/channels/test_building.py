"""Channels are switched on by settings alone, and say what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bot.channels.callback_door import CallbackDoor
from bot.channels.channel import Channel
from bot.channels.telegram.channel import build as build_telegram
from bot.channels.wechat_official.channel import build as build_wechat
from bot.channels.wecom_aibot.channel import build as build_aibot
from bot.channels.wecom_app.channel import build as build_wecom
from bot.channels.wecom_robot.channel import build as build_robot
from bot.clock import SystemClock
from bot.errors import ChannelMisconfigured, ChannelUnavailable
from bot.settings import (
    Settings,
    TelegramSection,
    WechatSection,
    WecomAibotSection,
    WecomRobotSection,
    WecomSection,
)
from bot.storage.engine import SessionFactory
from tests.bot.channels.callback_vectors import Received, key
from tests.bot.channels.tables import channel_database
from tests.simulators.loopback import LoopbackServer
from tests.simulators.telegram import TelegramSimulator

BUILDERS = (build_wecom, build_robot, build_aibot, build_wechat, build_telegram)
K1, K2 = key("K1"), key("K2")


@pytest.fixture
def sessions(tmp_path: Path) -> SessionFactory:
    return channel_database(tmp_path)


def settings(public_url: str, token: str = K1.token) -> Settings:
    """Everything switched on; `token` is the callbacks' token."""
    sealed = {"token": SecretStr(token), "aes_key": SecretStr(K1.aes_key)}
    return Settings(
        public_url=public_url,
        wecom=WecomSection(corp_id=K1.receive_id, **sealed),
        wecom_aibot=WecomAibotSection(**sealed),
        wecom_robot=WecomRobotSection(webhooks={"督查群": SecretStr("http://127.0.0.1:9")}),
        wechat=WechatSection(app_id=K2.receive_id, has_customer_messages=False, **sealed),
        telegram=TelegramSection(token=SecretStr("1:t"), secret_token=SecretStr("s")),
    )


def built(with_settings: Settings, sessions: SessionFactory) -> list[Channel]:
    channels = [build(with_settings, sessions, SystemClock()) for build in BUILDERS]
    return [channel for channel in channels if channel is not None]


@pytest.fixture
def served(sessions: SessionFactory) -> Iterator[str]:
    """The callbacks of every channel, on a loopback port."""
    app = FastAPI()
    for channel in built(settings(""), sessions):
        if channel.callback is not None:
            app.add_middleware(CallbackDoor, callbacks=[channel.callback(Received())])
    with LoopbackServer(app) as server:
        yield server.url


def test_without_settings_no_channel_is_built(sessions: SessionFactory) -> None:
    assert built(Settings(_env_file=None), sessions) == []


def test_with_settings_every_channel_is_built_under_its_own_name(sessions: SessionFactory) -> None:
    assert [channel.name for channel in built(settings(""), sessions)] == [
        "wecom_app",
        "wecom_robot",
        "wecom_aibot",
        "wechat_official",
        "telegram",
    ]


def echo_checks(channels: list[Channel]) -> dict[str, Channel]:
    return {channel.name: channel for channel in channels if channel.name.startswith("we")}


def run_echo_check(channel: Channel) -> None:
    (check,) = (check for check in channel.checks if check.name == "回调地址")
    check.run()


@pytest.mark.parametrize("name", ["wecom_app", "wecom_aibot", "wechat_official"])
def test_the_callback_is_proved_from_outside(
    served: str, sessions: SessionFactory, name: str
) -> None:
    run_echo_check(echo_checks(built(settings(served), sessions))[name])
    with pytest.raises(ChannelMisconfigured, match="Token"):
        run_echo_check(echo_checks(built(settings(served, "another"), sessions))[name])
    with pytest.raises(ChannelMisconfigured, match="反向代理"):
        run_echo_check(echo_checks(built(settings(served + "/wrong"), sessions))[name])
    with pytest.raises(ChannelUnavailable, match="BOT_PUBLIC_URL"):
        run_echo_check(echo_checks(built(settings("http://127.0.0.1:9"), sessions))[name])


def test_telegrams_own_view_of_the_webhook_is_reported(sessions: SessionFactory) -> None:
    telegram = TelegramSimulator()
    with telegram.serve() as server:
        section = TelegramSection(
            token=SecretStr(telegram.token),
            secret_token=SecretStr("s"),
            api_base_url=server.url,
        )
        wanted = Settings(public_url="https://bot.gov.cn", telegram=section)
        channel = build_telegram(wanted, sessions, SystemClock())
        assert channel is not None
        token_check, _, webhook_check = channel.checks
        token_check.run()
        with pytest.raises(ChannelMisconfigured, match="setWebhook"):
            webhook_check.run()
        telegram.webhook_info["url"] = "https://bot.gov.cn/telegram/webhook"
        webhook_check.run()
        telegram.webhook_info["allowed_updates"] = ["message", "callback_query"]
        webhook_check.run()
        telegram.webhook_info["last_error_message"] = "Wrong response: 403 Forbidden"
        with pytest.raises(ChannelMisconfigured, match="403"):
            webhook_check.run()
        channel.close()
