"""Serves an ASGI application on a loopback port, in a thread."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class LoopbackServer:
    """The server of `application` while the ``with`` block lasts; `url` has no final slash.

    The socket listens before the thread starts, so a client that comes early waits in the
    backlog instead of being refused. `cuts` counts by path the requests still to come that are
    carried out, and whose answer breaks off.
    """

    def __init__(self, application: ASGIApp) -> None:
        self.cuts: Counter[str] = Counter()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            _CutOff(application, self.cuts), log_level="critical", lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=60)
        self._socket.close()


class _CutOff:
    def __init__(self, application: ASGIApp, cuts: Counter[str]) -> None:
        self._application = application
        self._cuts = cuts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._cuts[scope["path"]]:
            await self._application(scope, receive, send)
            return
        self._cuts[scope["path"]] -= 1
        await self._application(scope, receive, _nowhere)
        # More is promised than comes: the server then closes the connection.
        head = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


async def _nowhere(_message: Message) -> None:
    """Take an answer that is lost on the way."""
