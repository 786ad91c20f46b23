"""The running service from outside: its JSON face, its operations, and the three jobs on a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from tests.bot.web.chromium import PHONE, chromium, opened
from tests.databases import copy_city
from tests.end_to_end.serving import ServingBot, eventually

QUESTION = "企业有困难向政府反映，多久能有回音？"


@pytest.fixture(scope="module")
def service(prepared_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServingBot]:
    folder = tmp_path_factory.mktemp("serving") / "city"
    copy_city(prepared_city, folder)
    with ServingBot(folder) as running:
        yield running


@pytest.fixture
def client(service: ServingBot) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url, timeout=60) as opened_client:
        yield opened_client


def test_the_json_face_is_exactly_the_documented_object(client: httpx.Client) -> None:
    answer = client.post(
        "/api/chat", json={"text": QUESTION}, headers={"Accept": "application/json"}
    ).json()
    assert set(answer) == {
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
    assert answer["citations"][0]["clause"] == "四-(三)#s6"


def test_the_stream_ends_with_the_whole_object(client: httpx.Client) -> None:
    events: list[tuple[str, str]] = []
    with client.stream(
        "POST", "/api/chat", json={"text": QUESTION}, headers={"Accept": "text/event-stream"}
    ) as response:
        name = ""
        for line in response.iter_lines():
            if line.startswith("event:"):
                name = line.removeprefix("event:").strip()
            elif line.startswith("data:"):
                events.append((name, line.removeprefix("data:").strip()))
    assert {kind for kind, _ in events[:-1]} == {"delta"}
    kind, data = events[-1]
    assert kind == "reply"
    assert json.loads(data)["citations"][0]["clause"] == "四-(三)#s6"


def test_a_citation_leads_to_its_sentence_in_the_document(client: httpx.Client) -> None:
    answer = client.post("/api/chat", json={"text": QUESTION}).json()
    url = answer["citations"][0]["url"]
    assert unquote(url).endswith("?clause=四-(三)#s6")
    page = client.get(url)
    assert page.status_code == 200
    assert "1天应答、3天明确意见、5天办结" in page.text


def test_a_guest_sees_no_project(client: httpx.Client) -> None:
    question = {"text": "高港区停工的项目有几个,什么原因"}
    as_guest = client.post("/api/chat", json=question).json()
    as_supervisor = client.post("/api/chat", json={**question, "user": "u002"}).json()
    assert as_guest["outcome"] == "refused"
    assert as_guest["figures"] == []
    assert "金港" not in json.dumps(as_guest, ensure_ascii=False)
    assert as_supervisor["outcome"] == "answered"


def test_operations_say_that_the_service_is_well(client: httpx.Client) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    eventually(lambda: client.get("/readyz").status_code == 200, what="readiness")
    assert "bot_answer_failures_total" in client.get("/metrics").text


def test_a_callback_of_a_channel_that_is_off_is_not_there(client: httpx.Client) -> None:
    assert client.post("/wecom/callback", content=b"<xml/>").status_code == 404


@pytest.mark.browser
def test_a_person_asks_on_the_page_and_opens_the_clause(
    service: ServingBot, tmp_path: Path
) -> None:
    with (
        chromium(tmp_path) as browser,
        opened(browser, service.url, PHONE) as page,
    ):
        page.get_by_role("textbox").fill(QUESTION)
        page.keyboard.press("Enter")
        page.get_by_text("5天办结").first.wait_for()
        link = page.locator("a[href*='/documents/']").first
        link.wait_for()
        address = link.get_attribute("href")
        assert address is not None
        page.goto(service.url + address if address.startswith("/") else address)
        cited = page.locator("mark").first
        cited.wait_for()
        assert "1天应答、3天明确意见、5天办结" in cited.inner_text()
