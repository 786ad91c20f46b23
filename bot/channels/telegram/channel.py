"""Builds the channel from the settings."""

from __future__ import annotations

from bot.channels.channel import Channel, ChannelKind, Check
from bot.channels.telegram.client import TelegramClient
from bot.channels.telegram.own_webhook import check_own_webhook
from bot.channels.telegram.sender import TelegramSender
from bot.channels.telegram.webhook import PATH, callback
from bot.clock import Clock
from bot.settings import Settings
from bot.storage.engine import SessionFactory


def build(settings: Settings, sessions: SessionFactory, clock: Clock) -> Channel | None:
    """Return the channel, None when Telegram is switched off; `clock` is system time."""
    section = settings.telegram
    if not section.is_configured:
        return None
    client = TelegramClient(section)
    checks = [Check("Token", client.check_access)]
    if settings.public_url:
        url = settings.public_url.rstrip("/") + PATH
        secret = section.secret_token.get_secret_value()
        checks.append(Check("回调地址", lambda: check_own_webhook(url, secret)))
        checks.append(Check("setWebhook", lambda: client.check_webhook(url)))
    return Channel(
        title="Telegram",
        sender=TelegramSender(client, sessions, clock),
        is_company=False,
        callback=lambda receive: callback(
            section, receive, clock, replace_buttons=client.replace_buttons
        ),
        checks=tuple(checks),
        close=client.close,
    )


KIND = ChannelKind(build)
