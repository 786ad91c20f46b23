"""The list of documents as a page: what is asked for, what is refused, what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.durable import InlineWork
from bot.errors import ShelfRefused
from bot.library.shelf import shelf_page
from bot.serving.page_services import PageServices
from bot.settings import load_settings
from bot.web.shelf_page import ShelfQuestion, shelf_question
from bot.wiring import Parts
from retrieval import PolicyLibrary
from retrieval.errors import RetrievalError
from tests.bot.web.fake_services import SCRIPT_TEXT, FakeServices
from tests.bot.web.serving import pages_app
from tests.retrieval.made_city import CITY, DISTRICT, ENDED, PROVINCE, TEXTS, fill, made_city

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
MANY = 45


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages over a real library of a few documents."""
    folder = tmp_path_factory.mktemp("data")
    settings = load_settings(data_dir=folder, retrieval={"model": "hashing"})
    parts = Parts(settings, clock=ManualClock(NOW), work=InlineWork())
    fill(parts.library, tmp_path_factory.mktemp("files"))
    yield TestClient(pages_app(PageServices(parts)))
    parts.stop()


def shown(client: TestClient, **asked: str) -> str:
    response = client.get("/documents", params=asked)
    assert response.status_code == 200
    return response.text


def documents_in(html: str) -> list[str]:
    return re.findall(r'class="shelf-title" href="/documents/[0-9a-f]+">([^<]+)</a>', html)


def test_without_a_search_every_document_is_listed(client: TestClient) -> None:
    html = shown(client)
    assert set(documents_in(html)) == set(TEXTS)
    assert f"共 {len(TEXTS)} 份文件" in html
    assert "查看全部" not in html


def test_words_find_documents_by_their_labels_and_clauses_word_for_word(
    client: TestClient,
) -> None:
    html = shown(client, q="人才资助")
    assert documents_in(html) == []
    assert "<blockquote>一、对引进的人才给予最高50万元资助。</blockquote>" in html
    assert set(documents_in(shown(client, q="人才"))) == {PROVINCE, CITY, DISTRICT}


def test_the_link_of_a_clause_leads_to_the_sentence_as_it_was_quoted(client: TestClient) -> None:
    html = shown(client, q="最高50万元资助", region="泰州市")
    link = re.search(r'href="(/documents/[^"]+clause=[^"]+)"', html)
    assert link is not None
    page = client.get(unescape(link[1])).text
    assert re.search(r"<mark[^>]*>一、对引进的人才给予最高50万元资助。</mark>", page)
    assert "更新过" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "period_ended"}, {ENDED}),
        ({"issuer": "江苏省人民政府"}, {PROVINCE}),
        ({"issuer": "市工业和信息化局"}, {ENDED}),
        ({"region": "泰州市"}, {CITY, DISTRICT, ENDED}),
        ({"region": "泰州市", "q": "人才"}, {CITY, DISTRICT}),
        ({"industry": "人才公寓"}, {DISTRICT}),
    ],
)
def test_the_address_narrows_the_list(
    client: TestClient, asked: dict[str, str], found: set[str]
) -> None:
    assert set(documents_in(shown(client, **asked))) == found


def test_each_narrowing_is_a_chip_that_takes_it_back(client: TestClient) -> None:
    html = shown(client, q="人才", region="泰州市", status="in_force")
    chips = re.findall(r'<a href="([^"]+)" aria-label="取消([^"]+)"', html)
    assert [label for _, label in chips] == ["时效：现行有效（含方案期内）", "地区：泰州市"]
    without_status = unescape(chips[0][0])
    assert set(documents_in(client.get(without_status).text)) == {CITY, DISTRICT}


def test_choices_say_how_many_documents_they_leave(client: TestClient) -> None:
    html = shown(client)
    assert '<option value="江苏省">江苏省（1）</option>' in html
    assert '<option value="泰州市">泰州市（3）</option>' in html
    assert '<option value="period_ended">已到期（含方案期已满）（1）</option>' in html


