"""What an answerer shows to the serving process it works for: a local application of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.types import ASGIApp

from bot.answerers.asking import ASK, METRICS, STATE, Answered, AnswererState, PageQuestion
from bot.serving.conversing import converse
from bot.serving.observing import source_registry
from bot.serving.warming import Readiness, launched
from bot.telemetry.requests import RequestIds
from bot.wiring import Parts


def create_answerer(parts: Parts) -> ASGIApp:
    """Return the application; starting it launches the durable work and warms the model.

    It trusts who asks: the socket is reachable for the serving process alone.
    """
    readiness = Readiness()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with launched(parts, readiness):
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    observed = source_registry(parts)

    @app.post(ASK)
    def ask(question: PageQuestion) -> Answered:
        person = parts.directory.require(question.user) if question.user else None
        reply, answer = converse(
            parts,
            question.text,
            person=person,
            conversation=question.conversation,
            channel=question.channel,
            message_id=question.message_id,
        )
        return Answered(reply=reply, milliseconds=answer.milliseconds)

    @app.get(STATE)
    def state() -> AnswererState:
        return AnswererState(is_warm=readiness.is_warm, reason=readiness.reason)

    @app.get(METRICS)
    def metrics() -> Response:
        shown = generate_latest() + generate_latest(observed)
        return Response(shown, media_type=CONTENT_TYPE_LATEST)

    return RequestIds(app)
