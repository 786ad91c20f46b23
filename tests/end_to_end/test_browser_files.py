"""Files in a real browser over the whole service: a new version of a document, a notice in the
chat, a reminder whose buttons were used, a catalogue that was broken by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from bot.app import create_app
from bot.wiring import Parts
from tests.bot.demonstration import city_settings
from tests.bot.web.chromium import DESK, PHONE, has_sideways_scroll, opened
from tests.bot.web.console import ADMIN
from tests.bot.web.reading import axe_violations, small_targets
from tests.bot.web.serving import served
from tests.end_to_end.test_browser_console import RULES, SIZES, as_admin, upload
from tests.retrieval.documents.formats.made_files import photograph

pytestmark = pytest.mark.browser

CHANGED = RULES.replace("身份证明和劳动合同", "身份证明")


@pytest.fixture
def city(prepared_city: Path, tmp_path: Path) -> Parts:
    folder = tmp_path / "city"
    shutil.copytree(prepared_city, folder)
    catalogue = tmp_path / "catalogue"
    shutil.copytree(Path("kpi_adapter/catalogue/data").absolute(), catalogue)
    settings = city_settings(folder)
    figures = settings.figures.model_copy(update={"catalogue_dir": catalogue})
    return Parts(settings.model_copy(update={"figures": figures}))


@pytest.fixture
def address(city: Parts) -> Iterator[str]:
    with served(create_app(city.settings, parts=city)) as url:
        yield url


def is_readable(page: Page) -> None:
    assert not has_sideways_scroll(page), page.url
    assert small_targets(page) == [], page.url
    assert axe_violations(page) == [], page.url


def text_file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


@SIZES
def test_a_version_takes_the_place_of_a_document_and_its_links_still_open(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with opened(browser, as_admin(address, "/console/documents"), size) as page:
        upload(page)
        page.locator(".shelf").get_by_role("link", name="人才公寓管理办法").click()
        page.wait_for_url("**/console/documents/*")
        console = page.url
        page.get_by_role("link", name="看条款页").click()
        page.wait_for_url(re.compile(r"//[^/]+/documents/"))
        document = page.url.split("?")[0]
        cited = cited_link(page, document)
        page.goto(console)
        page.get_by_role("link", name="上传新版本").click()
        is_readable(page)
        page.get_by_label("新版本的文件").set_input_files(text_file("新版.txt", CHANGED))
        page.get_by_label("原因").fill("原先传错了")
        page.get_by_role("button", name="换成这个文件").click()
        expect(page.get_by_text("新版本已收下")).to_be_visible()
        expect(page.get_by_role("heading", name="以前的文本 1 份")).to_be_visible(timeout=60_000)
        is_readable(page)
        page.goto(cited)
        expect(page.get_by_role("alert")).to_contain_text("已有改动")
        is_readable(page)
        page.get_by_role("link", name="看引用时的文字").click()
        expect(page.locator("mark")).to_contain_text("身份证明和劳动合同")
        expect(page.get_by_role("note", name="文件效力")).to_contain_text("以前的文本")
        is_readable(page)
        page.get_by_role("link", name="现在的文本").click()
        expect(page.get_by_text("申请人才公寓应当提交身份证明。")).to_be_visible()
        page.goto(as_admin(address, "/console"))
        page.locator("li", has_text="换成新版本").get_by_role("button", name="撤销").click()
        expect(page.get_by_text("已撤销：《泰州市人才公寓管理办法》")).to_be_visible()
        page.goto(cited)
        expect(page.locator("mark")).to_contain_text("身份证明和劳动合同")
        expect(page.get_by_role("alert")).to_have_count(0)


def cited_link(page: Page, document: str) -> str:
    """A link to the second article as an answer would give it."""
    from bot.dialogue.links import quote_mark

    text = page.locator("[id='第二条#s1']").inner_text()
    return f"{document}?clause=第二条%23s1&mark={quote_mark(text)}"


@SIZES
def test_a_photographed_notice_is_told_what_it_is(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with opened(browser, as_admin(address, "/console/documents"), DESK) as page:
        upload(page)
    picture = photograph(*[line for line in RULES.splitlines() if line][:4])
    with opened(browser, address, size) as page:
        page.locator("#person").select_option("e001")
        page.locator("#attach").set_input_files(
            {"name": "通知.jpg", "mimeType": "image/jpeg", "buffer": picture}
        )
        expect(page.locator(".question")).to_have_text("〔发来文件〕通知.jpg")
        answer = page.get_by_role("article", name="答复")
        expect(answer).to_contain_text("文件库里有《泰州市人才公寓管理办法》", timeout=90_000)
        expect(answer).to_contain_text("可能有错字")
        is_readable(page)
        page.get_by_role("button", name="还有效吗").click()
        expect(page.locator(".answer").nth(1)).to_contain_text("现行有效", timeout=60_000)
        page.reload()
        expect(page.locator(".question").first).to_have_text("〔发来文件〕通知.jpg")
        page.locator(".answer").first.get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("泰州市人才公寓管理办法")


def test_a_file_that_cannot_be_read_or_is_too_large_says_so(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE) as page:
        page.locator("#attach").set_input_files(
            {"name": "坏.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + b"0" * 99}
        )
        answer = page.get_by_role("article", name="答复")
        expect(answer).to_contain_text("没有读成：图片打不开", timeout=60_000)
        is_readable(page)
        page.get_by_role("button", name="新对话").click()
        page.evaluate(
            """() => {
                const data = new DataTransfer();
                data.items.add(new File([new Uint8Array(21 * 1024 * 1024)], '大.jpg'));
                const field = document.getElementById('question');
                const drop = { dataTransfer: data, bubbles: true, cancelable: true };
                field.dispatchEvent(new DragEvent('drop', drop));
            }"""
        )
        expect(page.get_by_role("alert")).to_contain_text("超过 20 MB")


@SIZES
@pytest.mark.slow
def test_a_reminders_button_shows_that_it_was_used_also_after_a_reload(
    browser: Browser, address: str, city: Parts, size: tuple[int, int]
) -> None:
    supervisor = city.directory.require("u003")
    with ThreadPoolExecutor(1) as apart:
        # Playwright keeps an event loop in this thread, which durable work must not find.
        apart.submit(city.console.messages.scan, supervisor, dry_run=False).result()
    with opened(browser, address, size) as page:
        page.locator("#person").select_option("u007")
        page.get_by_role("button", name="查看").click(timeout=60_000)
        reminder = page.locator("[data-alert]").first
        reminder.locator(".choice").first.click()
        confirm = page.locator(".exchange .choice", has_text="确认").first
        confirm.click(timeout=60_000)
        used = reminder.locator(".choice-used").first
        expect(used).to_contain_text("已报办结", timeout=60_000)
        expect(reminder.locator(".choice").first).to_be_visible()
        is_readable(page)
        page.reload()
        if size == PHONE:
            page.get_by_role("button", name="对话记录").click()
        page.locator("#open-alerts").click()
        expect(page.locator("[data-alert] .choice-used").first).to_contain_text("已报办结")


def test_a_broken_entry_of_the_catalogue_is_shown_with_its_reason(
    browser: Browser, address: str, city: Parts
) -> None:
    folder = city.settings.figures.catalogue_dir
    assert folder is not None
    texts = {path: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}
    broken, whole = next((path, text) for path, text in texts.items() if "unit:" in text)
    broken.write_text(whole.replace("unit:", "unitt:", 1), "utf-8")
    with opened(browser, as_admin(address, "/console/catalogue"), PHONE) as page:
        page.get_by_role("button", name="重新检查").click()
        expect(page.get_by_role("alert")).to_contain_text("处有误")
        expect(page.locator(".points")).to_contain_text(broken.name)
        is_readable(page)
        page.goto(as_admin(address, "/console"))
        expect(page.get_by_role("link", name="指标目录")).to_contain_text("处有误")
        broken.write_text(whole, "utf-8")
        page.goto(as_admin(address, "/console/catalogue"))
        page.get_by_role("button", name="重新检查").click()
        expect(page.get_by_text("已重新检查：全部通过")).to_be_visible()


def test_an_address_that_leads_nowhere_is_a_page_in_chinese(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/nowhere", PHONE) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("没有这一页")
        is_readable(page)
        page.goto(f"{address}/console/undo/abc?user={ADMIN}")
        expect(page.get_by_role("heading", level=1)).to_have_text("没有这一页")
