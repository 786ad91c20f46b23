"""What a browser sees where there is no page, or one that broke: a page in Chinese.

Scripts, which do not ask for HTML, get the JSON that the framework gives them.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exception_handlers import (
    http_exception_handler,
    request_validation_exception_handler,
)
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.telemetry.requests import present_id
from bot.web import pages, wording
from bot.web.chat_refusal import not_kept
from bot.web.services import WebServices
from bot.web.visit import Visit, visit_of


def add_unserved(app: FastAPI, services: WebServices) -> None:
    """Answer what no route of `app` takes, addresses that make no sense, and what broke."""

    async def no_page(request: Request, exc: Exception) -> Response:
        if isinstance(exc, HTTPException):
            if not _is_for_reading(request):
                return await http_exception_handler(request, exc)
        elif isinstance(exc, RequestValidationError) and not _is_for_reading(request):
            return await request_validation_exception_handler(request, exc)
        return await run_in_threadpool(page, request)

    def page(request: Request) -> Response:
        return pages.nowhere_page(visit_of(request, services))

    async def broken(request: Request, exc: Exception) -> Response:
        # The server logs what it was after this. Who is looking is not asked: the database may be
        # what broke.
        status, detail = not_kept(exc) or (500, wording.broken(present_id()))
        if not _is_for_reading(request):
            return JSONResponse({"detail": detail}, status_code=status)
        return pages.broken_page(Visit(services, None, None), detail, status=status)

    app.add_middleware(_NulFreePaths)
    app.add_exception_handler(Exception, broken)
    app.add_exception_handler(HTTPException, no_page)
    app.add_exception_handler(RequestValidationError, no_page)


class _NulFreePaths:
    """PostgreSQL cannot even be asked for a name with a NUL: nothing has one, so such an address is
    looked up with U+FFFD in its place and not found."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and "\0" in scope["path"]:
            scope = {**scope, "path": scope["path"].replace("\0", "\ufffd")}
        await self._app(scope, receive, send)


def answer_head(routes: Sequence[BaseRoute]) -> None:
    """Let whatever answers GET answer HEAD too; the server leaves the body out."""
    for route in routes:
        if isinstance(route, APIRoute) and route.methods and "GET" in route.methods:
            route.methods.add("HEAD")


def _is_for_reading(request: Request) -> bool:
    is_data = request.url.path.startswith("/api/")
    return not is_data and "text/html" in request.headers.get("accept", "")
