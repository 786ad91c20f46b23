"""``bot calendar``: which days are worked, as announced each year."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.terminal import err, open_parts, out, print_json
from bot.tasks.wording import deadline, task_title

app = Commands(help="工作日历（每年的放假通知）")

_SATURDAY = 5


@app.command("import")
def import_calendar(
    file: Annotated[Path, typer.Argument(help="CSV：date,is_workday,name，只列放假与补班的日子")],
    source: Annotated[str, typer.Option(help="通知的文号或名称")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不导入")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """导入某年的放假安排，并重算受影响的未办结任务的时限；诉求时限随之更新。"""
    years, moved = open_parts().tasks.import_calendar(file, source=source, dry_run=dry_run)
    if as_json:
        tasks = [{"task_no": task.task_no, "due_on": str(task.due_on)} for task in moved]
        print_json({"years": list(years), "recalculated": tasks, "dry_run": dry_run})
        return
    verb = "将" if dry_run else "已"
    out.print(f"{verb}导入 {'、'.join(map(str, years))} 年，重算 {len(moved)} 项任务的时限")
    for task in moved:
        out.print(f"{task_title(task)}  {deadline(task)}", markup=False, highlight=False)
    err.print(f"下一步：bot calendar show {years[0]}")


@app.command("show")
def show_calendar(year: Annotated[int, typer.Argument(help="年份", min=1990, max=2100)]) -> None:
    """列出一年里与周一至周五不同的日子。"""
    calendar = open_parts().working_days.calendar()
    day = date(year, 1, 1)
    if calendar.is_provisional(day):
        out.print(f"{year} 年的放假安排尚未导入，暂按周一至周五计（暂定）。", highlight=False)
        return
    while day.year == year:
        if calendar.is_workday(day) != (day.weekday() < _SATURDAY):
            out.print(f"{day}  {'上班' if calendar.is_workday(day) else '休息'}", highlight=False)
        day += timedelta(days=1)
