"""Gives a reply to the waiting callback, else sends it, else lets it wait for the person."""

from __future__ import annotations

import base64

import structlog

from bot.channels.capabilities import Capabilities
from bot.channels.exchange import Exchange, Exchanges, ExchangeState
from bot.channels.wechat_official import CHANNEL
from bot.channels.wechat_official.client import OutsideWindow, WechatClient
from bot.channels.wechat_official.outbox import Outbox
from bot.channels.wechat_official.rendering import TEXT_LIMIT, notice, texts, waited
from bot.channels.wechat_official.waiting_callback import is_awaited
from bot.clock import Clock
from bot.delivery.receipt import Receipt
from bot.errors import DeliveryError, ReceiptLost
from bot.messages import Reply
from bot.storage import utc_now

_log = structlog.get_logger(__name__)


class WechatOfficialSender:
    """Answers people and, inside WeChat's window, speaks to them.

    An answer that finds no way now waits for the person's next message. What answers no
    message (an alert) waits only where a subscription notice can tell of it; else it is
    refused, so that another channel carries it.
    """

    channel = CHANNEL
    capabilities = Capabilities(
        text_limit=TEXT_LIMIT,
        max_buttons=0,
    )

    def __init__(
        self,
        client: WechatClient,
        exchanges: Exchanges,
        outbox: Outbox,
        clock: Clock,
        *,
        has_customer_messages: bool,
    ) -> None:
        self._client = client
        self._exchanges = exchanges
        self._outbox = outbox
        self._clock = clock
        self._has_customer_messages = has_customer_messages

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Bring `reply` on its way, after what already waits for this person.

        Raises:
            RecipientUnreachable: it answers no message and cannot be sent now.
            ReceiptLost: together with other answers it was tried as often as may be.
            DeliveryError: see `WechatClient.send_text`.
        """
        parts = texts(reply)
        exchange = self._exchanges.of_delivery(key, account)
        if exchange is not None and exchange.state is ExchangeState.ANSWERED:
            return _receipt(exchange)
        if exchange is not None and self._is_fetched(exchange, account, parts):
            self._show_chart(account, reply)
            return _receipt(exchange)
        is_new = self._outbox.put(account, key, parts)
        if exchange is not None:
            # The callback stops waiting; without customer messages it takes the first part.
            self._exchanges.close(exchange)
        if self._outbox.has_given_up(key):
            raise ReceiptLost("公众号没有回执", why="已经试过多次，对方可能已经收到")
        try:
            self._send_waiting(account)
            if is_new:
                self._show_chart(account, reply)
        except OutsideWindow:
            if exchange is None:
                self._notify(account, reply, key)
        except DeliveryError as exc:
            if exchange is None:
                self._withdraw(key, exc)
            raise
        return _receipt(exchange)

    def begin_round(self, key: str) -> None:
        """Count the copies of `key` anew: somebody asked for another round of tries."""
        self._outbox.begin_round(key)

    def _show_chart(self, account: str, reply: Reply) -> None:
        """Send the picture after the text, which is complete without it, if that is possible."""
        if reply.chart is None or not self._has_customer_messages:
            return
        try:
            self._client.send_image(account, base64.b64decode(reply.chart.png_base64))
        except DeliveryError as exc:
            _log.warning("picture_not_shown", channel=CHANNEL, reason=type(exc).__name__)

    def _notify(self, account: str, reply: Reply, key: str) -> None:
        """Tell of what waits; if even that is impossible, let it not wait."""
        try:
            self._client.notify(account, notice(reply))
        except DeliveryError as exc:
            self._withdraw(key, exc)
            raise

    def _withdraw(self, key: str, failed: DeliveryError) -> None:
        """Leave reply `key` to the next try or to another channel: what one of them carries must
        not be said again at the next contact. Half said, the next try says the other half."""
        if failed.is_retryable:
            self._outbox.withdraw_unless_begun(key)
        else:
            self._outbox.withdraw(key)

    def _is_fetched(self, exchange: Exchange, account: str, parts: list[str]) -> bool:
        if len(parts) > 1 or self._outbox.waiting(account):
            return False
        # A callback whose process was killed never closes its exchange.
        if not is_awaited(exchange.opened_at, self._clock.now()):
            return False
        return self._exchanges.answer(exchange, {"text": parts[0]})

    def _send_waiting(self, account: str) -> None:
        if not self._has_customer_messages:
            raise OutsideWindow("公众号现在不能发给对方", why="公众号没有客服消息接口")
        for text in self._outbox.waiting(account):
            try:
                self._client.send_text(account, waited(text.text, text.since, self._clock.now()))
            except ReceiptLost:
                self._outbox.note_unanswered(text)
                raise
            self._outbox.take(text)


def _receipt(exchange: Exchange | None) -> Receipt:
    ids = () if exchange is None else (exchange.handle,)
    return Receipt(message_ids=ids, sent_at=utc_now())
