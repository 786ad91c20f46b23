"""An id for each HTTP request: taken from the proxy or made here, logged, and given back."""

from __future__ import annotations

import re
import secrets

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.telemetry.following import following
from bot.telemetry.own_context import in_own_context

HEADER = "X-Request-ID"
# What a proxy makes; anything else could smuggle text into the logs.
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")


def ids_onward() -> dict[str, str]:
    """Return the header by which another process of ours logs under the present request's id."""
    present = present_id()
    return {HEADER: present} if present else {}


def present_id() -> str:
    """Return the id of the request that is being served, empty where none is."""
    return str(structlog.contextvars.get_contextvars().get("request", ""))


class RequestIds:
    """The whole of an application: everything logged while a request is served carries its id,
    and so does what it is answered.

    Around the framework and not among its layers: what breaks is answered outside of those.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request under its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await in_own_context(self._served(request_id, scope, receive, send_with_id))
        except Exception:
            # Logged by the server, which called this in a task of the request's own, but in what
            # the connection was read in.
            structlog.contextvars.clear_contextvars()
            structlog.contextvars.bind_contextvars(request=request_id)
            raise

    async def _served(self, request_id: str, scope: Scope, receive: Receive, send: Send) -> None:
        with following(request=request_id):
            await self._app(scope, receive, send)
