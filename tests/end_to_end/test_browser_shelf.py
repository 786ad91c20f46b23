"""Searching the list of documents in a real browser, over a real library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, expect

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.durable import InlineWork
from bot.serving.page_services import PageServices
from bot.settings import load_settings
from bot.wiring import Parts
from tests.bot.web.chromium import DESK, PHONE, has_sideways_scroll, opened
from tests.bot.web.reading import axe_violations, small_targets
from tests.bot.web.serving import pages_app, served
from tests.retrieval.made_city import CITY, PROVINCE, fill

pytestmark = pytest.mark.browser

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = load_settings(
        data_dir=tmp_path_factory.mktemp("data"), retrieval={"model": "hashing"}
    )
    parts = Parts(settings, clock=ManualClock(NOW), work=InlineWork())
    fill(parts.library, tmp_path_factory.mktemp("files"))
    with served(pages_app(PageServices(parts))) as url:
        yield url
    parts.stop()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_documents_are_searched_narrowed_and_read_by_keyboard(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with opened(browser, f"{address}/documents", size) as page:
        page.get_by_label("搜索标题").focus()
        page.keyboard.type("人才资助")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=PROVINCE)).to_have_count(1)
        page.get_by_label("地区").select_option("泰州市")
        page.get_by_role("button", name="搜索").press("Enter")
        expect(page.get_by_role("link", name=PROVINCE)).to_have_count(0)
        shared = page.url
        assert not has_sideways_scroll(page)
        assert small_targets(page) == []
        assert axe_violations(page) == []
        page.get_by_role("link", name=CITY).first.press("Enter")
        expect(page.locator("mark.sentence")).to_have_text("一、对引进的人才给予最高50万元资助。")
        page.goto(shared)
        page.get_by_role("link", name="取消地区：泰州市").press("Enter")
        expect(page.get_by_label("搜索标题")).to_have_value("人才资助")
        expect(page.get_by_role("link", name=PROVINCE)).to_have_count(1)


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize(
    "query", ["?q=食堂班车&region=江苏省", "?q=？？", "?issuer=泰州市人民政府&industry=人才"]
)
def test_every_outcome_keeps_the_rules_of_reading(
    browser: Browser, address: str, query: str, size: tuple[int, int]
) -> None:
    with opened(browser, f"{address}/documents{query}", size) as page:
        assert not has_sideways_scroll(page)
        assert small_targets(page) == []
        assert axe_violations(page) == []
