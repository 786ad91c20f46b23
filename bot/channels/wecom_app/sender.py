"""Delivers a reply through message/send."""

from __future__ import annotations

import base64
from datetime import timedelta
from functools import partial

import structlog

from bot.channels.capabilities import Capabilities
from bot.channels.send_window import SendWindow
from bot.channels.sent_parts import SentParts
from bot.channels.wecom_app import CHANNEL
from bot.channels.wecom_app.client import WecomClient
from bot.channels.wecom_app.open_cards import OpenCards
from bot.channels.wecom_app.rendering import (
    MAX_BUTTONS,
    TEXT_LIMIT,
    Addressing,
    card_payload,
    image_payload,
    text_payloads,
)
from bot.channels.wecom_app.wording import SETTLED
from bot.clock import Clock
from bot.delivery.receipt import Receipt
from bot.errors import ChannelUnavailable, DeliveryError
from bot.messages import Reply
from bot.storage import utc_now

_PER_MINUTE = 30

_log = structlog.get_logger(__name__)


class WecomAppSender:
    """Sends as one app.

    A member gets at most 30 messages a minute: the vendor drops the rest without a word, so
    the excess is refused here as retryable.
    """

    channel = CHANNEL
    capabilities = Capabilities(
        text_limit=TEXT_LIMIT,
        max_buttons=MAX_BUTTONS,
    )

    def __init__(
        self,
        client: WecomClient,
        agent_id: int,
        clock: Clock,
        cards: OpenCards,
        uploads: SentParts,
    ) -> None:
        self._client = client
        self._cards = cards
        self._uploads = uploads
        self._agent_id = agent_id
        self._window = SendWindow(_PER_MINUTE, timedelta(minutes=1), clock)

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Send `reply` to a member: text, then picture, then card; settle what it settles.

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
            # Uploaded anew it has another media_id, and would be another message to the vendor.
            upload = partial(self._client.upload_image, base64.b64decode(reply.chart.png_base64))
            (media_id,) = self._uploads.send_missing(key, [upload]).message_ids
            payloads.append(image_payload(media_id, to))
        sent = [self._client.send(payload).message_id for payload in payloads]
        if card is not None:
            shown = self._client.send(card)
            sent.append(shown.message_id)
        self._settle(account, reply)
        if reply.choices and card is not None and shown.response_code:
            self._cards.keep(shown.response_code, account, reply)
        return Receipt(message_ids=tuple(sent), sent_at=utc_now())

    def _settle(self, account: str, reply: Reply) -> None:
        for code in self._cards.take_settled(account, reply):
            try:
                self._client.replace_buttons(code, account, SETTLED)
            except DeliveryError as exc:
                # The answer has arrived; sending it again would not mend an old card.
                _log.warning("card_not_updated", channel=CHANNEL, error=type(exc).__name__)
