"""Builds the channel from the settings."""

from __future__ import annotations

from bot.channels.channel import Channel, ChannelKind
from bot.channels.wecom_robot.client import WecomRobotClient
from bot.channels.wecom_robot.sender import WecomRobotSender
from bot.clock import Clock
from bot.settings import Settings
from bot.storage.engine import SessionFactory


def build(settings: Settings, sessions: SessionFactory, clock: Clock) -> Channel | None:
    """Return the channel, None when no group has a robot; `clock` is system time.

    A robot's key can only be proved by sending, so there is nothing to check quietly.
    """
    section = settings.wecom_robot
    if not section.is_configured:
        return None
    client = WecomRobotClient(section)
    return Channel(
        title="企业微信群机器人",
        sender=WecomRobotSender(client, sessions, clock),
        is_company=False,
        callback=None,
        checks=(),
        close=client.close,
    )


KIND = ChannelKind(build)
