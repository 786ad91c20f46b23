"""Puts a reply into its stream, or sends it to the message's response_url."""

from __future__ import annotations

import structlog

from bot.channels.capabilities import Capabilities
from bot.channels.exchange import Exchange, Exchanges
from bot.channels.vendor_http import Payload
from bot.channels.wecom_aibot import CHANNEL
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.events import GROUP
from bot.channels.wecom_aibot.rendering import (
    CONTENT_LIMIT,
    MAX_BUTTONS,
    choices_card,
    content,
    cut,
    finished_stream,
)
from bot.delivery.receipt import Receipt
from bot.errors import DeliveryError, RecipientUnreachable
from bot.messages import Reply
from bot.storage import utc_now

_log = structlog.get_logger(__name__)


class WecomAibotSender:
    """Answers messages; in callback mode the bot cannot speak first."""

    channel = CHANNEL
    capabilities = Capabilities(
        text_limit=CONTENT_LIMIT,
        max_buttons=MAX_BUTTONS,
    )

    def __init__(self, client: WecomAibotClient, exchanges: Exchanges) -> None:
        self._client = client
        self._exchanges = exchanges

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Answer the message that `key` names.

        Raises:
            RecipientUnreachable: `key` answers no message, or too late.
            ChannelUnavailable: the response_url cannot be reached now; `ReceiptLost`: it may have
                taken the answer, and the next try is then refused.
        """
        exchange = self._exchanges.of_delivery(key, account)
        if exchange is None:
            raise RecipientUnreachable(
                "智能机器人没有送达",
                why="机器人只能作答，不能先开口",
                remedy="请对方先给机器人发一条消息；主动提醒请启用企业微信应用",
            )
        if exchange.answer is None:
            self._answer(exchange, account, reply)
        return Receipt(message_ids=(exchange.handle,), sent_at=utc_now())

    def _answer(self, exchange: Exchange, account: str, reply: Reply) -> None:
        card = self._card(exchange, account, reply)
        stream = finished_stream(reply, has_card=card is not None)
        if not self._exchanges.answer(exchange, stream):
            self._respond(exchange, reply)
        elif card is not None:
            self._offer(exchange, card)

    def _card(self, exchange: Exchange, account: str, reply: Reply) -> Payload | None:
        """Return the card of the reply's choices, None when there is no way to show one."""
        is_single = not account.startswith(GROUP)
        has_way = is_single and bool(self._exchanges.response_url(exchange))
        return choices_card(reply.choices, exchange.handle) if has_way else None

    def _offer(self, exchange: Exchange, card: Payload) -> None:
        try:
            self._client.respond(self._exchanges.response_url(exchange), card)
        except DeliveryError as exc:
            # The answer itself is in the stream; only the buttons are missing.
            _log.warning("card_not_shown", channel=CHANNEL, reason=type(exc).__name__)
        self._exchanges.forget_response_url(exchange)

    def _respond(self, exchange: Exchange, reply: Reply) -> None:
        url = self._exchanges.response_url(exchange)
        if not url:
            raise RecipientUnreachable(
                "智能机器人没有送达", why="已没有可用的回复地址", remedy="请对方再问一次"
            )
        markdown = {"content": cut(content(reply)), "feedback": {"id": exchange.handle}}
        self._client.respond(url, {"msgtype": "markdown", "markdown": markdown})
        self._exchanges.forget_response_url(exchange)
