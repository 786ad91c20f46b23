"""What `bot doctor` says of every channel, each with each fault a city meets, and its remedy.

The service whose callbacks are tried is the application itself on loopback; it and the doctor
may be configured differently, as after a change without a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from bot.channels.callback_door import CallbackDoor
from bot.durable import InlineWork
from bot.identity.model import ChannelAccountRow, PersonRow
from bot.messages import InboundMessage
from bot.settings import load_settings
from bot.wiring import Parts
from bot.wiring.diagnosis import channel_findings, send_test
from tests.simulators.loopback import LoopbackServer
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.wechat import WechatSimulator
from tests.simulators.wecom import WecomSimulator
from tests.simulators.wecom_aibot import AibotSimulator

Sections = dict[str, dict[str, Any]]


@dataclass
class City:
    """The vendors, a running service, and a doctor beside it."""

    folder: Path
    stack: ExitStack

    def __post_init__(self) -> None:
        self.wecom, self.wechat = WecomSimulator(), WechatSimulator()
        self.telegram, self.aibot = TelegramSimulator(), AibotSimulator()
        self.sections = self._sections()
        self.public_url = ""

    def serve(self, **changes: dict[str, Any]) -> None:
        """Serve the callbacks; `changes` are what the service was configured with instead."""
        parts = self._parts("service", changes)
        callbacks = [
            channel.callback(_keep_nothing)
            for channel in parts.channels
            if channel.callback is not None
        ]
        app = CallbackDoor(FastAPI(), callbacks)
        self.public_url = self.stack.enter_context(LoopbackServer(app)).url
        self.telegram.webhook_info["url"] = f"{self.public_url}/telegram/webhook"

    def failed(self, **changes: dict[str, Any]) -> dict[str, str]:
        """Return the remedy of each check of the doctor that fails, by its name."""
        findings = channel_findings(self._parts("doctor", changes))
        return {found.part: found.remedy for found in findings if found.state == "failed"}

    def remedy_of_test_message(self, channel: str, account: str, **changes: dict[str, Any]) -> str:
        """Return the remedy when a test message to `account` fails, "" when it arrives."""
        parts = self._parts("doctor", changes)
        with parts.sessions.begin() as session:
            session.add(PersonRow(user_id="u1", name="张三", post="", role="official"))
            session.flush()
            session.add(ChannelAccountRow(channel=channel, account=account, user_id="u1"))
        found = {finding.part: finding for finding in send_test(parts, "u1")}
        return found[f"测试消息 {channel}"].remedy

    def _parts(self, folder: str, changes: Sections) -> Parts:
        sections: dict[str, Any] = {
            name: {**section, **changes.get(name, {})} for name, section in self.sections.items()
        }
        data_dir, public_url = self.folder / folder, self.public_url
        settings = load_settings(data_dir=data_dir, public_url=public_url, **sections)
        parts = Parts(settings, work=InlineWork())
        self.stack.callback(parts.stop)
        return parts

    def _sections(self) -> Sections:
        enter = self.stack.enter_context
        wecom_url = enter(self.wecom.serve()).url + "/cgi-bin"
        sealed = {"token": self.wecom.token, "aes_key": self.wecom.aes_key}
        return {
            "wecom": {
                "corp_id": self.wecom.corp_id,
                "agent_id": self.wecom.agent_id,
                "secret": self.wecom.secret,
                "api_base_url": wecom_url,
                **sealed,
            },
            "wecom_aibot": {"token": self.aibot.token, "aes_key": self.aibot.aes_key},
            "wechat": {
                "app_id": self.wechat.app_id,
                "secret": self.wechat.secret,
                "token": self.wechat.token,
                "aes_key": self.wechat.aes_key,
                "api_base_url": enter(self.wechat.serve()).url + "/cgi-bin",
            },
            "telegram": {
                "token": self.telegram.token,
                "secret_token": self.telegram.secret_token,
                "api_base_url": enter(self.telegram.serve()).url,
            },
        }


async def _keep_nothing(_message: InboundMessage) -> None:
    return


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with ExitStack() as stack:
        yield City(tmp_path, stack)


OTHER_KEY = "Z" * 43
APP, BOT, ACCOUNT, TELEGRAM = (
    f"渠道 {title} 回调地址"
    for title in ("企业微信应用", "企业微信智能机器人", "微信公众号", "Telegram")
)


def test_a_city_in_order_has_nothing_to_mend(city: City) -> None:
    city.serve()
    assert city.failed() == {}


@pytest.mark.parametrize(
    ("served", "part"),
    [
        ({"wecom": {"token": "other"}}, APP),
        ({"wecom": {"aes_key": OTHER_KEY}}, APP),
        ({"wecom": {"corp_id": "wwOTHER"}}, APP),
        ({"wecom_aibot": {"token": "other"}}, BOT),
        ({"wecom_aibot": {"aes_key": OTHER_KEY}}, BOT),
        ({"wechat": {"token": "other"}}, ACCOUNT),
    ],
)
def test_a_service_with_another_key_or_token_is_found_out(
    city: City, served: Sections, part: str
) -> None:
    city.serve(**served)
    (remedy,) = city.failed().values()
    assert part in city.failed()
    assert "Token" in remedy


def test_an_address_that_nobody_serves_is_told_for_every_channel(city: City) -> None:
    city.public_url = "http://127.0.0.1:9"
    city.telegram.webhook_info["url"] = f"{city.public_url}/telegram/webhook"
    found = city.failed()
    assert set(found) == {APP, BOT, ACCOUNT, TELEGRAM}
    assert all("BOT_PUBLIC_URL" in remedy for remedy in found.values())


def test_a_proxy_that_answers_itself_is_told_for_every_channel(city: City) -> None:
    city.public_url = city.stack.enter_context(LoopbackServer(FastAPI())).url
    city.telegram.webhook_info["url"] = f"{city.public_url}/telegram/webhook"
    found = city.failed()
    assert set(found) == {APP, BOT, ACCOUNT, TELEGRAM}
    assert all("代理" in remedy for remedy in found.values())


def not_listed(city: City) -> None:
    city.wechat.is_ip_listed = False


def elsewhere(city: City) -> None:
    city.telegram.webhook_info["url"] = "https://elsewhere.example/telegram/webhook"


def without_buttons(city: City) -> None:
    city.telegram.webhook_info["allowed_updates"] = ["message"]


def failing(city: City) -> None:
    city.telegram.webhook_info["last_error_message"] = "SSL error"


@pytest.mark.parametrize(
    ("happens", "doctor", "remedy"),
    [
        (None, {"wechat": {"secret": "wrong"}}, "BOT_WECHAT__SECRET"),
        (not_listed, {}, "IP 白名单"),
        (None, {"telegram": {"token": "wrong"}}, "BOT_TELEGRAM__TOKEN"),
        (None, {"telegram": {"secret_token": "wrong"}}, "BOT_TELEGRAM__SECRET_TOKEN"),
        (elsewhere, {}, "setWebhook"),
        (without_buttons, {}, "callback_query"),
        (failing, {}, "证书"),
    ],
)
def test_each_fault_of_an_account_or_a_bot_names_what_to_change(
    city: City, happens: Callable[[City], None] | None, doctor: Sections, remedy: str
) -> None:
    city.serve()
    if happens is not None:
        happens(city)
    found = city.failed(**doctor)
    assert any(remedy in shown for shown in found.values()), found


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"wecom": {"token": "", "secret": ""}}, "BOT_WECOM__SECRET、BOT_WECOM__TOKEN"),
        ({"wecom_aibot": {"aes_key": ""}}, "BOT_WECOM_AIBOT__AES_KEY"),
        ({"wecom_aibot": {"token": "", "bot_id": "B1"}}, "BOT_WECOM_AIBOT__SECRET"),
        ({"wechat": {"aes_key": ""}}, "BOT_WECHAT__AES_KEY"),
        ({"telegram": {"secret_token": ""}}, "BOT_TELEGRAM__SECRET_TOKEN"),
    ],
)
def test_a_channel_that_is_half_configured_says_what_is_missing(
    city: City, change: Sections, missing: str
) -> None:
    assert f"还缺 {missing}" in city.failed(**change).values()


def test_telegram_is_switched_off_by_taking_its_token_away(city: City) -> None:
    city.serve()
    assert city.failed(telegram={"token": ""}) == {}


@pytest.mark.parametrize(
    ("channel", "account", "remedy"),
    [
        ("wecom_app", "nobody", "可见范围"),
        ("wechat_official", "openid", "先给公众号发一条消息"),
        ("wecom_aibot", "zhangsan", "先给机器人发一条消息"),
        ("telegram", "42", "/start"),
    ],
)
def test_a_test_message_that_cannot_arrive_says_what_to_do(
    city: City, channel: str, account: str, remedy: str
) -> None:
    city.telegram.blocked.add("42")
    assert remedy in city.remedy_of_test_message(channel, account)


def test_a_test_message_to_a_robot_whose_key_is_wrong_says_where_the_address_stands(
    city: City,
) -> None:
    refusing = FastAPI()
    answer = {"errcode": 93000, "errmsg": "bad key"}
    refusing.add_api_route("/send", lambda: answer, methods=["POST"])
    url = city.stack.enter_context(LoopbackServer(refusing)).url + "/send"
    settings = load_settings(
        data_dir=city.folder / "robot", wecom_robot={"webhooks": {"督查群": url}}
    )
    parts = Parts(settings, work=InlineWork())
    city.stack.callback(parts.stop)
    (found,) = send_test(parts, "督查群")
    assert "BOT_WECOM_ROBOT__WEBHOOKS" in found.remedy
