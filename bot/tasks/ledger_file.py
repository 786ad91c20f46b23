"""Brings tasks in from the file an office keeps, CSV or Excel.

The columns are those of bot/demo/organisation/tasks.csv. The file is checked whole before the
first row is written. A row that is as it was at the last import is left alone, so that importing
again does not undo what people have done since; a changed row wins over the database.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dateutil.rrule import rrule, rrulestr
from sqlalchemy.orm import Session

from bot.csv_file import read_lines
from bot.errors import ImportRefused
from bot.reasons import of_system
from bot.storage.engine import SessionFactory, nothing_else
from bot.tasks.model import TaskRow
from bot.tasks.store import TaskEvent, event_row
from bot.tasks.task import TaskState
from bot.tasks.wording import STATE_LABELS

_REMEDY = "给出 CSV 或 Excel 文件，首行为列名"
_STATES = {label: state for state, label in STATE_LABELS.items()}
_REQUIRED = (
    "task_no",
    "title",
    "kind",
    "basis_clause",
    "dept_code",
    "owner_user_id",
    "supervisor_user_id",
    "issued_on",
    "status",
)
# 三-6, 四-(一), 一-〇 — or 第十二条 for documents in articles.
_CLAUSE = re.compile(r"[〇一二三四五六七八九十]+-(?:[〇\d]+|\([一二三四五六七八九十]+\))|第.+条.*")
_FREQUENCY = re.compile(r"(?:^|;)FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;|$)")
_TIME_OF_DAY = re.compile(r"BYHOUR|BYMINUTE|BYSECOND|\n")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True)
class ImportCount:
    """What an import did, or in a dry run would do; `updated_nos` are the tasks written over."""

    added: int
    updated: int
    unchanged: int
    updated_nos: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownCodes:
    """User ids and department codes that a row may name."""

    user_ids: frozenset[str]
    department_codes: frozenset[str]


def import_tasks(
    sessions: SessionFactory,
    path: Path,
    *,
    known: KnownCodes,
    now: datetime,
    user_id: str = "",
    dry_run: bool = False,
    also: Callable[[Session, ImportCount], None] = nothing_else,
) -> ImportCount:
    """Add or update the tasks of a file.

    `now` is business time; `user_id` is who imports, for the history. Unless it is a dry run,
    `also` is called in the transaction.

    Raises:
        ImportRefused: the file cannot be read, or rows are bad; each is named and nothing
            was imported.
    """
    rows = read_rows(path)
    values = _checked(rows, known, path.name)
    counts: Counter[str] = Counter()
    updated_nos: list[str] = []
    with sessions.begin() as session:
        existing = {row.task_no: row for row in session.scalars(sa.select(TaskRow))}
        for entry in values:
            row = existing.get(entry["task_no"])
            if row is not None and row.import_fingerprint == entry["import_fingerprint"]:
                counts["unchanged"] += 1
                continue
            counts["added" if row is None else "updated"] += 1
            if row is not None:
                updated_nos.append(row.task_no)
            if not dry_run:
                _keep(session, row, entry, now=now, user_id=user_id)
        found = ImportCount(
            counts["added"], counts["updated"], counts["unchanged"], tuple(updated_nos)
        )
        if not dry_run:
            also(session, found)
    return found


def _keep(
    session: Session, row: TaskRow | None, entry: dict[str, Any], *, now: datetime, user_id: str
) -> None:
    """Add the task of an entry, or bring its row to it, and note that it was imported."""
    before = "" if row is None else row.state
    if row is None:
        session.add(TaskRow(**entry, original_due_on=entry["due_on"]))
    else:
        for name, value in entry.items():
            setattr(row, name, value)
    # The event refers to the task, which must be there first.
    session.flush()
    event = TaskEvent(entry["task_no"], now, user_id, "import", "import", before, entry["state"])
    session.add(event_row(event))


def read_rows(path: Path) -> dict[int, dict[str, str]]:
    """Return the file's rows as text by column, by row number; the header is row 1.

    Raises:
        ImportRefused: it is no readable CSV (UTF-8 or GB 18030) or Excel file.
    """
    try:
        if path.suffix.lower() in {".xlsx", ".xls"}:
            table = _excel(path)
        else:
            table = read_lines(path, remedy=_REMEDY)
    except ImportRefused:
        raise
    except OSError as exc:
        raise ImportRefused(
            f"读不了 {path.name}", why=of_system(exc), rows=[], remedy=_REMEDY
        ) from exc
    except Exception as exc:
        raise ImportRefused(
            f"读不了 {path.name}", why="不是完好的 Excel 文件", rows=[], remedy=_REMEDY
        ) from exc
    if not table:
        raise ImportRefused(f"{path.name} 是空的", rows=[], remedy="首行应为列名")
    header = [cell.strip() for cell in table[0]]
    absent = [name for name in _REQUIRED if name not in header]
    if absent:
        raise ImportRefused(
            f"{path.name} 缺少列 {'、'.join(absent)}",
            rows=[],
            remedy=f"首行应含 {','.join(_REQUIRED)}",
        )
    return {
        number: dict(zip(header, (cell.strip() for cell in cells), strict=False))
        for number, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    }


def is_clause(text: str) -> bool:
    """Tell whether `text` is the address of a clause as tasks name it."""
    return bool(_CLAUSE.fullmatch(text))


def _excel(path: Path) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return [[_cell(value) for value in row] for row in sheet.to_python()]


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _checked(
    rows: Mapping[int, Mapping[str, str]], known: KnownCodes, file_name: str
) -> list[dict[str, Any]]:
    bad: list[tuple[int, str]] = []
    values: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, row in rows.items():
        problems = _problems(row, known)
        if row.get("task_no") in seen:
            problems.append(f"任务编号 {row['task_no']} 重复")
        seen.add(row.get("task_no", ""))
        if problems:
            bad.extend((number, problem) for problem in problems)
        else:
            values.append(_values(row))
    if bad:
        raise ImportRefused(
            f"{file_name} 有误，未导入任何任务", rows=bad, remedy="改正这些行后重新导入"
        )
    return values


def _problems(row: Mapping[str, str], known: KnownCodes) -> list[str]:
    missing = [f"缺少 {name}" for name in _REQUIRED if not row.get(name)]
    if missing:
        return missing
    checks: list[tuple[bool, str]] = [
        (row["status"] in _STATES, f"状态 {row['status']} 不存在"),
        (is_clause(row["basis_clause"]), f"条款 {row['basis_clause']} 看不懂"),
        (_is(_day, row["issued_on"]), f"交办日期 {row['issued_on']} 看不懂"),
        (_is(_day, row.get("due_on", "")), f"时限 {row.get('due_on')} 看不懂"),
        (_is(_day, row.get("closed_on", "")), f"销号日期 {row.get('closed_on')} 看不懂"),
        (_is(_rule, row.get("rrule", "")), f"周期规则 {row.get('rrule')} 看不懂"),
    ]
    checks += [
        (code in known.department_codes, f"部门 {code} 不存在")
        for code in (row["dept_code"], *_codes(row))
    ]
    checks += [
        (row[name] in known.user_ids, f"用户 {row[name]} 不存在")
        for name in ("owner_user_id", "supervisor_user_id")
    ]
    problems = [problem for is_right, problem in checks if not is_right]
    if not problems:
        due_on, issued_on = _day(row.get("due_on", "")), _day(row["issued_on"])
        if due_on and issued_on and due_on < issued_on:
            problems.append("时限早于交办日期")
    return problems


def _values(row: Mapping[str, str]) -> dict[str, Any]:
    text = "\x1f".join(f"{name}={row[name]}" for name in sorted(row) if name)
    return {
        "task_no": row["task_no"],
        "title": row["title"],
        "kind": row["kind"],
        "basis_clause": row["basis_clause"],
        "department_code": row["dept_code"],
        "co_department_codes": _codes(row),
        "owner_user_id": row["owner_user_id"],
        "supervisor_user_id": row["supervisor_user_id"],
        "issued_on": _day(row["issued_on"]),
        "due_on": _day(row.get("due_on", "")),
        "state": TaskState(_STATES[row["status"]]),
        "note": row.get("note", ""),
        "closed_on": _day(row.get("closed_on", "")),
        "recurrence": row.get("rrule", ""),
        "import_fingerprint": hashlib.sha256(text.encode()).hexdigest(),
    }


def _codes(row: Mapping[str, str]) -> list[str]:
    return [code for code in re.split(r"[;；,，、]", row.get("co_dept_codes", "")) if code]


def _day(text: str) -> date | None:
    if not text:
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(group) for group in match.groups())
    return date(year, month, day)


def _rule(text: str) -> None:
    """Refuse a rule that no task can have: more often than daily, or never.

    Raises:
        ValueError: it is no such rule.
    """
    if not text:
        return
    if not _FREQUENCY.search(text) or _TIME_OF_DAY.search(text):
        raise ValueError(text)
    rule = rrulestr(text, dtstart=datetime(2018, 1, 1))
    if not isinstance(rule, rrule) or not any(rule.replace(until=datetime(2030, 1, 1))):
        raise ValueError(text)


def _is(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except (ValueError, TypeError):
        return False
    return True
