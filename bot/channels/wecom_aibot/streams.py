"""What the AI bot's two modes share: reading messages, and the stream that shows an answer."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from bot.channels.exchange import Exchange, Exchanges, ExchangeState
from bot.channels.vendor_http import Payload
from bot.channels.wecom_aibot import wording
from bot.channels.wecom_aibot.events import Json, given_feedback, inbound_message
from bot.channels.wecom_aibot.rendering import stream_payload
from bot.clock import Clock
from bot.messages import InboundMessage, Opinion
from bot.settings import WecomAibotSection

# WeCom asks for six minutes from the person's message; end the stream before it is cut off.
STREAM_LIFE = timedelta(minutes=5, seconds=45)


class Streams:
    """The streams of one bot; `clock` is system time."""

    def __init__(self, settings: WecomAibotSection, exchanges: Exchanges, clock: Clock) -> None:
        self._settings = settings
        self._exchanges = exchanges
        self._clock = clock

    def read(self, message: Json) -> InboundMessage | None:
        """Return what `message` says, with the opinion when it is feedback on an answer.

        Raises:
            CallbackRefused: not of the documented shape.
        """
        return inbound_message(
            message, received_at=self._clock.now(), opinion=self._opinion(message)
        )

    def open(self, inbound: InboundMessage, message: Json) -> Exchange:
        """Return the exchange of a message, new or as a repetition left it."""
        return self._exchanges.open(
            inbound.message_id,
            inbound.sender,
            response_url=self._own_url(message.get("response_url")),
        )

    def shown(self, handle: str) -> Payload:
        """Return how far the stream `handle` has come; one that is over is ended here."""
        exchange = self._exchanges.find(handle)
        if exchange is None:
            return forgotten(handle)
        if exchange.answer is not None:
            return stream_payload(handle, exchange.answer, is_finished=True)
        if exchange.state is ExchangeState.OPEN and not self.is_over(exchange):
            return looking_up(handle)
        if exchange.state is ExchangeState.OPEN and not self._exchanges.close(exchange):
            # The answer came between our look and our giving up.
            return self.shown(handle)
        return still_working(handle)

    def is_over(self, exchange: Exchange) -> bool:
        """Tell whether WeCom will soon show no more of this stream."""
        return self._clock.now() - exchange.opened_at > STREAM_LIFE

    def _opinion(self, message: Json) -> Opinion | None:
        feedback = given_feedback(message)
        exchange = None if feedback is None else self._exchanges.find(feedback.feedback_id)
        if feedback is None or exchange is None:
            return None
        return Opinion.model_validate(
            {"of": exchange.message_id, "verdict": feedback.verdict, "reason": feedback.reason}
        )

    def _own_url(self, url: object) -> str:
        """Return the response_url when it is WeCom's own, else "": it is called later."""
        if not isinstance(url, str) or not url.isascii():
            return ""
        try:
            given = urlsplit(url)
        except ValueError:  # half a bracket, for one
            return ""
        own = urlsplit(self._settings.api_base_url)
        is_own = (given.scheme, given.netloc) == (own.scheme, own.netloc)
        return url if is_own and given.path.startswith(f"{own.path}/aibot/response") else ""


def looking_up(handle: str) -> Payload:
    """Return the stream of an answer that is being looked for."""
    return stream_payload(handle, {"content": wording.LOOKING_UP}, is_finished=False)


def forgotten(handle: str) -> Payload:
    """Return the end of a stream whose message is not, or no more, kept."""
    return stream_payload(handle, {"content": wording.FORGOTTEN}, is_finished=True)


def still_working(handle: str) -> Payload:
    """Return the end of a stream whose answer comes another way."""
    return stream_payload(handle, {"content": wording.STILL_WORKING}, is_finished=True)


def already_answered(handle: str) -> Payload:
    """Return the end of the stream of a repetition whose answer has been sent."""
    return stream_payload(handle, {"content": wording.ALREADY_ANSWERED}, is_finished=True)
