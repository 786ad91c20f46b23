"""``bot ask``: one message through the same dialogue as any channel."""

from __future__ import annotations

import uuid
from typing import Annotated

import typer
from rich.table import Table as Grid

from bot.clause_label import clause_label, references_in_words
from bot.cli.terminal import open_parts, out, print_json, say_demonstration
from bot.errors import BotError
from bot.messages import Answer, Reply, Table
from bot.serving.conversing import converse


def ask(
    text: Annotated[str, typer.Argument(help="要问的话")],
    as_user: Annotated[str | None, typer.Option("--as", help="以哪位用户的身份问")] = None,
    conversation: Annotated[str | None, typer.Option(help="接着哪段对话问")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """问一句话，与各渠道走同一套对话。"""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise BotError("这句话不是有效的文字", why="终端传来的不是 UTF-8", remedy="检查终端编码")
    parts = open_parts()
    say_demonstration(parts.settings)
    reply, answer = converse(
        parts,
        text,
        person=None if as_user is None else parts.directory.require(as_user),
        conversation=conversation or f"cli-{uuid.uuid4().hex[:12]}",
        channel="cli",
    )
    if as_json:
        print_json(answer.model_dump(mode="json"))
        return
    _show(reply, answer)


def _show(reply: Reply, answer: Answer) -> None:
    out.print(references_in_words(reply.text), markup=False, highlight=False, soft_wrap=True)
    if reply.table is not None:
        out.print(_grid(reply.table))
    for number, citation in enumerate(reply.citations, start=1):
        clause = clause_label(citation.clause)
        out.print(
            f"[{number}] {citation.document} {clause}（{citation.validity}）",
            style="dim",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    for choice in reply.choices:
        out.print(
            f"  · {choice.label}", style="cyan", markup=False, highlight=False, soft_wrap=True
        )
    out.print(
        f"对话 {answer.conversation} · {answer.milliseconds} 毫秒",
        style="dim",
        markup=False,
        highlight=False,
    )


def _grid(table: Table) -> Grid:
    grid = Grid(title=table.title)
    for column in table.columns:
        grid.add_column(column)
    for row in table.rows:
        grid.add_row(*row)
    return grid
