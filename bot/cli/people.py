"""``bot people``: who works where, and who leads whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import err, open_parts, out
from bot.identity.roster import import_roster

app = typer.Typer(help="人员与部门", no_args_is_help=True)


@app.command("import")
def import_people(
    folder: Annotated[Path, typer.Argument(help="含 departments.csv 与 people.csv 的文件夹")],
) -> None:
    """导入部门与人员；重复执行会更新，有错行则整体不导入。"""
    count = import_roster(open_parts().sessions, folder)
    out.print(f"部门 {count.departments} 个，人员 {count.people} 人", highlight=False)
    err.print("下一步：bot task import <任务表>")


@app.command("list")
def list_people() -> None:
    """列出人员。"""
    for person in open_parts().directory.people():
        out.print(
            f"{person.user_id}  {person.name}  {person.department_code or '—'}  "
            f"{person.post}  {person.role.value}",
            markup=False,
            highlight=False,
        )
