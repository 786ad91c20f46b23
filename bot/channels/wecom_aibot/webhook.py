"""``/wecom/aibot``: opens a stream for each message and shows it whenever WeCom asks.

https://developer.work.weixin.qq.com/document/path/101033
"""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse

from bot.channels.callback import (
    Receive,
    hand_over,
    identifier,
    parameter,
    read_body,
    refusing_route,
)
from bot.channels.exchange import Exchange, Exchanges, ExchangeState
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.tencent.sealed import open_echo, open_sealed
from bot.channels.vendor_http import Payload
from bot.channels.wecom_aibot import CHANNEL, wording
from bot.channels.wecom_aibot.events import (
    Json,
    inbound_message,
    pressed_card,
    read_json,
    required,
    required_text,
)
from bot.channels.wecom_aibot.rendering import chosen_card, stream_payload
from bot.clock import Clock
from bot.settings import WecomAibotSection

PATH = "/wecom/aibot"
MAX_BODY = 1024 * 1024

# WeCom asks for six minutes from the person's message; end the stream before it is cut off.
STREAM_LIFE = timedelta(minutes=5, seconds=45)


def router(
    settings: WecomAibotSection, receive: Receive, clock: Clock, *, exchanges: Exchanges
) -> APIRouter:
    """Return the routes of the AI bot's callback; `clock` is system time.

    Raises:
        SettingsError: the EncodingAESKey cannot be used.
    """
    callback = _Callback(settings, receive, clock, exchanges)
    routes = APIRouter(route_class=refusing_route(CHANNEL))
    routes.add_api_route(PATH, callback.verify, methods=["GET"], include_in_schema=False)
    routes.add_api_route(PATH, callback.accept, methods=["POST"], include_in_schema=False)
    return routes


class _Callback:
    def __init__(
        self, settings: WecomAibotSection, receive: Receive, clock: Clock, exchanges: Exchanges
    ) -> None:
        self._settings = settings
        self._receive = receive
        self._clock = clock
        self._exchanges = exchanges
        # An in-house bot has no receiver id.
        self._crypto = CallbackCrypto(
            settings.token.get_secret_value(), settings.aes_key.get_secret_value(), ""
        )

    async def verify(self, request: Request) -> Response:
        """Prove to the administrator's page that we hold the key."""
        window_s = self._settings.callback_window_s
        echo = open_echo(request, self._crypto, now=self._clock.now(), window_s=window_s)
        return PlainTextResponse(echo)

    async def accept(self, request: Request) -> Response:
        """Take a message or event in, or show how far a stream has come."""
        body = read_json(await read_body(request, MAX_BODY))
        message = read_json(self._open(request, required_text(body, "encrypt")))
        if message.get("msgtype") == "stream":
            handle = identifier(required_text(required(message.get("stream")), "id"))
            return self._sealed(request, await run_in_threadpool(self._shown, handle))
        return await self._take_in(request, message)

    async def _take_in(self, request: Request, message: Json) -> Response:
        inbound = inbound_message(message, received_at=self._clock.now())
        if inbound is None:
            return self._pressed(request, message)
        exchange = await run_in_threadpool(
            self._exchanges.open,
            inbound.message_id,
            inbound.sender,
            response_url=self._own_url(message.get("response_url")),
        )
        is_event = message.get("msgtype") == "event"
        if is_event:
            # An event is answered by no stream; what is to be said goes to its response_url.
            await run_in_threadpool(self._exchanges.close, exchange)
        if not await hand_over(self._receive, inbound):
            return Response(status_code=500)
        if is_event:
            return self._pressed(request, message)
        return self._sealed(request, await run_in_threadpool(self._shown, exchange.handle))

    def _shown(self, handle: str) -> Payload:
        exchange = self._exchanges.find(handle)
        if exchange is None:
            return stream_payload(handle, {"content": wording.FORGOTTEN}, is_finished=True)
        if exchange.answer is not None:
            return stream_payload(handle, exchange.answer, is_finished=True)
        if exchange.state is ExchangeState.OPEN and not self._is_over(exchange):
            return stream_payload(handle, {"content": wording.LOOKING_UP}, is_finished=False)
        if exchange.state is ExchangeState.OPEN and not self._exchanges.close(exchange):
            # The answer came between our look and our giving up.
            return self._shown(handle)
        return stream_payload(handle, {"content": wording.STILL_WORKING}, is_finished=True)

    def _is_over(self, exchange: Exchange) -> bool:
        return self._clock.now() - exchange.opened_at > STREAM_LIFE

    def _pressed(self, request: Request, message: Json) -> Response:
        pressed = pressed_card(message)
        if pressed is None:
            return Response()
        return self._sealed(request, chosen_card(*pressed))

    def _own_url(self, url: object) -> str:
        """Return the response_url when it is WeCom's own, else "": it is called later."""
        if not isinstance(url, str) or not url.isascii():
            return ""
        given, own = urlsplit(url), urlsplit(self._settings.api_base_url)
        is_own = (given.scheme, given.netloc) == (own.scheme, own.netloc)
        return url if is_own and given.path.startswith(f"{own.path}/aibot/response") else ""

    def _open(self, request: Request, encrypted: str) -> str:
        window_s = self._settings.callback_window_s
        return open_sealed(
            request, encrypted, self._crypto, now=self._clock.now(), window_s=window_s
        )

    def _sealed(self, request: Request, payload: Payload) -> Response:
        timestamp = int(self._clock.now().timestamp())
        sealed = self._crypto.seal(
            json.dumps(payload, ensure_ascii=False),
            timestamp=str(timestamp),
            nonce=parameter(request, "nonce"),
        )
        envelope = {
            "encrypt": sealed.encrypted,
            "msgsignature": sealed.signature,
            "timestamp": timestamp,
            "nonce": sealed.nonce,
        }
        return PlainTextResponse(json.dumps(envelope))
