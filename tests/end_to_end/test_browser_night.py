"""The pages on a device that is set to dark: as readable as by day, and printed by day."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.app import create_app
from bot.wiring import Parts
from tests.bot.demonstration import city_settings
from tests.bot.web.chromium import PHONE, opened
from tests.bot.web.console import ADMIN
from tests.bot.web.fake_services import HOW_SOON, PLAN, REFUSED, TABLE
from tests.bot.web.reading import axe_violations
from tests.bot.web.serving import served

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/signin",
    "/documents",
    f"/documents/{PLAN}?clause=四-(三)%23s6",
    "/board?user=u001",
    "/board/figure?indicator=K03&industry=ALL5&place=321200",
    "/board/deliverables?user=u001",
    "/board/projects?user=u001",
    "/board/tasks?user=u001",
    "/briefs/2019Q3?user=u001",
)
SECTIONS = (
    "",
    "/documents",
    "/questions",
    "/tasks",
    "/people",
    "/people/new",
    "/appeals",
    "/audit",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_dark_and_keeps_the_rules_of_reading(
    browser: Browser, address: str, path: str
) -> None:
    with opened(browser, address + path, PHONE, scheme="dark") as page:
        expect(page.locator("body")).to_have_css("background-color", "rgb(16, 21, 28)")
        assert axe_violations(page) == []


def test_answers_keep_the_rules_of_reading(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE, scheme="dark") as page:
        for question in (HOW_SOON, TABLE, REFUSED):
            page.get_by_label("输入问题").fill(question)
            page.get_by_role("button", name="发送").click()
            expect(page.locator(".exchange:last-child .answer-tools")).to_be_visible()
        assert axe_violations(page) == []


def test_the_console_keeps_the_rules_of_reading(
    browser: Browser, prepared_city: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(prepared_city, folder)
    settings = city_settings(folder)
    with served(create_app(settings, parts=Parts(settings))) as url:
        for path in SECTIONS:
            address = f"{url}/console{path}?user={ADMIN}"
            with opened(browser, address, PHONE, scheme="dark") as page:
                assert axe_violations(page) == [], path


def test_a_dark_page_is_printed_on_white(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/documents/{PLAN}", PHONE, scheme="dark") as page:
        page.emulate_media(media="print")
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator("body")).to_have_css("color", "rgb(24, 33, 47)")
