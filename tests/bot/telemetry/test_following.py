"""One message can be found again in the logs, and nobody in them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, MutableMapping
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from bot.telemetry.following import following, short_name
from bot.telemetry.requests import HEADER, RequestIds
from tests.bot.web.serving import served

_log = structlog.get_logger(__name__)


@pytest.fixture
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    capture = structlog.testing.LogCapture()
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, capture])
    yield capture.entries
    structlog.reset_defaults()


def test_every_line_within_carries_the_ids_and_none_after(
    logged: list[MutableMapping[str, Any]],
) -> None:
    with following(workflow="w1"), following(conversation="c1"):
        _log.info("inside")
    _log.info("outside")
    assert [(line.get("workflow"), line.get("conversation")) for line in logged] == [
        ("w1", "c1"),
        (None, None),
    ]


def test_a_conversations_short_name_is_steady_and_tells_nobody() -> None:
    name = short_name("wecom:zhangsan:zhangsan")
    assert name == short_name("wecom:zhangsan:zhangsan") != short_name("wecom:lisi:lisi")
    assert "zhangsan" not in name
    assert len(name) == 12


@pytest.fixture
def client() -> TestClient:
    return TestClient(RequestIds(application()))


def application() -> FastAPI:
    app = FastAPI()

    @app.get("/")
    def page() -> dict[str, object]:
        return dict(structlog.contextvars.get_contextvars())

    @app.post("/large")
    async def large(request: Request) -> int:
        structlog.contextvars.bind_contextvars(stays="with the request that bound it")
        return len(await request.body())

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError

    return app


def test_a_proxys_request_id_is_kept_logged_and_given_back(client: TestClient) -> None:
    response = client.get("/", headers={HEADER: "edge-0123456789"})
    assert response.headers[HEADER] == "edge-0123456789"
    assert response.json() == {"request": "edge-0123456789"}


@pytest.mark.parametrize("given", ["", "short", "a" * 65, 'x"}\\n{"event":"forged', "编号编号编号"])
def test_anything_else_is_replaced_by_one_of_our_own(client: TestClient, given: str) -> None:
    response = client.get("/", headers=[(HEADER.encode(), given.encode())])
    made = response.headers[HEADER]
    assert json.loads(response.text) == {"request": made}
    assert made != given
    assert len(made) == 16


class _Heard(logging.Handler):
    """Remembers under which ids each line was written."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[object] = []

    def emit(self, record: logging.LogRecord) -> None:
        del record
        self.ids.append(dict(structlog.contextvars.get_contextvars()))


def test_what_broke_is_answered_and_logged_by_the_server_under_the_id_of_its_request() -> None:
    heard = _Heard()
    server_log = logging.getLogger("uvicorn.error")
    with served(RequestIds(application())) as url, httpx.Client(base_url=url) as connection:
        server_log.addHandler(heard)
        try:
            # What a connection was read in, the server logs in.
            connection.post("/large", content=bytes(2_000_000))
            broken = connection.get("/broken")
            sound = httpx.get(url)
        finally:
            server_log.removeHandler(heard)
    assert broken.status_code == 500
    assert heard.ids == [{"request": broken.headers[HEADER]}]
    assert sound.json() == {"request": sound.headers[HEADER]} != {"request": broken.headers[HEADER]}


def test_what_follows_a_large_body_on_one_connection_is_a_request_of_its_own() -> None:
    with served(RequestIds(application())) as url, httpx.Client(base_url=url) as connection:
        # More than is taken at once, so that reading stops and goes on.
        assert connection.post("/large", content=bytes(2_000_000)).json() == 2_000_000
        following_it = connection.get("/")
    assert following_it.json() == {"request": following_it.headers[HEADER]}
