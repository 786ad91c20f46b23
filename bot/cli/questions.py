"""``bot questions``: what people asked in vain."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.terminal import open_parts, out, print_json, say_demonstration
from bot.clock import BUSINESS_ZONE
from bot.feedback import OpenQuestion

app = typer.Typer(help="没有答好的问题", no_args_is_help=True)

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
        out.print("没有待处理的问题。")
    for one in found:
        judged = f" · 没用{f'：{one.reason}' if one.reason else ''}" if one.verdict else ""
        asked = one.asked_at.astimezone(BUSINESS_ZONE)
        out.print(
            f"{asked:%Y-%m-%d %H:%M}  [{_OUTCOMES.get(one.outcome, one.outcome)}{judged}]  "
            f"{one.question}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _plain(one: OpenQuestion) -> dict[str, str | None]:
    return {
        "question": one.question,
        "outcome": one.outcome,
        "intent": one.intent,
        "asked_at": one.asked_at.isoformat(),
        "verdict": one.verdict,
        "reason": one.reason,
    }
