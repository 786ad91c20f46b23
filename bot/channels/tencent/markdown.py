"""The markdown that WeCom robots understand (markdown_v2), made from plain text safely."""

from __future__ import annotations

import re

from bot.messages import Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~])")
_LINE_START = re.compile(r"^(\s*)(#|-{3})", re.MULTILINE)


def escaped(text: str) -> str:
    """Return `text` such that nothing of it is read as markup."""
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def markdown_table(table: Table) -> str:
    """Return `table` with its title, its cells escaped."""
    head = [f"**{escaped(table.title)}**", "", _row(table.columns)]
    rule = "|" + " --- |" * len(table.columns)
    return "\n".join([*head, rule, *map(_row, table.rows)])


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escaped(cell).replace("\n", " ") for cell in cells) + " |"
