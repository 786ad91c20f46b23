"""``/wechat/callback``: hands a message over and, for a moment, waits for its answer.

WeChat shows the answer that comes within five seconds in the response itself, for free; only
what comes later costs one of the few customer messages. Waiting holds no thread.
https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html
"""

from __future__ import annotations

import asyncio
from functools import partial
from xml.etree.ElementTree import Element

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.callback import (
    Callback,
    Receive,
    RefusalReason,
    check_window,
    guarded_callback,
    hand_over,
    parameter,
    read_body,
    refusal,
)
from bot.channels.exchange import Exchange, Exchanges, ExchangeState
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.tencent.sealed import open_sealed
from bot.channels.tencent.xml import MAX_BODY, only, read_xml, sealed_xml, text_of
from bot.channels.wechat_official import CHANNEL, wording
from bot.channels.wechat_official.events import inbound_message
from bot.channels.wechat_official.outbox import Outbox, WaitingText
from bot.channels.wechat_official.rendering import passive_text, waited
from bot.channels.wechat_official.waiting_callback import is_awaited
from bot.clock import Clock
from bot.messages import InboundMessage
from bot.settings import WechatSection

PATH = "/wechat/callback"
_LOOK_EVERY_S = 0.15


def callback(
    settings: WechatSection,
    receive: Receive,
    clock: Clock,
    *,
    exchanges: Exchanges,
    outbox: Outbox,
) -> Callback:
    """Return the account's callback; `clock` is system time.

    Raises:
        SettingsError: the EncodingAESKey cannot be used.
    """
    taking = _Callback(settings, receive, clock, exchanges, outbox)
    return guarded_callback(CHANNEL, PATH, GET=taking.verify, POST=taking.accept)


class _Callback:
    def __init__(
        self,
        settings: WechatSection,
        receive: Receive,
        clock: Clock,
        exchanges: Exchanges,
        outbox: Outbox,
    ) -> None:
        self._settings = settings
        self._receive = receive
        self._clock = clock
        self._exchanges = exchanges
        self._outbox = outbox
        self._crypto = CallbackCrypto(
            settings.token.get_secret_value(),
            settings.aes_key.get_secret_value(),
            settings.app_id,
        )

    async def verify(self, request: Request) -> Response:
        """Prove to the administrator's page that we hold the token; the echo is not encrypted."""
        timestamp = parameter(request, "timestamp")
        self._crypto.check(parameter(request, "signature"), timestamp, parameter(request, "nonce"))
        check_window(timestamp, self._clock.now(), self._settings.callback_window_s)
        return PlainTextResponse(parameter(request, "echostr"))

    async def accept(self, request: Request) -> Response:
        """Take one message or event in; without encryption nothing is believed."""
        if parameter(request, "encrypt_type") != "aes":
            raise refusal(RefusalReason.MALFORMED)
        outer = read_xml(await read_body(request, MAX_BODY))
        root = read_xml(self._open(request, only(outer, "Encrypt")))
        message = inbound_message(root, received_at=self._clock.now())
        if message is None:
            return Response()
        # Keeping the message takes of the same five seconds.
        deadline = asyncio.get_running_loop().time() + self._settings.passive_wait_s
        exchange = await run_in_threadpool(self._exchanges.open, message.message_id, message.sender)
        if not await run_in_threadpool(self._is_settled, exchange, message):
            if not await hand_over(self._receive, message):
                return Response(status_code=500)
            exchange = await self._answered(exchange, deadline)
        text = await run_in_threadpool(self._text_for, exchange, message)
        return self._passive(root, text) if text else Response()

    def _is_settled(self, exchange: Exchange, message: InboundMessage) -> bool:
        """Tell whether nothing is to be asked for: the callback is a repetition of one that gave
        what waited, or the person wants just that."""
        return exchange.answer is not None or self._asks_for_more(message)

    def _asks_for_more(self, message: InboundMessage) -> bool:
        is_more = message.text.strip() == wording.MORE
        return is_more and self._next_waiting(message.sender) is not None

    def _next_waiting(self, account: str) -> WaitingText | None:
        # Where customer messages exist, the sender alone empties the outbox.
        if self._settings.has_customer_messages:
            return None
        return next(iter(self._outbox.waiting(account)), None)

    async def _answered(self, exchange: Exchange, deadline: float) -> Exchange:
        """Return the exchange as it is when answered, closed, or the time is up."""
        loop = asyncio.get_running_loop()
        while exchange.state is ExchangeState.OPEN and loop.time() < deadline:
            await asyncio.sleep(_LOOK_EVERY_S)
            found = await run_in_threadpool(self._exchanges.find, exchange.handle)
            exchange = found or exchange
        return exchange

    def _text_for(self, exchange: Exchange, message: InboundMessage) -> str:
        """Return what the passive reply shows: the answer, else what waits for the person."""
        if exchange.state is ExchangeState.OPEN and not self._exchanges.close(exchange):
            exchange = self._exchanges.find(exchange.handle) or exchange
        if exchange.answer is not None:
            return str(exchange.answer["text"])
        # WeChat has hung up on a callback that took longer: the repetition gives what waits.
        if not is_awaited(message.received_at, self._clock.now()):
            return ""
        waiting = self._next_waiting(message.sender)
        if waiting is None:
            return ""
        text = waited(waiting.text, waiting.since, self._clock.now())
        kept = partial(self._exchanges.keep_given, exchange, {"text": text})
        return text if self._outbox.take(waiting, also=kept) else ""

    def _open(self, request: Request, encrypted: str) -> str:
        window_s = self._settings.callback_window_s
        return open_sealed(
            request, encrypted, self._crypto, now=self._clock.now(), window_s=window_s
        )

    def _passive(self, root: Element, text: str) -> Response:
        now = int(self._clock.now().timestamp())
        plain = passive_text(
            text,
            openid=text_of(root, "FromUserName"),
            account=text_of(root, "ToUserName"),
            created=now,
        )
        return Response(sealed_xml(self._crypto, plain, now), media_type="application/xml")
