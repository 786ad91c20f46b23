"""The AI bot's other mode: one websocket to WeCom, for a city that cannot expose an address.

https://developer.work.weixin.qq.com/document/path/101463. Frames are JSON without encryption,
``{"cmd", "headers": {"req_id"}, "body"}``. A new connection ends the one before, so of all
processes the one with the lease keeps it. The answers, wherever they are made, are found in the
database.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bot.channels.callback import Receive, hand_over
from bot.channels.exchange import Exchange, ExchangeState
from bot.channels.lease import LAPSE, RENEW_S, Lease
from bot.channels.wecom_aibot import CHANNEL
from bot.channels.wecom_aibot.events import Json, pressed_card, read_json, required
from bot.channels.wecom_aibot.frames import frame, subscription
from bot.channels.wecom_aibot.pushing import Pushing
from bot.channels.wecom_aibot.rendering import chosen_card
from bot.channels.wecom_aibot.streams import Streams, already_answered, forgotten, looking_up
from bot.errors import CallbackRefused
from bot.messages import InboundMessage
from bot.settings import WecomAibotSection

PING_EVERY_S = 30.0
LOOK_EVERY_S = 0.3
_LOOK_FOR_LEASE_S = 0.1
MAX_FRAME = 1024 * 1024
_PATIENCE_S = 10.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0
# Another service has taken the bot over: answering it at once would only take turns.
_DISPLACED_PAUSE_S = 300.0

_log = structlog.get_logger(__name__)


class _Refused(Exception):
    """WeCom does not take the bot's id and secret."""


class _Displaced(Exception):
    """Another connection of the same bot took over."""


