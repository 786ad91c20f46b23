"""``/wecom/aibot``: opens a stream for each message and shows it whenever WeCom asks.

https://developer.work.weixin.qq.com/document/path/101033
"""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.callback import (
    Callback,
    Receive,
    guarded_callback,
    hand_over,
    identifier,
    parameter,
    read_body,
)
from bot.channels.exchange import Exchanges
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.tencent.sealed import open_echo, open_sealed
from bot.channels.vendor_http import Payload
from bot.channels.wecom_aibot import CHANNEL
from bot.channels.wecom_aibot.events import (
    Json,
    pressed_card,
    read_json,
    required,
    required_text,
)
from bot.channels.wecom_aibot.rendering import chosen_card
from bot.channels.wecom_aibot.streams import Streams
from bot.clock import Clock
from bot.settings import WecomAibotSection

PATH = "/wecom/aibot"
MAX_BODY = 1024 * 1024


def callback(
    settings: WecomAibotSection, receive: Receive, clock: Clock, *, exchanges: Exchanges
) -> Callback:
    """Return the AI bot's callback; `clock` is system time.

    Raises:
        SettingsError: the EncodingAESKey cannot be used.
    """
    taking = _Callback(settings, receive, clock, exchanges)
    return guarded_callback(CHANNEL, PATH, GET=taking.verify, POST=taking.accept)


class _Callback:
    def __init__(
        self, settings: WecomAibotSection, receive: Receive, clock: Clock, exchanges: Exchanges
    ) -> None:
        self._settings = settings
        self._receive = receive
        self._clock = clock
        self._exchanges = exchanges
        self._streams = Streams(settings, exchanges, clock)
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
            return self._sealed(request, await run_in_threadpool(self._streams.shown, handle))
        return await self._take_in(request, message)

    async def _take_in(self, request: Request, message: Json) -> Response:
        inbound = await run_in_threadpool(self._streams.read, message)
        if inbound is None:
            return self._pressed(request, message)
        if inbound.opinion is not None:
            # Feedback must be answered with nothing.
            return Response(status_code=200 if await hand_over(self._receive, inbound) else 500)
        exchange = await run_in_threadpool(self._streams.open, inbound, message)
        is_event = message.get("msgtype") == "event"
        if is_event:
            # An event is answered by no stream; what is to be said goes to its response_url.
            await run_in_threadpool(self._exchanges.close, exchange)
        if not await hand_over(self._receive, inbound):
            return Response(status_code=500)
        if is_event:
            return self._pressed(request, message)
        shown = await run_in_threadpool(self._streams.shown, exchange.handle)
        return self._sealed(request, shown)

    def _pressed(self, request: Request, message: Json) -> Response:
        pressed = pressed_card(message)
        if pressed is None:
            return Response()
        return self._sealed(request, chosen_card(*pressed))

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
