"""``/wecom/callback``: checks, decrypts, hands over and acknowledges; never answers itself.

https://developer.work.weixin.qq.com/document/path/90238
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.callback import (
    Callback,
    Receive,
    RefusalReason,
    guarded_callback,
    hand_over,
    read_body,
    refusal,
)
from bot.channels.tencent.crypto import CallbackCrypto
from bot.channels.tencent.sealed import open_echo, open_sealed
from bot.channels.tencent.xml import MAX_BODY, only, read_xml, sealed_xml, text_of
from bot.channels.wecom_app import CHANNEL
from bot.channels.wecom_app.events import inbound_message
from bot.channels.wecom_app.rendering import pressed_card
from bot.clock import Clock
from bot.settings import WecomSection

PATH = "/wecom/callback"


def callback(settings: WecomSection, receive: Receive, clock: Clock) -> Callback:
    """Return the app's callback; `clock` is system time.

    Raises:
        SettingsError: the EncodingAESKey cannot be used.
    """
    taking = _Callback(settings, receive, clock)
    return guarded_callback(CHANNEL, PATH, GET=taking.verify, POST=taking.accept)


class _Callback:
    def __init__(self, settings: WecomSection, receive: Receive, clock: Clock) -> None:
        self._settings = settings
        self._receive = receive
        self._clock = clock
        self._crypto = CallbackCrypto(
            settings.token.get_secret_value(),
            settings.aes_key.get_secret_value(),
            settings.corp_id,
        )

    async def verify(self, request: Request) -> Response:
        """Prove to the administrator's page that we hold the key."""
        window_s = self._settings.callback_window_s
        echo = open_echo(request, self._crypto, now=self._clock.now(), window_s=window_s)
        return PlainTextResponse(echo)

    async def accept(self, request: Request) -> Response:
        """Take one message or event in."""
        outer = read_xml(await read_body(request, MAX_BODY))
        self._refuse_foreign_agent(outer)
        message_xml = read_xml(self._open(request, only(outer, "Encrypt")))
        self._refuse_foreign_agent(message_xml)
        message = inbound_message(message_xml, received_at=self._clock.now())
        if message is not None and not await hand_over(self._receive, message):
            return Response(status_code=500)
        return self._passive_reply(message_xml)

    def _open(self, request: Request, encrypted: str) -> str:
        window_s = self._settings.callback_window_s
        return open_sealed(
            request, encrypted, self._crypto, now=self._clock.now(), window_s=window_s
        )

    def _refuse_foreign_agent(self, xml: Element) -> None:
        agent = text_of(xml, "AgentID")
        if agent and self._settings.agent_id and agent != str(self._settings.agent_id):
            raise refusal(RefusalReason.FOREIGN)

    def _passive_reply(self, message: Element) -> Response:
        if text_of(message, "Event") != "template_card_event":
            return Response()
        now = int(self._clock.now().timestamp())
        card = pressed_card(
            text_of(message, "EventKey"),
            user_id=text_of(message, "FromUserName"),
            corp_id=self._settings.corp_id,
            created=now,
        )
        return Response(sealed_xml(self._crypto, card, now), media_type="application/xml")
