"""A client that was closed answers nobody, and keeps nobody waiting."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.bounded_http import BoundedHttp


def test_who_asks_a_closed_client_is_told_so() -> None:
    http = BoundedHttp(limit_s=5)
    http.close()
    http.close()
    with pytest.raises(httpx.ConnectError):
        http.request("GET", "http://127.0.0.1:9/")


def test_an_exchange_that_is_given_up_before_it_began_is_a_connection_that_was_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def given_up(*_: object) -> httpx.Response:
        raise asyncio.CancelledError

    with BoundedHttp(limit_s=5) as http:
        monkeypatch.setattr(http, "_exchange", given_up)
        with pytest.raises(httpx.ConnectError):
            http.request("GET", "http://127.0.0.1:9/")
