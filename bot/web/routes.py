"""The addresses of the pages and of the chat's JSON face."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse

from bot.web import pages
from bot.web.assets import assets
from bot.web.board_routes import add_board
from bot.web.brief_routes import add_briefs
from bot.web.chat_refusal import answered, not_taken, refusal
from bot.web.chat_request import ChatRefused, ChatRequest, read_chat_request
from bot.web.feedback_request import add_feedback
from bot.web.file_request import add_file
from bot.web.guest_limit import GuestLimit
from bot.web.headers import DATA_HEADERS, STREAM_HEADERS
from bot.web.history_routes import add_history
from bot.web.services import Asked, AskResult, InboxMessage, WebServices, shown_reply
from bot.web.signin_routes import add_sign_in
from bot.web.streaming import answer_events
from bot.web.unserved import answer_head
from bot.web.visit import CSRF_HEADER, Visit, visit_of

_log = structlog.get_logger(__name__)

_EVENT_STREAM = "text/event-stream"
_LONGEST_KEY = 128
# What the database can compare a message's number with.
_LARGEST_NUMBER = 2**63 - 1
_LONGEST_WORD = 256

Word = Annotated[str | None, Query(max_length=_LONGEST_WORD)]


def router(services: WebServices) -> APIRouter:
    """Return the routes of the pages, of signing in, ``/api/chat`` and ``/api/feedback``."""
    routes = APIRouter()
    _add_pages(routes, services)
    _add_chat(routes, services)
    _add_page_data(routes, services)
    add_board(routes, services)
    add_briefs(routes, services)
    add_sign_in(routes, services)
    add_feedback(routes, services)
    add_history(routes, services)
    routes.add_api_route("/static/{version}/{name}", _static, include_in_schema=False)
    answer_head(routes.routes)
    return routes


def _add_pages(routes: APIRouter, services: WebServices) -> None:
    @routes.get("/", response_class=HTMLResponse, include_in_schema=False)
    def chat_page(request: Request) -> HTMLResponse:
        return pages.chat_page(visit_of(request, services))

    @routes.get("/documents", response_class=HTMLResponse, include_in_schema=False)
    def documents_page(request: Request) -> HTMLResponse:
        return pages.documents_page(visit_of(request, services), request.query_params)

    @routes.get(
        "/documents/{document_id:path}", response_class=HTMLResponse, include_in_schema=False
    )
    def document_page(
        request: Request,
        document_id: str,
        clause: Word = None,
        mark: Word = None,
        part: Word = None,
        whole: Word = None,
        edition: Word = None,
    ) -> HTMLResponse:
        number = int(part) if part and part.isdecimal() and len(part) < 6 else 1
        wanted = pages.Wanted(clause, mark, number, bool(whole), edition or "")
        return pages.document_page(visit_of(request, services), document_id, wanted)


def _add_chat(routes: APIRouter, services: WebServices) -> None:
    limit = GuestLimit(services.guest_messages_per_minute)
    add_file(routes, services, limit)

    @routes.post("/api/chat", response_model=None)
    async def chat(request: Request) -> Response:
        """Answer one message, as one JSON object or as a stream of its text and that object."""
        try:
            chat = await read_chat_request(request)
            visit = await run_in_threadpool(visit_of, request, services, chat.user)
        except ChatRefused as exc:
            return refusal(exc.status, exc.detail)
        if refused := not_taken(request, visit, limit):
            return refused
        result = await answered(partial(services.ask, _asked(chat, request, visit)))
        if isinstance(result, Response):
            return result
        return _answer(result, request)


def _add_page_data(routes: APIRouter, services: WebServices) -> None:
    @routes.get("/api/suggestions", include_in_schema=False)
    def suggestions(request: Request, user: str | None = None) -> JSONResponse:
        visit = visit_of(request, services, user)
        return JSONResponse(list(services.suggestions(visit.user)), headers=DATA_HEADERS)

    @routes.get("/api/inbox", include_in_schema=False)
    def inbox(
        request: Request,
        user: str | None = None,
        after: Annotated[int, Query(ge=0, le=_LARGEST_NUMBER)] = 0,
        latest: bool = False,
    ) -> JSONResponse:
        """Return what is newer than message `after`, oldest first; or the latest, newest first."""
        visit = visit_of(request, services, user)
        if request.headers.get(CSRF_HEADER) and (objection := visit.objection(request)):
            return refusal(*objection)
        messages: Sequence[InboxMessage] = ()
        if visit.user:
            messages = (
                services.latest_inbox(visit.user) if latest else services.inbox(visit.user, after)
            )
        return JSONResponse(
            [
                {
                    "number": message.number,
                    "sent_at": message.sent_at.isoformat(),
                    "reply": shown_reply(message.reply),
                    "used": dict(message.used),
                }
                for message in messages
            ],
            headers=DATA_HEADERS,
        )


def _asked(chat: ChatRequest, request: Request, visit: Visit) -> Asked:
    key = request.headers.get("idempotency-key", "")
    return Asked(
        text=chat.text,
        conversation=chat.conversation,
        user=visit.user,
        attachments=chat.attachments,
        message_id=key if 0 < len(key) <= _LONGEST_KEY else secrets.token_urlsafe(16),
    )


def _answer(result: AskResult, request: Request) -> Response:
    if _EVENT_STREAM in request.headers.get("accept", ""):
        return StreamingResponse(
            answer_events(result.reply.text, result.shown()),
            media_type=_EVENT_STREAM,
            headers=STREAM_HEADERS,
        )
    return JSONResponse(result.answer().model_dump(mode="json"), headers=DATA_HEADERS)


def _static(version: str, name: str) -> Response:
    asset = assets().get(name)
    if asset is None:
        return Response(status_code=404)
    # While a new build is rolled out, a page of one build may ask another one for its files.
    is_current = version == assets().version
    caching = "public, max-age=31536000, immutable" if is_current else "no-cache"
    return Response(
        asset.content,
        media_type=asset.media_type,
        headers={"Cache-Control": caching, "X-Content-Type-Options": "nosniff"},
    )
