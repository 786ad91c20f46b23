"""The callback door: callbacks are served before the application, everything else behind it."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.callback import RefusalReason, guarded_callback, refusal
from bot.channels.callback_door import CallbackDoor


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
