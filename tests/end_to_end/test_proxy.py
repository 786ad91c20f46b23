"""Behind a TLS proxy: forwarded addresses count from trusted proxies, and from nobody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.end_to_end.serving import ServingBot

FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


@contextmanager
def behind(folder: Path, prepared: Path, trusted: str) -> Iterator[httpx.Client]:
    """A service that trusts these proxies, asked as a proxy on this machine asks."""
    shutil.copytree(prepared, folder)
    with (
        ServingBot(
            folder,
            BOT_PAGES__TRUSTED_PROXIES=trusted,
            BOT_PAGES__GUEST_MESSAGES_PER_MINUTE="2",
            BOT_ANSWERERS="0",
        ) as bot,
        httpx.Client(base_url=bot.url, timeout=60) as client,
    ):
        yield client


def cookies(client: httpx.Client, headers: dict[str, str]) -> list[str]:
    """What signing in and the console set, for a browser that comes this way."""
    answers = (
        client.get("/signin", headers=headers),
        client.get("/console?user=u038", headers=headers),
    )
    return [cookie for answer in answers for cookie in answer.headers.get_list("set-cookie")]


def statuses(client: httpx.Client, addresses: list[str]) -> list[int]:
    """What guests of these addresses are answered, one after the other."""
    return [
        client.post(
            "/api/chat", json={"text": "你好"}, headers={**FORWARDED, "X-Forwarded-For": one}
        ).status_code
        for one in addresses
    ]


@pytest.mark.slow
def test_from_a_trusted_proxy_cookies_are_secure_and_guests_are_counted_by_their_own_address(
    prepared_city: Path, tmp_path: Path
) -> None:
    with behind(tmp_path / "city", prepared_city, "127.0.0.1") as client:
        set_ = cookies(client, FORWARDED)
        assert set_
        assert all("Secure" in cookie for cookie in set_)
        assert not any("Secure" in cookie for cookie in cookies(client, {}))
        guests = ["203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.8"]
        assert statuses(client, guests) == [200, 200, 429, 200]


@pytest.mark.slow
@pytest.mark.parametrize("trusted", ["", "192.0.2.1"])
def test_from_anybody_else_the_headers_mean_nothing(
    prepared_city: Path, tmp_path: Path, trusted: str
) -> None:
    with behind(tmp_path / "city", prepared_city, trusted) as client:
        assert not any("Secure" in cookie for cookie in cookies(client, FORWARDED))
        guests = ["203.0.113.7", "203.0.113.8", "203.0.113.9"]
        assert statuses(client, guests) == [200, 200, 429]
