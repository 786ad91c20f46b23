"""任务: the addresses of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Request, Response

from bot.console import Console
from bot.console.access import require_console
from bot.console.tasks_wording import imported
from bot.errors import BotError, ConsoleRefused
from bot.identity import Person
from bot.tasks.change import Change
from bot.tasks.creating import NewTask
from bot.tasks.transition import Action
from bot.tasks.wording import done
from bot.web.console.asking import Asked, day_or_none
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.imports import Importing, Preview, Upload, add_importing, only_file
from bot.web.console.section import Section
from bot.web.console.task_pages import NAME, PATH, TaskPages
from bot.web.console.visit import ConsoleVisit

_TASK = f"{PATH}/no/{{task_no}}"
_SHOWN = 200


def add(routes: APIRouter, desk: Desk, console: Console) -> None:
    """Add the section's routes."""
    pages = TaskPages(desk, console)
    _add_tasks(routes, desk, pages)
    _add_actions(routes, desk, console, pages)
    _add_new(routes, desk, console, pages)
    add_importing(routes, desk, console, _import(console))


def _add_tasks(routes: APIRouter, desk: Desk, pages: TaskPages) -> None:
    @routes.get(PATH)
    def listed(request: Request) -> Response:
        return desk.shown(request, lambda visit: pages.listed(visit, Asked(request)))

    @routes.get(_TASK)
    def task(request: Request, task_no: str) -> Response:
        return desk.shown(request, lambda visit: pages.task(visit, task_no))


def _add_actions(routes: APIRouter, desk: Desk, console: Console, pages: TaskPages) -> None:
    @routes.get(f"{_TASK}/{{action}}")
    def ask(request: Request, task_no: str, action: str) -> Response:
        return desk.shown(
            request,
            lambda visit: (
                pages.action(visit, task_no, Action(action)) if action in set(Action) else None
            ),
        )

    @routes.post(f"{_TASK}/{{action}}")
    async def carry_out(request: Request, task_no: str, action: str) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            change = _change(visit.person, task_no, action, form, console)
            task = console.tasks.carry_out(visit.person, change)
            return Done(done(change.action, task), f"{PATH}/no/{task_no}")

        def again(visit: ConsoleVisit, form: Form, problem: str) -> Response:
            page = pages.action(visit, task_no, Action(action), problem=problem, typed=form)
            # What is no longer possible has no form to show again.
            back = f"{PATH}/no/{task_no}"
            return page or desk.trouble(visit, problem, status=422, back=back)

        back = f"{PATH}/no/{task_no}"
        knows = action in set(Action)
        return await desk.changed(request, act, back=back, again=again if knows else None)


def _add_new(routes: APIRouter, desk: Desk, console: Console, pages: TaskPages) -> None:
    @routes.get(f"{PATH}/new")
    def new(request: Request) -> Response:
        return desk.shown(request, lambda visit: pages.new(visit, {}))

    @routes.get(f"{PATH}/new/check")
    def check(request: Request) -> Response:
        fields = _asked_new(request)

        def show(visit: ConsoleVisit) -> Response:
            try:
                task = console.tasks.check_new(visit.person, _new(fields))
            except BotError as exc:
                return pages.new(visit, fields, problem=str(exc))
            return pages.check_new(visit, task, fields)

        return desk.shown(request, show)

    @routes.post(f"{PATH}/new")
    async def create(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            task = console.tasks.create(visit.person, _new(form.fields))
            return Done(f"已交办 {task.task_no}号《{task.title}》", f"{PATH}/no/{task.task_no}")

        return await desk.changed(
            request,
            act,
            back=f"{PATH}/new",
            again=lambda visit, form, problem: pages.new(visit, form.fields, problem=problem),
        )


def _change(by: Person, task_no: str, action: str, form: Form, console: Console) -> Change:
    if action not in set(Action):
        raise ConsoleRefused("没有这种操作")
    receiver = form.get("to_user", longest=64)
    department = None
    if receiver:
        department = console.people.register.one(by, receiver).person.department_code
    return Change(
        Action(action),
        task_no,
        reason=form.get("reason", longest=500),
        new_due_on=day_or_none(form.get("due_on", longest=10)),
        to_department=department,
        to_user=receiver or None,
    )


def _asked_new(request: Request) -> dict[str, str]:
    asked = request.query_params
    names = ("title", "basis_clause", "owner_user_id", "due_on", "note")
    fields = {name: asked.get(name, "").replace("\0", "").strip()[:600] for name in names}
    return fields | {"co": ",".join(asked.getlist("co"))[:600]}


def _new(fields: Mapping[str, str]) -> NewTask:
    return NewTask(
        title=fields.get("title", ""),
        basis_clause=fields.get("basis_clause", ""),
        owner_user_id=fields.get("owner_user_id", ""),
        co_department_codes=tuple(code for code in fields.get("co", "").split(",") if code),
        due_on=day_or_none(fields.get("due_on", "")),
        note=fields.get("note", ""),
    )


def _import(console: Console) -> Importing:
    def preview(by: Person, folder: Path, _texts: Mapping[str, str]) -> Preview:
        count = console.tasks.import_file(by, only_file(folder), dry_run=True)
        lines = [imported(count)]
        if count.updated_nos:
            lines.append("下列任务会按文件改写，包括状态和时限：")
        rows = [(f"{number}号",) for number in count.updated_nos[:_SHOWN]]
        return Preview(lines, ("会被改写的任务",), rows)

    def take_in(by: Person, folder: Path, _texts: Mapping[str, str]) -> str:
        return (
            f"已导入：{imported(console.tasks.import_file(by, only_file(folder), dry_run=False))}"
        )

    return Importing(
        section=NAME,
        kind="tasks",
        path=f"{PATH}/import",
        back=PATH,
        title="导入任务",
        uploads=(Upload("file", "任务表（CSV 或 Excel）", ".csv,.xlsx,.xls"),),
        hints=(
            "第一行是列名，照抄下面的英文",
            "必填的列：task_no 编号、title 名称、kind 类型（周期、一次性、督办）、"
            "basis_clause 依据条款（如 三-6）、dept_code 责任单位的部门编码、"
            "owner_user_id 承办人的用户编号、supervisor_user_id 督查人的用户编号、"
            "issued_on 交办日期（如 2019-11-15）、"
            "status 状态（待签收、承办中、报办结、已销号、已撤回）",
            "可不填的列：co_dept_codes 协办单位的部门编码（几个用 ; 隔开）、due_on 时限、"
            "note 进展、closed_on 销号日期、"
            "rrule 周期（如每月最后一天：FREQ=MONTHLY;BYMONTHDAY=-1）",
            "与上次导入相同的行不动；有一行有误就整体不导入，并逐行说明",
        ),
        allowed=require_console,
        preview=preview,
        take_in=take_in,
    )


def _summary(console: Console) -> str:
    red, reported, requested = console.tasks.waiting()
    return f"逾期 {red}，待销号 {reported}，待批延期 {requested}"


TASKS = Section(NAME, "任务", add, _summary)
