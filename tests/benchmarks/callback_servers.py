"""The servers around the measured one, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp

from bot.channels.tencent.crypto import CallbackCrypto
from tests.simulators.wecom import WecomSimulator


class DecryptingRoute:
    """A bare FastAPI application whose one route decrypts what it gets, and does no more."""

    def __init__(self, token: str, aes_key: str, corp_id: str) -> None:
        self._keys = (token, aes_key, corp_id)

    def __call__(self) -> FastAPI:
        """Return the application."""
        crypto = CallbackCrypto(*self._keys)
        app = FastAPI()

        @app.post("/wecom/callback")
        async def decrypt(request: Request) -> Response:
            body = await request.body()
            encrypted = body.split(b"<Encrypt><![CDATA[", 1)[1].split(b"]]>", 1)[0].decode()
            query = request.query_params
            crypto.open(
                signature=query["msg_signature"],
                timestamp=query["timestamp"],
                nonce=query["nonce"],
                encrypted=encrypted,
            )
            return Response()

        return app


class Vendor:
    """The simulated WeCom with these members."""

    def __init__(self, members: set[str]) -> None:
        self._members = members

    def __call__(self) -> ASGIApp:
        """Return the application."""
        return WecomSimulator(members=self._members).application()


@contextmanager
def bare_route(wecom: WecomSimulator) -> Iterator[str]:
    """Serve the bare route; yields its URL."""
    with served(DecryptingRoute(wecom.token, wecom.aes_key, wecom.corp_id)) as url:
        yield url


@contextmanager
def simulated_vendor(wecom: WecomSimulator) -> Iterator[str]:
    """Serve the vendor; yields its URL."""
    with served(Vendor(wecom.members)) as url:
        yield url


@contextmanager
def served(build: Callable[[], ASGIApp]) -> Iterator[str]:
    """Serve what `build` returns, built in the process that serves it; yields its URL."""
    with serving(build) as server:
        yield server.url


class Server(NamedTuple):
    """Where a server is reached, and its process."""

    url: str
    process_id: int


@contextmanager
def serving(build: Callable[[], ASGIApp]) -> Iterator[Server]:
    """Serve as `served` does; yields the URL and the process."""
    listener = socket.create_server(("127.0.0.1", 0))
    process = multiprocessing.get_context("fork").Process(
        target=_serve, args=(build, listener), daemon=True
    )
    process.start()
    assert process.pid is not None
    try:
        yield Server(f"http://127.0.0.1:{listener.getsockname()[1]}", process.pid)
    finally:
        process.terminate()
        process.join()
        listener.close()


def _serve(build: Callable[[], ASGIApp], listener: socket.socket) -> None:
    config = uvicorn.Config(build(), log_level="critical", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])
