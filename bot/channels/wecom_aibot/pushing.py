"""What is to be pushed over the websocket, and how: as a stream, a welcome, or a new message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.channels.exchange import Exchange, Exchanges
from bot.channels.send_window import SendWindow
from bot.channels.vendor_http import Payload
from bot.channels.wecom_aibot.events import GROUP
from bot.channels.wecom_aibot.rendering import stream_payload
from bot.channels.wecom_aibot.streams import Streams, still_working
from bot.clock import Clock

WINDOW = timedelta(hours=24)
"""How long after a person's message the bot may write to them."""

WELCOME_WITHIN = timedelta(seconds=5)
_PER_MINUTE = 30
_SINGLE, _GROUP = 1, 2


class _Way(StrEnum):
    STREAM = "aibot_respond_msg"
    WELCOME = "aibot_respond_welcome_msg"
    MESSAGE = "aibot_send_msg"


@dataclass(frozen=True)
class Push:
    """One frame to send for an exchange; `is_last` settles it."""

    exchange: Exchange
    command: str
    body: Payload
    request_id: str
    is_last: bool


@dataclass(frozen=True)
class _Expected:
    way: _Way
    request_id: str


class Pushing:
    """Looks into the database for what can be pushed; `clock` is system time.

    An exchange it does not expect is one from before the connection: its stream is gone, and
    its answer becomes a message of its own. A process killed between sending and `done` sends
    that answer again; nothing on our side can avoid it.
    """

    def __init__(self, exchanges: Exchanges, streams: Streams, clock: Clock) -> None:
        self._exchanges = exchanges
        self._streams = streams
        self._clock = clock
        self._expected: dict[str, _Expected] = {}
        self._sent: dict[str, Exchange] = {}
        self._window = SendWindow(_PER_MINUTE, timedelta(minutes=1), clock)

    def expect_stream(self, exchange: Exchange, request_id: str) -> None:
        """Show the answer in the stream that answers `request_id`."""
        self._expected[exchange.handle] = _Expected(_Way.STREAM, request_id)

    def expect_welcome(self, exchange: Exchange, request_id: str) -> None:
        """Show the answer as the welcome that answers `request_id`."""
        self._expected[exchange.handle] = _Expected(_Way.WELCOME, request_id)

    def settle(self, exchange: Exchange) -> None:
        """Expect no answer: the message could not be kept."""
        self._exchanges.settle(exchange)

    def due(self) -> list[Push]:
        """Return what can be sent now, within what a conversation may get in a minute.

        Nothing while the database takes no notes: it would be sent again and again.
        """
        self._settle_sent()
        since = self._clock.now() - WINDOW
        found = [self._push(exchange) for exchange in self._exchanges.unsettled(since)]
        return [
            push
            for push in found
            if push is not None and not self._window.reserve(push.exchange.account)
        ]

    def done(self, push: Push) -> None:
        """Note that `push` was sent."""
        self._expected.pop(push.exchange.handle, None)
        if push.is_last:
            self._sent[push.exchange.handle] = push.exchange
            self._settle_sent()

    def _settle_sent(self) -> None:
        for handle, exchange in tuple(self._sent.items()):
            self._exchanges.settle(exchange)
            self._sent.pop(handle, None)

    def _push(self, exchange: Exchange) -> Push | None:
        expected = self._expected.get(exchange.handle)
        if exchange.answer is None:
            is_stream = expected is not None and expected.way is _Way.STREAM
            if expected is None or not is_stream or not self._streams.is_over(exchange):
                return None
            ending = still_working(exchange.handle)
            return Push(exchange, expected.way, ending, expected.request_id, is_last=False)
        if expected is not None and expected.way is _Way.STREAM:
            body = stream_payload(exchange.handle, exchange.answer, is_finished=True)
        elif expected is not None and self._clock.now() - exchange.opened_at < WELCOME_WITHIN:
            body = {"msgtype": "text", "text": {"content": exchange.answer["content"]}}
        else:
            return Push(exchange, _Way.MESSAGE, _message(exchange), "", is_last=True)
        return Push(exchange, expected.way, body, expected.request_id, is_last=True)


def _message(exchange: Exchange) -> Payload:
    is_group = exchange.account.startswith(GROUP)
    content = "" if exchange.answer is None else exchange.answer["content"]
    return {
        "chatid": exchange.account.removeprefix(GROUP),
        "chat_type": _GROUP if is_group else _SINGLE,
        "msgtype": "markdown",
        "markdown": {"content": content, "feedback": {"id": exchange.handle}},
    }
