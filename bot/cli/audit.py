"""``bot audit``: who asked for what."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.audit import AskedFigure
from bot.cli.commands import Commands
from bot.cli.terminal import open_parts, out, print_json, say_demonstration
from bot.clock import BUSINESS_ZONE
from bot.console.audit_log_wording import CHANNELS
from bot.console.audit_log_wording import outcome as outcome_in_words
from bot.console.people_wording import ROLES

app = Commands(help="审计记录")

_UNKNOWN = "未登记用户"
_NOT_UNDERSTOOD = "没有形成查询"


@app.callback()
def audit() -> None:
    """审计记录，只供管理员查阅。"""


@app.command("figures")
def figures(
    limit: Annotated[int, typer.Option(min=1, help="最多列出多少条")] = 50,
    of_user: Annotated[str | None, typer.Option("--user", help="只看这位用户问的")] = None,
    as_user: Annotated[str | None, typer.Option("--as", help="以哪位用户的身份查阅")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """列出问过数据的记录：何时、何人、从哪里问、问什么、查了什么、结果、读了几行，新的在前。"""
    parts = open_parts()
    say_demonstration(parts.settings)
    reader = None if as_user is None else parts.directory.require(as_user)
    found = parts.figure_audit.read(reader, limit=limit, of_user=of_user)
    if as_json:
        print_json({"questions": [_plain(one) for one in found]})
        return
    if not found:
        out.print("没有记录。")
    for one in found:
        asked = one.asked_at.astimezone(BUSINESS_ZONE)
        outcome = outcome_in_words(one.outcome)
        who = f"{_role(one.role)}，{CHANNELS.get(one.channel, one.channel)}"
        out.print(
            f"{asked:%Y-%m-%d %H:%M:%S}  {one.user_id or _UNKNOWN}（{who}）"
            f"  [{outcome}，{one.rows_read}行]  {one.question}\n"
            f"    {one.sentence or _NOT_UNDERSTOOD}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _role(role: str) -> str:
    return {one.value: label for one, label in ROLES.items()}.get(role, "访客")


def _plain(one: AskedFigure) -> dict[str, str | int | None]:
    return {
        "asked_at": one.asked_at.isoformat(),
        "business_at": one.business_at.isoformat(),
        "user": one.user_id,
        "role": one.role,
        "department": one.department_code,
        "channel": one.channel,
        "question": one.question,
        "query": one.sentence,
        "outcome": one.outcome,
        "reason": one.reason,
        "rows": one.rows_read,
    }
