"""Builds the channel from the settings."""

from __future__ import annotations

from bot.channels.channel import Channel, ChannelKind, Check
from bot.channels.clock_skew import check_clock
from bot.channels.sent_parts import SentParts
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.tencent.echo import check_sealed_echo
from bot.channels.wecom_app import UPLOADS
from bot.channels.wecom_app.client import WecomClient
from bot.channels.wecom_app.members import WecomMembers
from bot.channels.wecom_app.open_cards import OpenCards, settled_before
from bot.channels.wecom_app.sender import WecomAppSender
from bot.channels.wecom_app.webhook import PATH, callback
from bot.clock import Clock
from bot.settings import Settings
from bot.storage.engine import SessionFactory


def build(settings: Settings, sessions: SessionFactory, clock: Clock) -> Channel | None:
    """Return the channel, None when it is not configured; `clock` is system time.

    Raises:
        SettingsError: the EncodingAESKey cannot be used.
    """
    section = settings.wecom
    if not section.is_configured:
        return None
    client = WecomClient(section, sessions, clock)
    crypto = CallbackCrypto(
        section.token.get_secret_value(), section.aes_key.get_secret_value(), section.corp_id
    )
    checks = [
        Check("access_token", client.check_access),
        Check("AgentId", client.check_agent),
        Check("时钟", lambda: check_clock(section.api_base_url, clock)),
    ]
    if settings.public_url:
        url = settings.public_url.rstrip("/") + PATH
        checks.append(Check("回调地址", lambda: check_sealed_echo(url, crypto, clock)))
    return Channel(
        title="企业微信应用",
        sender=WecomAppSender(
            client,
            section.agent_id,
            clock,
            OpenCards(sessions, clock),
            SentParts(UPLOADS, sessions),
        ),
        is_company=True,
        callback=lambda receive: callback(section, receive, clock),
        checks=tuple(checks),
        close=client.close,
        members=WecomMembers(client, section.corp_id, section.agent_id),
    )


KIND = ChannelKind(build, settled_before)
