"""The console in a real browser over the whole service: each job, at a phone and at a desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.app import create_app
from bot.wiring import Parts
from tests.bot.demonstration import city_settings
from tests.bot.web.chromium import DESK, PHONE, has_sideways_scroll, opened
from tests.bot.web.console import ADMIN, OFFICIAL
from tests.bot.web.reading import axe_violations, small_targets
from tests.bot.web.serving import served

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
HOSTILE_NAME = "<img src=x onerror=alert(1)>.txt"
RULES = """泰州市人才公寓管理办法

泰政规〔2019〕7号

第一条 为了做好人才公寓管理工作，制定本办法。
第二条 申请人才公寓应当提交身份证明和劳动合同。<script>window.hacked = true</script>
第三条 本办法自2019年10月1日起施行，有效期五年。

泰州市人民政府
2019年9月1日
"""


@pytest.fixture
def address(prepared_city: Path, tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "city"
    shutil.copytree(prepared_city, folder)
    settings = city_settings(folder)
    with served(create_app(settings, parts=Parts(settings))) as url:
        yield url


def as_admin(address: str, path: str) -> str:
    return f"{address}{path}?user={ADMIN}"


def is_readable(page: Page) -> None:
    """No sideways scroll, nothing too small to touch, no finding of axe."""
    assert not has_sideways_scroll(page), page.url
    assert small_targets(page) == [], page.url
    assert axe_violations(page) == [], page.url


def upload(page: Page, *, name: str = "人才公寓管理办法.txt", text: str = RULES) -> None:
    """Hand a file in and wait until it was read."""
    page.locator("#files").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.get_by_role("button", name="上传").click()
    expect(page.locator(".upload-ingested")).to_be_visible(timeout=60_000)


@SIZES
def test_a_document_is_uploaded_corrected_given_a_validity_withdrawn_and_restored(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with opened(browser, as_admin(address, "/console/documents"), size) as page:
        is_readable(page)
        upload(page, name=HOSTILE_NAME)
        expect(page.get_by_text("img src=x onerror")).to_be_visible()
        is_readable(page)
        page.locator(".shelf").get_by_role("link", name="人才公寓管理办法").click()
        expect(page.get_by_text("个条款、5 句")).to_be_visible()
        expect(page.locator(".field-value").get_by_text("泰政规〔2019〕7号")).to_be_visible()
        is_readable(page)
        page.get_by_role("link", name="发文字号").click()
        is_readable(page)
        page.get_by_label("改为").fill("泰政规〔2019〕8号")
        page.get_by_label("依据").fill("原件第1页")
        page.get_by_label("原因").fill("识别错了一位")
        page.get_by_role("button", name="保存更正").click()
        expect(page.get_by_text("“发文字号”已更正")).to_be_visible()
        expect(page.get_by_text("原件第1页（马军艳")).to_be_visible()
        page.get_by_role("button", name="撤销").click()
        expect(page.get_by_text("已撤销：《泰州市人才公寓管理办法》")).to_be_visible()
        page.locator(".shelf").get_by_role("link", name="人才公寓管理办法").click()
        page.get_by_label("效力", exact=True).select_option("已废止")
        page.get_by_label("日期", exact=True).fill("2019-11-01")
        page.get_by_label("依据", exact=True).fill("泰政发〔2019〕9号")
        page.get_by_label("原因", exact=True).fill("上级通知")
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator(".standing .badge")).to_have_text("已废止")
        page.get_by_role("link", name="撤下这份文件").click()
        is_readable(page)
        page.get_by_label("原因").fill("误传")
        page.get_by_role("button", name="撤下").click()
        expect(page.get_by_text("已撤下，回答里不再引用")).to_be_visible()
        is_readable(page)
        page.get_by_role("button", name="恢复").click()
        expect(page.get_by_text("已恢复，链接与原来相同")).to_be_visible()
        expect(page.locator(".standing .badge")).to_have_text("已废止")
        page.get_by_role("link", name="看条款页").click()
        expect(page.get_by_text("<script>window.hacked = true</script>")).to_be_visible()
        assert page.evaluate("window.hacked") is None


def test_files_are_dropped_and_too_many_bytes_are_refused_before_they_are_sent(
    browser: Browser, address: str
) -> None:
    with opened(browser, as_admin(address, "/console/documents"), DESK) as page:
        drop = """([name, text, size]) => {
            const data = new DataTransfer();
            data.items.add(new File([text || new Uint8Array(size)], name));
            document.getElementById('upload').dispatchEvent(
                new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
        page.evaluate(drop, ["大文件.pdf", "", 65 * 1024 * 1024])
        expect(page.get_by_role("alert")).to_contain_text("超过 64 MB")
        page.evaluate(drop, ["办法.txt", RULES, 0])
        expect(page.locator(".upload-ingested")).to_be_visible(timeout=60_000)


def test_a_file_that_cannot_be_read_says_why(browser: Browser, address: str) -> None:
    with opened(browser, as_admin(address, "/console/documents"), PHONE) as page:
        page.locator("#files").set_input_files(
            {
                "name": "照片.png",
                "mimeType": "image/png",
                "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 99,
            }
        )
        page.get_by_role("button", name="上传").click()
        expect(page.get_by_text("图片不能作为政策文件读取")).to_be_visible(timeout=60_000)


def test_without_scripts_a_file_is_uploaded_all_the_same(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(as_admin(address, "/console/documents"))
    page.locator("#files").set_input_files(
        {"name": "办法.txt", "mimeType": "text/plain", "buffer": RULES.encode()}
    )
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("已收下 1 个文件")).to_be_visible()
    context.close()


@SIZES
def test_a_question_asked_in_vain_is_answered_by_hand(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    def asked(text: str) -> str:
        body = {"text": text, "user": "e001"}
        return str(httpx.post(f"{address}/api/chat", json=body, timeout=60).json()["text"])

    for text in ("食堂补贴怎么领？", "小车队班车几点开？"):
        asked(text)
    with opened(browser, as_admin(address, "/console/questions"), size) as page:
        is_readable(page)
        page.get_by_role("link", name="食堂补贴怎么领？").click()
        is_readable(page)
        page.get_by_label("找条款").fill("企业反映的问题几天应答")
        page.get_by_role("button", name="找条款").click()
        page.get_by_label("1天应答").check()
        page.get_by_label("答复", exact=True).fill("每月300元。")
        page.get_by_role("button", name="保存固定答复").click()
        expect(page.get_by_role("alert")).to_contain_text("300元")
        page.get_by_label("1天应答").check()
        page.get_by_label("答复", exact=True).fill("请走直通车反映。")
        page.get_by_role("button", name="保存固定答复").click()
        expect(page.get_by_text("生效中")).to_be_visible()
        is_readable(page)
        assert asked("食堂补贴怎么领").startswith("请走直通车反映。")
        page.get_by_label("大家的说法").fill("小车队")
        page.get_by_label("文件里的说法").fill("直通车")
        page.get_by_role("button", name="加说法").click()
        expect(page.get_by_text("“小车队”按“直通车”理解")).to_be_visible()
        assert "“小车队”按“直通车”理解" in asked("小车队怎么反映问题")
        page.get_by_role("link", name="小车队班车几点开？").click()
        page.get_by_label("原因").fill("不归本市管")
        page.get_by_role("button", name="不处理").click()
        expect(page.get_by_text("没有待处理的问题")).to_be_visible()
        page.get_by_role("button", name="撤销").click()
        expect(page.get_by_role("link", name="小车队班车几点开？")).to_be_visible()
        page.goto(as_admin(address, "/console"))
        expect(page.get_by_text("已撤销")).to_be_visible()
        is_readable(page)


@SIZES
def test_an_indicator_is_looked_up_and_the_checks_are_run_again(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with opened(browser, as_admin(address, "/console/catalogue"), size) as page:
        is_readable(page)
        page.get_by_role("button", name="重新检查").click()
        expect(page.get_by_text("已重新检查：全部通过")).to_be_visible()
        page.get_by_label("搜索名称").fill("K01")
        page.get_by_role("button", name="搜索").click()
        page.get_by_role("link", name="K01 产值增速与规上工业之差").click()
        expect(page.get_by_text("2019-11-12 发布")).to_be_visible()
        expect(page.get_by_text("现在取产值")).to_be_visible()
        is_readable(page)


@SIZES
def test_who_may_not_is_told_and_finds_no_way_in(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with opened(browser, f"{address}/console?user={OFFICIAL}", size) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("管理台只供管理员和督查员使用")
        is_readable(page)
        page.goto(f"{address}/board?user={OFFICIAL}")
        expect(page.get_by_role("link", name="管理台")).to_have_count(0)


@SIZES
def test_the_chat_page_leads_into_the_console_for_whom_it_is_open(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with opened(browser, address, size) as page:
        expect(page.get_by_role("link", name="管理台")).to_have_count(0)
        page.locator("#person").select_option(OFFICIAL)
        expect(page.get_by_role("link", name="管理台")).to_have_count(0)
        page.locator("#person").select_option(ADMIN)
        page.get_by_role("link", name="管理台").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("管理台")


def test_a_page_of_the_console_takes_the_width_of_a_broad_sheet(
    browser: Browser, address: str
) -> None:
    with opened(browser, as_admin(address, "/console/tasks"), DESK) as page:
        row = page.locator(".rows li").first
        shown = row.evaluate("one => one.getBoundingClientRect().width")
        page.emulate_media(media="print")
        assert row.evaluate("one => one.getBoundingClientRect().width") >= shown
