"""What a known person has on the chat page: conversations on every device, reminders, a session
that ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot.messages import Choice, Outcome, Reply
from bot.web import InboxMessage
from tests.bot.web.chromium import DESK, PHONE, has_sideways_scroll, loaded, opened
from tests.bot.web.fake_services import HOW_SOON, TABLE, FakeServices
from tests.bot.web.fake_sign_in import PASSWORDS
from tests.bot.web.reading import axe_violations, small_targets
from tests.bot.web.serving import pages_app, served

pytestmark = pytest.mark.browser

USER, PASSWORD = next(iter(PASSWORDS.items()))
NEWEST = ".exchange:last-child"


@pytest.fixture
def services() -> FakeServices:
    return FakeServices(is_demo=False)


@pytest.fixture
def address(services: FakeServices) -> Iterator[str]:
    with served(pages_app(services)) as url:
        yield url


@pytest.fixture
def demonstration() -> FakeServices:
    return FakeServices()


@pytest.fixture
def desk(browser: Browser, demonstration: FakeServices) -> Iterator[Page]:
    with served(pages_app(demonstration)) as url, opened(browser, url, DESK) as page:
        yield page


def ask(page: Page, question: str) -> None:
    page.get_by_label("输入问题").fill(question)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(f"{NEWEST} .answer-tools")).to_be_visible()


def sign_in(page: Page) -> None:
    page.goto(page.url.split("?")[0].rstrip("/") + "/signin?next=/")
    page.get_by_label("用户编号").fill(USER)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name="杨洋杰")).to_be_visible()
    # Before its scripts have run the page takes no question.
    loaded(page)


def alert(number: int, task: int) -> InboxMessage:
    reply = Reply(
        intent="alert",
        text=f"任务{task}已逾期3个工作日，请办理。",
        outcome=Outcome.ANSWERED,
        choices=tuple(
            Choice(label=label, send=f"{label}{task}") for label in ("签收", "报办结", "申请延期")
        ),
    )
    return InboxMessage(number, datetime(2019, 11, 15, 1, number, tzinfo=UTC), reply)


def test_what_was_asked_on_the_phone_is_found_on_the_desk(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE) as phone:
        sign_in(phone)
        ask(phone, HOW_SOON)
        phone.get_by_role("button", name="新对话").click()
        ask(phone, TABLE)
        phone.get_by_role("link", name="杨洋杰").click()
        phone.get_by_role("button", name="退出登录").click()
        expect(phone.get_by_role("link", name="登录")).to_be_visible()
        expect(phone.locator(".question")).to_have_count(0)
        kept = phone.evaluate("JSON.stringify(localStorage)")
        assert HOW_SOON not in kept
    with opened(browser, address, DESK) as desk:
        sign_in(desk)
        expect(desk.get_by_role("table")).to_be_visible()
        desk.locator("#past").get_by_role("button", name=HOW_SOON).click()
        expect(desk.get_by_role("article", name="答复")).to_contain_text("5天办结")
        expect(desk.get_by_role("link", name="第四部分(三)第6句")).to_be_visible()
        desk.reload()
        expect(desk.locator("#past button")).to_have_count(2)
        desk.on("dialog", lambda dialog: dialog.accept())
        desk.get_by_role("button", name="清空记录").click()
        expect(desk.get_by_text("还没有对话。")).to_be_visible()
        desk.reload()
        expect(desk.get_by_text("还没有对话。")).to_be_visible()


def test_a_conversation_that_cannot_be_fetched_is_said_and_fetched_again(desk: Page) -> None:
    desk.get_by_label("以谁的身份").select_option("u007")
    ask(desk, HOW_SOON)
    desk.route("**/api/conversations/*", lambda route: route.fulfill(status=503, body="{}"))
    desk.reload()
    expect(desk.get_by_role("alert")).to_have_text("这段对话暂时取不到。")
    desk.unroute("**/api/conversations/*")
    desk.get_by_role("button", name="重试").click()
    expect(desk.get_by_role("article", name="答复")).to_contain_text("5天办结")
    desk.route("**/api/conversations?*", lambda route: route.abort())
    desk.reload()
    expect(desk.get_by_text("对话记录暂时取不到。")).to_be_visible()


def test_a_new_conversation_is_not_replaced_by_one_that_loads_late(desk: Page) -> None:
    desk.get_by_label("以谁的身份").select_option("u007")
    ask(desk, HOW_SOON)
    held: list[Route] = []
    desk.route("**/api/conversations?*", lambda route: held.append(route))
    with desk.expect_request("**/api/conversations?*"):
        desk.reload()
    desk.get_by_role("button", name="新对话").click()
    held[0].continue_()
    expect(desk.locator("#past").get_by_role("button", name=HOW_SOON)).to_be_visible()
    expect(desk.get_by_role("heading", name="您好，想了解什么？")).to_be_visible()


def test_a_message_sent_while_a_conversation_loads_begins_a_new_one(desk: Page) -> None:
    desk.get_by_label("以谁的身份").select_option("u007")
    ask(desk, HOW_SOON)
    held: list[Route] = []
    desk.route("**/api/conversations/*", lambda route: held.append(route))
    with desk.expect_request("**/api/conversations/*"):
        desk.reload()
    ask(desk, TABLE)
    held[0].continue_()
    expect(desk.locator("#past button")).to_have_count(2)
    expect(desk.locator(".question")).to_have_text(TABLE)


def test_another_person_has_other_suggestions_and_conversations(desk: Page) -> None:
    ask(desk, HOW_SOON)
    desk.get_by_label("以谁的身份").select_option("u007")
    expect(desk.get_by_role("button", name="我有哪些逾期的任务")).to_be_visible()
    expect(desk.locator(".question")).to_have_count(0)
    ask(desk, TABLE)
    desk.get_by_label("以谁的身份").select_option("u001")
    expect(desk.locator(".question")).to_have_count(0)
    desk.get_by_label("以谁的身份").select_option("")
    expect(desk.locator(".question")).to_have_text(HOW_SOON)


def test_suggestions_for_the_person_before_that_come_late_are_not_shown(desk: Page) -> None:
    held: list[Route] = []
    desk.route("**/api/suggestions", lambda route: held.append(route))
    with desk.expect_request("**/api/suggestions"):
        desk.reload()
    desk.get_by_label("以谁的身份").select_option("u007")
    expect(desk.get_by_role("button", name="我有哪些逾期的任务")).to_be_visible()
    held[0].continue_()
    desk.wait_for_load_state("networkidle")
    expect(desk.get_by_role("button", name="我有哪些逾期的任务")).to_be_visible()


def test_a_suggestion_that_is_being_pressed_stays_where_it_is(desk: Page) -> None:
    held: list[Route] = []
    desk.route("**/api/suggestions", lambda route: held.append(route))
    with desk.expect_request("**/api/suggestions"):
        desk.reload()
    button = desk.get_by_role("button", name=HOW_SOON)
    button.hover()
    desk.mouse.down()
    held[0].continue_()
    desk.wait_for_load_state("networkidle")
    desk.mouse.up()
    expect(desk.locator(".question")).to_have_text(HOW_SOON)


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_reminders_are_announced_listed_and_dealt_with_where_they_stand(
    browser: Browser, demonstration: FakeServices, size: tuple[int, int]
) -> None:
    demonstration.pushed["u007"] = [alert(1, 31), alert(2, 32)]
    with served(pages_app(demonstration)) as url, opened(browser, url, size) as page:
        page.get_by_label("以谁的身份").select_option("u007")
        expect(page.get_by_text("您有 2 条新的督办提醒")).to_be_visible()
        assert (axe_violations(page), small_targets(page)) == ([], [])
        page.get_by_role("button", name="查看").click()
        reminders = page.get_by_role("article", name="督办提醒")
        expect(reminders).to_have_count(2)
        expect(reminders.first).to_contain_text("任务32")
        expect(page.locator("#alerts-banner")).to_be_hidden()
        assert (axe_violations(page), small_targets(page)) == ([], [])
        assert not has_sideways_scroll(page)

        reminders.first.get_by_role("button", name="申请延期").click()
        expect(page.locator(".exchange").nth(1).locator(".answer-tools")).to_be_visible()
        asked = demonstration.asked[-1]
        assert (asked.user, asked.text) == ("u007", "申请延期32")
        reminders.last.get_by_role("button", name="签收").click()
        expect(page.locator(".exchange").nth(3).locator(".answer-tools")).to_be_visible()

        page.reload()
        expect(page.locator(".question")).to_have_count(2)
        expect(page.locator("#alerts-banner")).to_be_hidden()
        demonstration.pushed["u007"].append(alert(3, 33))
        page.reload()
        expect(page.get_by_text("您有 1 条新的督办提醒")).to_be_visible()


def test_after_the_session_ended_nobody_is_answered_as_a_guest(
    browser: Browser, address: str, services: FakeServices
) -> None:
    with opened(browser, address, PHONE) as page:
        sign_in(page)
        asked = len(services.asked)
        page.context.clear_cookies()
        page.get_by_label("输入问题").fill(HOW_SOON)
        page.get_by_role("button", name="发送").click()
        expect(page.get_by_role("alert")).to_have_text("登录已过期，请重新登录。")
        assert len(services.asked) == asked
        assert (axe_violations(page), small_targets(page)) == ([], [])
        page.get_by_role("link", name="重新登录").click()
        page.get_by_label("用户编号").fill(USER)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_label("输入问题")).to_have_value(HOW_SOON)


def test_a_guest_over_the_limit_is_told_when_to_come_back(browser: Browser) -> None:
    services = FakeServices()
    services.guest_messages_per_minute = 1
    with served(pages_app(services)) as url, opened(browser, url, PHONE) as page:
        ask(page, HOW_SOON)
        page.get_by_label("输入问题").fill(TABLE)
        page.get_by_role("button", name="发送").click()
        expect(page.get_by_role("alert")).to_contain_text("提问太频繁")
        expect(page.get_by_role("button", name="重试")).to_be_visible()
        page.locator("#person").select_option("u007")
        ask(page, TABLE)


def test_a_slow_answer_is_said_to_be_slow(desk: Page) -> None:
    desk.clock.install()
    waiting: list[Route] = []
    desk.route("**/api/chat", lambda route: waiting.append(route))
    desk.get_by_role("button", name=HOW_SOON).click()
    expect(desk.get_by_text("正在查找…")).to_be_visible()
    desk.clock.run_for(9_000)
    expect(desk.locator(".waiting")).to_have_text("数据来源较慢，还在查找…")
    desk.clock.run_for(60_000)
    expect(desk.get_by_role("alert")).to_contain_text("等了一分钟还没有答复")
    assert len(waiting) == 1


def test_a_picture_that_is_pasted_is_sent_to_be_read(
    desk: Page, demonstration: FakeServices
) -> None:
    desk.get_by_label("输入问题").evaluate(
        """(field) => {
            const brought = new DataTransfer();
            brought.items.add(new File(['x'], '通知.jpg', {type: 'image/jpeg'}));
            field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: brought}));
        }"""
    )
    expect(desk.locator(".question")).to_have_text("〔发来文件〕通知.jpg")
    expect(desk.locator(f"{NEWEST} .answer-tools")).to_be_visible()
    assert demonstration.files == [b"x"]


def test_what_is_half_typed_outlives_a_reload(desk: Page) -> None:
    desk.get_by_label("输入问题").fill("有没有产业")
    desk.reload()
    expect(desk.get_by_label("输入问题")).to_have_value("有没有产业")


def test_the_conversation_prints_without_its_controls(desk: Page) -> None:
    ask(desk, HOW_SOON)
    desk.emulate_media(media="print")
    expect(desk.locator(".question")).to_be_visible()
    expect(desk.locator(".citation")).to_be_visible()
    for name in ("发送", "复制", "打印对话", "新对话"):
        expect(desk.get_by_role("button", name=name, exact=True)).to_be_hidden()


def test_the_conversation_takes_the_width_of_a_broad_sheet(desk: Page) -> None:
    ask(desk, HOW_SOON)
    shown = width(desk, ".exchange")
    desk.emulate_media(media="print")
    assert width(desk, ".exchange") >= shown


def width(page: Page, what: str) -> float:
    return float(page.locator(what).evaluate("one => one.getBoundingClientRect().width"))
