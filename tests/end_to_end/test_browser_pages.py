"""The clause page in a real browser, and what every page owes its readers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.bot.web.chromium import DESK, PHONE, has_sideways_scroll, opened
from tests.bot.web.fake_services import (
    HOSTILE,
    HOW_SOON,
    MANY,
    MEDICINE,
    OUTPUT,
    PLAN,
    PLAN_TITLE,
    REFUSED,
    TABLE,
    sentence_of,
)
from tests.bot.web.reading import axe_violations, small_targets

pytestmark = pytest.mark.browser

CITED = f"/documents/{PLAN}?clause=四-(三)%23s6"
PAGES = ("/", f"/documents/{PLAN}", CITED, f"/documents/{HOSTILE}", "/documents", "/documents/none")


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_screen_or_breaks_a_rule_of_reading(
    browser: Browser, address: str, path: str, size: tuple[int, int]
) -> None:
    with opened(browser, address + path, size) as page:
        assert not has_sideways_scroll(page)
        assert small_targets(page) == []
        assert axe_violations(page) == []


def test_a_long_conversation_keeps_the_rules_of_reading(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE) as page:
        for question in (HOW_SOON, MANY, TABLE, OUTPUT, MEDICINE, REFUSED):
            page.get_by_label("输入问题").fill(question)
            page.get_by_role("button", name="发送").click()
            expect(page.locator(".exchange:last-child .answer-tools")).to_be_visible()
        assert not has_sideways_scroll(page)
        assert small_targets(page) == []
        assert axe_violations(page) == []


@pytest.mark.parametrize("link", ["?clause=三-6%23s7", "#三-6%23s7"])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_link_brings_its_sentence_into_view(
    browser: Browser, address: str, link: str, size: tuple[int, int]
) -> None:
    with opened(browser, f"{address}/documents/{PLAN}{link}", size) as page:
        sentence = page.locator("[id='三-6#s7']")
        expect(sentence).to_have_text(sentence_of("三-6#s7"))
        expect(sentence).to_be_in_viewport(ratio=1)
        expect(sentence).to_have_css("background-color", "rgb(255, 239, 173)")


def test_the_contents_lead_to_a_clause(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/documents/{PLAN}", PHONE) as page:
        page.get_by_text("目录").click()
        page.get_by_role("link", name="(二)完善考核激励").click()
        expect(page.locator("[id='四-(二)'] h3")).to_be_in_viewport()
        expect(page.get_by_role("link", name="(二)完善考核激励")).to_be_hidden()


def test_the_contents_tell_where_the_cited_sentence_stands(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/documents/{PLAN}?clause=三-2%23s4", DESK) as page:
        current = page.locator("#contents a[aria-current]")
        expect(current).to_have_text("2.推动项目攻坚")
        expect(current).to_be_in_viewport()


def test_a_tapped_sentence_is_chosen_and_copied_with_its_source(
    browser: Browser, address: str
) -> None:
    with opened(browser, address + CITED, DESK) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("[id='四-(二)#s2']").click()
        expect(page.locator("#chosen-label")).to_have_text("第四部分(二)第2句")
        expect(page.locator("mark")).to_have_count(0)
        page.get_by_role("button", name="复制原文与出处").click()
        expect(page.get_by_role("button", name="已复制")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert sentence_of("四-(二)#s2") in copied
        assert f"《{PLAN_TITLE}》第四部分(二)第2句" in copied
        page.reload()
        expect(page.locator("mark.sentence")).to_have_text(sentence_of("四-(二)#s2"))


def test_a_document_that_holds_script_runs_nothing(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/documents/{HOSTILE}", DESK) as page:
        expect(page.get_by_role("heading", level=1)).to_contain_text("<script>")
        assert page.evaluate("window.hacked") is None


def test_the_clause_page_prints_without_its_controls(browser: Browser, address: str) -> None:
    with opened(browser, address + CITED, DESK) as page:
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="打印")).to_be_hidden()
        expect(page.locator("#contents")).to_be_hidden()
        expect(page.get_by_text("演示数据")).to_be_visible()
        expect(page.locator("mark.sentence")).to_be_visible()


def test_the_chat_works_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser, address, DESK) as page:
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
        page.keyboard.press("Enter")
        # The browser moves the focus when it next draws the page; keys before that are lost.
        expect(page.get_by_label("输入问题")).to_be_focused()
        page.keyboard.type("有基金吗")
        expect(page.get_by_label("输入问题")).to_have_value("有基金吗")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("答复：")


def test_the_drawer_takes_and_gives_back_the_focus(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE) as page:
        opener = page.get_by_role("button", name="对话记录")
        opener.click()
        expect(page.get_by_role("button", name="关闭")).to_be_focused()
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        expect(page.get_by_role("button", name="关闭")).to_be_hidden()


def test_the_parser_of_the_stream_does_not_mind_where_it_is_cut(
    browser: Browser, address: str
) -> None:
    with opened(browser, address, DESK) as page:
        wrong = page.evaluate(
            """async () => {
                const script = document.querySelector('script[type=module]').src;
                const { EventParser } = await import(new URL('ask.js', script));
                const lines = 'event: delta\\ndata: {"text":"一。"}\\n\\n'
                    + ': keep-alive\\n\\nevent: reply\\ndata: {"text":"一。"}\\n\\n';
                const wrong = [];
                for (const stream of [lines, lines.replaceAll('\\n', '\\r\\n')]) {
                    for (let cut = 0; cut <= stream.length; cut++) {
                        const parser = new EventParser();
                        const events = [stream.slice(0, cut), stream.slice(cut)]
                            .flatMap((part) => parser.push(part));
                        const names = events.map((event) => event.name).join();
                        if (names !== 'delta,reply') wrong.push([cut, names]);
                    }
                }
                return wrong;
            }"""
        )
        assert wrong == []
