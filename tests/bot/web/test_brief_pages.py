"""The supervision briefs' pages as they leave the server."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.bot.web.fake_board import TASK_TITLE
from tests.bot.web.fake_briefs import CONTENT, SCOPE
from tests.bot.web.fake_services import FakeServices
from tests.bot.web.serving import pages_app

REFUSED = "督办简报不对外公开"


@pytest.fixture
def client() -> TestClient:
    return TestClient(pages_app(FakeServices()), raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/briefs", "/briefs/2019Q3", "/briefs/2019Q3.xlsx", "/briefs/x"])
@pytest.mark.parametrize("user", ["", "e001"])
def test_who_is_no_official_is_told_so_and_shown_nothing(
    client: TestClient, path: str, user: str
) -> None:
    refused = client.get(path, params={"user": user})
    assert refused.status_code == 403
    assert REFUSED in refused.text
    assert TASK_TITLE not in refused.text


def test_the_short_address_leads_to_the_current_quarter_of_the_same_person(
    client: TestClient,
) -> None:
    sent_on = client.get("/briefs", params={"user": "u001"}, follow_redirects=False)
    assert sent_on.headers["location"] == "/briefs/2019Q4?user=u001"


def test_a_brief_shows_counts_ranking_and_late_tasks_with_their_pages(client: TestClient) -> None:
    html = client.get("/briefs/2019Q3", params={"user": "u001"}).text
    for part in (
        "2019年3季度督办情况简报",
        "统计截至 2019-11-15",
        "应办",
        "25.0%",
        "名次",
        "看原文",
    ):
        assert part in html
    for address in ("board/tasks/7", "briefs/2019Q2", "briefs/2019Q4", "briefs/2019Q3.xlsx"):
        assert f'href="/{address}?user=u001"' in html
    assert 'href="/briefs/2019?user=u001"' in html
    assert "<script>window" not in html


def test_who_sees_a_part_is_told_so_and_no_rank(client: TestClient) -> None:
    html = client.get("/briefs/2019Q3", params={"user": "u007"}).text
    assert SCOPE in html
    assert "名次</th>" not in html
    assert "排名（" not in html
    assert SCOPE not in client.get("/briefs/2019Q3", params={"user": "u001"}).text


def test_the_excel_file_is_named_after_the_brief(client: TestClient) -> None:
    file = client.get("/briefs/2019Q3.xlsx", params={"user": "u001"})
    assert file.content == CONTENT
    assert 'filename="2019Q3.xlsx"' in file.headers["content-disposition"]
    assert file.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("code", ["2019Q5", "2019Q3.csv", "abc", "2019Q5.xlsx"])
def test_what_is_no_period_is_not_there(client: TestClient, code: str) -> None:
    assert client.get(f"/briefs/{code}", params={"user": "u001"}).status_code == 404


def test_the_tasks_of_the_board_lead_to_the_briefs(client: TestClient) -> None:
    assert 'href="/briefs?user=u001"' in client.get("/board/tasks", params={"user": "u001"}).text
