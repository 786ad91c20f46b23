"""The board in a real browser, and the opinion on an answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.web import Verdict
from tests.bot.web.chromium import DESK, PHONE, has_sideways_scroll, loaded, opened
from tests.bot.web.fake_board import PROJECT, TASK_TITLE
from tests.bot.web.fake_services import HOW_SOON, FakeServices
from tests.bot.web.reading import axe_violations, small_targets
from tests.bot.web.serving import pages_app, served

pytestmark = pytest.mark.browser

FIGURE = "/board/figure?indicator=K03&industry=ALL5&place=321200"
PAGES = (
    "/board",
    FIGURE,
    "/board/projects",
    "/board?user=u001",
    "/board/deliverables?user=u001",
    "/board/projects?user=u001",
    "/board/tasks?user=u001",
    "/board/tasks/7?user=u001",
    "/briefs/2019Q3?user=u001",
    "/briefs/2019Q3?user=u007",
    "/briefs",
)


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def address(services: FakeServices) -> Iterator[str]:
    with served(pages_app(services)) as url:
        yield url


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.slow
def test_no_page_of_the_board_breaks_a_rule_of_reading(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    for path in PAGES:
        with opened(browser, address + path, size) as page:
            assert not has_sideways_scroll(page), path
            assert small_targets(page) == [], path
            assert axe_violations(page) == [], path


def test_a_figure_is_two_taps_from_the_chat_and_its_clause_three(
    browser: Browser, address: str
) -> None:
    with opened(browser, address, PHONE) as page:
        page.get_by_role("link", name="看板").click()
        page.get_by_role("link", name="产销规模超100亿元企业").click()
        expect(page.get_by_text("产销规模超100亿元的企业数，认定数。")).to_be_visible()
        page.get_by_role("link", name="看原文").click()
        expect(page).to_have_url(f"{address}/documents/plan-2018")


def test_a_task_is_three_taps_from_the_chat(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE) as page:
        page.locator("#person").select_option("u001")
        page.get_by_role("link", name="看板").click()
        page.get_by_role("link", name="任务").click()
        page.get_by_role("link", name=TASK_TITLE).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(TASK_TITLE)
        expect(page.get_by_text("朱平交办")).to_be_visible()


def test_a_brief_leads_to_its_late_tasks(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/briefs/2019Q3?user=u001", PHONE) as page:
        page.get_by_role("link", name=TASK_TITLE).click()
        expect(page.get_by_text("朱平交办")).to_be_visible()
        page.go_back()
        with page.expect_download() as download:
            page.get_by_role("link", name="下载 Excel").click()
        assert download.value.suggested_filename == "2019年3季度督办情况简报.xlsx"


def test_a_printed_brief_holds_no_links_to_press(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/briefs/2019Q3?user=u001", DESK) as page:
        page.emulate_media(media="print")
        expect(page.get_by_role("link", name="下载 Excel")).to_be_hidden()
        expect(page.get_by_text("25.0%")).to_be_visible()


def test_another_person_sees_the_same_page_with_other_rights(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/board", DESK) as page:
        expect(page.get_by_role("link", name="项目", exact=True)).to_have_count(0)
        page.locator("#person").select_option("u001")
        page.get_by_role("link", name="项目", exact=True).click()
        loaded(page).locator("#person").select_option("")
        expect(page.get_by_role("heading", level=1)).to_have_text("没有这一页")
        page.goto(f"{address}/board?user=u007")
        page.locator("#person").select_option("u001")
        page.wait_for_url("**/board?user=u001")
        page.get_by_role("link", name="返回问答").click()
        # The chat goes on as the person chosen on the board.
        expect(page.locator("#person")).to_have_value("u001")


def test_the_ledger_is_filtered_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/board/projects?user=u001", DESK) as page:
        page.get_by_label("阶段").focus()
        page.keyboard.press("End")
        page.get_by_role("button", name="筛选").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("0 个项目")
        expect(page.get_by_label("阶段")).to_have_value("终止")
        page.get_by_label("阶段").select_option("")
        page.get_by_role("button", name="筛选").click()
        page.locator("summary", has_text=PROJECT).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("用地指标未落实")).to_be_visible()


def test_an_answer_is_judged_and_the_judgement_changed(
    browser: Browser, address: str, services: FakeServices
) -> None:
    with opened(browser, address, PHONE) as page:
        page.get_by_role("button", name=HOW_SOON).click()
        useless = page.get_by_role("button", name="没用")
        useless.click()
        expect(useless).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="不够具体").click()
        expect(page.get_by_role("group", name="哪里不好")).to_be_hidden()
        assert small_targets(page) == []
        assert axe_violations(page) == []
        page.reload()
        expect(useless).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="有用", exact=True).click()
        expect(useless).to_have_attribute("aria-pressed", "false")
    told = [(one.verdict, one.reason) for one in services.opinions]
    assert told == [(Verdict.USELESS, ""), (Verdict.USELESS, "不够具体"), (Verdict.USEFUL, "")]
    assert {one.message_id for one in services.opinions} == {services.asked[0].message_id}


def test_an_opinion_that_was_not_kept_is_not_shown_as_kept(browser: Browser, address: str) -> None:
    with opened(browser, address, DESK) as page:
        page.get_by_role("button", name=HOW_SOON).click()
        page.route("**/api/feedback", lambda route: route.abort())
        useful = page.get_by_role("button", name="有用", exact=True)
        useful.click()
        expect(page.locator(".feedback-said")).to_have_text("没有记下，请稍后再试。")
        expect(useful).to_have_attribute("aria-pressed", "false")
