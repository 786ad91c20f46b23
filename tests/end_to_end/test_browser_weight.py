"""What a first visit loads, counted by the browser itself, fonts aside."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.bot.web.chromium import PHONE, has_sideways_scroll, opened
from tests.bot.web.fake_services import LONG, PLAN
from tests.bot.web.reading import axe_violations, small_targets

pytestmark = pytest.mark.browser

LARGEST_FIRST_LOAD = 200_000
PAGES = (
    "/",
    "/documents",
    f"/documents/{PLAN}",
    f"/documents/{LONG}",
    f"/documents/{LONG}?clause=三-6[20]%23s7",
    "/signin",
    "/board?user=u001",
    "/board/figure?indicator=M01&industry=IND&place=321200&user=u001",
    "/board/deliverables?user=u001",
    "/board/projects?user=u001",
    "/board/tasks?user=u001",
)


def transferred(browser: Browser, url: str) -> int:
    """Return the bytes, headers included, that a first visit to `url` takes."""
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    network: CDPSession = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    context.close()
    return round(sum(sizes))


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_loads_little(browser: Browser, address: str, path: str) -> None:
    taken = transferred(browser, address + path)
    assert 1_000 < taken <= LARGEST_FIRST_LOAD


def test_a_long_document_opens_at_the_cited_sentence_and_turns_its_pages(
    browser: Browser, address: str
) -> None:
    link = f"{address}/documents/{LONG}?clause=三-6[20]%23s7"
    with opened(browser, link, PHONE) as page:
        expect(page.locator("mark.sentence")).to_be_in_viewport(ratio=1)
        assert (axe_violations(page), small_targets(page)) == ([], [])
        assert not has_sideways_scroll(page)
        before = page.locator(".turning span").first.inner_text()
        page.get_by_role("link", name="下一页").first.click()
        expect(page.locator(".turning span").first).not_to_have_text(before)
        expect(page.locator("mark.sentence")).to_have_count(0)
        page.get_by_text("目录").click()
        page.locator("#contents a[href*='part=1#']").first.click()
        expect(page.locator(".turning span").first).to_contain_text("第 1／")
        page.get_by_role("link", name="显示全文").first.click()
        expect(page.locator("[id='三-6[28]#s7']")).to_be_attached()


def test_a_fragment_of_another_part_is_found(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/documents/{LONG}#三-6[20]%23s7", PHONE) as page:
        expect(page.locator("mark.sentence")).to_be_in_viewport(ratio=1)
