"""One message can be found again in the logs, and nobody in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.telemetry.following import following, short_name
from bot.telemetry.requests import HEADER, RequestIds

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
    app = FastAPI()
    app.add_middleware(RequestIds)

    @app.get("/")
    def page() -> dict[str, object]:
        return dict(structlog.contextvars.get_contextvars())

    return TestClient(app)


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
