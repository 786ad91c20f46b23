"""Renders the pages about people and departments."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from bot.console import Console
from bot.console.audit_log_wording import CHANNELS
from bot.console.people_wording import ROLES
from bot.delivery.listing import MessageChoice
from bot.identity import Person, Role
from bot.identity.person import Department
from bot.identity.register import PeopleChoice
from bot.identity.rights import PeopleAction, may
from bot.web.console.asking import Asked
from bot.web.console.desk import Desk
from bot.web.console.forms import Form
from bot.web.console.visit import ConsoleVisit

NAME = "people"
PATH = "/console/people"
_RECENT = 5
_PERSON_FIELDS = dict.fromkeys(
    ("user_id", "name", "post", "role", "department_code", "leader_user_id"), ""
)
_DEPARTMENT_FIELDS = dict.fromkeys(("code", "name", "successor_name", "successor_since"), "")


class PeoplePages:
    """The pages of the section."""

    def __init__(self, desk: Desk, console: Console) -> None:
        self._desk = desk
        self._console = console
        self._people = console.people

    def listed(self, visit: ConsoleVisit, asked: Asked) -> HTMLResponse:
        """Return the list with its filters."""
        left = asked.text("state") == "left"
        choice = PeopleChoice(
            text=asked.text("q"),
            role=asked.choice("role", Role),
            department_code=asked.text("department") or None,
            is_active=not left,
        )
        page = asked.page(
            lambda limit, offset: self._people.register.page(
                visit.person, choice, limit=limit, offset=offset
            )
        )
        return self._desk.page(
            visit,
            "console_people.html",
            section=NAME,
            page=page,
            choice=choice,
            department_names=self._people.department_names(),
            roles=ROLES,
            may_add=may(visit.person, PeopleAction.ADD),
        )

    def person(self, visit: ConsoleVisit, user_id: str) -> HTMLResponse:
        """Return one person: entry, accounts, what may be done."""
        found = self._people.register.one(visit.person, user_id)
        person, by = found.person, visit.person
        return self._desk.page(
            visit,
            "console_person.html",
            section=NAME,
            found=found,
            role=ROLES.get(person.role, ""),
            department=self._people.department_names().get(person.department_code or "", "—"),
            leader=self._name(person.leader_user_id),
            followers=self._people.register.led_by(person.user_id),
            accounts=self._people.register.accounts(by, person.user_id),
            channels=CHANNELS,
            has_password=self._people.accounts.has(person.user_id),
            messages=self._console.messages.page(
                by, MessageChoice(user_id=person.user_id), limit=_RECENT
            ),
            may_describe=may(by, PeopleAction.DESCRIBE, person.role),
            may_administer=may(by, PeopleAction.DEACTIVATE),
        )

    def form(
        self,
        visit: ConsoleVisit,
        person: Person | None,
        *,
        problem: str = "",
        typed: Form | None = None,
    ) -> HTMLResponse:
        """Return the form of a person, of a new one for None, with what was typed before."""
        return self._desk.page(
            visit,
            "console_person_form.html",
            section=NAME,
            status=422 if problem else 200,
            person=person,
            values=_PERSON_FIELDS | (typed.fields if typed is not None else _values(person)),
            problem=problem,
            departments=self._people.departments(),
            roles=ROLES,
            may_change_role=may(visit.person, PeopleAction.CHANGE_ROLE),
            offered=self._people.offered(visit.person),
        )

    def departments(self, visit: ConsoleVisit) -> HTMLResponse:
        """Return the list of departments."""
        return self._desk.page(
            visit,
            "console_departments.html",
            section=NAME,
            departments=self._people.departments(),
            may_save=may(visit.person, PeopleAction.SAVE_DEPARTMENT),
        )

    def department_form(
        self,
        visit: ConsoleVisit,
        department: Department | None,
        *,
        problem: str = "",
        typed: Form | None = None,
    ) -> HTMLResponse:
        """Return the form of a department, of a new one for None."""
        values = (
            {}
            if department is None
            else {
                "code": department.code,
                "name": department.name,
                "successor_name": department.successor_name or "",
                "successor_since": department.successor_since or "",
            }
        )
        return self._desk.page(
            visit,
            "console_department_form.html",
            section=NAME,
            status=422 if problem else 200,
            department=department,
            values=_DEPARTMENT_FIELDS | (typed.fields if typed is not None else values),
            problem=problem,
        )

    def secret(
        self, visit: ConsoleVisit, user_id: str, *, title: str, secret: str, note: str
    ) -> HTMLResponse:
        """Return the page that tells a secret, this one time."""
        return self._desk.page(
            visit,
            "console_secret.html",
            section=NAME,
            title=title,
            secret=secret,
            note=note,
            back=f"{PATH}/of/{user_id}",
        )

    def _name(self, user_id: str | None) -> str:
        if not user_id:
            return "—"
        found = self._people.register.names().get(user_id)
        return f"{found}（{user_id}）" if found else user_id


def _values(person: Person | None) -> dict[str, str]:
    if person is None:
        return {"role": Role.OFFICIAL.value}
    return {
        "user_id": person.user_id,
        "name": person.name,
        "post": person.post,
        "role": person.role.value,
        "department_code": person.department_code or "",
        "leader_user_id": person.leader_user_id or "",
    }
