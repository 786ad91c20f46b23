"""Delivers a reply through the Bot API."""

from __future__ import annotations

import base64
import threading
from datetime import datetime, timedelta

from bot.channels.capabilities import Capabilities
from bot.channels.sent_parts import SendPart, SentParts
from bot.channels.splitting import utf16_units
from bot.channels.telegram import CHANNEL
from bot.channels.telegram.client import GroupMoved, TelegramClient, UnparsableText
from bot.channels.telegram.rendering import (
    MAX_BUTTONS,
    TEXT_LIMIT,
    TelegramText,
    caption,
    texts,
)
from bot.clock import Clock
from bot.delivery.receipt import Receipt
from bot.errors import ChannelUnavailable
from bot.messages import Reply
from bot.storage.engine import SessionFactory


class TelegramSender:
    """Sends as one bot; a chat that Telegram limits is left alone for as long as it says."""

    channel = CHANNEL
    capabilities = Capabilities(
        text_limit=TEXT_LIMIT,
        max_buttons=MAX_BUTTONS,
        text_measure=utf16_units,
    )

    def __init__(self, client: TelegramClient, sessions: SessionFactory, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._sent = SentParts(CHANNEL, sessions)
        self._lock = threading.Lock()
        self._limited_until: dict[str, datetime] = {}

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Send `reply` to a chat: picture first, so that the buttons end up last.

        Raises:
            DeliveryError: see `TelegramClient.send_message`.
        """
        self._wait_out_limit(account)
        try:
            try:
                return self._sent.send_missing(key, self._parts(account, reply))
            except GroupMoved as moved:
                # Once: a chat that is said to have moved again is not followed for ever.
                return self._sent.send_missing(key, self._parts(moved.chat_id, reply))
        except ChannelUnavailable as limited:
            if limited.retry_after is not None:
                until = self._clock.now() + timedelta(seconds=limited.retry_after)
                with self._lock:
                    self._limited_until[account] = until
            raise

    def _parts(self, chat_id: str, reply: Reply) -> list[SendPart]:
        parts: list[SendPart] = []
        if reply.chart is not None:
            picture, words = base64.b64decode(reply.chart.png_base64), reply.chart.description
            parts.append(lambda: self._client.send_photo(chat_id, picture, caption(words)))
        return parts + [self._part(chat_id, text) for text in texts(reply)]

    def _part(self, chat_id: str, text: TelegramText) -> SendPart:
        def send() -> str:
            try:
                return self._client.send_message(text.payload(chat_id))
            except UnparsableText:
                return self._client.send_message(text.payload(chat_id, is_plain=True))

        return send

    def _wait_out_limit(self, chat_id: str) -> None:
        now = self._clock.now()
        with self._lock:
            until = self._limited_until.get(chat_id, now)
            if until <= now:
                self._limited_until.pop(chat_id, None)
                return
        raise ChannelUnavailable(
            "Telegram 限流", why="这个会话还在等待", retry_after=(until - now).total_seconds()
        )
