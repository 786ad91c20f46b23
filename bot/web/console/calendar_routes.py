"""日历: the addresses of the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.console import Console
from bot.console.access import require_console
from bot.console.calendar_wording import years
from bot.identity import Person
from bot.tasks.calendar_table import SEED_SOURCE, CalendarDay
from bot.web.console.desk import Desk
from bot.web.console.imports import Importing, Preview, Upload, add_importing, only_file
from bot.web.console.section import Section
from bot.web.console.visit import ConsoleVisit

NAME = "calendar"
PATH = "/console/calendar"
_SHOWN = 300


def add(routes: APIRouter, desk: Desk, console: Console) -> None:
    """Add the section's routes."""

    def page(visit: ConsoleVisit) -> HTMLResponse:
        return desk.page(
            visit,
            "console_calendar.html",
            section=NAME,
            years=console.calendar.years(visit.person),
            seed=SEED_SOURCE,
        )

    @routes.get(PATH)
    def shown(request: Request) -> Response:
        return desk.shown(request, page)

    add_importing(routes, desk, console, _import(console))


def _import(console: Console) -> Importing:
    def preview(by: Person, folder: Path, texts: Mapping[str, str]) -> Preview:
        found = console.calendar.take_in(
            by, only_file(folder), source=texts.get("source", ""), dry_run=True
        )
        rows = [
            *((_day(day), "列入") for day in found.added),
            *((_day(day), "去掉") for day in found.removed),
            *(
                (f"{one.task_no}号《{one.title}》", f"时限 {one.before} → {one.after}")
                for one in found.moved
            ),
        ]
        lines = [
            f"{years(found.years)}整年替换",
            f"列入 {len(found.added)} 天，去掉 {len(found.removed)} 天",
            f"重算 {len(found.moved)} 项未销号任务的时限；直通车诉求的时限随之更新",
            f"依据：{texts.get('source', '')}",
        ]
        return Preview(lines, ("内容", "变化"), rows[:_SHOWN])

    def take_in(by: Person, folder: Path, texts: Mapping[str, str]) -> str:
        found = console.calendar.take_in(
            by, only_file(folder), source=texts.get("source", ""), dry_run=False
        )
        return f"已导入 {years(found.years)}，重算 {len(found.moved)} 项任务的时限"

    return Importing(
        section=NAME,
        kind="calendar",
        path=f"{PATH}/import",
        back=PATH,
        title="导入放假安排",
        uploads=(Upload("file", "年度表（CSV）", ".csv"),),
        hints=(
            "第一行是列名，照抄下面的英文；以后每行一天，只列放假和补班的日子",
            "列：date 日期（如 2027-01-01）、is_workday 是否上班（1 补班，0 休息）、name 节日",
            "文件里出现的年份整年替换；有一行有误就整体不导入，并逐行说明",
        ),
        allowed=require_console,
        preview=preview,
        take_in=take_in,
        texts={"source": "通知的文号或名称"},
    )


def _day(day: CalendarDay) -> str:
    return f"{day.day} {'上班' if day.is_workday else '休息'} {day.name}".rstrip()


def _summary(console: Console) -> str:
    return console.calendar.standing()


CALENDAR = Section(NAME, "日历", add, _summary)
