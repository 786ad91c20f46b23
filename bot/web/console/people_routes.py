"""人员: the addresses of people, departments and accounts."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from bot.console import Console
from bot.errors import ConsoleRefused
from bot.identity import Person, Role
from bot.identity.person import Department
from bot.identity.rights import PeopleAction, may
from bot.web.console.asking import Asked
from bot.web.console.desk import Desk, Done
from bot.web.console.forms import Form
from bot.web.console.imports import add_importing
from bot.web.console.people_confirming import add_confirmed
from bot.web.console.people_importing import roster_import
from bot.web.console.people_pages import NAME, PATH, PeoplePages
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

_PERSON = f"{PATH}/of/{{user_id}}"


def add(routes: APIRouter, desk: Desk, console: Console) -> None:
    """Add the section's routes."""
    pages = PeoplePages(desk, console)
    _add_people(routes, desk, console, pages)
    _add_person(routes, desk, console, pages)
    _add_departments(routes, desk, console, pages)
    add_confirmed(routes, desk, console, pages)
    add_importing(routes, desk, console, roster_import(console))


def _add_people(routes: APIRouter, desk: Desk, console: Console, pages: PeoplePages) -> None:
    people = console.people

    @routes.get(PATH)
    def listed(request: Request) -> Response:
        return desk.shown(request, lambda visit: pages.listed(visit, Asked(request)))

    @routes.get(f"{PATH}/new")
    def new(request: Request) -> Response:
        return desk.shown(request, _allowed(PeopleAction.ADD, lambda v: pages.form(v, None)))

    @routes.post(f"{PATH}/new")
    async def added(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            person = _person(form, form.required("user_id", "用户编号", longest=64))
            number = people.add(visit.person, person)
            return Done(f"已添加 {person.name}", f"{PATH}/of/{person.user_id}", undo=number)

        return await desk.changed(
            request,
            act,
            back=f"{PATH}/new",
            again=lambda visit, form, problem: pages.form(visit, None, problem=problem, typed=form),
        )


def _add_person(routes: APIRouter, desk: Desk, console: Console, pages: PeoplePages) -> None:
    people = console.people

    @routes.get(_PERSON)
    def person(request: Request, user_id: str) -> Response:
        return desk.shown(request, lambda visit: pages.person(visit, user_id))

    @routes.get(f"{_PERSON}/edit")
    def edit(request: Request, user_id: str) -> Response:
        def show(visit: ConsoleVisit) -> Response:
            found = people.register.one(visit.person, user_id)
            if not may(visit.person, PeopleAction.DESCRIBE, found.person.role):
                raise ConsoleRefused("您的角色不能修改这个人")
            return pages.form(visit, found.person)

        return desk.shown(request, show)

    @routes.post(f"{_PERSON}/edit")
    async def changed(request: Request, user_id: str) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            before = people.register.one(visit.person, user_id).person
            after = _person(form, before.user_id, role=before.role)
            if after == before:
                return Done("没有改动", f"{PATH}/of/{before.user_id}")
            number = people.change(visit.person, after)
            return Done(f"已修改 {after.name}", f"{PATH}/of/{before.user_id}", undo=number)

        def again(visit: ConsoleVisit, form: Form, problem: str) -> Response:
            found = people.register.one(visit.person, user_id).person
            return pages.form(visit, found, problem=problem, typed=form)

        return await desk.changed(request, act, back=f"{PATH}/of/{user_id}", again=again)


def _add_departments(routes: APIRouter, desk: Desk, console: Console, pages: PeoplePages) -> None:
    people = console.people

    @routes.get(f"{PATH}/departments")
    def departments(request: Request) -> Response:
        return desk.shown(request, pages.departments)

    @routes.get(f"{PATH}/departments/edit")
    def edit(request: Request) -> Response:
        code = Asked(request).text("code")

        def show(visit: ConsoleVisit) -> Response | None:
            found = next((one for one in people.departments() if one.code == code), None)
            if code and found is None:
                return None
            return pages.department_form(visit, found)

        return desk.shown(request, _allowed(PeopleAction.SAVE_DEPARTMENT, show))

    @routes.post(f"{PATH}/departments/edit")
    async def saved(request: Request) -> Response:
        def act(visit: ConsoleVisit, form: Form) -> Done:
            department = Department(
                form.required("code", "部门编码", longest=32),
                form.required("name", "部门名称", longest=128),
                form.get("successor_name", longest=128) or None,
                form.get("successor_since", longest=10) or None,
            )
            number = people.save_department(visit.person, department)
            return Done(f"已保存 {department.name}", f"{PATH}/departments", undo=number)

        def again(visit: ConsoleVisit, form: Form, problem: str) -> Response:
            code = form.get("code")
            found = next((one for one in people.departments() if one.code == code), None)
            return pages.department_form(visit, found, problem=problem, typed=form)

        return await desk.changed(request, act, back=f"{PATH}/departments", again=again)


def _allowed(
    action: PeopleAction, show: Callable[[ConsoleVisit], Response | None]
) -> Callable[[ConsoleVisit], Response | None]:
    def checked(visit: ConsoleVisit) -> Response | None:
        if not may(visit.person, action):
            raise ConsoleRefused("您的角色不能这样做", remedy="请管理员办理")
        return show(visit)

    return checked


def _person(form: Form, user_id: str, *, role: Role | None = None) -> Person:
    given = form.get("role", longest=16)
    if given or role is None:
        try:
            role = Role(given)
        except ValueError as exc:
            raise ConsoleRefused("请选择角色") from exc
    return Person(
        user_id=user_id,
        name=form.required("name", "姓名", longest=64),
        department_code=form.get("department_code", longest=32) or None,
        post=form.get("post", longest=64),
        role=role,
        leader_user_id=form.get("leader_user_id", longest=64) or None,
    )


def _summary(console: Console) -> str:
    return f"{console.people.count()} 人在册"


PEOPLE = Section(NAME, "人员", add, _summary)
