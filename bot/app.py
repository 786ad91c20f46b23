"""The HTTP application: routers, start and stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp

from bot import __version__
from bot.answerers import Answerers
from bot.channels.callback_door import CallbackDoor
from bot.serving.keeping import Keeping
from bot.serving.observing import Observed
from bot.serving.page_services import PageServices
from bot.serving.warming import Readiness, launched
from bot.settings import Settings, load_settings
from bot.telemetry.requests import RequestIds
from bot.web import router as pages_router
from bot.web.console import router as console_router
from bot.web.unserved import add_unserved, answer_head
from bot.wiring import Parts


def create_app(
    settings: Settings | None = None,
    *,
    parts: Parts | None = None,
    answerers: Answerers | None = None,
) -> ASGIApp:
    """Return the whole service as one ASGI application: vendors' callbacks, and behind them what
    people see.

    Starting it starts the answerers; without any, it launches the durable work and warms the
    model itself. Stopping it leaves what is unfinished for the next start.
    """
    settings = settings or load_settings()
    joined = parts or Parts(settings)
    readiness = Readiness()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        running = launched(joined, readiness) if answerers is None else _apart(joined, answerers)
        async with running:
            yield

    app = FastAPI(
        title="泰州五大主导产业政策与指标服务",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    _add_operations(app, joined, readiness, answerers)
    services = PageServices(joined, answerers)
    app.include_router(pages_router(services))
    app.include_router(console_router(services, joined.console))
    add_unserved(app, services)
    answer_head(app.routes)
    return CallbackDoor(RequestIds(app), joined.callbacks())


@asynccontextmanager
async def _apart(parts: Parts, answerers: Answerers) -> AsyncIterator[None]:
    await asyncio.to_thread(answerers.start)
    await asyncio.to_thread(parts.take_in, answerers.wake)
    yield
    await asyncio.to_thread(parts.stop)
    await asyncio.to_thread(answerers.stop)


def _add_operations(
    app: FastAPI, parts: Parts, readiness: Readiness, answerers: Answerers | None
) -> None:
    keeping = Keeping(lambda: (parts.sessions, parts.intake_sessions))
    observed = Observed(parts, answerers, keeping)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    @app.get("/readyz")
    def readyz(response: Response) -> dict[str, str]:
        state = readiness if answerers is None else answerers.state()
        reason = keeping.trouble() if state.is_warm else state.reason
        if reason or not state.is_warm:
            response.status_code = 503
            return {"status": "not ready", "reason": reason}
        return {"status": "ready"}

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(observed.shown(), media_type=CONTENT_TYPE_LATEST)
