"""``POST /api/feedback``: whether an answer was useful."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import BotError, UnknownPerson
from bot.web import wording
from bot.web.chat_request import CONVERSATION, ChatRefused, limited_body
from bot.web.headers import DATA_HEADERS
from bot.web.services import Opinion, Verdict, WebServices
from bot.web.visit import visit_of


class FeedbackRequest(BaseModel):
    """The documented body; unknown keys are let pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    conversation: str = Field(pattern=CONVERSATION)
    message_id: str = Field(min_length=1, max_length=128)
    verdict: Verdict
    reason: str = Field("", max_length=200)
    user: str | None = Field(None, min_length=1, max_length=64)


def add_feedback(routes: APIRouter, services: WebServices) -> None:
    """Add the route to `routes`."""

    @routes.post("/api/feedback", response_model=None)
    async def feedback(request: Request) -> JSONResponse:
        """Keep one person's opinion on one answer; a later one replaces it."""
        try:
            given = FeedbackRequest.model_validate_json(await limited_body(request))
        except ChatRefused as exc:
            return _said(exc.status, exc.detail)
        except ValidationError:
            return _said(422, wording.FEEDBACK_MALFORMED)
        visit = await run_in_threadpool(visit_of, request, services, given.user)
        if objection := visit.objection(request):
            return _said(*objection)
        opinion = Opinion(
            conversation=given.conversation,
            message_id=given.message_id,
            verdict=given.verdict,
            # PostgreSQL stores no NUL in text.
            reason=given.reason.replace("\0", "").strip(),
            user=visit.user,
        )
        try:
            is_kept = await run_in_threadpool(services.keep_opinion, opinion)
        except UnknownPerson as exc:
            return _said(422, str(exc))
        except BotError as exc:
            return _said(503, str(exc))
        if not is_kept:
            return _said(404, wording.FEEDBACK_UNKNOWN)
        return JSONResponse({"verdict": given.verdict}, headers=DATA_HEADERS)


def _said(status: int, detail: str) -> JSONResponse:
    return JSONResponse({"detail": detail}, status_code=status, headers=DATA_HEADERS)
