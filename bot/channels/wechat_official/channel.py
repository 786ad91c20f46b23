"""Builds the channel from the settings."""

from __future__ import annotations

from bot.channels.channel import Channel, ChannelKind, Check
from bot.channels.clock_skew import check_clock
from bot.channels.exchange import Exchanges
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.tencent.echo import check_plain_echo
from bot.channels.wechat_official import CHANNEL
from bot.channels.wechat_official.client import WechatClient
from bot.channels.wechat_official.outbox import Outbox, settled_before
from bot.channels.wechat_official.sender import WechatOfficialSender
from bot.channels.wechat_official.webhook import PATH, callback
from bot.clock import Clock
from bot.settings import Settings
from bot.storage.engine import SessionFactory


def build(settings: Settings, sessions: SessionFactory, clock: Clock) -> Channel | None:
    """Return the channel, None when it is not configured; `clock` is system time.

    Raises:
        SettingsError: the EncodingAESKey cannot be used.
    """
    section = settings.wechat
    if not section.is_configured:
        return None
    client = WechatClient(section, sessions, clock)
    exchanges, outbox = Exchanges(CHANNEL, sessions, clock), Outbox(sessions, clock)
    crypto = CallbackCrypto(
        section.token.get_secret_value(), section.aes_key.get_secret_value(), section.app_id
    )
    checks = [Check("时钟", lambda: check_clock(section.api_base_url, clock))]
    if section.has_customer_messages:
        checks.append(Check("access_token", client.check_access))
    if settings.public_url:
        url = settings.public_url.rstrip("/") + PATH
        checks.append(Check("回调地址", lambda: check_plain_echo(url, crypto, clock)))
    return Channel(
        title="微信公众号",
        sender=WechatOfficialSender(
            client, exchanges, outbox, clock, has_customer_messages=section.has_customer_messages
        ),
        is_company=False,
        callback=lambda receive: callback(
            section, receive, clock, exchanges=exchanges, outbox=outbox
        ),
        checks=tuple(checks),
        close=client.close,
    )


KIND = ChannelKind(build, settled_before)
