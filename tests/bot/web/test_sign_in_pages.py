"""Signing in and out through the pages."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.web.signin_routes import local_address
from tests.bot.web.fake_services import CLOSE_TASK, PLAN, FakeServices
from tests.bot.web.fake_sign_in import INITIAL, PASSWORDS, VENDOR
from tests.bot.web.serving import pages_app

USER, PASSWORD = next(iter(PASSWORDS.items()))


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(is_demo=False)


@pytest.fixture
def client(services: FakeServices) -> TestClient:
    return TestClient(pages_app(services), raise_server_exceptions=False, follow_redirects=False)


def sign_in(client: TestClient, *, password: str = PASSWORD, return_to: str = "/board") -> Response:
    """Fill in the form as a browser does."""
    page = client.get("/signin", params={"next": return_to}).text
    fields = dict(re.findall(r'name="(form_token|next)" value="([^"]*)"', page))
    return client.post("/signin", data={"user_id": USER, "password": password, **fields})


def proof(client: TestClient) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/").text)
    assert found is not None
    return found[1]


def test_the_right_password_opens_a_session_and_the_page_that_was_wanted(
    client: TestClient,
) -> None:
    response = sign_in(client)
    assert (response.status_code, response.headers["location"]) == (303, "/board")
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "杨洋杰" in client.get("/board").text


def test_behind_tls_the_cookie_is_secure(client: TestClient, services: FakeServices) -> None:
    assert "Secure" not in sign_in(client).headers["set-cookie"]
    services.sign_in.is_secure = True
    secure = TestClient(pages_app(services), base_url="https://testserver", follow_redirects=False)
    assert "Secure" in sign_in(secure).headers["set-cookie"]


@pytest.mark.parametrize(
    ("page", "next_page"),
    [
        ("/board/tasks/42", "?next=%2Fboard%2Ftasks%2F42"),
        ("/board/projects?amount=5", "?next=%2Fboard%2Fprojects%3Famount%3D5"),
        ("/briefs/2019Q3", "?next=%2Fbriefs%2F2019Q3"),
        ("/documents?q=基金", "?next=%2Fdocuments%3Fq%3D%25E5%259F%25BA%25E9%2587%2591"),
        ("/", ""),
        ("/signin?next=/board", ""),
        (f"/documents?q={'长' * 90}", ""),
    ],
)
def test_signing_in_comes_back_to_the_page_that_was_looked_at(
    client: TestClient, page: str, next_page: str
) -> None:
    found = re.findall(r'href="(/signin(?:\?[^"]*)?)"', client.get(page).text)
    assert set(found) <= {f"/signin{next_page}"}
    assert bool(found) or page.startswith("/signin")


def test_a_guest_is_offered_to_sign_in_where_a_page_may_be_for_others(
    client: TestClient, services: FakeServices
) -> None:
    offer = "工作人员登录后"
    assert offer in client.get("/board/tasks/404").text
    assert offer in client.get("/briefs").text
    sign_in(client)
    assert offer not in client.get("/board/tasks/404").text
    services.is_demo = True
    assert offer not in client.get("/board/tasks/404").text


def test_a_wrong_password_says_so_and_keeps_the_id(client: TestClient) -> None:
    response = sign_in(client, password="wrong")
    assert response.status_code == 401
    assert "用户编号或密码不对" in response.text
    assert f'value="{USER}"' in response.text
    assert "wrong" not in response.text
    assert "登录" in client.get("/board").text


def test_a_form_of_another_site_signs_nobody_in(client: TestClient) -> None:
    fields = {"user_id": USER, "password": PASSWORD, "form_token": "guessed"}
    assert client.post("/signin", data=fields).status_code == 403
    client.get("/signin")
    assert client.post("/signin", data=fields).status_code == 403
    assert "bot_session" not in client.cookies


def test_signed_in_the_rights_are_ones_own_whatever_the_request_says(
    client: TestClient, services: FakeServices
) -> None:
    sign_in(client)
    body = {"text": CLOSE_TASK, "user": "u001"}
    assert client.post("/api/chat", json=body, headers={"X-CSRF-Token": proof(client)}).is_success
    assert services.asked[-1].user == USER
    assert client.get("/api/suggestions", params={"user": "e001"}).json()[0] == "我有哪些逾期的任务"


@pytest.mark.parametrize("path", ["/api/chat", "/api/feedback"])
@pytest.mark.parametrize("headers", [{}, {"X-CSRF-Token": "guessed"}])
def test_without_the_pages_own_proof_nothing_is_done_in_somebodys_name(
    client: TestClient, services: FakeServices, path: str, headers: dict[str, str]
) -> None:
    sign_in(client)
    body = {"text": CLOSE_TASK, "conversation": "c1", "message_id": "m1", "verdict": "useful"}
    assert client.post(path, json=body, headers=headers).status_code == 403
    assert (services.asked, services.opinions) == ([], [])


def test_a_guest_needs_no_proof(client: TestClient, services: FakeServices) -> None:
    assert client.post("/api/chat", json={"text": CLOSE_TASK}).is_success
    assert services.asked[-1].user is None


def test_the_inbox_is_that_of_who_is_signed_in(client: TestClient) -> None:
    assert client.get("/api/inbox", params={"user": USER}).json() == []
    sign_in(client)
    assert client.get("/api/inbox").status_code == 200


def test_signing_out_ends_the_session(client: TestClient) -> None:
    sign_in(client)
    kept = dict(client.cookies)
    page = client.get("/signin").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    client.post("/signout", data={"csrf_token": token[1]})
    client.cookies.update(kept)
    assert "杨洋杰" not in client.get("/").text


def test_another_site_cannot_sign_anybody_out(client: TestClient) -> None:
    sign_in(client)
    client.post("/signout", data={"csrf_token": "guessed"})
    assert "杨洋杰" in client.get("/").text


@pytest.mark.parametrize("path", ["/", "/board", "/documents", f"/documents/{PLAN}"])
def test_every_page_shows_who_is_signed_in(client: TestClient, path: str) -> None:
    assert "登录" in client.get(path).text
    sign_in(client)
    assert "杨洋杰" in client.get(path).text


def test_the_way_through_wecom_is_offered_only_where_it_is_set_up(
    client: TestClient, services: FakeServices
) -> None:
    assert "企业微信登录" not in client.get("/signin").text
    assert client.get("/signin/wecom").status_code == 404
    services.sign_in.has_members = True
    assert "用企业微信登录" in client.get("/signin").text


def test_through_wecom_and_back(client: TestClient, services: FakeServices) -> None:
    services.sign_in.has_members = True
    left = client.get("/signin/wecom", params={"next": "/board/tasks"})
    assert left.headers["location"].startswith(VENDOR)
    back = client.get("/signin/wecom/back", params={"code": USER, "state": "s0"})
    assert (back.status_code, back.headers["location"]) == (303, "/board/tasks")
    assert "杨洋杰" in client.get("/").text


def test_a_link_made_by_another_browser_signs_nobody_in(
    client: TestClient, services: FakeServices
) -> None:
    services.sign_in.has_members = True
    TestClient(pages_app(services), follow_redirects=False).get("/signin/wecom")
    back = client.get("/signin/wecom/back", params={"code": USER, "state": "s0"})
    assert back.status_code == 403
    assert "bot_session" not in client.cookies


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "/\\evil.example", "https://evil.example", "", "board", "/a\nb", "/" * 600],
)
def test_after_signing_in_nobody_is_sent_elsewhere(address: str) -> None:
    assert local_address(address) == "/"


def test_a_hostile_id_is_shown_as_text(client: TestClient) -> None:
    page = client.get("/signin").text
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token is not None
    hostile = '"><script>alert(1)</script>'
    shown = client.post(
        "/signin", data={"user_id": hostile, "password": "x", "form_token": token[1]}
    ).text
    assert "<script>alert" not in shown


def test_a_body_that_is_no_form_is_refused_and_changes_nothing(client: TestClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"\xff\xfe", b"a=1&" * 50, b"x" * 100_000):
        assert client.post("/signin", content=body, headers=headers).status_code == 403


def test_an_initial_password_leads_to_the_choice_of_ones_own(client: TestClient) -> None:
    INITIAL["u009"] = "abcd-efgh-jkmn"
    page = client.get("/signin").text
    fields = dict(re.findall(r'name="(form_token|next)" value="([^"]*)"', page))
    given = {"user_id": "u009", "password": "abcd-efgh-jkmn", **fields}
    asked = client.post("/signin", data=given)
    assert asked.status_code == 200
    assert "初始密码只能用一次" in asked.text
    assert 'name="new_password"' in asked.text
    assert "abcd-efgh" not in asked.text

    differ = {"new_password": "my own password", "new_again": "my own passw0rd"}
    again = client.post("/signin", data=given | differ)
    assert (again.status_code, "不一样" in again.text) == (401, True)
    assert 'name="new_password"' in again.text

    chosen = {"new_password": "my own password", "new_again": "my own password"}
    opened = client.post("/signin", data=given | chosen)
    assert opened.status_code == 303
    assert PASSWORDS.pop("u009") == "my own password"
