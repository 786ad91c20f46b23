"""Every job of the console's offices, clicked through in a real browser, on phone and desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.durable import InlineWork
from bot.messages import Outcome, Reply
from bot.wiring import Parts
from tests.bot.web.chromium import PHONE, has_sideways_scroll, opened
from tests.bot.web.console import ADMIN, console_app
from tests.bot.web.console_shots import PATHS, city
from tests.bot.web.reading import axe_violations, small_targets
from tests.bot.web.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDE = (1440, 900)
LARGEST_PAGE = 200_000
APPEAL = "/appeals/no/A2019-031"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    made = city(tmp_path_factory.mktemp("city"), work=InlineWork())
    made.launch()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def address(parts: Parts) -> Iterator[str]:
    with served(console_app(parts)) as url:
        yield f"{url}/console"


def at(address: str, path: str) -> str:
    return f"{address}{path}{'&' if '?' in path else '?'}user={ADMIN}"


def said(page: Page, text: str) -> None:
    expect(page.locator(".flash")).to_contain_text(text)
    assert axe_violations(page) == []


@pytest.mark.parametrize("size", [PHONE, WIDE])
@pytest.mark.parametrize("path", [*PATHS, APPEAL, f"{APPEAL}/opinion"])
def test_a_page_reads_well_fits_and_is_light(
    browser: Browser, address: str, path: str, size: tuple[int, int]
) -> None:
    with opened(browser, at(address, path), size) as page:
        expect(page.locator("h1").first).to_be_visible()
        assert (axe_violations(page), small_targets(page)) == ([], [])
        assert not has_sideways_scroll(page)
        files = page.evaluate(
            "[location.href, ...[...document.querySelectorAll('link[href],script[src]')]"
            ".map((one) => one.href || one.src)]"
        )
    sizes = [len(httpx.get(one).content) for one in files]
    assert sum(sizes) < LARGEST_PAGE, dict(zip(files, sizes, strict=True))


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_a_task_is_given_out_handed_on_and_withdrawn(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    title = f"编制图谱{size[0]}"
    with opened(browser, at(address, "/tasks"), size) as page:
        page.get_by_role("link", name="交办新任务").click()
        page.get_by_label("任务名称").fill(title)
        page.get_by_label("依据条款").fill("三-1")
        page.get_by_label("承办人").select_option("u007")
        page.get_by_label("时限").fill("2019-12-20")
        page.get_by_role("checkbox", name="市科技局").check()
        page.get_by_role("button", name="核对").click()
        expect(page.get_by_text("协办：市科技局")).to_be_visible()
        page.get_by_role("button", name="确认交办").click()
        said(page, "已交办")
        page.get_by_role("link", name="转办").click()
        page.get_by_label("转给哪个单位的联络员").select_option("u009")
        page.get_by_role("button", name="确认转办").click()
        said(page, "已转办")
        expect(page.locator(".facts")).to_contain_text("张丽勇")
        page.get_by_role("link", name="设定时限").click()
        page.get_by_label("新的时限").fill("2019-12-27")
        page.get_by_role("button", name="确认设定时限").click()
        said(page, "已设定时限")
        page.get_by_role("link", name="撤回任务").click()
        page.get_by_label("原因").fill("任务合并")
        page.get_by_role("button", name="确认撤回任务").click()
        said(page, "已撤回")
        expect(page.get_by_text("任务合并")).to_be_visible()


def test_a_completion_is_reviewed(browser: Browser, address: str) -> None:
    with opened(browser, at(address, "/tasks?state=completion_reported"), PHONE) as page:
        page.get_by_role("link", name="高端装备制造及高技术船舶产业研究报告").click()
        page.get_by_role("link", name="销号", exact=True).click()
        page.get_by_role("button", name="确认销号").click()
        said(page, "已销号")
        expect(page.get_by_text("没有需要督查人员办理的事")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_a_person_is_added_found_changed_undone_and_leaves(
    browser: Browser, address: str, parts: Parts, size: tuple[int, int]
) -> None:
    user_id = f"li.si{size[0]}"
    with opened(browser, at(address, "/people"), size) as page:
        page.get_by_role("link", name="添加人员").click()
        page.locator("#user_id").fill(user_id)
        page.get_by_label("姓名").fill("李四")
        page.get_by_label("部门").select_option("JXW")
        page.get_by_label("上级领导").fill("nobody")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("alert")).to_contain_text("不在人员名单")
        assert axe_violations(page) == []
        page.get_by_label("上级领导").fill("u006")
        page.get_by_role("button", name="保存").click()
        said(page, "已添加 李四")
        page.get_by_role("link", name="修改").click()
        page.get_by_label("职务").fill("科长")
        page.get_by_role("button", name="保存").click()
        said(page, "已修改 李四")
        page.locator(".flash").get_by_role("button", name="撤销").click()
        said(page, "已撤销")
        assert parts.directory.require(user_id).post == ""
        page.get_by_label("姓名、编号或职务").fill(user_id)
        page.get_by_role("button", name="查找").click()
        page.get_by_role("link", name="李四").click()
        page.get_by_role("link", name="设置初始密码").click()
        page.get_by_role("button", name="重置密码").click()
        expect(page.locator(".secret")).to_contain_text("-")
        assert axe_violations(page) == []
        page.get_by_role("link", name="已抄下").click()
        page.get_by_role("link", name="生成绑定码").click()
        page.get_by_role("button", name="生成绑定码").click()
        expect(page.locator(".secret")).to_contain_text("绑定 ")
        page.get_by_role("link", name="已抄下").click()
        page.get_by_role("link", name="停用").click()
        page.get_by_role("button", name="停用").click()
        said(page, "已停用")
        assert parts.directory.person(user_id) is None
        page.get_by_role("button", name="重新启用").click()
        said(page, "已启用")


def test_files_are_previewed_and_taken_in(browser: Browser, address: str, tmp_path: Path) -> None:
    tasks = tmp_path / "任务.csv"
    header = (
        "task_no,title,kind,basis_clause,dept_code,owner_user_id,supervisor_user_id,"
        "issued_on,due_on,status\n"
    )
    tasks.write_text(header + "900,甲,一次性,乱,JXW,u007,u003,2019-11-15,,承办中\n", "utf-8")
    with opened(browser, at(address, "/tasks/import"), PHONE) as page:
        page.get_by_label("任务表").set_input_files(tasks)
        page.get_by_role("button", name="上传并预览").click()
        expect(page.get_by_text("条款 乱 看不懂")).to_be_visible()
        assert (axe_violations(page), small_targets(page)) == ([], [])
        tasks.write_text(tasks.read_text("utf-8").replace("乱", "三-1"), "utf-8")
        page.get_by_role("link", name="改正后重新上传").click()
        page.get_by_label("任务表").set_input_files(tasks)
        page.get_by_role("button", name="上传并预览").click()
        expect(page.get_by_text("新增 1 项")).to_be_visible()
        page.get_by_role("button", name="确认导入").click()
        said(page, "已导入")

        calendar = tmp_path / "2022.csv"
        calendar.write_text("date,is_workday,name\n2022-01-03,0,元旦\n", "utf-8")
        page.goto(at(address, "/calendar/import"))
        page.get_by_label("通知的文号或名称").fill("国办发明电〔2021〕11号")
        page.get_by_label("年度表").set_input_files(calendar)
        page.get_by_role("button", name="上传并预览").click()
        expect(page.get_by_text("2022年整年替换")).to_be_visible()
        page.get_by_role("button", name="确认导入").click()
        said(page, "已导入 2022年")


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_an_appeal_gets_its_opinion_and_another_handler(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    number = "A2019-031" if size == PHONE else "A2019-032"
    with opened(browser, at(address, "/appeals"), size) as page:
        page.get_by_role("link", name=number).click()
        page.get_by_role("link", name="明确意见").click()
        page.get_by_label("答复企业的内容").fill("已协调供电公司，11月底前恢复。")
        page.get_by_role("button", name="确认明确意见").click()
        said(page, "已明确意见")
        page.get_by_role("link", name="由我接办").click()
        page.get_by_role("button", name="确认由我接办").click()
        said(page, "已转办")
        expect(page.locator(".facts")).to_contain_text("马军艳")


def test_alerts_are_looked_at_then_told_and_a_lost_one_is_sent_again(
    browser: Browser, address: str, parts: Parts
) -> None:
    with opened(browser, at(address, "/messages"), PHONE) as page:
        page.get_by_role("link", name="现在扫描").click()
        expect(page.get_by_text("还没有通知任何人")).to_be_visible()
        page.get_by_role("button", name="确认，通知他们").click()
        said(page, "已扫描")
        page.locator(".rows a").first.click()
        expect(page.get_by_role("heading", name="每一次发送")).to_be_visible()
        assert (axe_violations(page), small_targets(page)) == ([], [])

    lost = Reply(intent="x", text="请来电13800001234", outcome=Outcome.ANSWERED)
    parts.delivery.deliver([], lost, key="task:42:event:1", user_id="u031")
    with opened(browser, at(address, "/messages?state=failed"), WIDE) as page:
        page.locator(".rows a").first.click()
        expect(page.get_by_text("请来电***")).to_be_visible()
        page.get_by_role("button", name="重新发送").click()
        said(page, "已送达")


def test_records_are_searched_and_exported(browser: Browser, address: str) -> None:
    with opened(browser, at(address, "/audit?kind=tasks"), PHONE) as page:
        page.get_by_role("link", name="更早的").click()
        page.get_by_role("link", name="回到最新").click()
        page.get_by_label("含有").fill("42")
        page.get_by_role("button", name="查找").click()
        expect(page.locator(".log")).to_contain_text("42号任务")
        with page.expect_download() as download:
            page.get_by_role("button", name="导出 CSV").click()
        content = Path(download.value.path()).read_text("utf-8-sig")
    assert content.startswith("时间,用户编号,")
    assert "42号任务" in content


def test_a_hostile_question_is_shown_as_text(browser: Browser, address: str) -> None:
    hostile = quote("<img src=x onerror=alert(1)>")
    with opened(browser, at(address, f"/people?q={hostile}"), PHONE) as page:
        assert page.get_by_label("姓名、编号或职务").input_value() == "<img src=x onerror=alert(1)>"
        assert page.locator("main img").count() == 0
