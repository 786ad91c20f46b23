"""Delivers a reply to a group through its robot."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.capabilities import Capabilities
from bot.channels.send_window import SendWindow
from bot.channels.sent_parts import SendPart, SentParts
from bot.channels.vendor_http import Payload
from bot.channels.wecom_robot import CHANNEL
from bot.channels.wecom_robot.client import WecomRobotClient
from bot.channels.wecom_robot.rendering import TEXT_LIMIT, payloads
from bot.clock import Clock
from bot.delivery.receipt import Receipt
from bot.errors import ChannelUnavailable
from bot.messages import Reply
from bot.storage.engine import SessionFactory

_PER_MINUTE = 20


class WecomRobotSender:
    """Sends to groups; an account is a group's name as the settings have it."""

    channel = CHANNEL
    capabilities = Capabilities(
        text_limit=TEXT_LIMIT,
        max_buttons=0,
        hears=False,
    )

    def __init__(self, client: WecomRobotClient, sessions: SessionFactory, clock: Clock) -> None:
        self._client = client
        self._sent = SentParts(CHANNEL, sessions)
        self._window = SendWindow(_PER_MINUTE, timedelta(minutes=1), clock)

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Send `reply` to the group `account`; robots give no message ids.

        Raises:
            DeliveryError: see `WecomRobotClient.send`; over 20 a minute it is retryable.
        """
        messages = payloads(reply)
        wait_s = self._window.reserve(account, self._sent.missing(key, len(messages)))
        if wait_s:
            raise ChannelUnavailable(
                "发给该群的消息过密", why="每分钟至多 20 条", retry_after=wait_s
            )
        return self._sent.send_missing(key, [self._part(account, each) for each in messages])

    def _part(self, group: str, payload: Payload) -> SendPart:
        def send() -> str:
            self._client.send(group, payload)
            return ""

        return send
