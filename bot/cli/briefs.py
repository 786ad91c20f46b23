"""``bot brief``: the quarterly supervision brief and the yearly assessment sheet."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.tasks import OPERATOR
from bot.cli.terminal import err, open_parts, out, print_json, say_demonstration
from bot.errors import BotError
from bot.reasons import of_system
from bot.tasks.brief import period_named
from bot.tasks.brief_wording import brief_reply, title, write_excel
from bot.tasks.department_names import department_names

app = Commands(help="督办简报与考核表")

Excel = Annotated[Path | None, typer.Option(help="另存为 Excel 文件")]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]


@app.command("quarter")
def quarter(
    period: Annotated[str, typer.Argument(help="季度，如 2019Q3 或 2019年3季度")],
    excel: Excel = None,
    as_json: AsJson = False,
) -> None:
    """一个季度的督办简报。"""
    _show(period, excel, as_json=as_json, is_year=False)


@app.command("year")
def year(
    period: Annotated[str, typer.Argument(help="年份，如 2019")],
    excel: Excel = None,
    as_json: AsJson = False,
) -> None:
    """一年的督办考核表。"""
    _show(period, excel, as_json=as_json, is_year=True)


def _show(text: str, excel: Path | None, *, as_json: bool, is_year: bool) -> None:
    parts = open_parts()
    say_demonstration(parts.settings)
    today = parts.clock.now().date()
    period = period_named(text, is_year=is_year)
    if period is None:
        raise BotError(
            f"“{text}”不是一个{'年份' if is_year else '季度'}",
            remedy="写作 2019" if is_year else "写作 2019Q3 或 2019年3季度",
        )
    found = parts.tasks.brief(OPERATOR, period)
    names = department_names(parts.directory.departments(), today)
    if excel is not None:
        try:
            with excel.open("wb") as file:
                write_excel(found, names, file)
        except OSError as exc:
            raise BotError(f"写不了 {excel}", why=of_system(exc), remedy="换一个路径") from exc
    if as_json:
        print_json(
            {
                "title": title(found),
                "as_of": found.as_of.isoformat(),
                "departments": [
                    {**asdict(one), "in_time_rate": one.in_time_rate} for one in found.standings
                ],
                "late": [
                    {"task_no": one.task.task_no, "working_days_late": one.workdays_late}
                    for one in found.late
                ],
            }
        )
    else:
        out.print(brief_reply(found, names, is_narrowed=False).text, markup=False, highlight=False)
    if excel is not None:
        err.print(f"已写入 {excel}", markup=False)
