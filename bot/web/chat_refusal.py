"""How the chat's addresses say no: one JSON object with words for the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from bot.errors import BotError, MessageKeyReused, UnknownPerson
from bot.reasons import DISK_FULL, why_not_kept
from bot.web import wording
from bot.web.guest_limit import GuestLimit
from bot.web.headers import DATA_HEADERS
from bot.web.services import AskResult
from bot.web.visit import Visit

_log = structlog.get_logger(__name__)


def refusal(status: int, detail: str) -> JSONResponse:
    """Return HTTP's status with words for the person."""
    body: dict[str, Any] = {"detail": detail}
    return JSONResponse(body, status_code=status, headers=DATA_HEADERS)


def not_taken(request: Request, visit: Visit, limit: GuestLimit) -> Response | None:
    """Return why a message is not taken: without proof, or a guest's too many; None when it is."""
    if objection := visit.objection(request):
        return refusal(*objection)
    if visit.user is None and (wait := limit.seconds_to_wait(request)):
        refused = refusal(429, wording.too_many_messages(wait))
        refused.headers["Retry-After"] = str(wait)
        return refused
    return None


async def answered(answer: Callable[[], AskResult]) -> AskResult | JSONResponse:
    """Return what `answer` gives, run in a thread, or why there is none."""
    try:
        return await run_in_threadpool(answer)
    except (UnknownPerson, MessageKeyReused) as exc:
        return refusal(422, str(exc))
    except BotError as exc:
        _log.warning("chat_unavailable", error=type(exc).__name__)
        return refusal(503, str(exc))
    except Exception as exc:  # the boundary: the person must read a sentence, not a bare 500
        _log.exception("chat_failed")
        return refusal(*(not_kept(exc) or (500, wording.ANSWER_FAILED)))


def not_kept(exc: Exception) -> tuple[int, str] | None:
    """Return HTTP's status and what to do where the disk takes nothing more, None where something
    else broke."""
    why = why_not_kept(exc)
    if not why:
        return None
    return 503, wording.DISK_FULL if why == DISK_FULL else wording.not_kept(why)
