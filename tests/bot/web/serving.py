"""Serves the pages on a loopback port, for tests that need a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.web import WebServices, router

START_S = 60.0


def pages_app(services: WebServices) -> FastAPI:
    """An application made of the pages alone."""
    app = FastAPI()
    app.include_router(router(services))
    return app


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve `app` until the block ends; gives the address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_S
    while not server.started:
        if time.monotonic() > deadline or not thread.is_alive():
            raise RuntimeError("the test server did not start")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(START_S)
