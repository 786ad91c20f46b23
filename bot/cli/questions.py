"""``bot questions``: what people asked in vain."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.terminal import open_parts, out, print_json, say_demonstration
from bot.clock import BUSINESS_ZONE
from bot.errors import BotError
from bot.feedback import OpenQuestion, QuestionGroup, grouped
from bot.reasons import of_system

app = Commands(help="没有答好的问题")

_COLUMNS = ("question", "outcome", "intent", "asked_at", "verdict", "reason")
_OUTCOMES = {
    "answered": "已答",
    "answered_with_gap": "部分有据",
    "clarify": "追问",
    "refused": "没有答案",
    "handed_over": "转人工",
}


@app.callback()
def questions() -> None:
    """没有答好的问题。"""


@app.command("list")
def list_questions(
    limit: Annotated[int, typer.Option(min=1, help="最多列出多少条")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """列出没有答案的和被评为“没用”的问题，新的在前。"""
    parts = open_parts()
    say_demonstration(parts.settings)
    found = parts.feedback.open_questions(limit=limit)
    if as_json:
        print_json({"questions": [_plain(one) for one in found]})
        return
    if not found:
        _say("没有待处理的问题。")
    for one in found:
        judged = f" · 没用{f'：{one.reason}' if one.reason else ''}" if one.is_useless else ""
        asked = one.asked_at.astimezone(BUSINESS_ZONE)
        outcome = _OUTCOMES.get(one.outcome, one.outcome)
        _say(f"{asked:%Y-%m-%d %H:%M}  [{outcome}{judged}]  {one.question}")


@app.command("groups")
def list_groups(
    limit: Annotated[int, typer.Option(min=1, help="最多看最近多少条问题")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """把问法相近的问题归在一起，问得多的在前：该补哪些文件、哪些说法。"""
    parts = open_parts()
    say_demonstration(parts.settings)
    groups = grouped(parts.feedback.open_questions(limit=limit))
    if as_json:
        print_json({"groups": [_plain_group(group) for group in groups]})
        return
    if not groups:
        _say("没有待处理的问题。")
    for group in groups:
        useless = f"，{group.useless} 次被评为“没用”" if group.useless else ""
        _say(f"{group.count} 次{useless}  {group.question}")


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="写到哪个 CSV 文件（UTF-8，Excel 可直接打开）")],
    limit: Annotated[int, typer.Option(min=1, help="最多导出最近多少条")] = 10_000,
) -> None:
    """导出待处理的问题，按相近问法编组；身份证号、电话等已遮盖。"""
    parts = open_parts()
    say_demonstration(parts.settings)
    groups = grouped(parts.feedback.open_questions(limit=limit))
    rows = [
        {"group": number, "count": group.count, **_plain(one)}
        for number, group in enumerate(groups, start=1)
        for one in group.questions
    ]
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as target:
            writer = csv.DictWriter(target, ["group", "count", *_COLUMNS])
            writer.writeheader()
            writer.writerows(rows)
    except OSError as exc:
        raise BotError(f"写不了文件 {file}", why=of_system(exc), remedy="换一个路径") from exc
    _say(f"已导出 {len(rows)} 条问题，{len(groups)} 组：{file}")


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def _plain_group(group: QuestionGroup) -> dict[str, object]:
    return {
        "question": group.question,
        "count": group.count,
        "useless": group.useless,
        "last_asked_at": group.last_asked_at.isoformat(),
        "questions": [_plain(one) for one in group.questions],
    }


def _plain(one: OpenQuestion) -> dict[str, str | None]:
    return {
        "question": one.question,
        "outcome": one.outcome,
        "intent": one.intent,
        "asked_at": one.asked_at.isoformat(),
        "verdict": one.verdict,
        "reason": one.reason,
    }
