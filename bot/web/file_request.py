"""``POST /api/chat/file``: a photograph or a file, told what it is."""

from __future__ import annotations

import re
import secrets
from functools import partial
from urllib.parse import unquote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from bot.file_name import own_name
from bot.web import wording
from bot.web.chat_refusal import answered, not_taken, refusal
from bot.web.chat_request import CONVERSATION, ChatRefused, limited_bytes
from bot.web.guest_limit import GuestLimit
from bot.web.headers import DATA_HEADERS
from bot.web.services import Asked, WebServices
from bot.web.visit import visit_of

LARGEST_FILE = 20 * 1024 * 1024
_LONGEST_NAME = 80
_MEDIA_TYPE = "application/octet-stream"


def add_file(routes: APIRouter, services: WebServices, limit: GuestLimit) -> None:
    """Add the route. The file is the body as it is, its name stands in ``X-File-Name``
    (percent-encoded); ``conversation`` and ``user`` are parameters."""

    @routes.post("/api/chat/file", response_model=None)
    async def file(request: Request) -> Response:
        given = request.query_params
        visit = await run_in_threadpool(visit_of, request, services, given.get("user", "")[:64])
        if refused := not_taken(request, visit, limit):
            return refused
        try:
            content = await _content(request)
        except ChatRefused as exc:
            return refusal(exc.status, exc.detail)
        conversation = given.get("conversation", "")
        asked = Asked(
            text=wording.file_sent(_name(request)),
            conversation=conversation if re.fullmatch(CONVERSATION, conversation) else None,
            user=visit.user,
            attachments=(),
            message_id=request.headers.get("idempotency-key", "")[:128]
            or secrets.token_urlsafe(16),
        )
        result = await answered(partial(services.read_file, asked, content))
        if isinstance(result, Response):
            return result
        return JSONResponse(result.shown() | {"question": asked.text}, headers=DATA_HEADERS)


async def _content(request: Request) -> bytes:
    # A form of another site can post without asking, but not as this type.
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != _MEDIA_TYPE:
        raise ChatRefused(415, wording.NOT_A_FILE)
    content = await limited_bytes(request, LARGEST_FILE)
    if not content:
        raise ChatRefused(422, wording.EMPTY_FILE)
    return content


def _name(request: Request) -> str:
    name = own_name(unquote(request.headers.get("x-file-name", ""), errors="replace"))
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
