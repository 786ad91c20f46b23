"""Every channel's sender before its vendor, played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

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
from bot.settings import (
    TelegramSection,
    WechatSection,
    WecomAibotSection,
    WecomRobotSection,
    WecomSection,
)
from bot.storage.engine import SessionFactory
from tests.simulators.loopback import LoopbackServer
from tests.simulators.telegram import TelegramSimulator
from tests.simulators.wechat import WechatSimulator
from tests.simulators.wecom import WecomSimulator
from tests.simulators.wecom_aibot import AibotSimulator
from tests.simulators.wecom_robot import WecomRobotSimulator

NOWHERE = "http://127.0.0.1:9"
"""The discard port: nobody listens there."""
KNOWS_NO_REPETITION = ("wecom_robot", "wechat_official", "telegram")
"""The others: a duplicate check; an answer that is fetched, or put where one can be put once."""


@dataclass
class Channel:
    """A sender whose vendor is simulated: an account that works, one that does not, and what
    the working one has been shown. `cuts` are those of the vendor's server, `path` is where
    messages are sent."""

    sender: ChannelSender
    account: str
    stranger: str
    shown: Callable[[], list[str]]
    path: str
    cuts: Counter[str]

    def lose_receipts(self, count: int) -> None:
        """Let the vendor take the next `count` messages, and nobody hear of it."""
        self.cuts[self.path] = count


Build = Callable[[ExitStack, SessionFactory, bool], Channel]


def address(
    stack: ExitStack, serve: Callable[[], LoopbackServer], *, is_down: bool
) -> tuple[str, Counter[str]]:
    """Where the vendor is, and the cuts of its server."""
    if is_down:
        return NOWHERE, Counter()
    server = stack.enter_context(serve())
    return server.url, server.cuts


def wecom_app(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    wecom = WecomSimulator()
    url, cuts = address(stack, wecom.serve, is_down=is_down)
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
    path = "/cgi-bin/message/send"
    return Channel(sender, "zhangsan", "nobody", lambda: wecom.texts_to("zhangsan"), path, cuts)


def wecom_robot(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    robots = WecomRobotSimulator()
    url, cuts = address(stack, robots.serve, is_down=is_down)
    webhook = SecretStr(url + "/cgi-bin/webhook/send?key=robot-key")
    client = WecomRobotClient(WecomRobotSection(webhooks={"督查群": webhook}))
    stack.callback(client.close)
    sender = WecomRobotSender(client, sessions, robots.clock)

    def shown() -> list[str]:
        return [sent["text"]["content"] for sent in robots.shown]

    return Channel(sender, "督查群", "别的群", shown, "/cgi-bin/webhook/send", cuts)


def wecom_aibot(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    aibot = AibotSimulator()
    url, cuts = address(stack, aibot.serve, is_down=is_down)
    url += "/cgi-bin"
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

    sender = WecomAibotSender(client, exchanges)
    return Channel(sender, "zhangsan", "nobody", shown, "/cgi-bin/aibot/response", cuts)


def wechat_official(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    wechat = WechatSimulator()
    url, cuts = address(stack, wechat.serve, is_down=is_down)
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

    def shown() -> list[str]:
        return [text for _, text in wechat.shown]

    return Channel(sender, "openid-1", "openid-2", shown, "/cgi-bin/message/custom/send", cuts)


def telegram(stack: ExitStack, sessions: SessionFactory, is_down: bool) -> Channel:
    simulated = TelegramSimulator(blocked={"43"})
    url, cuts = address(stack, simulated.serve, is_down=is_down)
    section = TelegramSection(token=SecretStr(simulated.token), api_base_url=url)
    client = TelegramClient(section)
    stack.callback(client.close)
    clock = ManualClock(datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE))
    sender = TelegramSender(client, sessions, clock)
    path = f"/bot{simulated.token}/sendMessage"
    return Channel(
        sender, "42", "43", lambda: [sent["text"] for sent in simulated.shown], path, cuts
    )


CHANNELS: dict[str, Build] = {
    "wecom_app": wecom_app,
    "wecom_robot": wecom_robot,
    "wecom_aibot": wecom_aibot,
    "wechat_official": wechat_official,
    "telegram": telegram,
}
