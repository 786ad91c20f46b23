"""Brings departments and people in from the files an office keeps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.csv_file import read_table
from bot.errors import ImportRefused
from bot.identity.checking import comes_back, is_day, wording_problems
from bot.identity.model import DepartmentRow, PersonRow
from bot.identity.person import Role
from bot.storage.engine import SessionFactory, nothing_else

_Rows = Mapping[int, Mapping[str, str]]

DEPARTMENTS_FILE = "departments.csv"
PEOPLE_FILE = "people.csv"


@dataclass(frozen=True)
class RosterCount:
    """How many departments and people were read; `added` and `changed` are the user ids of
    people who are new, or not as they were."""

    departments: int
    people: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def import_roster(
    sessions: SessionFactory,
    folder: Path,
    *,
    dry_run: bool = False,
    also: Callable[[Session, RosterCount], None] = nothing_else,
) -> RosterCount:
    """Add or update what `departments.csv` and `people.csv` of `folder` hold.

    Both files are checked whole before the first row is written; repeating is safe. `also` is
    called in the transaction after everything is written and may still refuse it; a dry run
    goes as far and takes everything back.

    Raises:
        ImportRefused: a file is missing, or rows are bad; each is named.
    """
    departments = _read(folder / DEPARTMENTS_FILE, ("dept_code", "dept_name"))
    people = _read(folder / PEOPLE_FILE, ("user_id", "name", "role"))
    if not people:
        raise ImportRefused("people.csv 里没有人员，未导入任何内容", rows=[])
    _refuse_bad_departments(departments)
    _refuse_bad_people(people, {row["dept_code"] for row in departments.values()})
    with sessions.begin() as session:
        known = {row.user_id: row for row in session.scalars(sa.select(PersonRow))}
        _refuse_other_spellings(people, known)
        before = {user_id: _values_of(row) for user_id, row in known.items()}
        _write(session, departments.values(), people.values())
        after = {
            row["user_id"]: _values_of(session.get_one(PersonRow, row["user_id"]))
            for row in people.values()
        }
        count = RosterCount(
            departments=len(departments),
            people=len(people),
            added=tuple(user_id for user_id in after if user_id not in before),
            changed=tuple(
                user_id
                for user_id in after
                if user_id in before and before[user_id] != after[user_id]
            ),
        )
        also(session, count)
        if dry_run:
            session.rollback()
    return count


def _write(
    session: Session,
    departments: Iterable[Mapping[str, str]],
    people: Iterable[Mapping[str, str]],
) -> None:
    for row in departments:
        session.merge(
            DepartmentRow(
                code=row["dept_code"],
                name=row["dept_name"],
                successor_name=row.get("successor_name") or None,
                successor_since=row.get("successor_since") or None,
            )
        )
    session.flush()
    for row in people:
        session.merge(
            PersonRow(
                user_id=row["user_id"],
                name=row["name"],
                department_code=row.get("dept_code") or None,
                post=row.get("post") or "",
                role=row["role"],
                leader_user_id=row.get("leader_user_id") or None,
            )
        )
    session.flush()


def _values_of(row: PersonRow) -> tuple[str | None, ...]:
    return (row.name, row.department_code, row.post, row.role, row.leader_user_id)


def _refuse_bad_departments(departments: _Rows) -> None:
    bad = [
        (number, f"更名日期 {row['successor_since']} 看不懂，应写作 2019-03-01")
        for number, row in departments.items()
        if row.get("successor_since") and not is_day(row["successor_since"])
    ]
    if bad:
        raise ImportRefused("departments.csv 有误，未导入任何内容", rows=bad)


def _read(path: Path, required: Sequence[str]) -> _Rows:
    table = read_table(path, remedy="给出含 departments.csv 与 people.csv 的文件夹")
    absent = [name for name in required if name not in table.columns]
    if absent:
        raise ImportRefused(
            f"{path.name} 缺少列 {'、'.join(absent)}",
            rows=[],
            remedy=f"首行应含 {','.join(required)}，以英文逗号分隔",
        )
    bad = [
        (number, f"缺少 {name}")
        for number, row in table.rows.items()
        for name in required
        if not row[name]
    ]
    if bad:
        raise ImportRefused(f"{path.name} 有误，未导入任何内容", rows=bad)
    return table.rows


def _refuse_bad_people(people: _Rows, departments: set[str]) -> None:
    roles = {role.value for role in Role} - {Role.GUEST.value}
    bad: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, row in people.items():
        problems = wording_problems(row["user_id"], row["name"], row.get("post") or "")
        bad += [(number, problem) for problem in problems]
        if row["role"] not in roles:
            bad.append((number, f"角色 {row['role']} 不存在，可用 {'、'.join(Role)}"))
        if row.get("dept_code") and row["dept_code"] not in departments:
            bad.append((number, f"部门 {row['dept_code']} 不在 departments.csv 中"))
        if row["user_id"].casefold() in seen:
            bad.append((number, f"用户 {row['user_id']} 重复"))
        seen.add(row["user_id"].casefold())
    bad += _circles(people)
    if bad:
        raise ImportRefused("people.csv 有误，未导入任何内容", rows=bad)


def _refuse_other_spellings(people: _Rows, known: Collection[str]) -> None:
    """Refuse an id that is known in other letters: ids are compared without case, and of two
    people under one it would be chance whose rights hold. Who is known exactly so is nobody new,
    even where an older program let in both."""
    spelt = {user_id.casefold(): user_id for user_id in known}
    bad = [
        (number, f"用户 {row['user_id']} 已登记为 {spelt[row['user_id'].casefold()]}")
        for number, row in people.items()
        if row["user_id"] not in known and row["user_id"].casefold() in spelt
    ]
    if bad:
        raise ImportRefused("people.csv 有误，未导入任何内容", rows=bad)


def _circles(people: _Rows) -> list[tuple[int, str]]:
    """Return the rows whose line of leaders comes back to the person themselves."""
    leaders = {row["user_id"]: row.get("leader_user_id", "") for row in people.values()}
    return [
        (number, f"{row['user_id']} 的上级领导绕回了本人")
        for number, row in people.items()
        if comes_back(row["user_id"], leaders[row["user_id"]], leaders)
    ]
