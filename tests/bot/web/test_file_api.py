"""Sending a file to the chat: what is taken, within which limits, and how it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from bot.errors import BotError
from bot.web import wording
from bot.web.file_request import LARGEST_FILE
from tests.bot.web.fake_services import FakeServices
from tests.bot.web.serving import pages_app

FILE = "application/octet-stream"


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def client(services: FakeServices) -> Iterator[TestClient]:
    with TestClient(pages_app(services), raise_server_exceptions=False) as client:
        yield client


def send(
    client: TestClient, content: bytes, name: str = "通知.jpg", **query: str
) -> tuple[int, str]:
    headers = {"Content-Type": FILE, "X-File-Name": quote(name)}
    answer = client.post("/api/chat/file", params=query, content=content, headers=headers)
    return answer.status_code, answer.json().get("detail", "")


def test_a_file_is_read_in_its_conversation_for_its_person(
    client: TestClient, services: FakeServices
) -> None:
    assert send(client, b"picture", user="u007", conversation="c1") == (200, "")
    (asked,) = services.asked
    assert (asked.text, asked.user) == ("〔发来文件〕通知.jpg", "u007")
    assert asked.conversation == "c1"
    assert services.files == [b"picture"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\a.pdf", "a.pdf"),
        ("a\x00b\u202ec.pdf", "abc.pdf"),
        ("长" * 200, "长" * 79 + "…"),
    ],
)
def test_a_hostile_name_is_made_harmless(
    client: TestClient, services: FakeServices, name: str, shown: str
) -> None:
    send(client, b"x", name)
    assert services.asked[0].text == f"〔发来文件〕{shown}"


def test_nobody_enters_the_conversation_of_another_channel(
    client: TestClient, services: FakeServices
) -> None:
    send(client, b"x", conversation="telegram:12")
    assert services.asked[0].conversation is None


def test_what_is_empty_too_large_or_no_file_is_refused(
    client: TestClient, services: FakeServices
) -> None:
    assert send(client, b"") == (422, wording.EMPTY_FILE)
    status, detail = send(client, b"0" * (LARGEST_FILE + 1))
    assert (status, "20 MB" in detail) == (413, True)
    form = client.post("/api/chat/file", files={"file": b"x"})
    assert (form.status_code, form.json()["detail"]) == (415, wording.NOT_A_FILE)
    assert services.files == []


def test_a_failure_is_a_sentence(client: TestClient, services: FakeServices) -> None:
    services.failures = [BotError("正在读别的文件", remedy="请稍后再发"), ValueError("x")]
    status, detail = send(client, b"x")
    assert status == 503
    assert detail.startswith("正在读别的文件")
    assert send(client, b"x") == (500, wording.ANSWER_FAILED)
