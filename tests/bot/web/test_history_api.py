"""``/api/conversations``, guests' limits, and what happens when a session has ended."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.bot.web.fake_services import HOW_SOON, PLAN, TABLE, FakeServices
from tests.bot.web.serving import pages_app
from tests.bot.web.test_sign_in_pages import USER, proof, sign_in


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(is_demo=False)


@pytest.fixture
def client(services: FakeServices) -> TestClient:
    return TestClient(pages_app(services), follow_redirects=False)


def ask(client: TestClient, text: str, **headers: str) -> None:
    assert client.post("/api/chat", json={"text": text}, headers=headers).status_code == 200


def test_a_person_reads_what_they_said(client: TestClient) -> None:
    sign_in(client)
    ask(client, HOW_SOON, **{"X-CSRF-Token": proof(client)})
    (told,) = client.get("/api/conversations").json()
    assert told["title"] == HOW_SOON
    (said,) = client.get(f"/api/conversations/{told['conversation']}").json()
    assert said["question"] == HOW_SOON
    assert said["reply"]["citations"][0]["clause_label"] == "第四部分(三)第6句"
    assert said["reply"]["conversation"] == told["conversation"]


def test_a_guest_and_another_person_read_nothing_of_it(
    client: TestClient, services: FakeServices
) -> None:
    sign_in(client)
    ask(client, HOW_SOON, **{"X-CSRF-Token": proof(client)})
    (told,) = client.get("/api/conversations").json()
    guest = TestClient(pages_app(services))
    for query in ("", f"?user={USER}"):
        assert guest.get(f"/api/conversations{query}").json() == []
        assert guest.get(f"/api/conversations/{told['conversation']}{query}").json() == []
    assert client.get("/api/conversations/c999").json() == []


def test_conversations_are_forgotten_with_the_pages_own_proof_alone(client: TestClient) -> None:
    sign_in(client)
    token = proof(client)
    ask(client, HOW_SOON, **{"X-CSRF-Token": token})
    assert client.delete("/api/conversations").status_code == 403
    assert len(client.get("/api/conversations").json()) == 1
    assert client.delete("/api/conversations", headers={"X-CSRF-Token": token}).json() == []
    assert client.get("/api/conversations").json() == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/conversations"),
        ("GET", "/api/conversations/c1"),
        ("DELETE", "/api/conversations"),
        ("GET", "/api/inbox"),
        ("POST", "/api/chat"),
        ("POST", "/api/feedback"),
    ],
)
def test_a_page_whose_session_has_ended_is_told_so(
    client: TestClient, services: FakeServices, method: str, path: str
) -> None:
    body = {"text": HOW_SOON, "conversation": "c1", "message_id": "m1", "verdict": "useful"}
    response = client.request(
        method, path, headers={"X-CSRF-Token": "gone"}, json=body if method == "POST" else None
    )
    assert response.status_code == 401
    assert response.json() == {"detail": "登录已过期，请重新登录。"}
    assert (services.asked, services.opinions) == ([], [])


def test_guests_of_one_address_wait_and_persons_do_not(services: FakeServices) -> None:
    services.guest_messages_per_minute = 2
    app = pages_app(services)
    guest = TestClient(app)
    ask(guest, HOW_SOON)
    ask(guest, TABLE)
    refused = guest.post("/api/chat", json={"text": TABLE})
    assert refused.status_code == 429
    assert "提问太频繁" in refused.json()["detail"]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert len(services.asked) == 2
    ask(TestClient(app, client=("10.1.1.9", 5000)), TABLE)
    person = TestClient(app, follow_redirects=False)
    sign_in(person)
    ask(person, TABLE, **{"X-CSRF-Token": proof(person)})


@pytest.mark.parametrize("path", ["/", "/documents", f"/documents/{PLAN}", "/board", "/signin"])
def test_pages_answer_head(client: TestClient, path: str) -> None:
    response = client.head(path)
    assert response.status_code == 200
    assert "content-security-policy" in response.headers


def test_head_says_what_get_would(client: TestClient) -> None:
    assert client.head("/documents/none").status_code == 404
    assert client.post("/documents").status_code == 405
