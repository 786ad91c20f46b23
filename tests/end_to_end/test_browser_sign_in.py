"""Signing in and out in a real browser, outside the demonstration."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.bot.web.chromium import DESK, PHONE, has_sideways_scroll, opened
from tests.bot.web.fake_services import OUTPUT, FakeServices
from tests.bot.web.fake_sign_in import PASSWORDS
from tests.bot.web.reading import axe_violations, small_targets
from tests.bot.web.serving import pages_app, served

pytestmark = pytest.mark.browser

USER, PASSWORD = next(iter(PASSWORDS.items()))


@pytest.fixture
def services() -> FakeServices:
    services = FakeServices(is_demo=False)
    services.sign_in.has_members = True
    return services


@pytest.fixture
def address(services: FakeServices) -> Iterator[str]:
    with served(pages_app(services)) as url:
        yield url


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_one_signs_in_asks_in_ones_own_name_and_signs_out(
    browser: Browser, address: str, services: FakeServices, size: tuple[int, int]
) -> None:
    with opened(browser, address, size) as page:
        page.get_by_role("link", name="登录").click()
        assert axe_violations(page) == []
        page.get_by_label("用户编号").fill(USER)
        page.get_by_label("密码").fill("wrong")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("alert")).to_have_text("用户编号或密码不对")
        assert (axe_violations(page), small_targets(page)) == ([], [])
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()

        assert not has_sideways_scroll(page)
        page.get_by_label("输入问题").fill(OUTPUT)
        page.get_by_role("button", name="发送").click()
        expect(page.locator(".answer")).to_contain_text("3588.60亿元")
        page.get_by_role("button", name="有用", exact=True).click()
        expect(page.get_by_text("谢谢，已记下。").first).to_be_visible()
        assert services.asked[-1].user == services.opinions[-1].user == USER

        page.get_by_role("link", name="杨洋杰").click()
        assert (axe_violations(page), small_targets(page)) == ([], [])
        page.get_by_role("button", name="退出登录").click()
        expect(page.get_by_role("link", name="登录")).to_be_visible()
