"""``bot appeal``: 直通车 appeals from the command line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Grid

from bot.appeals.appeal import Appeal
from bot.appeals.feed import read_enterprises
from bot.appeals.service import AppealService
from bot.appeals.wording import EVENT_LABELS, STAGE_LABELS, STATE_LABELS, clocks, clocks_note, short
from bot.cli.commands import Commands
from bot.cli.tasks import OPERATOR
from bot.cli.terminal import err, open_parts, out, print_json, say_demonstration

app = Commands(help="直通车诉求")


@app.command("list")
def list_appeals(
    all_states: Annotated[bool, typer.Option("--all", help="包括已办结的")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """列出诉求；默认只列未办结的。"""
    parts = open_parts()
    say_demonstration(parts.settings)
    service = parts.appeals.service
    found = service.find(OPERATOR, only_open=not all_states)
    if as_json:
        print_json({"appeals": [_as_dict(appeal, service) for appeal in found]})
        return
    grid = Grid()
    for column in ("编号", "诉求", "企业", "状态", "下一步", "时限"):
        grid.add_column(column)
    for appeal in found:
        stage = appeal.stage
        grid.add_row(
            appeal.appeal_no,
            short(appeal.content),
            appeal.enterprise,
            STATE_LABELS[appeal.state],
            STAGE_LABELS[stage] if stage else "—",
            str(service.deadlines(appeal)[stage]) if stage else "—",
        )
    out.print(grid)
    err.print(f"共 {len(found)} 件。{clocks_note(service.rules)}", soft_wrap=True)
    err.print("下一步：bot appeal show <编号>")


@app.command("show")
def show_appeal(
    appeal_no: Annotated[str, typer.Argument(help="诉求编号")],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """显示一件诉求、三个时限和它的经过。"""
    parts = open_parts()
    service = parts.appeals.service
    appeal = service.show(OPERATOR, appeal_no)
    history = service.history(OPERATOR, appeal_no)
    if as_json:
        events = [{**asdict(event), "at": event.at.isoformat()} for event in history]
        print_json({**_as_dict(appeal, service), "history": events})
        return
    due = service.deadlines(appeal)
    heading = f"{appeal.appeal_no}  {appeal.enterprise}  {STATE_LABELS[appeal.state]}"
    for line in (heading, appeal.content, clocks(appeal, due, parts.clock.now().date())):
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    for event in history:
        label = EVENT_LABELS.get(event.step, event.step)
        line = f"{event.at:%Y-%m-%d %H:%M}  {event.user_id}  {label}  {event.text}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command("import")
def import_appeals(
    file: Annotated[Path, typer.Argument(help="诉求（JSON 数组）")],
    enterprises: Annotated[
        Path | None, typer.Option(help="企业名录 CSV：enterprise_id,name,contact_user_id")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不导入")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """导入诉求；重复执行只推进有进展的，有错项则整体不导入。"""
    parts = open_parts()
    known = parts.appeals.enterprises() if enterprises is None else read_enterprises(enterprises)
    count = parts.appeals.feed.import_file(file, known, dry_run=dry_run)
    if as_json:
        print_json(
            {
                "added": count.added,
                "moved": count.moved,
                "unchanged": count.unchanged,
                "dry_run": dry_run,
            }
        )
        return
    verb = "将" if dry_run else "已"
    out.print(
        f"{verb}新增 {count.added} 件，推进 {count.moved} 件，未变 {count.unchanged} 件",
        highlight=False,
    )
    err.print("下一步：bot appeal list")


def _as_dict(appeal: Appeal, service: AppealService) -> dict[str, object]:
    moments = (appeal.answered_at, appeal.opinion_at, appeal.closed_at)
    answered, opinion, closed = (moment.isoformat() if moment else None for moment in moments)
    return {
        "appeal_no": appeal.appeal_no,
        "enterprise": appeal.enterprise,
        "user": appeal.user_id,
        "content": appeal.content,
        "received_at": appeal.received_at.isoformat(),
        "state": STATE_LABELS[appeal.state],
        "owner": appeal.owner_user_id,
        "department": appeal.department_code,
        "answered_at": answered,
        "opinion_at": opinion,
        "closed_at": closed,
        "deadlines": {
            stage.value: day.isoformat() for stage, day in service.deadlines(appeal).items()
        },
        "counted_in": "natural_days" if service.rules.are_natural_days else "working_days",
    }
