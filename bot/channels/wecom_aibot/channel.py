"""Builds the channel from the settings."""

from __future__ import annotations

from bot.channels.channel import Channel, Check
from bot.channels.exchange import Exchanges
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.tencent.echo import check_sealed_echo
from bot.channels.wecom_aibot import CHANNEL
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.sender import WecomAibotSender
from bot.channels.wecom_aibot.webhook import PATH, router
from bot.clock import Clock
from bot.settings import Settings
from bot.storage.engine import SessionFactory


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
    crypto = CallbackCrypto(
        section.token.get_secret_value(), section.aes_key.get_secret_value(), ""
    )
    url = settings.public_url.rstrip("/") + PATH
    check = Check("回调地址", lambda: check_sealed_echo(url, crypto, clock))
    return Channel(
        title="企业微信智能机器人",
        sender=WecomAibotSender(client, exchanges),
        is_company=True,
        routes=lambda receive: router(section, receive, clock, exchanges=exchanges),
        checks=(check,) if settings.public_url else (),
        close=client.close,
    )
