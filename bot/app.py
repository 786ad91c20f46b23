"""The HTTP application: routers, start and stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
import structlog
from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import __version__
from bot.observing import city_registry
from bot.page_services import PageServices
from bot.settings import Settings, load_settings
from bot.web import router as pages_router
from bot.web.console import router as console_router
from bot.wiring import Parts

_log = structlog.get_logger(__name__)


def create_app(settings: Settings | None = None, *, parts: Parts | None = None) -> FastAPI:
    """Return the whole service as one ASGI application.

    Starting it launches the durable work and warms the model in the background; stopping it
    leaves what is unfinished for the next start.
    """
    settings = settings or load_settings()
    joined = parts or Parts(settings)
    readiness = _Readiness()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(joined.launch)
        warming = asyncio.create_task(asyncio.to_thread(_warm, joined, readiness))
        yield
        await warming
        await asyncio.to_thread(joined.stop)

    app = FastAPI(
        title="泰州五大主导产业政策与指标服务",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    _add_operations(app, joined, readiness)
    for router in joined.channel_routers():
        app.include_router(router)
    services = PageServices(joined)
    app.include_router(pages_router(services))
    app.include_router(console_router(services, joined.console))
    return app


class _Readiness:
    """Whether the first question would be answered without loading anything."""

    def __init__(self) -> None:
        self.is_warm = False
        self.reason = "正在装入模型与索引"


def _warm(parts: Parts, readiness: _Readiness) -> None:
    try:
        parts.warm()
    except Exception as exc:  # the service goes on: figures and tasks need no model
        readiness.reason = f"模型或索引不可用：{type(exc).__name__}"
        _log.exception("warming_failed")
        return
    readiness.is_warm = True


def _add_operations(app: FastAPI, parts: Parts, readiness: _Readiness) -> None:
    observed = city_registry(parts)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    @app.get("/readyz")
    def readyz(response: Response) -> dict[str, str]:
        if not readiness.is_warm:
            response.status_code = 503
            return {"status": "not ready", "reason": readiness.reason}
        with parts.sessions() as session:
            session.execute(sa.text("SELECT 1"))
        return {"status": "ready"}

    @app.get("/metrics")
    def metrics() -> Response:
        found = generate_latest() + generate_latest(observed)
        return Response(found, media_type=CONTENT_TYPE_LATEST)
