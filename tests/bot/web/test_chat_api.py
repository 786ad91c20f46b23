"""``POST /api/chat``: the documented object, as JSON and as a stream, and clear refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.errors import StorageError
from bot.messages import LONGEST_TEXT
from bot.web.chat_request import LARGEST_BODY
from tests.bot.web.fake_services import (
    CLOSE_TASK,
    HOW_SOON,
    MANY,
    OUTPUT,
    REPLIES,
    TABLE,
    FakeServices,
)
from tests.bot.web.serving import pages_app

DOCUMENTED_KEYS = {
    "intent",
    "text",
    "citations",
    "query",
    "figures",
    "actions",
    "outcome",
    "conversation",
    "milliseconds",
}
STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def client(services: FakeServices) -> TestClient:
    return TestClient(pages_app(services), raise_server_exceptions=False)


def post(client: TestClient, body: object, **headers: str) -> Response:
    return client.post("/api/chat", json=body, headers=headers)


def events(response: Response) -> list[tuple[str, dict[str, Any]]]:
    parsed = []
    for block in response.text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        parsed.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return parsed


def test_json_answers_with_exactly_the_documented_keys(client: TestClient) -> None:
    answer = post(client, {"text": HOW_SOON}, Accept="application/json").json()
    assert set(answer) == DOCUMENTED_KEYS
    assert answer["outcome"] == "answered_with_gap"
    [citation] = answer["citations"]
    assert set(citation) == {"document", "document_number", "clause", "quote", "validity", "url"}
    assert citation["clause"] == "四-(三)#s6"


def test_figures_and_actions_are_whole(client: TestClient) -> None:
    answer = post(client, {"text": OUTPUT}).json()
    assert answer["figures"][0]["value"] == 3588.6
    assert answer["query"] == {"indicator": "M01", "period": "2019-01..2019-10"}
    action = {"type": "report_completion", "task_no": "7", "needs_confirmation": True}
    assert post(client, {"text": CLOSE_TASK}).json()["actions"] == [action]


@pytest.mark.parametrize("question", [HOW_SOON, MANY, TABLE, OUTPUT])
def test_the_stream_gives_the_text_in_pieces_and_then_the_whole_object(
    client: TestClient, question: str
) -> None:
    response = post(client, {"text": question}, **STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    *deltas, (last, whole) = events(response)
    assert {name for name, _ in deltas} == {"delta"}
    assert "".join(data["text"] for _, data in deltas) == REPLIES[question].text
    assert last == "reply"
    assert set(whole) == DOCUMENTED_KEYS | {"table", "chart", "choices"}


def test_the_streamed_object_names_clauses_in_words(client: TestClient) -> None:
    _, whole = events(post(client, {"text": HOW_SOON}, **STREAM))[-1]
    assert whole["citations"][0]["clause_label"] == "第四部分(三)第6句"
    assert whole["citations"][0]["tone"] == "in-force"


def test_a_conversation_goes_on_under_its_name(client: TestClient, services: FakeServices) -> None:
    first = post(client, {"text": HOW_SOON}).json()["conversation"]
    assert post(client, {"text": MANY, "conversation": first}).json()["conversation"] == first
    assert [asked.conversation for asked in services.asked] == [None, first]


def test_a_message_sent_again_keeps_its_key(client: TestClient, services: FakeServices) -> None:
    for _ in range(2):
        post(client, {"text": HOW_SOON}, **{"Idempotency-Key": "k1"})
    post(client, {"text": HOW_SOON})
    first, second, other = (asked.message_id for asked in services.asked)
    assert first == second == "k1"
    assert other not in {"", "k1"}


def test_attachments_reach_the_application(client: TestClient, services: FakeServices) -> None:
    post(client, {"text": "", "attachments": [{"kind": "image", "reference": "r"}]})
    assert services.asked[0].attachments[0].kind == "image"


def test_in_demo_mode_one_may_act_as_somebody(client: TestClient, services: FakeServices) -> None:
    post(client, {"text": HOW_SOON, "user": "u007"})
    assert services.asked[0].user == "u007"


def test_outside_the_demonstration_a_named_user_is_ignored() -> None:
    services = FakeServices(is_demo=False)
    post(TestClient(pages_app(services)), {"text": HOW_SOON, "user": "u001"})
    assert services.asked[0].user is None


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"text": ""}, 422, "没有收到问题"),
        ({"text": " \n\0"}, 422, "没有收到问题"),
        ({}, 422, "没有收到问题"),
        ({"text": 12}, 422, "text"),
        ({"text": "问", "conversation": "a b"}, 422, "conversation"),
        ({"text": "问", "conversation": "wecom_app:u001"}, 422, "conversation"),
        ({"text": "问", "conversation": "长" * 200}, 422, "conversation"),
        ({"text": "问", "user": ""}, 422, "user"),
        ({"text": "问", "attachments": [{"kind": "virus"}]}, 422, "attachments"),
        ({"text": "问" * (LONGEST_TEXT + 1)}, 422, "2001 字"),
        ({"text": "问" * LARGEST_BODY}, 413, "64 KB"),
        ([1], 422, "JSON"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_plain_chinese(
    client: TestClient, services: FakeServices, body: object, status: int, words: str
) -> None:
    response = post(client, body)
    assert response.status_code == status
    assert words in response.json()["detail"]
    assert services.asked == []


def test_a_text_of_the_greatest_length_is_taken(client: TestClient) -> None:
    assert post(client, {"text": "问" * LONGEST_TEXT}).status_code == 200


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"text": "\\ud800"}', b"null"])
def test_what_is_no_json_is_refused(client: TestClient, content: bytes) -> None:
    response = client.post(
        "/api/chat", content=content, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 422
    assert isinstance(response.json()["detail"], str)


def test_a_form_of_another_site_cannot_ask(client: TestClient, services: FakeServices) -> None:
    response = client.post("/api/chat", data={"text": HOW_SOON})
    assert response.status_code == 415
    assert services.asked == []


def test_an_unknown_person_is_named(client: TestClient) -> None:
    response = post(client, {"text": HOW_SOON, "user": "nobody"})
    assert response.status_code == 422
    assert "没有用户“nobody”" in response.json()["detail"]


def test_a_failing_application_is_told_without_its_insides(
    client: TestClient, services: FakeServices
) -> None:
    services.failures.append(RuntimeError("password=hunter2"))
    response = post(client, {"text": HOW_SOON})
    assert response.status_code == 500
    assert "请稍后重试" in response.json()["detail"]
    assert "hunter2" not in response.text


def test_an_application_that_cannot_answer_now_says_why(
    client: TestClient, services: FakeServices
) -> None:
    services.failures.append(StorageError("数据库无法写入", remedy="检查磁盘空间"))
    response = post(client, {"text": HOW_SOON}, **STREAM)
    assert response.status_code == 503
    assert "检查磁盘空间" in response.json()["detail"]
