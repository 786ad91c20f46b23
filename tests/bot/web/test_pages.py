"""The pages as they leave the server."""

from __future__ import annotations

import errno
import re
import sqlite3
from datetime import UTC, datetime
from importlib.resources import files

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from bot.messages import Outcome, Reply
from bot.telemetry.requests import HEADER, RequestIds
from bot.web import InboxMessage
from bot.web.unserved import add_unserved
from tests.bot.web.fake_services import (
    DEADLINES,
    HOSTILE,
    HOW_SOON,
    OFFICIAL_SUGGESTIONS,
    PLAN,
    PLAN_TITLE,
    SUGGESTIONS,
    FakeServices,
    plan_sections,
)
from tests.bot.web.serving import pages_app

LARGEST_FIRST_LOAD = 200_000


@pytest.fixture
def client() -> TestClient:
    return TestClient(pages_app(FakeServices()))


def page(client: TestClient, path: str, **query: str) -> str:
    response = client.get(path, params=query)
    assert response.status_code == 200
    return response.text


def test_what_breaks_unexpectedly_is_told_in_chinese() -> None:
    services = FakeServices()
    services.board_failure = RuntimeError("connection refused: secret-host")
    app = pages_app(services)
    add_unserved(app, services)
    browser = TestClient(RequestIds(app), raise_server_exceptions=False)
    shown = browser.get("/board", headers={"accept": "text/html"})
    told = browser.get("/board", headers={"accept": "*/*"})
    assert (shown.status_code, told.status_code) == (500, 500)
    for answer in (shown, told):
        assert f"请求号 {answer.headers[HEADER]}" in answer.text
    assert "<h1>这一页暂时打不开</h1>" in shown.text
    assert "请稍后再试" in told.json()["detail"]
    assert "secret-host" not in shown.text + told.text


def full_database() -> Exception:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(sa.text("PRAGMA max_page_count = 2"))
        with pytest.raises(sa.exc.OperationalError) as failure:
            connection.execute(sa.text("CREATE TABLE kept AS SELECT zeroblob(100000)"))
    engine.dispose()
    return failure.value


@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "No space left on device", "/secret-host"), full_database()]
)
def test_a_full_disk_is_told_with_what_to_do(failure: Exception) -> None:
    services = FakeServices()
    services.board_failure = failure
    app = pages_app(services)
    add_unserved(app, services)
    browser = TestClient(app, raise_server_exceptions=False)
    services.failures = [failure]
    shown = browser.get("/board", headers={"accept": "text/html"})
    told = browser.get("/board", headers={"accept": "*/*"})
    asked = browser.post("/api/chat", json={"text": "我的任务"})
    assert (shown.status_code, told.status_code, asked.status_code) == (503, 503, 503)
    for text in (shown.text, told.json()["detail"], asked.json()["detail"]):
        assert "磁盘已满" in text
        assert "请告诉单位的管理员" in text
        assert "secret-host" not in text


def failing_disk(name: str) -> Exception:
    failure = sqlite3.OperationalError("disk I/O error at /secret-host")
    failure.sqlite_errorname = name
    return failure


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (failing_disk("SQLITE_IOERR_WRITE"), "磁盘读写出错"),
        (OSError(errno.EIO, "Input/output error", "/secret-host"), "磁盘读写出错"),
        (failing_disk("SQLITE_READONLY"), "磁盘或数据库是只读的"),
    ],
)
def test_a_disk_that_takes_nothing_more_is_told_with_what_to_do(
    failure: Exception, why: str
) -> None:
    services = FakeServices()
    services.board_failure = failure
    services.failures = [failure]
    app = pages_app(services)
    add_unserved(app, services)
    browser = TestClient(app, raise_server_exceptions=False)
    shown = browser.get("/board", headers={"accept": "text/html"})
    asked = browser.post("/api/chat", json={"text": "我的任务"})
    assert (shown.status_code, asked.status_code) == (503, 503)
    for text in (shown.text, asked.json()["detail"]):
        assert f"服务器的{why}" in text
        assert "请立即告诉单位的管理员" in text
        assert "secret-host" not in text


def test_without_scripts_the_way_to_pages_that_need_none_is_shown(client: TestClient) -> None:
    [said] = re.findall(r"<noscript>(.*?)</noscript>", page(client, "/"))
    assert re.findall(r'href="([^"]+)"', said) == ["/documents", "/board"]
    for path in ("/documents", "/board"):
        assert "<main" in page(client, path)


def test_the_chat_page_offers_questions_to_start_from(client: TestClient) -> None:
    html = page(client, "/")
    assert '<html lang="zh-CN">' in html
    for question in SUGGESTIONS:
        assert f'data-send="{question}"' in html


@pytest.mark.parametrize("path", ["/", "/documents", f"/documents/{PLAN}"])
def test_the_demonstration_says_so_on_every_page(client: TestClient, path: str) -> None:
    html = page(client, path)
    assert "演示数据" in html
    assert "业务时间 2019-11-15" in html


