"""A conversation of one person with the task desk, for tests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.identity import Directory
from bot.messages import Reply
from bot.tasks.desk import TaskDesk


@dataclass(frozen=True)
class Turn:
    """One turn of a conversation."""

    role: str
    text: str
    query: Mapping[str, Any] | None = None


class Talk:
    """A conversation of one person with the desk."""

    def __init__(self, desk: TaskDesk, directory: Directory) -> None:
        self._desk = desk
        self._directory = directory
        self._turns: list[Turn] = []

    def say(self, user_id: str, text: str) -> Reply | None:
        reply = self._desk.answer(
            self._directory.require(user_id), text, channel="web", previous=self._turns
        )
        self._turns.append(Turn("user", text))
        if reply is not None:
            self._turns.append(Turn("bot", reply.text, reply.query))
        return reply


def numbers(reply: Reply | None) -> set[str]:
    """Return the tasks a list names, one a line."""
    assert reply is not None
    return set(re.findall(r"^(?:- )?(\d+)号《", reply.text, re.MULTILINE))
