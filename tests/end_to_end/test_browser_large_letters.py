"""The pages for a reader who has set letters of twice the size, on a telephone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.app import create_app
from bot.wiring import Parts
from tests.bot.demonstration import city_settings
from tests.bot.web.chromium import PHONE, has_sideways_scroll, loaded, opened
from tests.bot.web.console import ADMIN
from tests.bot.web.fake_services import PLAN
from tests.bot.web.serving import served

pytestmark = pytest.mark.browser

TWICE = 32
PAGES = (
    "/",
    "/signin",
    "/documents",
    f"/documents/{PLAN}",
    "/board?user=u001",
    "/board/deliverables?user=u001",
    "/board/tasks?user=u001",
    "/briefs/2019Q3?user=u001",
)
SECTIONS = ("", "/documents", "/questions", "/tasks", "/people", "/appeals", "/audit", "/messages")
# Words of which a part is hidden at the edge of their box, the screen readers' own aside, and the
# choice of a person in a demonstration, which opens to show its names.
_CUT = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.childElementCount === 0 && one.textContent.trim()
    && one.checkVisibility() && !one.closest('.sr-only, .person, textarea')
    && getComputedStyle(one).overflowX !== 'visible'
    && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent.trim())"""
# The words of a cell that stand one character below the other.
_UPRIGHT = """() => [...document.querySelectorAll('.matrix td a')]
  .filter((one) => one.getBoundingClientRect().width < 3 * 0.875 * 32).length"""


def enlarged(page: Page) -> Page:
    """Set the size of letters as the browser's own settings do."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": TWICE, "fixed": TWICE}})
    page.reload()
    assert loaded(page).evaluate("getComputedStyle(document.body).fontSize") == f"{TWICE}px"
    return page


@pytest.mark.parametrize("path", PAGES)
def test_large_letters_are_neither_cut_nor_wider_than_the_screen(
    browser: Browser, address: str, path: str
) -> None:
    with opened(browser, address + path, PHONE) as page:
        assert not has_sideways_scroll(enlarged(page))
        assert page.evaluate(_CUT) == []


def test_large_letters_fit_into_the_console(
    browser: Browser, prepared_city: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(prepared_city, folder)
    settings = city_settings(folder)
    with served(create_app(settings, parts=Parts(settings))) as url:
        for path in SECTIONS:
            with opened(browser, f"{url}/console{path}?user={ADMIN}", PHONE) as page:
                assert not has_sideways_scroll(enlarged(page)), path
                assert page.evaluate(_CUT) == [], path


def test_the_state_of_a_task_stands_in_one_line(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/board/deliverables?user=u001", PHONE) as page:
        assert enlarged(page).locator(".matrix td a").count() > 0
        assert page.evaluate(_UPRIGHT) == 0