def test_part_of_a_name_in_the_address_stays_chosen(client: TestClient) -> None:
    html = shown(client, issuer="经济和信息化")
    assert documents_in(html) == [ENDED]
    assert '<option value="经济和信息化" selected>经济和信息化</option>' in html


def test_nothing_found_says_what_was_searched_and_what_to_do(client: TestClient) -> None:
    html = shown(client, q="食堂班车", region="江苏省")
    assert f"在库里 {len(TEXTS)} 份文件的标题、文号、发文机关和条款内容中没有找到“食堂班车”" in html
    assert "（限地区：江苏省）" in html
    assert "去掉“地区：江苏省”再找" in html
    assert 'href="/">到问答里直接问</a>' in html


def test_words_are_shown_as_text(client: TestClient) -> None:
    html = shown(client, q=SCRIPT_TEXT[:90], region="<script>x</script>")
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "长" * 101}, "搜索词太长：共 101 字，最多 100 字"),
        ({"q": "？！……"}, "搜索词里没有可以查的字"),
        ({"q": "人才\0"}, "搜索词里有不能识别的字符"),
        ({"issuer": "局" * 61}, "发文机关太长：共 61 字，最多 60 字"),
        ({"status": "valid"}, "没有这种时效"),
    ],
)
def test_a_search_that_cannot_be_made_is_refused_above_the_whole_list(
    client: TestClient, asked: dict[str, str], said: str
) -> None:
    response = client.get("/documents", params=asked)
    assert response.status_code == 422
    assert said in response.text
    assert set(documents_in(response.text)) == set(TEXTS)


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999", "9" * 400, "²"])
def test_an_odd_page_number_shows_a_page_there_is(client: TestClient, page: str) -> None:
    assert documents_in(shown(client, page=page))


def test_white_space_is_no_search() -> None:
    assert shelf_question({"q": " \u3000 \n"}) == ShelfQuestion()


def test_the_address_holds_what_is_asked_for() -> None:
    asked = ShelfQuestion(words="人才 公寓", region="泰州市", page=2)
    assert asked.url() == (
        "/documents?q=%E4%BA%BA%E6%89%8D+%E5%85%AC%E5%AF%93"
        "&region=%E6%B3%B0%E5%B7%9E%E5%B8%82&page=2"
    )
    assert ShelfQuestion().url() == "/documents"
    with pytest.raises(ShelfRefused):
        shelf_question({"status": "nothing"})


def test_a_long_list_is_turned_page_by_page_and_no_document_is_left_out(tmp_path: Path) -> None:
    library = made_city(tmp_path)
    for number in range(MANY):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"关于第{number}号事项的通知\n一、办理第{number}号事项。\n", "utf-8")
        library.ingest(path)
    first = shelf_page(library, ShelfQuestion(), NOW.date())
    assert (first.total, first.pages) == (MANY + len(TEXTS), 3)
    pages = [shelf_page(library, ShelfQuestion(page=n), NOW.date()) for n in (1, 2, 3)]
    ids = [one.document_id for page in pages for one in page.documents]
    assert len(ids) == len(set(ids)) == first.total
    assert shelf_page(library, ShelfQuestion(page=99), NOW.date()).page == 3


def test_titles_are_found_although_no_clause_can_be_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = made_city(tmp_path)

    def fails(*_: object, **__: object) -> None:
        raise RetrievalError("模型没有装好", "请重装")

    monkeypatch.setattr(PolicyLibrary, "clauses", fails)
    page = shelf_page(library, ShelfQuestion(words="人才"), date(2019, 11, 15))
    assert page.total == 3
    assert not page.is_searched


def test_guests_of_one_address_search_no_oftener_than_they_may_ask() -> None:
    services = FakeServices()
    services.guest_messages_per_minute = 2
    guest = TestClient(pages_app(services))
    for _ in range(2):
        assert guest.get("/documents", params={"q": "用地"}).status_code == 200
    refused = guest.get("/documents", params={"q": "用地"})
    assert refused.status_code == 429
    assert "搜索太频繁" in refused.text
    assert "秒后再搜索" in refused.text
    assert guest.post("/api/chat", json={"text": "用地"}).status_code == 429
    assert guest.get("/documents").status_code == 200
