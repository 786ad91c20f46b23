"""Who may do what in the console's sections, and that no form works without its proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.clock import BUSINESS_ZONE
from bot.console.messages_wording import RETRIED
from bot.delivery import DeliveryState
from bot.identity import Role
from bot.identity.binding import code_in
from bot.messages import Outcome, Reply
from bot.web.console.log_routes import _line
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.web.console import (
    ADMIN,
    ENTERPRISE,
    LEADER,
    OFFICIAL,
    SUPERVISOR,
    console_client,
    proof_in,
)

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
HOSTILE = "<script>alert(1)</script>'\"&"
FIELDS = {
    "name": "甲",
    "user_id": "new1",
    "role": "official",
    "title": "任务",
    "basis_clause": "三-1",
    "owner_user_id": OFFICIAL,
    "text": "请与市经信委联系",
    "reason": "材料不全",
    "due_on": "2019-12-20",
    "to_user": "u009",
    "code": "NEW",
    "key": "k1",
    "kind": "console",
}
ADMIN_ONLY = (
    "/console/people/new",
    f"/console/people/of/{OFFICIAL}/deactivate",
    f"/console/people/of/{OFFICIAL}/reactivate",
    f"/console/people/of/{OFFICIAL}/code",
    f"/console/people/of/{OFFICIAL}/password",
    f"/console/people/of/{OFFICIAL}/unbind",
    "/console/people/departments/edit",
    "/console/people/import",
)
BOTH = (
    f"/console/people/of/{OFFICIAL}/edit",
    "/console/tasks/new",
    "/console/tasks/import",
    "/console/tasks/no/42/withdraw",
    "/console/tasks/no/42/set_deadline",
    "/console/appeals/no/A2019-031/opinion",
    "/console/appeals/no/A2019-031/take_over",
    "/console/messages/scan",
    "/console/messages/retry",
    "/console/calendar/import",
    "/console/audit/export",
)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Parts]:
    yield from demonstration(tmp_path / "city")


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """One city for what is refused: a test that changed anything in it would fail."""
    yield from demonstration(tmp_path_factory.mktemp("unchanged") / "city")


def post(client: TestClient, path: str, user: str, **fields: str) -> Response:
    """Post a form as a browser does that has the page open."""
    page = client.get("/console/tasks/import", params={"user": user}).text
    data = fields | {"proof": proof_in(page)}
    return client.post(path, params={"user": user}, data=data)


def follow(client: TestClient, response: Response) -> str:
    """Return the page that a form leads to."""
    assert response.status_code == 303, response.text
    return client.get(response.headers["location"]).text


def everything(parts: Parts) -> tuple[object, ...]:
    """Return all that forms could change."""
    register = parts.people_section.register
    admin = parts.directory.require(ADMIN)
    return (
        parts.directory.people(),
        parts.directory.departments(),
        [parts.tasks.show(admin, number) for number in ("17", "42")],
        parts.appeals.service.find(admin),
        parts.local_accounts.has(OFFICIAL),
        register.accounts(admin, OFFICIAL),
        len(parts.console_audit.read(admin, limit=100)),
    )


@pytest.mark.parametrize("path", [*ADMIN_ONLY, *BOTH])
def test_nobody_else_changes_anything_and_no_form_works_without_its_proof(
    unchanged: Parts, path: str
) -> None:
    client, before = console_client(unchanged), everything(unchanged)
    proof = proof_in(client.get("/console/tasks/import", params={"user": ADMIN}).text)
    for user in (LEADER, OFFICIAL, ENTERPRISE, ""):
        found = client.post(path, params={"user": user}, data=FIELDS | {"proof": proof})
        assert found.status_code == 403, user
    for bad in ("", "guessed"):
        found = client.post(path, params={"user": ADMIN}, data=FIELDS | {"proof": bad})
        assert found.status_code == 403
    assert everything(unchanged) == before


@pytest.mark.parametrize("path", ADMIN_ONLY)
def test_what_is_for_administrators_is_refused_to_a_supervisor(unchanged: Parts, path: str) -> None:
    client, before = console_client(unchanged), everything(unchanged)
    found = post(client, path, SUPERVISOR, **FIELDS)
    shown = found.text if found.status_code != 303 else follow(client, found)
    assert "角色不能" in shown
    assert everything(unchanged) == before


@pytest.mark.parametrize("path", [path for path in ADMIN_ONLY if "reactivate" not in path])
def test_a_supervisor_is_not_even_shown_the_form(unchanged: Parts, path: str) -> None:
    found = console_client(unchanged).get(path, params={"user": SUPERVISOR})
    assert (found.status_code, "角色不能" in found.text) == (404, True)


def test_a_supervisor_can_not_give_a_role_by_a_field_the_form_does_not_have(city: Parts) -> None:
    client = console_client(city)
    path = f"/console/people/of/{OFFICIAL}/edit"
    found = post(client, path, SUPERVISOR, name="杨洋杰", role="admin", department_code="JXW")
    assert (found.status_code, "角色不能这样做" in found.text) == (422, True)
    assert city.directory.require(OFFICIAL).role is Role.OFFICIAL
    kept = post(client, path, SUPERVISOR, name="杨洋杰", post="科长", department_code="JXW")
    assert "已修改" in follow(client, kept)
    assert city.directory.require(OFFICIAL).post == "科长"


def test_a_changed_person_is_changed_back_by_undo(city: Parts) -> None:
    client = console_client(city)
    before = city.directory.require(OFFICIAL)
    path = f"/console/people/of/{OFFICIAL}/edit"
    page = follow(
        client, post(client, path, ADMIN, name="改名", role="official", department_code="JXW")
    )
    assert city.directory.require(OFFICIAL).name == "改名"
    found = re.search(r'action="(/console/undo/\d+)', page)
    assert found is not None
    follow(client, post(client, found[1], ADMIN, back="/console/people"))
    assert city.directory.require(OFFICIAL) == before
    again = follow(client, post(client, found[1], ADMIN, back="/console/people"))
    assert "已经撤销过" in again


def test_who_leaves_comes_back_with_those_they_led(city: Parts) -> None:
    client = console_client(city)
    page = follow(client, post(client, "/console/people/of/u006/deactivate", ADMIN))
    assert city.directory.require(OFFICIAL).leader_user_id == "u001"
    found = re.search(r'action="(/console/undo/\d+)', page)
    assert found is not None
    follow(client, post(client, found[1], ADMIN, back="/console/people"))
    assert city.directory.require(OFFICIAL).leader_user_id == "u006"


def test_the_only_administrator_stays(city: Parts) -> None:
    client = console_client(city)
    path = f"/console/people/of/{ADMIN}"
    assert "没有能登录的管理员" in follow(client, post(client, f"{path}/deactivate", ADMIN))
    refused = post(client, f"{path}/edit", ADMIN, name="马军艳", role="official")
    assert "没有能登录的管理员" in refused.text
    assert city.directory.require(ADMIN).role is Role.ADMIN


def test_a_binding_code_and_an_initial_password_are_told_once_and_kept_nowhere(
    city: Parts,
) -> None:
    client = console_client(city)
    told = post(client, f"/console/people/of/{OFFICIAL}/code", ADMIN).text
    code = re.search(r"绑定 ([A-Z0-9]{5}-[A-Z0-9]{5})", told)
    password = re.search(
        r"<code>([\w-]{14})</code>",
        post(client, f"/console/people/of/{OFFICIAL}/password", ADMIN).text,
    )
    assert code is not None
    assert password is not None
    log = "".join(map(str, city.console_audit.read(city.directory.require(ADMIN), limit=100)))
    assert "生成绑定码" in log
    assert "重置密码" in log
    for secret in (code[1], password[1]):
        assert secret not in log
        assert (
            secret not in client.get(f"/console/people/of/{OFFICIAL}", params={"user": ADMIN}).text
        )


def test_a_bound_account_and_its_release_name_the_channel_in_words(city: Parts) -> None:
    client, account = console_client(city), {"channel": "wechat_official", "account": "open-id"}
    code = code_in(f"绑定 {city.binding.issue(OFFICIAL)}")
    city.binding.redeem(code, account["channel"], account["account"])
    path = f"/console/people/of/{OFFICIAL}"
    for shown, asked in ((path, {}), (f"{path}/unbind", account)):
        page = client.get(shown, params={"user": ADMIN, **asked})
        assert "微信公众号" in page.text
        assert "wechat_official " not in page.text
    follow(client, post(client, f"{path}/unbind", ADMIN, **account))
    latest = city.console_audit.read(city.directory.require(ADMIN), limit=1)[0]
    assert "微信公众号账号" in str(latest)


def test_hostile_names_are_shown_as_text_everywhere(city: Parts) -> None:
    client = console_client(city)
    path = f"/console/people/of/{OFFICIAL}/edit"
    follow(client, post(client, path, ADMIN, name=HOSTILE, role="official", post=HOSTILE))
    asked = {"user": ADMIN, "q": HOSTILE, "department": HOSTILE, "owner": HOSTILE, "page": HOSTILE}
    for section in ("people", "tasks", "appeals", "messages", "audit", "calendar", "health"):
        found = client.get(f"/console/{section}", params=asked)
        assert found.status_code == 200
        assert "<script>alert" not in found.text
    for page in (f"/console/people/of/{OFFICIAL}", "/console", path):
        assert "&lt;script&gt;" in client.get(page, params={"user": ADMIN}).text
    assert client.get("/console/tasks/no/%00", params={"user": ADMIN}).status_code in {404, 503}


def test_a_task_goes_its_way_through_the_console(city: Parts) -> None:
    client = console_client(city)
    asked = {"user": SUPERVISOR, "title": "编制节能图谱", "basis_clause": "三-1"}
    asked |= {"owner_user_id": OFFICIAL, "due_on": "2019-12-20", "co": "KJJ"}
    check = client.get("/console/tasks/new/check", params=asked).text
    assert "交办这项任务" in check
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', check))
    made = client.post("/console/tasks/new", params={"user": SUPERVISOR}, data=fields)
    assert "已交办 52号" in follow(client, made)
    twice = client.post("/console/tasks/new", params={"user": SUPERVISOR}, data=fields)
    assert (twice.status_code, "已有同名任务" in twice.text) == (422, True)

    no_reason = post(client, "/console/tasks/no/17/return", SUPERVISOR)
    assert (no_reason.status_code, "须写明原因" in no_reason.text) == (422, True)
    path = "/console/tasks/no/17"
    assert "退办" in follow(client, post(client, f"{path}/return", SUPERVISOR, reason="数据不全"))
    wrong = post(client, f"{path}/close", SUPERVISOR)
    assert (wrong.status_code, "现为“承办中”" in wrong.text) == (422, True)
    history = client.get(path, params={"user": SUPERVISOR}).text
    assert "数据不全" in history


@pytest.mark.parametrize(
    "path", ["people", "tasks", "tasks/new", "tasks/no/17", f"people/of/{OFFICIAL}"]
)
def test_an_office_is_called_as_it_is_today(unchanged: Parts, path: str) -> None:
    page = console_client(unchanged).get(f"/console/{path}", params={"user": SUPERVISOR}).text
    assert "市工业和信息化局（原市经信委）" in page
    assert "市经信委<" not in page


def test_an_import_shows_every_bad_row_and_takes_in_what_was_previewed(city: Parts) -> None:
    client = console_client(city)
    header = (
        "task_no,title,kind,basis_clause,dept_code,owner_user_id,supervisor_user_id,"
        "issued_on,due_on,status\n"
    )
    good = "900,新任务,一次性,三-1,JXW,u007,u003,2019-11-15,2019-12-01,承办中\n"
    bad = "901,坏,一次性,乱,XXX,u007,u003,2019-11-15,,承办中\n"
    page = client.get("/console/tasks/import", params={"user": ADMIN}).text
    send = {"params": {"user": ADMIN}, "data": {"proof": proof_in(page)}}

    def preview(content: str) -> tuple[str, str]:
        files = {"file": ("../../任务.csv", content.encode(), "text/csv")}
        sent = client.post("/console/tasks/import", files=files, **send)  # type: ignore[arg-type]
        assert sent.status_code == 303, sent.text
        location = sent.headers["location"]
        return location, client.get(location).text

    _, refused = preview(header + good + bad)
    assert "第 3 行" in refused
    assert "条款 乱 看不懂" in refused
    assert "部门 XXX 不存在" in refused
    hostile = {"file": ("texts.json", b"[", "application/json")}
    sent = client.post("/console/tasks/import", files=hostile, **send)  # type: ignore[arg-type]
    assert "格式不对" in follow(client, sent)
    location, shown = preview(header + good)
    assert "新增 1 项" in shown
    other = client.get(location.replace(ADMIN, SUPERVISOR)).text
    assert "已过期" in other, "what somebody uploaded is theirs"
    taken = client.post(location, data={"proof": proof_in(shown)})
    assert "已导入：新增 1 项" in follow(client, taken)
    twice = client.post(location, data={"proof": proof_in(shown)})
    assert "已过期" in follow(client, twice)
    assert city.tasks.show(city.directory.require(ADMIN), "900").title == "新任务"


def test_the_calendar_is_previewed_with_the_deadlines_that_move(city: Parts) -> None:
    client = console_client(city)
    page = client.get("/console/calendar/import", params={"user": ADMIN}).text
    files = {"file": ("2021.csv", "date,is_workday,name\n2021-01-01,0,元旦\n".encode(), "text/csv")}
    sent = client.post(
        "/console/calendar/import",
        params={"user": ADMIN},
        files=files,
        data={"proof": proof_in(page), "source": "国办发明电〔2020〕27号"},
    )
    location = sent.headers["location"]
    shown = client.get(location).text
    assert "2021年整年替换" in shown
    assert "国办发明电〔2020〕27号" in shown
    follow(client, client.post(location, data={"proof": proof_in(shown)}))
    assert city.working_days.announced()[2021] == "国办发明电〔2020〕27号"


def test_a_failed_message_is_sent_again_once(city: Parts) -> None:
    client = console_client(city)
    reply = Reply(intent="x", text="电话13800001234", outcome=Outcome.ANSWERED)
    city.launch()
    city.delivery.deliver([], reply, key="task:1:event:9", user_id=OFFICIAL)
    shown = client.get(
        "/console/messages/one", params={"user": ADMIN, "key": "task:1:event:9"}
    ).text
    assert "收件人没有可用的账号" in shown
    assert "13800001234" not in shown
    follow(client, post(client, "/console/messages/retry", ADMIN, key="task:1:event:9"))
    again = follow(client, post(client, "/console/messages/retry", ADMIN, key="task:1:event:9"))
    assert "没有重发" in again
    city.work.wait("deliver:task:1:event:9:0:1001", 60)
    assert city.delivery.state("task:1:event:9") is DeliveryState.SENT
    entries = city.console_audit.read(city.directory.require(ADMIN), limit=10)
    assert [entry.action for entry in entries].count(RETRIED) == 1


def test_an_appeal_is_answered_with_words_and_taken_over(city: Parts) -> None:
    client = console_client(city)
    path = "/console/appeals/no/A2019-031"
    silent = post(client, f"{path}/opinion", SUPERVISOR, text=" ")
    assert (silent.status_code, "须写明" in silent.text) == (422, True)
    said = follow(client, post(client, f"{path}/opinion", SUPERVISOR, text="已协调供电公司"))
    assert "已明确意见" in said
    assert "已协调供电公司" in said
    follow(client, post(client, f"{path}/take_over", ADMIN))
    assert city.appeals.service.show(city.directory.require(ADMIN), "A2019-031").owner_user_id == (
        ADMIN
    )
    withdrawn = post(client, f"{path}/withdraw", ADMIN)
    assert "这一步不能在管理台上做" in withdrawn.text


def test_the_log_is_searched_paged_and_exported_without_formulas(city: Parts) -> None:
    client = console_client(city)
    path = f"/console/people/of/{OFFICIAL}/edit"
    follow(client, post(client, path, ADMIN, name="=HYPERLINK(1)", role="official"))
    page = client.get("/console/audit", params={"user": ADMIN, "person": "马军艳"}).text
    assert "修改人员" in page
    tomorrow = (datetime.now(BUSINESS_ZONE) + timedelta(days=2)).date().isoformat()
    empty = client.get("/console/audit", params={"user": ADMIN, "since": tomorrow}).text
    assert "没有符合条件" in empty
    tasks = client.get("/console/audit", params={"user": ADMIN, "kind": "tasks"}).text
    older = re.search(r'href="([^"]+before=\d+[^"]*)"', tasks)
    assert older is not None
    assert "1号任务" in client.get(older[1].replace("&amp;", "&")).text

    found = post(client, "/console/audit/export", ADMIN, kind="console")
    assert found.headers["content-type"].startswith("text/csv")
    assert "\ufeff时间," in found.text
    assert ",=HYPERLINK" not in found.text
    assert _line(("＝1+1", "−1", "\n=1")).startswith("'＝1+1,−1,\"'\n=1")
    entries = city.console_audit.read(city.directory.require(ADMIN), limit=1)
    assert entries[0].action == "导出审计记录"


def test_questions_about_figures_are_for_administrators(city: Parts) -> None:
    client = console_client(city)
    asked = {"kind": "figures"}
    assert client.get("/console/audit", params={"user": ADMIN} | asked).status_code == 200
    found = client.get("/console/audit", params={"user": SUPERVISOR} | asked)
    assert "只供管理员查阅" in found.text
    assert "数据查询" not in client.get("/console/audit", params={"user": SUPERVISOR}).text
    refused = post(client, "/console/audit/export", SUPERVISOR, kind="figures")
    assert "只供管理员查阅" in follow(client, refused)
