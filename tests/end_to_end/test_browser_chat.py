"""The chat page in a real browser: asked, answered, clicked through."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from playwright.sync_api import Browser, Page, Route, expect

from bot.web import AskResult, router
from bot.web.streaming import event
from tests.bot.web.chromium import DESK, PHONE, has_sideways_scroll, opened
from tests.bot.web.fake_services import (
    CLOSE_TASK,
    DEADLINES,
    HOW_SOON,
    MANY,
    MEDICINE,
    OUTPUT,
    REFUSED,
    REPLIES,
    SCRIPT_TEXT,
    SUGGESTIONS,
    TABLE,
    FakeServices,
    sentence_of,
)
from tests.bot.web.serving import pages_app, served

pytestmark = pytest.mark.browser

NEWEST = ".exchange:last-child"


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def address(services: FakeServices) -> Iterator[str]:
    with served(pages_app(services)) as url:
        yield url


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, PHONE) as page:
        yield page


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, DESK) as page:
        yield page


def ask(page: Page, question: str) -> None:
    page.get_by_label("输入问题").fill(question)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(f"{NEWEST} .answer-tools")).to_be_visible()


def test_a_suggested_question_leads_to_the_sentence_that_answers_it(phone: Page) -> None:
    phone.get_by_role("button", name=HOW_SOON).click()
    answer = phone.get_by_role("article", name="答复")
    expect(answer).to_contain_text("文件写明的办理时限")
    # The quotation stands once: as a card where the text quotes it, its point in strong print.
    expect(answer.locator(".citation-quote")).to_have_text(sentence_of("四-(三)#s6"))
    expect(answer.locator(".citation-quote strong")).to_have_text(DEADLINES)
    expect(answer.get_by_text("形成制度化")).to_have_count(1)
    expect(answer.locator(".badge")).to_have_text("方案期内")
    answer.get_by_role("link", name="第四部分(三)第6句").click()
    cited = phone.locator("mark.sentence")
    expect(cited).to_contain_text(DEADLINES)
    expect(cited).to_be_in_viewport(ratio=1)
    phone.get_by_role("link", name="返回问答").click()
    expect(phone.get_by_role("article", name="答复")).to_contain_text("5天办结")


def test_the_answer_appears_while_it_comes(browser: Browser) -> None:
    reply = REPLIES[HOW_SOON]
    rest_may_come = threading.Event()
    app = FastAPI()

    async def held_back() -> AsyncIterator[bytes]:
        yield event("delta", {"text": reply.text[:8]})
        await asyncio.to_thread(rest_may_come.wait, 30)
        yield event("delta", {"text": reply.text[8:]})
        yield event("reply", AskResult(reply, "c1", 12).shown())

    @app.post("/api/chat")
    async def chat() -> StreamingResponse:
        return StreamingResponse(held_back(), media_type="text/event-stream")

    app.include_router(router(FakeServices()))
    with served(app) as address, opened(browser, address, DESK) as page:
        page.get_by_role("button", name=HOW_SOON).click()
        expect(page.locator(".answer-text")).to_have_text(reply.text[:8])
        expect(page.get_by_role("button", name="稍候")).to_be_visible()
        rest_may_come.set()
        expect(page.locator(".citation")).to_be_visible()
        expect(page.get_by_role("article", name="答复")).to_contain_text("现在方案期内")
        expect(page.get_by_role("button", name="发送")).to_be_visible()


def test_a_table_is_shown_with_its_headings(phone: Page) -> None:
    ask(phone, TABLE)
    table = phone.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(6)
    expect(table.get_by_role("row")).to_have_count(6)
    expect(table.get_by_role("cell", name="1,012.40")).to_have_css("text-align", "right")
    assert not has_sideways_scroll(phone)


def test_a_figure_stands_out_and_its_chart_is_described(desk: Page) -> None:
    ask(desk, OUTPUT)
    expect(desk.locator(".figure")).to_contain_text("3588.6亿元")
    expect(desk.locator(".figure")).to_contain_text("2019-11-13 发布")
    chart = desk.get_by_role("img", name="逐月累计")
    # Decoding is waited for: the element is there before its picture is.
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_a_chart_stands_before_the_rows_it_is_drawn_from(desk: Page) -> None:
    order = desk.evaluate(
        """async () => {
            const script = document.querySelector('script[type=module]').src;
            const { answerOf } = await import(new URL('reply.js', script));
            const reply = {
                text: '走势', outcome: 'answered', citations: [], figures: [], choices: [],
                actions: [], chart: { png_base64: '', description: '图' },
                table: { title: '表', columns: ['期间'], rows: [['3月']] },
            };
            const context = { at: new Date(), onChoice: () => {}, announcer: document.body };
            const parts = answerOf(reply, context).querySelectorAll('figure');
            return [...parts].map((part) => part.className);
        }"""
    )
    assert order == ["chart", "table"]


def test_a_table_is_folded_where_the_points_have_said_its_rows(desk: Page) -> None:
    shown = desk.evaluate(
        """async () => {
            const script = document.querySelector('script[type=module]').src;
            const { answerOf } = await import(new URL('reply.js', script));
            const of = (text, choices = []) => answerOf(
                {
                    text, outcome: 'clarify', citations: [], figures: [], choices, actions: [],
                    table: { title: '表', columns: ['号'], rows: [['7'], ['8']] },
                },
                { at: new Date(), onChoice: () => {}, announcer: document.body },
            );
            const seen = (answer) => [
                answer.querySelectorAll('.points > li').length,
                answer.querySelectorAll('details table').length,
                answer.querySelector('.outcome').textContent,
            ];
            return [
                of('共2项：\\n- 7号\\n- 8号「原文」\\n另有1项'),
                of('共2项：\\n- 7号\\n……其余1项未逐条列出'),
                of('将登记', [{ label: '确认', send: '确认' }]),
            ].map(seen);
        }"""
    )
    assert shown == [[2, 1, "请补充一下"], [1, 0, "请补充一下"], [0, 0, "请确认"]]


def test_a_choice_is_sent_by_its_button(phone: Page, services: FakeServices) -> None:
    ask(phone, MEDICINE)
    phone.get_by_role("button", name="生物医药产业").click()
    expect(phone.locator(f"{NEWEST} .figure")).to_be_visible()
    assert [asked.text for asked in services.asked] == [MEDICINE, OUTPUT]
    assert services.asked[1].conversation == "c1"


def test_what_changes_a_task_is_confirmed_first(phone: Page, services: FakeServices) -> None:
    ask(phone, CLOSE_TASK)
    expect(phone.locator(f"{NEWEST} .outcome")).to_have_text("请确认")
    phone.get_by_role("button", name="确认").click()
    expect(phone.locator(".question")).to_have_text([CLOSE_TASK, "确认"])
    expect(phone.locator(f"{NEWEST} .answer-tools")).to_be_visible()
    assert services.asked[1].conversation == "c1"


def test_a_refusal_offers_other_questions(desk: Page) -> None:
    ask(desk, REFUSED)
    newest = desk.locator(NEWEST)
    expect(newest).to_contain_text("没有答案")
    expect(newest.locator(".choice")).to_have_text(list(SUGGESTIONS[:3]))


def test_further_citations_unfold(desk: Page) -> None:
    ask(desk, MANY)
    expect(desk.locator(".citation:visible")).to_have_count(2)
    desk.get_by_text("另有 1 处依据").click()
    expect(desk.locator(".citation:visible")).to_have_count(3)


def test_enter_pressed_twice_sends_once(desk: Page, services: FakeServices) -> None:
    field = desk.get_by_label("输入问题")
    field.fill(HOW_SOON)
    field.press("Enter")
    field.press("Enter")
    desk.get_by_role("button", name="稍候").or_(desk.get_by_role("button", name="发送")).dblclick()
    expect(desk.locator(".answer-tools")).to_have_count(1)
    assert [asked.text for asked in services.asked] == [HOW_SOON]


def test_what_is_typed_while_an_answer_is_awaited_is_kept(desk: Page) -> None:
    desk.route("**/api/chat", lambda _route: None)
    field = desk.get_by_label("输入问题")
    field.fill(HOW_SOON)
    field.press("Enter")
    expect(desk.get_by_text("正在查找…")).to_be_visible()
    field.fill("还有呢")
    field.press("Enter")
    expect(field).to_have_value("还有呢")
    expect(desk.locator(".question")).to_have_count(1)


def test_enter_in_an_input_method_does_not_send(desk: Page, services: FakeServices) -> None:
    field = desk.get_by_label("输入问题")
    field.fill("chanzhi")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(field).to_have_value("chanzhi")
    field.press("Shift+Enter")
    expect(field).to_have_value("chanzhi\n")
    assert services.asked == []


def test_a_failed_message_can_be_sent_again_under_the_same_key(
    phone: Page, services: FakeServices
) -> None:
    services.failures.append(RuntimeError("down"))
    phone.get_by_role("button", name=HOW_SOON).click()
    expect(phone.get_by_role("alert")).to_contain_text("请稍后重试")
    phone.get_by_role("button", name="重试").click()
    expect(phone.get_by_role("article", name="答复")).to_contain_text("5天办结")
    first, second = services.asked
    assert first.message_id == second.message_id


def test_without_network_the_page_says_so_and_recovers(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_role("button", name=HOW_SOON).click()
    expect(phone.get_by_role("alert")).to_contain_text("没有连上服务")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="重试").click()
    expect(phone.get_by_role("article", name="答复")).to_contain_text("5天办结")


def test_an_answer_cut_off_half_way_is_not_taken_for_whole(desk: Page) -> None:
    def cut_off(route: Route) -> None:
        half = 'event: delta\ndata: {"text": "文件写明的办理"}\n\n'
        route.fulfill(status=200, content_type="text/event-stream", body=half)

    desk.route("**/api/chat", cut_off)
    desk.get_by_role("button", name=HOW_SOON).click()
    expect(desk.get_by_role("alert")).to_contain_text("没有收全")
    expect(desk.get_by_text("文件写明的办理")).to_have_count(0)


def test_a_refused_message_is_given_back_to_be_changed(desk: Page) -> None:
    def refuse(route: Route) -> None:
        body = json.dumps({"detail": "问题太长。"})
        route.fulfill(status=422, content_type="application/json", body=body)

    desk.route("**/api/chat", refuse)
    field = desk.get_by_label("输入问题")
    field.fill("很长的问题")
    field.press("Enter")
    expect(desk.get_by_role("alert")).to_have_text("问题太长。")
    expect(field).to_have_value("很长的问题")
    expect(desk.get_by_role("button", name="重试")).to_have_count(0)


def test_markup_in_an_answer_stays_text(desk: Page) -> None:
    ask(desk, SCRIPT_TEXT)
    expect(desk.locator(f"{NEWEST} .answer-text")).to_contain_text(SCRIPT_TEXT)
    expect(desk.locator(f"{NEWEST} .question")).to_have_text(SCRIPT_TEXT)
    assert desk.evaluate("window.hacked") is None


def test_past_conversations_outlive_a_reload_and_can_be_forgotten(phone: Page) -> None:
    ask(phone, HOW_SOON)
    phone.get_by_role("button", name="新对话").click()
    expect(phone.get_by_role("heading", name="您好，想了解什么？")).to_be_visible()
    ask(phone, TABLE)
    phone.reload()
    expect(phone.get_by_role("table")).to_be_visible()
    phone.get_by_role("button", name="对话记录").click()
    phone.locator("#past").get_by_role("button", name=HOW_SOON).click()
    expect(phone.get_by_role("article", name="答复")).to_contain_text("5天办结")
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("button", name="对话记录").click()
    phone.get_by_role("button", name="清空记录").click()
    expect(phone.get_by_role("heading", name="您好，想了解什么？")).to_be_visible()
    phone.reload()
    expect(phone.locator(".question")).to_have_count(0)


def test_a_question_whose_answer_was_lost_can_be_asked_again(desk: Page) -> None:
    desk.route("**/api/chat", lambda _route: None)
    desk.get_by_role("button", name=HOW_SOON).click()
    expect(desk.get_by_text("正在查找…")).to_be_visible()
    desk.reload()
    expect(desk.get_by_role("alert")).to_contain_text("还没有收到答复")
    # Only now: what is held back is let through otherwise, and may be answered in time.
    desk.unroute("**/api/chat")
    desk.get_by_role("button", name="重试").click()
    expect(desk.get_by_role("article", name="答复")).to_contain_text("5天办结")


def test_coming_back_from_a_clause_the_reader_is_where_he_left(phone: Page) -> None:
    ask(phone, HOW_SOON)
    ask(phone, TABLE)
    phone.get_by_role("link", name="第四部分(三)第6句").click()
    phone.get_by_role("link", name="返回问答").click()
    expect(phone.get_by_role("link", name="第四部分(三)第6句")).to_be_in_viewport()


def test_an_answer_is_copied_with_its_source(desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(desk, HOW_SOON)
    desk.get_by_role("button", name="复制").click()
    expect(desk.get_by_role("button", name="已复制")).to_be_visible()
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(REPLIES[HOW_SOON].text)
    assert "第四部分(三)第6句" in copied
    assert "/documents/plan-2018?clause=" in copied
