"""The callback door: callbacks are served before the application, everything else behind it."""

from __future__ import annotations

import httpx
import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.callback import RefusalReason, guarded_callback, refusal
from bot.channels.callback_door import CallbackDoor
from bot.telemetry.requests import RequestIds
from tests.bot.web.serving import served


async def accept(_request: Request) -> Response:
    return Response("taken")


async def refuse(_request: Request) -> Response:
    raise refusal(RefusalReason.BAD_SIGNATURE)


@pytest.fixture
def http() -> TestClient:
    app = FastAPI()

    @app.get("/page")
    def page() -> str:
        return "page"

    callbacks = [
        guarded_callback("one", "/one", POST=accept),
        guarded_callback("two", "/two", GET=refuse, POST=accept),
    ]
    return TestClient(CallbackDoor(app, callbacks))


def test_each_callback_is_served_at_its_path_by_its_method(http: TestClient) -> None:
    assert http.post("/one").text == "taken"
    assert (http.get("/two").status_code, http.get("/two").content) == (403, b"")


def test_a_method_without_a_handle_is_refused_with_those_that_have_one(http: TestClient) -> None:
    answer = http.put("/two")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_every_other_path_is_the_applications(http: TestClient) -> None:
    assert http.get("/page").json() == "page"
    assert http.post("/one/more").status_code == 404


def test_a_callback_after_a_large_file_on_one_connection_is_logged_without_the_files_ids() -> None:
    logged_under: list[dict[str, object]] = []

    async def heard(_request: Request) -> Response:
        logged_under.append(dict(structlog.contextvars.get_contextvars()))
        return Response()

    app = FastAPI()

    @app.post("/file")
    async def file(request: Request) -> int:
        return len(await request.body())

    door = CallbackDoor(RequestIds(app), [guarded_callback("one", "/one", POST=heard)])
    with served(door) as url, httpx.Client(base_url=url) as connection:
        # More than is taken at once, so that reading stops and goes on.
        connection.post("/file", content=bytes(2_000_000))
        connection.post("/one")
    assert logged_under == [{}]
