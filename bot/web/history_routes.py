"""``/api/conversations``: a person's own conversations, on whatever device."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from bot.history import Exchange
from bot.web.headers import DATA_HEADERS
from bot.web.services import WebServices, shown_reply
from bot.web.visit import CSRF_HEADER, Visit, visit_of

_LONGEST_NAME = 160

Name = Annotated[str, Path(max_length=_LONGEST_NAME)]


def add_history(routes: APIRouter, services: WebServices) -> None:
    """Add the routes to `routes`. A guest has no conversations here."""

    def refused(request: Request, visit: Visit) -> JSONResponse | None:
        is_pages = request.method == "DELETE" or CSRF_HEADER in request.headers
        objection = visit.objection(request) if is_pages else None
        if objection is None:
            return None
        return JSONResponse(
            {"detail": objection.detail}, status_code=objection.status, headers=DATA_HEADERS
        )

    @routes.get("/api/conversations", include_in_schema=False)
    def conversations(request: Request, user: str | None = None) -> JSONResponse:
        visit = visit_of(request, services, user)
        if objection := refused(request, visit):
            return objection
        found = services.conversations(visit.user) if visit.user else ()
        return _data(
            [
                {
                    "conversation": one.conversation,
                    "title": one.title,
                    "started_at": one.started_at.isoformat(),
                    "last_at": one.last_at.isoformat(),
                }
                for one in found
            ]
        )

    @routes.get("/api/conversations/{conversation}", include_in_schema=False)
    def exchanges(request: Request, conversation: Name, user: str | None = None) -> JSONResponse:
        visit = visit_of(request, services, user)
        if objection := refused(request, visit):
            return objection
        found = services.exchanges(visit.user, conversation) if visit.user else ()
        return _data([_shown(one, conversation) for one in found])

    # A form of another site can post, but not delete.
    @routes.delete("/api/conversations", response_model=None, include_in_schema=False)
    def forget(request: Request, user: str | None = None) -> JSONResponse:
        visit = visit_of(request, services, user)
        if objection := refused(request, visit):
            return objection
        if visit.user:
            services.forget_conversations(visit.user)
        return _data([])


def _shown(exchange: Exchange, conversation: str) -> dict[str, Any]:
    opinion = {"verdict": exchange.verdict, "reason": exchange.reason}
    return {
        "message_id": exchange.message_id,
        "question": exchange.question,
        "reply": shown_reply(exchange.reply) | {"conversation": conversation},
        "answered_at": exchange.answered_at.isoformat(),
        "opinion": opinion if exchange.verdict else None,
    }


def _data(content: list[dict[str, Any]]) -> JSONResponse:
    return JSONResponse(content, headers=DATA_HEADERS)
