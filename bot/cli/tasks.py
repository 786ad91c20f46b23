"""``bot task``: supervised tasks from the command line.

Whoever has a shell on the machine administers it, so these commands see every task.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Grid

from bot.cli.commands import Commands
from bot.cli.terminal import err, open_parts, out, print_json, say_demonstration
from bot.console.audit_log_wording import task_action
from bot.identity import Person, Role
from bot.tasks.department_names import department_names
from bot.tasks.selection import TaskSelection
from bot.tasks.task import OPEN_STATES, Task
from bot.tasks.wording import STATE_LABELS, deadline
from bot.wiring import Parts

OPERATOR = Person(user_id="", name="命令行", department_code=None, post="", role=Role.ADMIN)

app = Commands(help="督办任务")


@app.command("list")
def list_tasks(
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期的")] = False,
    department: Annotated[str | None, typer.Option(help="部门编码")] = None,
    owner: Annotated[str | None, typer.Option(help="承办人的用户编号")] = None,
    all_states: Annotated[bool, typer.Option("--all", help="包括已销号、已撤回的")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """列出任务；默认只列未销号的。"""
    parts = open_parts()
    say_demonstration(parts.settings)
    selection = TaskSelection(
        states=None if all_states else tuple(OPEN_STATES),
        owner_user_id=owner,
        departments=frozenset({department}) if department else frozenset(),
        is_overdue=overdue,
    )
    found = parts.tasks.find(OPERATOR, selection)
    if as_json:
        print_json({"tasks": [_as_dict(task) for task in found]})
        return
    grid = Grid()
    for column in ("编号", "任务", "责任单位", "承办人", "时限", "状态"):
        grid.add_column(column)
    names = parts.directory.names()
    departments = _departments(parts)
    for task in found:
        grid.add_row(
            task.task_no,
            task.title,
            departments.get(task.department_code, task.department_code),
            _person(task.owner_user_id, names),
            deadline(task),
            STATE_LABELS[task.state],
        )
    out.print(grid)
    what_next = "bot task show <编号>" if found else "bot task import <任务表>"
    err.print(f"共 {len(found)} 项。下一步：{what_next}")


@app.command("show")
def show_task(
    task_no: Annotated[str, typer.Argument(help="任务编号")],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """显示一项任务和它的经过。"""
    parts = open_parts()
    task = parts.tasks.show(OPERATOR, task_no)
    history = parts.tasks.history(OPERATOR, task_no)
    if as_json:
        events = [
            {
                "at": event.at.isoformat(),
                "user": event.user_id,
                "channel": event.channel,
                "action": event.action,
                "reason": event.reason,
            }
            for event in history
        ]
        print_json({**_as_dict(task), "history": events})
        return
    names = parts.directory.names()
    for label, value in _labelled(task, names, _departments(parts)):
        _line(f"{label}：{value or '—'}")
    for event in history:
        who = _person(event.user_id, names) if event.user_id else "系统"
        line = f"{event.at:%Y-%m-%d %H:%M}  {who}  {task_action(event.action)}  {event.reason}"
        _line(line.rstrip())
    err.print("下一步：bot alerts scan --dry-run")


@app.command("import")
def import_tasks(
    file: Annotated[Path, typer.Argument(help="任务表（CSV 或 Excel）")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不导入")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """导入任务；重复执行会更新，有错行则整体不导入。"""
    count = open_parts().tasks.import_file(file, dry_run=dry_run)
    if as_json:
        print_json(
            {
                "added": count.added,
                "updated": count.updated,
                "unchanged": count.unchanged,
                "dry_run": dry_run,
            }
        )
        return
    verb = "将" if dry_run else "已"
    out.print(
        f"{verb}新增 {count.added} 项，更新 {count.updated} 项，未变 {count.unchanged} 项",
        highlight=False,
    )
    err.print("下一步：bot alerts scan --dry-run")


def _labelled(
    task: Task, names: Mapping[str, str], departments: Mapping[str, str]
) -> list[tuple[str, str]]:
    return [
        ("编号", task.task_no),
        ("任务", task.title),
        ("类型", task.kind),
        ("依据条款", task.basis_clause),
        ("责任单位", departments.get(task.department_code, task.department_code)),
        ("协办单位", "、".join(departments.get(one, one) for one in task.co_department_codes)),
        ("承办人", _person(task.owner_user_id, names)),
        ("督查人", _person(task.supervisor_user_id, names)),
        ("交办日期", task.issued_on.isoformat()),
        ("时限", deadline(task)),
        ("状态", STATE_LABELS[task.state]),
        ("进展", task.note),
        ("销号日期", task.closed_on.isoformat() if task.closed_on else ""),
    ]


def _departments(parts: Parts) -> dict[str, str]:
    today = parts.clock.now().date()
    return department_names(parts.directory.departments(), today)


def _person(user_id: str, names: Mapping[str, str]) -> str:
    return f"{names[user_id]}（{user_id}）" if user_id in names else user_id


def _line(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def _as_dict(task: Task) -> dict[str, object]:
    return {
        "task_no": task.task_no,
        "title": task.title,
        "kind": task.kind,
        "basis_clause": task.basis_clause,
        "department": task.department_code,
        "co_departments": list(task.co_department_codes),
        "owner": task.owner_user_id,
        "supervisor": task.supervisor_user_id,
        "issued_on": task.issued_on.isoformat(),
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "state": STATE_LABELS[task.state],
        "note": task.note,
        "closed_on": task.closed_on.isoformat() if task.closed_on else None,
    }