def test_outside_the_demonstration_nobody_can_be_chosen() -> None:
    html = page(TestClient(pages_app(FakeServices(is_demo=False))), "/")
    assert "演示数据" not in html
    assert 'id="person"' not in html
    assert "孙静强" not in html


@pytest.mark.parametrize("path", ["/", f"/documents/{PLAN}", "/documents/none"])
def test_nothing_inline_may_run(client: TestClient, path: str) -> None:
    response = client.get(path)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<style" not in response.text
    assert " style=" not in response.text
    assert not re.search(r"<script(?![^>]* src=)", response.text)


@pytest.mark.parametrize("path", ["/", f"/documents/{PLAN}"])
def test_a_page_with_all_its_files_is_light(client: TestClient, path: str) -> None:
    # All files together are more than any one page loads.
    static = files("bot.web").joinpath("static").iterdir()
    total = len(page(client, path).encode()) + sum(len(one.read_bytes()) for one in static)
    assert total <= LARGEST_FIRST_LOAD


def test_the_clause_page_shows_the_whole_document_with_every_sentence_an_anchor(
    client: TestClient,
) -> None:
    html = page(client, f"/documents/{PLAN}")
    for section in plan_sections():
        for sentence in section.sentences:
            assert f'id="{sentence.address}"' in html
    assert PLAN_TITLE in html
    assert "方案期内" in html
    assert "文件未载" in html
    assert "<mark" not in html


@pytest.mark.parametrize(
    ("clause", "marked"),
    [("四-(三)#s6", 1), ("四-(三)", 7), ("四", 18), ("三-6#s10", 0), ("九", 0), ("#", 0)],
)
def test_a_link_marks_what_it_means(client: TestClient, clause: str, marked: int) -> None:
    html = page(client, f"/documents/{PLAN}", clause=clause)
    assert html.count("<mark") == marked
    assert ("没有找到链接所指的条款" in html) == (marked == 0)


def test_the_marked_sentence_is_the_cited_one(client: TestClient) -> None:
    html = page(client, f"/documents/{PLAN}", clause="四-(三)#s6")
    marked = re.search(r"<mark[^>]*>(.*?)</mark>", html, re.S)
    assert marked is not None
    assert DEADLINES in marked[1]


def test_a_document_that_holds_script_shows_it_as_text(client: TestClient) -> None:
    html = page(client, f"/documents/{HOSTILE}", clause="段1#s1")
    assert "&lt;script&gt;window.hacked" in html
    assert "<script>window" not in html
    assert "<img src=x" not in html


def test_a_missing_document_is_404_with_a_way_back(client: TestClient) -> None:
    response = client.get("/documents/none")
    assert response.status_code == 404
    assert "没有找到这份文件" in response.text
    assert 'href="/"' in response.text


def test_all_documents_are_listed(client: TestClient) -> None:
    assert f'href="/documents/{PLAN}"' in page(client, "/documents")


def test_files_may_be_kept_for_ever_under_their_versions_address(client: TestClient) -> None:
    [address] = set(re.findall(r"/static/[0-9a-f]+/page\.css", page(client, "/")))
    current = client.get(address)
    assert "immutable" in current.headers["cache-control"]
    assert current.headers["content-type"].startswith("text/css")
    other = client.get("/static/0000/page.css")
    assert other.headers["cache-control"] == "no-cache"
    assert other.content == current.content


@pytest.mark.parametrize("name", ["none.js", "..%2Froutes.py", "__init__.py"])
def test_only_the_pages_own_files_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/static/x/{name}").status_code == 404


def test_suggestions_fit_the_person(client: TestClient) -> None:
    assert client.get("/api/suggestions").json() == list(SUGGESTIONS)
    chosen = client.get("/api/suggestions", params={"user": "u007"}).json()
    assert chosen == list(OFFICIAL_SUGGESTIONS)


def inbox_of(services: FakeServices, **query: str | int) -> object:
    client = TestClient(pages_app(services))
    return client.get("/api/inbox", params=query).json()


def test_the_inbox_gives_what_is_newer() -> None:
    services = FakeServices()
    reply = Reply(intent="alert", text=HOW_SOON, outcome=Outcome.ANSWERED)
    services.pushed["u007"] = [
        InboxMessage(number, datetime(2019, 11, 15, 1, tzinfo=UTC), reply) for number in (1, 2)
    ]
    messages = inbox_of(services, user="u007", after=1)
    assert isinstance(messages, list)
    assert [message["number"] for message in messages] == [2]
    assert messages[0]["sent_at"] == "2019-11-15T01:00:00+00:00"
    assert messages[0]["reply"]["text"] == HOW_SOON
    assert inbox_of(services, user="u001") == []
    assert inbox_of(services) == []


def test_outside_the_demonstration_no_inbox_is_shown() -> None:
    services = FakeServices(is_demo=False)
    reply = Reply(intent="alert", text="逾期", outcome=Outcome.ANSWERED)
    services.pushed["u007"] = [InboxMessage(1, datetime(2019, 11, 15, tzinfo=UTC), reply)]
    assert inbox_of(services, user="u007") == []
