"""Plays WeCom's side of the AI bot's websocket: one live connection, a new one ends the old."""

from __future__ import annotations

import itertools
import json
import threading
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.protocol import State
from websockets.sync.server import Server, ServerConnection, serve

Json = dict[str, Any]


class AibotSocketSimulator:
    """The server while the ``with`` block lasts; `frames` holds what the bot sent."""

    def __init__(self, *, bot_id: str = "BOT", secret: str = "bot-secret") -> None:
        self.bot_id = bot_id
        self.secret = secret
        self.frames: list[Json] = []
        self.subscriptions = 0
        self.answer_next_subscription_with = ""
        self._serial = itertools.count(1)
        self._live: ServerConnection | None = None
        self._lock = threading.Lock()
        self._server: Server = serve(self._converse, "127.0.0.1", 0)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where the bot connects to."""
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.drop()
        self._server.shutdown()
        self._thread.join(timeout=60)

    def say(self, message: Json) -> str:
        """Deliver a message or event to the bot; return its request id."""
        request_id = f"req-{next(self._serial)}"
        kind = "event" if message.get("msgtype") == "event" else "msg"
        frame = {
            "cmd": f"aibot_{kind}_callback",
            "headers": {"req_id": request_id},
            "body": message,
        }
        assert self._live is not None, "no bot is connected"
        self._live.send(json.dumps(frame))
        return request_id

    def drop(self) -> None:
        """Break the connection, as networks do."""
        with self._lock:
            live, self._live = self._live, None
        if live is not None:
            live.close()

    def sent(self, command: str, request_id: str = "") -> list[Json]:
        """Return the bodies of the bot's frames with this command (and request id)."""
        return [
            frame["body"]
            for frame in self.frames
            if frame["cmd"] == command
            and (not request_id or frame["headers"]["req_id"] == request_id)
        ]

    @property
    def is_connected(self) -> bool:
        """Tell whether the bot's live connection is open."""
        return self._live is not None and self._live.state is State.OPEN

    def _converse(self, connection: ServerConnection) -> None:
        try:
            for received in connection:
                self._take(connection, json.loads(received))
        except ConnectionClosed:
            return

    def _take(self, connection: ServerConnection, frame: Json) -> None:
        answer = {"headers": frame["headers"], "errcode": 0, "errmsg": "ok"}
        odd, self.answer_next_subscription_with = self.answer_next_subscription_with, ""
        if odd:
            connection.send(odd)
            return
        if frame["cmd"] == "aibot_subscribe":
            is_known = frame["body"] == {"bot_id": self.bot_id, "secret": self.secret}
            connection.send(json.dumps(answer if is_known else {**answer, "errcode": 40001}))
            if is_known:
                with self._lock:
                    self._live = connection
                    self.subscriptions += 1
            return
        self.frames.append(frame)
        connection.send(json.dumps(answer))
