"""What is done to people only after it was confirmed: leaving, secrets, bindings, imports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console import Console
from bot.console.audit_log_wording import CHANNELS
from bot.console.people_wording import CODES_GO_TO, named
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.identity.rights import PeopleAction, may
from bot.web.console.asking import Asked
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.people_pages import NAME, PATH, PeoplePages
from bot.web.console.visit import ConsoleVisit

_PERSON = f"{PATH}/of/{{user_id}}"


@dataclass(frozen=True)
class _Question:
    """What is asked before something is done to somebody: `lines` say what will happen,
    `fields` go along with the answer."""

    title: str
    lines: Sequence[str]
    button: str
    fields: dict[str, str] = field(default_factory=dict)


def add_confirmed(routes: APIRouter, desk: Desk, console: Console, pages: PeoplePages) -> None:
    """Add the routes."""
    _add_leaving(routes, desk, console)
    _add_secrets(routes, desk, console, pages)
    _add_unbinding(routes, desk, console)


def _add_leaving(routes: APIRouter, desk: Desk, console: Console) -> None:
    people = console.people

    def question(visit: ConsoleVisit, person: Person, _asked: Asked) -> _Question:
        followers = people.register.led_by(person.user_id)
        above = people.register.names().get(person.leader_user_id or "", "无")
        lines = [
            f"{named(person)}将不能登录、不能以本人身份提问，也不再收到任何消息",
            "绑定的账号、密码和角色保留，重新启用后恢复",
            f"名下未销号任务 {console.tasks.open_of(visit.person, person.user_id)} 项，"
            "停用不会转办，请先在“任务”里转办",
        ]
        if followers:
            names = "、".join(one.name for one in followers[:20])
            lines.append(f"下级 {len(followers)} 人（{names}）的上级改为 {above}")
        return _Question(f"停用 {person.name}", lines, "停用")

    _add_question(routes, desk, console, "deactivate", PeopleAction.DEACTIVATE, question)

    @routes.post(f"{_PERSON}/deactivate")
    async def leave(request: Request, user_id: str) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Done:
            number = people.deactivate(visit.person, user_id)
            return Done("已停用", f"{PATH}/of/{user_id}", undo=number)

        return await desk.changed(request, act, back=f"{PATH}/of/{user_id}")

    @routes.post(f"{_PERSON}/reactivate")
    async def come_back(request: Request, user_id: str) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Done:
            number = people.reactivate(visit.person, user_id)
            return Done("已启用", f"{PATH}/of/{user_id}", undo=number)

        return await desk.changed(request, act, back=f"{PATH}/of/{user_id}")


def _add_secrets(routes: APIRouter, desk: Desk, console: Console, pages: PeoplePages) -> None:
    people = console.people

    def before_code(_visit: ConsoleVisit, person: Person, _asked: Asked) -> _Question:
        lines = [CODES_GO_TO, "之前没有用掉的绑定码会失效", "绑定码只显示这一次"]
        return _Question(f"为 {person.name} 生成绑定码", lines, "生成绑定码")

    _add_question(routes, desk, console, "code", PeopleAction.ISSUE_CODE, before_code)

    @routes.post(f"{_PERSON}/code")
    async def code(request: Request, user_id: str) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Response:
            told = people.issue_code(visit.person, user_id)
            return pages.secret(
                visit, user_id, title="绑定码", secret=f"绑定 {told}", note=CODES_GO_TO
            )

        return await desk.changed(request, act, back=f"{PATH}/of/{user_id}")

    def before_password(_visit: ConsoleVisit, person: Person, _asked: Asked) -> _Question:
        lines = [
            "会生成一个初始密码，3 天内有效，本人第一次登录时必须换成自己的",
            "原来的密码失效，已登录的浏览器全部退出",
            "初始密码只显示这一次，请当面或用可信渠道交给本人",
        ]
        return _Question(f"重置 {person.name} 的密码", lines, "重置密码")

    _add_question(routes, desk, console, "password", PeopleAction.SET_PASSWORD, before_password)

    @routes.post(f"{_PERSON}/password")
    async def password(request: Request, user_id: str) -> Response:
        def act(visit: ConsoleVisit, _form: Form) -> Response:
            told = people.reset_password(visit.person, user_id)
            note = "用户编号加这个初始密码登录一次，随即设置本人的密码；3 天内有效"
            return pages.secret(visit, user_id, title="初始密码", secret=told, note=note)

        return await desk.changed(request, act, back=f"{PATH}/of/{user_id}")


def _add_unbinding(routes: APIRouter, desk: Desk, console: Console) -> None:
    people = console.people

    def question(_visit: ConsoleVisit, person: Person, asked: Asked) -> _Question:
        channel, account = asked.text("channel", longest=32), asked.text("account", longest=128)
        lines = [
            f"账号：{CHANNELS.get(channel, channel)} {account}",
            "这个账号此后是访客，收不到任何消息",
            "要再绑定，须重新生成绑定码由本人发送",
        ]
        fields = {"channel": channel, "account": account}
        return _Question(f"解除 {person.name} 的账号绑定", lines, "解除绑定", fields)

    _add_question(routes, desk, console, "unbind", PeopleAction.UNBIND, question)

    @routes.post(f"{_PERSON}/unbind")
    async def unbind(request: Request, user_id: str) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            people.unbind(visit.person, user_id, form.get("channel"), form.get("account"))
            return Done("已解除绑定", f"{PATH}/of/{user_id}")

        return await desk.changed(request, act, back=f"{PATH}/of/{user_id}")


def _add_question(
    routes: APIRouter,
    desk: Desk,
    console: Console,
    name: str,
    action: PeopleAction,
    question: Callable[[ConsoleVisit, Person, Asked], _Question],
) -> None:
    """Ask before `name` is done to somebody, whoever may do it."""

    @routes.get(f"{_PERSON}/{name}")
    def ask(request: Request, user_id: str) -> Response:
        def show(visit: ConsoleVisit) -> HTMLResponse:
            if not may(visit.person, action):
                raise ConsoleRefused("您的角色不能这样做", remedy="请管理员办理")
            person = console.people.register.one(visit.person, user_id).person
            asked = question(visit, person, Asked(request))
            return desk.confirm(
                visit,
                section=NAME,
                title=asked.title,
                lines=asked.lines,
                action=f"{PATH}/of/{person.user_id}/{name}",
                button=asked.button,
                back=f"{PATH}/of/{person.user_id}",
                fields=asked.fields,
            )

        return desk.shown(request, show)
