"""Delivers a reply through message/send."""

from __future__ import annotations

import base64
from datetime import timedelta

from bot.channels.capabilities import Capabilities
from bot.channels.send_window import SendWindow
from bot.channels.wecom_app import CHANNEL
from bot.channels.wecom_app.client import WecomClient
from bot.channels.wecom_app.rendering import (
    MAX_BUTTONS,
    TEXT_LIMIT,
    Addressing,
    card_payload,
    image_payload,
    text_payloads,
)
from bot.clock import Clock
from bot.delivery.receipt import Receipt
from bot.errors import ChannelUnavailable
from bot.messages import Reply
from bot.storage import utc_now

_PER_MINUTE = 30


class WecomAppSender:
    """Sends as one app.

    A member gets at most 30 messages a minute: the vendor drops the rest without a word, so
    the excess is refused here as retryable.
    """

    channel = CHANNEL
    capabilities = Capabilities(
        text_limit=TEXT_LIMIT,
        has_tables=False,
        has_images=True,
        max_buttons=MAX_BUTTONS,
        is_streaming=False,
        can_start=True,
    )

    def __init__(self, client: WecomClient, agent_id: int, clock: Clock) -> None:
        self._client = client
        self._agent_id = agent_id
        self._window = SendWindow(_PER_MINUTE, timedelta(minutes=1), clock)

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Send `reply` to a member: text, then picture, then card.

        Sent again with the same `key`, the vendor's duplicate check drops what had arrived.

        Raises:
            DeliveryError: see `WecomClient.send`.
        """
        to = Addressing(account, self._agent_id, key)
        payloads = text_payloads(reply, to)
        card = card_payload(reply, to)
        count = len(payloads) + (reply.chart is not None) + (card is not None)
        wait_s = self._window.reserve(account.casefold(), count)
        if wait_s:
            raise ChannelUnavailable(
                "发给该成员的消息过密", why="每分钟至多 30 条", retry_after=wait_s
            )
        if reply.chart is not None:
            picture = base64.b64decode(reply.chart.png_base64)
            payloads.append(image_payload(self._client.upload_image(picture), to))
        if card is not None:
            payloads.append(card)
        sent = tuple(self._client.send(payload) for payload in payloads)
        return Receipt(message_ids=sent, sent_at=utc_now())
