"""People and departments as an administrator keeps them: who may change what, and never so that
nobody is left who can."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import PeopleRefused, UnknownPerson
from bot.identity.checking import department_problems, person_problems
from bot.identity.directory import Directory, as_person
from bot.identity.model import BindingCodeRow, ChannelAccountRow, DepartmentRow, PersonRow
from bot.identity.person import Department, Person, Role
from bot.identity.rights import PeopleAction, may
from bot.messages import Recipient
from bot.storage.engine import Also, SessionFactory, nothing_else


@dataclass(frozen=True)
class Registered:
    """Somebody in the register; `deactivated_at` (system time, aware) for who has left."""

    person: Person
    deactivated_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Tell whether the person is still there."""
        return self.deactivated_at is None


@dataclass(frozen=True)
class PeopleChoice:
    """Which people; None and "" mean any. `text` is looked for in name, id and post."""

    text: str = ""
    role: Role | None = None
    department_code: str | None = None
    is_active: bool | None = True


class PeopleRegister:
    """Lists and changes people; every change is one transaction, in which `also` is called.

    `can_sign_in` tells of a user id whether that person has a way into the pages; `clock` is
    system time.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        directory: Directory,
        clock: Clock,
        *,
        can_sign_in: Callable[[str], bool],
    ) -> None:
        self._sessions = sessions
        self._directory = directory
        self._clock = clock
        self._can_sign_in = can_sign_in

    def page(
        self, by: Person, choice: PeopleChoice, *, limit: int, offset: int = 0
    ) -> list[Registered]:
        """Return people by user id.

        Raises:
            PeopleRefused: `by` may not see the register.
        """
        _require(by, PeopleAction.SEE)
        query = sa.select(PersonRow).where(*_conditions(choice)).order_by(PersonRow.user_id)
        with self._sessions() as session:
            rows = session.scalars(query.limit(limit).offset(offset)).all()
        return [_registered(row) for row in rows]

    def one(self, by: Person, user_id: str) -> Registered:
        """Return somebody, active or not.

        Raises:
            PeopleRefused: `by` may not see the register.
            UnknownPerson: nobody ever had this id.
        """
        _require(by, PeopleAction.SEE)
        with self._sessions() as session:
            return _registered(_row(session, user_id))

    def names(self) -> dict[str, str]:
        """Return the name of everybody who ever was, by user id."""
        return self._directory.names()

    def led_by(self, user_id: str) -> list[Person]:
        """Return the active people whose leader this is."""
        with self._sessions() as session:
            return [as_person(row) for row in session.scalars(_followers(user_id))]

    def accounts(self, by: Person, user_id: str) -> list[Recipient]:
        """Return the accounts bound to somebody.

        Raises:
            PeopleRefused: `by` may not see the register.
        """
        _require(by, PeopleAction.SEE)
        query = (
            sa.select(ChannelAccountRow)
            .where(ChannelAccountRow.user_id == user_id)
            .order_by(ChannelAccountRow.channel, ChannelAccountRow.account)
        )
        with self._sessions() as session:
            return [
                Recipient(channel=row.channel, account=row.account)
                for row in session.scalars(query)
            ]

    def add(self, by: Person, person: Person, *, also: Also = nothing_else) -> None:
        """Add somebody.

        Raises:
            PeopleRefused: not allowed, the id is taken, or the entry is wrong.
        """
        _require(by, PeopleAction.ADD)
        with self._sessions.begin() as session:
            if _find(session, person.user_id) is not None:
                raise PeopleRefused(f"用户编号 {person.user_id} 已有人使用", remedy="换一个编号")
            self._refuse_bad(session, person)
            session.add(PersonRow(**_values(person)))
            session.flush()
            also(session)
        self._directory.forget_cached()

    def change(self, by: Person, person: Person, *, also: Also = nothing_else) -> Person:
        """Write the entry of somebody anew; return how it was.

        Raises:
            UnknownPerson: nobody has this id.
            PeopleRefused: not allowed, the entry is wrong, or no administrator would be left.
        """
        with self._sessions.begin() as session:
            row = _row(session, person.user_id)
            before = as_person(row)
            self._refuse_forbidden(by, before, person)
            self._refuse_bad(session, person)
            for name, value in _values(person).items():
                # Ids are compared without case; the one that is there stays.
                setattr(row, name, row.user_id if name == "user_id" else value)
            session.flush()
            self.refuse_without_administrator(session)
            also(session)
        self._directory.forget_cached()
        return before

    def deactivate(
        self, by: Person, user_id: str, *, also: Also = nothing_else
    ) -> tuple[Person, list[Person]]:
        """Let somebody leave; those they led pass to their own leader and are returned.

        Raises:
            UnknownPerson: nobody has this id.
            PeopleRefused: not allowed, or no administrator would be left.
        """
        _require(by, PeopleAction.DEACTIVATE)
        with self._sessions.begin() as session:
            row = _row(session, user_id)
            if row.deactivated_at is not None:
                raise PeopleRefused(f"{row.name} 已经停用")
            followers = session.scalars(_followers(row.user_id)).all()
            handed_on = [as_person(follower) for follower in followers]
            for follower in followers:
                follower.leader_user_id = row.leader_user_id
            row.deactivated_at = self._clock.now()
            session.execute(sa.delete(BindingCodeRow).where(BindingCodeRow.user_id == row.user_id))
            session.flush()
            self.refuse_without_administrator(session)
            also(session)
        self._directory.forget_cached()
        return as_person(row), handed_on

    def reactivate(self, by: Person, user_id: str, *, also: Also = nothing_else) -> Person:
        """Take somebody back, with their role and accounts as they were.

        Raises:
            UnknownPerson: nobody ever had this id.
            PeopleRefused: not allowed, or the person never left.
        """
        _require(by, PeopleAction.REACTIVATE)
        with self._sessions.begin() as session:
            row = _row(session, user_id)
            if row.deactivated_at is None:
                raise PeopleRefused(f"{row.name} 没有停用")
            row.deactivated_at = None
            also(session)
        self._directory.forget_cached()
        return as_person(row)

    def save_department(
        self, by: Person, department: Department, *, also: Also = nothing_else
    ) -> Department | None:
        """Add a department or write its entry anew; return how it was, None when it is new.

        Raises:
            PeopleRefused: not allowed, or the entry is wrong.
        """
        _require(by, PeopleAction.SAVE_DEPARTMENT)
        problems = department_problems(department)
        if problems:
            raise PeopleRefused("；".join(problems), remedy="改正后再保存")
        with self._sessions.begin() as session:
            row = session.get(DepartmentRow, department.code)
            before = None if row is None else _department(row)
            session.merge(
                DepartmentRow(
                    code=department.code,
                    name=department.name,
                    successor_name=department.successor_name,
                    successor_since=department.successor_since,
                )
            )
            also(session)
        return before

    def refuse_without_administrator(self, session: Session) -> None:
        """Refuse a state of the transaction in which nobody could administer the service.

        Raises:
            PeopleRefused: no active administrator has a way in.
        """
        administrators = session.scalars(
            sa.select(PersonRow)
            .where(PersonRow.role == Role.ADMIN.value, PersonRow.deactivated_at.is_(None))
            .order_by(PersonRow.user_id)
            # Two administrators who take each other out at the same moment wait here.
            .with_for_update()
        ).all()
        if not any(self._can_sign_in(row.user_id) for row in administrators):
            raise PeopleRefused(
                "这样就没有能登录的管理员了，没有改动",
                remedy="先让另一位管理员能够登录，再改这一位",
            )

    def _refuse_forbidden(self, by: Person, before: Person, after: Person) -> None:
        _require(by, PeopleAction.DESCRIBE, before.role)
        if before.role is not after.role:
            _require(by, PeopleAction.CHANGE_ROLE, before.role)

    def _refuse_bad(self, session: Session, person: Person) -> None:
        departments: Collection[str] = session.scalars(sa.select(DepartmentRow.code)).all()
        active = sa.select(PersonRow.user_id, PersonRow.leader_user_id).where(
            PersonRow.deactivated_at.is_(None)
        )
        leaders = {row.user_id: row.leader_user_id or "" for row in session.execute(active)}
        problems = person_problems(person, departments, leaders)
        if person.role is Role.GUEST:
            problems.append("访客不是可以登记的角色")
        if problems:
            raise PeopleRefused("；".join(problems), remedy="改正后再保存")


def _require(by: Person, action: PeopleAction, of: Role | None = None) -> None:
    if not may(by, action, of):
        raise PeopleRefused("您的角色不能这样做，没有改动", remedy="请管理员办理")


def _find(session: Session, user_id: str) -> PersonRow | None:
    return session.scalar(
        sa.select(PersonRow).where(sa.func.lower(PersonRow.user_id) == user_id.casefold())
    )


def _row(session: Session, user_id: str) -> PersonRow:
    row = _find(session, user_id)
    if row is None:
        raise UnknownPerson(f"没有用户“{user_id}”", remedy="检查用户编号")
    return row


def _followers(user_id: str) -> sa.Select[PersonRow]:
    return (
        sa.select(PersonRow)
        .where(PersonRow.leader_user_id == user_id, PersonRow.deactivated_at.is_(None))
        .order_by(PersonRow.user_id)
    )


def _conditions(choice: PeopleChoice) -> Sequence[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if choice.text:
        looked_in = (PersonRow.name, PersonRow.user_id, PersonRow.post)
        found.append(sa.or_(*(c.icontains(choice.text, autoescape=True) for c in looked_in)))
    if choice.role is not None:
        found.append(PersonRow.role == choice.role.value)
    if choice.department_code is not None:
        found.append(PersonRow.department_code == choice.department_code)
    if choice.is_active is not None:
        left = PersonRow.deactivated_at.is_not(None)
        found.append(~left if choice.is_active else left)
    return found


def _registered(row: PersonRow) -> Registered:
    return Registered(as_person(row), row.deactivated_at)


def _department(row: DepartmentRow) -> Department:
    return Department(row.code, row.name, row.successor_name, row.successor_since)


def _values(person: Person) -> dict[str, str | None]:
    return {
        "user_id": person.user_id,
        "name": person.name,
        "department_code": person.department_code,
        "post": person.post,
        "role": person.role.value,
        "leader_user_id": person.leader_user_id,
    }
