"""Where vendors' callbacks enter: before the application's own layers."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.callback import Callback
from bot.telemetry.own_context import in_own_context


class CallbackDoor:
    """Serves `callbacks` itself and leaves every other path to `app`.

    A callback has nothing for the application's layers to do: no form to validate, no person
    signed in, no request to follow further. Passing through them took longer than decrypting; so
    it stands in front of the whole of them, of the framework's own too.
    """

    def __init__(self, app: ASGIApp, callbacks: Iterable[Callback]) -> None:
        self._app = app
        self._callbacks = {callback.path: callback for callback in callbacks}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        callback = self._callbacks.get(scope["path"]) if scope["type"] == "http" else None
        if callback is None:
            await self._app(scope, receive, send)
        else:
            await in_own_context(_served(callback, scope, receive, send))


async def _served(callback: Callback, scope: Scope, receive: Receive, send: Send) -> None:
    handle = callback.handles.get(scope["method"])
    if handle is None:
        response = Response(status_code=405, headers={"Allow": ", ".join(callback.handles)})
    else:
        response = await handle(Request(scope, receive))
    await response(scope, receive, send)
