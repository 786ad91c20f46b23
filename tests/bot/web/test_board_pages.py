"""The board's pages as they leave the server."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from bot.errors import BotError
from tests.bot.web.fake_board import HOSTILE_TITLE, PROJECT, TASK_TITLE
from tests.bot.web.fake_services import FakeServices
from tests.bot.web.serving import pages_app

FIGURE = "/board/figure?indicator=K03&industry=ALL5&place=321200"
OFFICIAL_ONLY = ("/board/deliverables", "/board/projects", "/board/tasks", "/board/tasks/7")
LARGEST_PAGE = 200_000


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def client(services: FakeServices) -> TestClient:
    return TestClient(pages_app(services), raise_server_exceptions=False)


def as_user(path: str, user: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}user={user}"


@pytest.mark.parametrize("path", OFFICIAL_ONLY)
def test_what_a_guest_may_not_see_is_not_there(client: TestClient, path: str) -> None:
    refused = client.get(path)
    assert refused.status_code == 404
    # Nothing tells a page that exists from one that does not.
    assert refused.text == client.get("/board/tasks/404").text
    assert client.get(as_user(path, "u001")).status_code == 200


def test_a_guest_is_offered_indicators_alone(client: TestClient) -> None:
    html = client.get("/board").text
    assert "产销规模超100亿元企业" in html
    assert "/board/projects" not in html
    assert "/board/tasks" not in html


def test_an_official_keeps_acting_as_themselves_from_page_to_page(client: TestClient) -> None:
    html = client.get("/board", params={"user": "u001"}).text
    addresses = re.findall(r'href="(/board[^"]*)"', html)
    assert len(addresses) > 5
    assert all("user=u001" in address for address in addresses)


def test_outside_the_demonstration_nobody_can_be_chosen() -> None:
    client = TestClient(pages_app(FakeServices(is_demo=False)))
    html = client.get("/board", params={"user": "u001"}).text
    assert "孙静强" not in html
    assert "/board/projects" not in html
    assert client.get("/board/projects", params={"user": "u001"}).status_code == 404


def test_a_figure_is_explained(client: TestClient) -> None:
    html = client.get(FIGURE).text
    for part in ("口径", "查询", "来源", "截至2019-10-31", "距目标还差2家", "看原文", "<polyline"):
        assert part in html
    assert 'href="/documents/plan-2018"' in html


def test_a_lamp_is_said_in_words(client: TestClient) -> None:
    html = client.get("/board").text
    assert len(re.findall(r'class="lamp ', html)) == html.count("</i>")
    for shown in re.findall(r'<span class="lamp.*?</i>(.*?)</span>', html):
        assert re.search(r"[绿蓝黄红]灯|到期判定", shown)


@pytest.mark.parametrize(
    "path",
    [
        "/board/figure",
        "/board/figure?indicator=K99&industry=ALL5&place=321200",
        as_user("/board/tasks/404", "u001"),
        "/board?user=nobody",
    ],
)
def test_what_is_not_there_is_404_with_a_way_back(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert 'href="/board"' in response.text


def test_a_source_that_is_down_is_said_and_not_hidden(
    client: TestClient, services: FakeServices
) -> None:
    services.board_failure = BotError("看板暂时取不到数据", why="统计数据库: 连接超时")
    response = client.get("/board")
    assert response.status_code == 503
    assert "连接超时" in response.text


def test_the_filters_keep_what_was_chosen(client: TestClient) -> None:
    chosen = {"stage": "在建", "place": "泰兴市", "amount": "5.0", "late": "1", "user": "u001"}
    html = client.get("/board/projects", params=chosen).text
    assert re.findall(r'value="([^"]+)" selected', html) == ["u001", "在建", "泰兴市", "5.0"]
    assert re.search(r'name="late" value="1" checked', html)
    [following] = re.findall(r'href="([^"]*page=2[^"]*)"', html)
    for part in ("amount=5.0", "late=1", "user=u001"):
        assert part in following
    assert PROJECT in html


@pytest.mark.parametrize("query", ["amount=viel", "amount=-3", "amount=nan", "page=x", "page=0"])
def test_a_filter_that_means_nothing_filters_nothing(client: TestClient, query: str) -> None:
    response = client.get(f"/board/projects?user=u001&{query}")
    assert response.status_code == 200
    assert PROJECT in response.text


def test_tasks_are_shown_by_light(client: TestClient) -> None:
    every = client.get("/board/tasks?user=u001").text
    assert TASK_TITLE in every
    assert "window.hacked" in every
    red = client.get("/board/tasks?user=u001&lamp=red").text
    assert TASK_TITLE in red
    assert "window.hacked" not in red


def test_markup_in_a_title_stays_text(client: TestClient) -> None:
    assert HOSTILE_TITLE not in client.get("/board/tasks?user=u001").text


@pytest.mark.parametrize("path", ["/board", FIGURE, *OFFICIAL_ONLY])
def test_nothing_inline_may_run_and_the_demonstration_says_so(
    client: TestClient, path: str
) -> None:
    response = client.get(as_user(path, "u001"))
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert " style=" not in response.text
    assert not re.search(r"<script(?![^>]* src=)", response.text)
    assert "演示数据" in response.text


def test_chat_and_board_lead_to_each_other(client: TestClient) -> None:
    assert 'href="/board"' in client.get("/").text
    assert 'href="/"' in client.get("/board").text
