"""``bot task``: supervised tasks from the command line.

Whoever has a shell on the machine administers it, so these commands see every task.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Grid

from bot.cli.terminal import err, open_parts, out, print_json, say_demonstration
from bot.identity import Person, Role
from bot.tasks.selection import TaskSelection
from bot.tasks.task import OPEN_STATES, Task
from bot.tasks.wording import STATE_LABELS, deadline

OPERATOR = Person(user_id="", name="命令行", department_code=None, post="", role=Role.ADMIN)

app = typer.Typer(help="督办任务", no_args_is_help=True)


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
    for task in found:
        grid.add_row(
            task.task_no,
            task.title,
            task.department_code,
            task.owner_user_id,
            deadline(task),
            STATE_LABELS[task.state],
        )
    out.print(grid)
    err.print(f"共 {len(found)} 项。下一步：bot task show <编号>")


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
    for name, value in _as_dict(task).items():
        out.print(f"{name:16} {value if value is not None else '—'}", markup=False, soft_wrap=True)
    for event in history:
        line = f"{event.at:%Y-%m-%d %H:%M}  {event.user_id}  {event.action}  {event.reason}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)


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
