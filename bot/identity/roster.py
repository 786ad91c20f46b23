"""Brings departments and people in from the files an office keeps."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ImportRefused
from bot.identity.model import DepartmentRow, PersonRow
from bot.identity.person import Role
from bot.storage.engine import SessionFactory

DEPARTMENTS_FILE = "departments.csv"
PEOPLE_FILE = "people.csv"


@dataclass(frozen=True)
class RosterCount:
    """How many departments and people were read."""

    departments: int
    people: int


def import_roster(sessions: SessionFactory, folder: Path) -> RosterCount:
    """Add or update what `departments.csv` and `people.csv` of `folder` hold.

    Both files are checked whole before the first row is written; repeating is safe.

    Raises:
        ImportRefused: a file is missing, or rows are bad; each is named.
    """
    departments = _read(folder / DEPARTMENTS_FILE, ("dept_code", "dept_name"))
    people = _read(folder / PEOPLE_FILE, ("user_id", "name", "role"))
    if not people:
        raise ImportRefused("people.csv 里没有人员，未导入任何内容", rows=[])
    with sessions.begin() as session:
        known = {row["dept_code"] for row in departments}
        _refuse_bad_people(people, known)
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
    return RosterCount(departments=len(departments), people=len(people))


def _read(path: Path, required: Sequence[str]) -> list[dict[str, str]]:
    try:
        # utf-8-sig: Excel writes a byte order mark before the first column's name.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise ImportRefused(
            f"读不了 {path.name}",
            rows=[],
            remedy="给出含 departments.csv 与 people.csv（UTF-8）的文件夹",
        ) from exc
    rows = [
        {key: (value or "").strip() for key, value in row.items() if key}
        for row in csv.DictReader(text.splitlines())
    ]
    bad = [
        (number, f"缺少 {name}")
        for number, row in enumerate(rows, start=2)
        for name in required
        if not row.get(name)
    ]
    if bad:
        raise ImportRefused(f"{path.name} 有误，未导入任何内容", rows=bad)
    return rows


def _refuse_bad_people(people: Sequence[Mapping[str, str]], departments: set[str]) -> None:
    roles = {role.value for role in Role}
    bad: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, row in enumerate(people, start=2):
        if row["role"] not in roles:
            bad.append((number, f"角色 {row['role']} 不存在"))
        if row.get("dept_code") and row["dept_code"] not in departments:
            bad.append((number, f"部门 {row['dept_code']} 不在 departments.csv 中"))
        if row["user_id"].casefold() in seen:
            bad.append((number, f"用户 {row['user_id']} 重复"))
        seen.add(row["user_id"].casefold())
    bad += _circles(people)
    if bad:
        raise ImportRefused("people.csv 有误，未导入任何内容", rows=bad)


def _circles(people: Sequence[Mapping[str, str]]) -> list[tuple[int, str]]:
    """Return the rows whose line of leaders comes back to the person themselves."""
    leader = {row["user_id"]: row.get("leader_user_id") or "" for row in people}
    found = []
    for number, row in enumerate(people, start=2):
        above, seen = leader[row["user_id"]], set()
        while above and above not in seen and above != row["user_id"]:
            seen.add(above)
            above = leader.get(above, "")
        if above == row["user_id"]:
            found.append((number, f"{row['user_id']} 的上级领导绕回了本人"))
    return found
