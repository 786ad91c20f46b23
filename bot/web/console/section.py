"""What a section of the console is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from bot.console import Console
from bot.web.console.desk import Desk, MenuEntry


@dataclass(frozen=True)
class Section:
    """`name` is the last part of its address and its name in the log of changes.

    `add` adds its routes; `summary` says in a few words what waits there, for the first page.
    """

    name: str
    title: str
    add: Callable[[APIRouter, Desk, Console], None]
    summary: Callable[[Console], str]

    @property
    def entry(self) -> MenuEntry:
        """The section in the menu."""
        return MenuEntry(self.name, self.title, f"/console/{self.name}")
