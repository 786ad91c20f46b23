"""``POST /api/chat/file``: a photograph or a file, told what it is."""

from __future__ import annotations

import re
import secrets
from urllib.parse import unquote

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from bot.errors import BotError, MessageKeyReused, UnknownPerson
from bot.web import wording
from bot.web.chat_request import CONVERSATION, ChatRefused, limited_bytes
from bot.web.guest_limit import GuestLimit
from bot.web.headers import DATA_HEADERS
from bot.web.services import Asked, WebServices
from bot.web.visit import visit_of

LARGEST_FILE = 20 * 1024 * 1024
_LONGEST_NAME = 80
_MEDIA_TYPE = "application/octet-stream"
_UNFIT = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_log = structlog.get_logger(__name__)


def add_file(routes: APIRouter, services: WebServices, limit: GuestLimit) -> None:
    """Add the route. The file is the body as it is, its name stands in ``X-File-Name``
    (percent-encoded); ``conversation`` and ``user`` are parameters."""

    @routes.post("/api/chat/file", response_model=None)
    async def file(request: Request) -> Response:
        given = request.query_params
        visit = await run_in_threadpool(visit_of, request, services, given.get("user", "")[:64])
        if objection := visit.objection(request):
            return _refusal(*objection)
        if visit.user is None and (wait := limit.seconds_to_wait(request)):
            refused = _refusal(429, wording.too_many_messages(wait))
            refused.headers["Retry-After"] = str(wait)
            return refused
        try:
            content = await _content(request)
        except ChatRefused as exc:
            return _refusal(exc.status, exc.detail)
        conversation = given.get("conversation", "")
        asked = Asked(
            text=wording.file_sent(_name(request)),
            conversation=conversation if re.fullmatch(CONVERSATION, conversation) else None,
            user=visit.user,
            attachments=(),
            message_id=request.headers.get("idempotency-key", "")[:128]
            or secrets.token_urlsafe(16),
        )
        try:
            result = await run_in_threadpool(services.read_file, asked, content)
        except (UnknownPerson, MessageKeyReused) as exc:
            return _refusal(422, str(exc))
        except BotError as exc:
            _log.warning("file_unavailable", error=type(exc).__name__)
            return _refusal(503, str(exc))
        except Exception:  # the boundary: the person must read a sentence, not a bare 500
            _log.exception("file_failed")
            return _refusal(500, wording.ANSWER_FAILED)
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
    given = unquote(request.headers.get("x-file-name", ""), errors="replace")
    name = _UNFIT.sub("", given.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _refusal(status: int, detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, status_code=status, headers=DATA_HEADERS)