class Connection:
    """Keeps the websocket open, in a thread with an event loop of its own."""

    def __init__(
        self,
        settings: WecomAibotSection,
        receive: Receive,
        streams: Streams,
        pushing: Pushing,
        lease: Lease,
    ) -> None:
        self._settings = settings
        self._lease = lease
        self._receive = receive
        self._streams = streams
        self._pushing = pushing
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._keep_open()), name="wecom-aibot", daemon=True
        )
        self._stopping = threading.Event()
        self._is_ours = False
        self._held_at = 0.0
        self._resting_until = 0.0

    def start(self) -> None:
        """Connect, and again whenever the connection is lost."""
        self._thread.start()

    def stop(self) -> None:
        """Close the connection; what is not answered yet is for the next start."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    async def _keep_open(self) -> None:
        holding = asyncio.create_task(self._keep_lease())
        try:
            await self._keep_connected()
        finally:
            self._stopping.set()
            await holding
            await asyncio.to_thread(self._release)

    async def _keep_connected(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stopping.is_set():
            if not self._is_ours:
                await asyncio.sleep(_LOOK_FOR_LEASE_S)
                continue
            try:
                async with connect(
                    self._settings.websocket_url, open_timeout=_PATIENCE_S, max_size=MAX_FRAME
                ) as socket:
                    await self._subscribe(socket)
                    pause_s = _FIRST_PAUSE_S
                    await self._converse(socket)
            except _Displaced:
                _log.error(
                    "aibot_displaced", remedy="另有不共用数据库的服务在用这个机器人，停掉一处"
                )
                pause_s = _DISPLACED_PAUSE_S
            except _Refused as refused:
                _log.error("aibot_refused", code=str(refused), remedy="核对机器人 ID 与 Secret")
                pause_s = _LONGEST_PAUSE_S
                # Nobody holds a bot that WeCom refuses: `bot doctor` may try it meanwhile.
                self._rest(pause_s)
            except Exception as exc:  # whatever it was: a bot that stays away answers nobody
                _log.warning("aibot_connection_lost", reason=type(exc).__name__)
            await asyncio.to_thread(self._stopping.wait, pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    async def _keep_lease(self) -> None:
        while not self._stopping.is_set():
            if self._resting_until > time.monotonic():
                await asyncio.to_thread(self._release)
                self._is_ours = False
            else:
                await self._renew()
            await asyncio.to_thread(self._stopping.wait, RENEW_S)

    async def _renew(self) -> None:
        asked_at = time.monotonic()
        try:
            self._is_ours = await asyncio.to_thread(self._lease.hold)
            self._held_at = asked_at
        except Exception as exc:  # the database is away, perhaps not for those who may take over
            _log.warning("aibot_lease_unknown", error=type(exc).__name__)
            self._is_ours &= time.monotonic() - self._held_at < LAPSE.total_seconds()

    def _rest(self, seconds: float) -> None:
        self._resting_until = time.monotonic() + seconds

    def _release(self) -> None:
        # At worst it lapses.
        with suppress(Exception):
            self._lease.release()

    async def _subscribe(self, socket: ClientConnection) -> None:
        await socket.send(subscription(self._settings))
        async with asyncio.timeout(_PATIENCE_S):
            answer = read_json(await socket.recv())
        if answer.get("errcode") != 0:
            raise _Refused(str(answer.get("errcode")))

    async def _converse(self, socket: ClientConnection) -> None:
        pushing = asyncio.create_task(self._push(socket))
        pinging = asyncio.create_task(self._ping(socket))
        try:
            while self._is_ours and not self._stopping.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(1.0):
                        incoming = await socket.recv()
                    await self._take_in(socket, incoming)
        finally:
            pushing.cancel()
            pinging.cancel()

    async def _take_in(self, socket: ClientConnection, incoming: str | bytes) -> None:
        try:
            received = read_json(incoming)
            command = received.get("cmd")
            if command in {"aibot_msg_callback", "aibot_event_callback"}:
                request_id = str(required(received.get("headers")).get("req_id", ""))
                await self._take_message(socket, request_id, required(received.get("body")))
            elif command == "disconnected_event":
                raise _Displaced
        except CallbackRefused as refused:
            _log.warning("callback_refused", channel=CHANNEL, reason=refused.why)

    async def _take_message(self, socket: ClientConnection, request_id: str, body: Json) -> None:
        if _is_event(body, "disconnected_event"):
            raise _Displaced
        if (pressed := pressed_card(body)) is not None:
            await socket.send(frame("aibot_respond_update_msg", chosen_card(*pressed), request_id))
        try:
            taken = await asyncio.to_thread(self._read, body)
        except CallbackRefused:
            raise
        except Exception as exc:  # the database is away: there is no repetition to hope for
            _log.error("aibot_message_not_read", error=type(exc).__name__)
            if body.get("msgtype") != "event":
                shown = forgotten(request_id)
                await socket.send(frame("aibot_respond_msg", shown, request_id))
            return
        if taken is not None:
            await self._take_read(socket, request_id, body, *taken)

    def _read(self, body: Json) -> tuple[InboundMessage, Exchange | None] | None:
        """Return what `body` says, and its exchange unless it is an opinion."""
        inbound = self._streams.read(body)
        if inbound is None:
            return None
        return inbound, None if inbound.opinion else self._streams.open(inbound, body)

    async def _take_read(
        self,
        socket: ClientConnection,
        request_id: str,
        body: Json,
        inbound: InboundMessage,
        exchange: Exchange | None,
    ) -> None:
        # There is no repetition to hope for: what could not be kept is asked for again.
        is_kept = await hand_over(self._receive, inbound)
        if exchange is None:
            return
        if body.get("msgtype") == "event":
            if _is_event(body, "enter_chat"):
                self._pushing.expect_welcome(exchange, request_id)
        elif exchange.state is ExchangeState.CLOSED:
            shown = already_answered(exchange.handle)
            await socket.send(frame("aibot_respond_msg", shown, request_id))
        elif is_kept:
            self._pushing.expect_stream(exchange, request_id)
            await socket.send(frame("aibot_respond_msg", looking_up(exchange.handle), request_id))
        else:
            await socket.send(frame("aibot_respond_msg", forgotten(exchange.handle), request_id))
            await asyncio.to_thread(self._settle, exchange)

    def _settle(self, exchange: Exchange) -> None:
        # What could not be kept has no answer to come: left open, it only lapses.
        with suppress(Exception):
            self._pushing.settle(exchange)

    async def _push(self, socket: ClientConnection) -> None:
        while True:
            try:
                for push in await asyncio.to_thread(self._pushing.due):
                    await socket.send(frame(push.command, push.body, push.request_id))
                    await asyncio.to_thread(self._pushing.done, push)
            except ConnectionClosed:
                return
            except Exception as exc:  # the database is away: what waits there is found later
                _log.warning("aibot_push_failed", error=type(exc).__name__)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _ping(self, socket: ClientConnection) -> None:
        while True:
            await asyncio.sleep(PING_EVERY_S)
            await socket.send(frame("ping", None))


def _is_event(body: Json, kind: str) -> bool:
    event = body.get("event")
    return isinstance(event, dict) and event.get("eventtype") == kind
