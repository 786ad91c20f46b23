"""Puts a reply into its stream, or sends it to the message's response_url."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.capabilities import Capabilities
from bot.channels.exchange import Exchange, Exchanges
from bot.channels.wecom_aibot import CHANNEL
from bot.channels.wecom_aibot.client import WecomAibotClient
from bot.channels.wecom_aibot.rendering import CONTENT_LIMIT, content, cut, finished_stream
from bot.delivery.receipt import Receipt
from bot.errors import RecipientUnreachable
from bot.messages import Reply
from bot.storage import utc_now


class WecomAibotSender:
    """Answers messages; in callback mode the bot cannot speak first."""

    channel = CHANNEL
    capabilities = Capabilities(
        text_limit=CONTENT_LIMIT,
        has_tables=True,
        has_images=True,
        max_buttons=0,
        is_streaming=True,
        can_start=False,
        reply_window=timedelta(hours=1),
    )

    def __init__(self, client: WecomAibotClient, exchanges: Exchanges) -> None:
        self._client = client
        self._exchanges = exchanges

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Answer the message that `key` names.

        Raises:
            RecipientUnreachable: `key` answers no message, or too late.
            ChannelUnavailable: the response_url cannot be reached now.
        """
        exchange = self._exchanges.of_delivery(key, account)
        if exchange is None:
            raise RecipientUnreachable("智能机器人没有送达", why="机器人只能作答，不能先开口")
        is_in_stream = self._exchanges.answer(exchange, finished_stream(reply))
        if not is_in_stream and exchange.answer is None:
            self._respond(exchange, reply)
        return Receipt(message_ids=(exchange.handle,), sent_at=utc_now())

    def _respond(self, exchange: Exchange, reply: Reply) -> None:
        url = self._exchanges.response_url(exchange)
        if not url:
            raise RecipientUnreachable("智能机器人没有送达", why="已没有可用的回复地址")
        markdown = {"content": cut(content(reply))}
        self._client.respond(url, {"msgtype": "markdown", "markdown": markdown})
        self._exchanges.forget_response_url(exchange)
