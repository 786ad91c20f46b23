"""Builds the channel from the settings."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.callback import Receive
from bot.channels.channel import Channel, ChannelKind, Check
from bot.channels.exchange import Exchanges
from bot.channels.lease import Lease
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.tencent.echo import check_sealed_echo
from bot.channels.wecom_aibot import CHANNEL
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.connection import Connection
from bot.channels.wecom_aibot.pushing import Pushing
from bot.channels.wecom_aibot.reachable import check_websocket
from bot.channels.wecom_aibot.sender import WecomAibotSender
from bot.channels.wecom_aibot.streams import Streams
from bot.channels.wecom_aibot.webhook import PATH, callback
from bot.clock import Clock
from bot.settings import Settings, WecomAibotSection
from bot.storage.engine import SessionFactory

TITLE = "企业微信智能机器人"


def build(settings: Settings, sessions: SessionFactory, clock: Clock) -> Channel | None:
    """Return the channel, None when it is not configured; `clock` is system time.

    Raises:
        SettingsError: the EncodingAESKey cannot be used.
    """
    section = settings.wecom_aibot
    if not section.is_configured:
        return None
    client = WecomAibotClient(section)
    exchanges = Exchanges(CHANNEL, sessions, clock)
    if section.is_connecting:
        return _connecting(section, client, exchanges, clock, sessions)
    crypto = CallbackCrypto(
        section.token.get_secret_value(), section.aes_key.get_secret_value(), ""
    )
    url = settings.public_url.rstrip("/") + PATH
    check = Check("回调地址", lambda: check_sealed_echo(url, crypto, clock))
    return Channel(
        title=TITLE,
        sender=WecomAibotSender(client, exchanges),
        is_company=True,
        callback=lambda receive: callback(section, receive, clock, exchanges=exchanges),
        checks=(check,) if settings.public_url else (),
        close=client.close,
    )


def _connecting(
    section: WecomAibotSection,
    client: WecomAibotClient,
    exchanges: Exchanges,
    clock: Clock,
    sessions: SessionFactory,
) -> Channel:
    streams = Streams(section, exchanges, clock)
    doctors, lease = (Lease(f"{CHANNEL}:{section.bot_id}", sessions, clock) for _ in range(2))

    def listen(receive: Receive) -> Callable[[], None]:
        pushing = Pushing(exchanges, streams, clock)
        connection = Connection(section, receive, streams, pushing, lease)
        connection.start()
        return connection.stop

    return Channel(
        title=TITLE,
        sender=WecomAibotSender(client, exchanges),
        is_company=True,
        callback=None,
        checks=(Check("长连接", lambda: check_websocket(section, doctors)),),
        close=client.close,
        listen=listen,
    )


KIND = ChannelKind(build)
