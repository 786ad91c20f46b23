"""The demonstration city with its four 直通车 cases, and a conversation about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.messages import Reply
from tests.bot.alerts.city import City
from tests.bot.beginnings import people_tasks_and_cases


@dataclass(frozen=True)
class Turn:
    """One turn of a conversation."""

    role: str
    text: str
    query: Mapping[str, Any] | None = None


class Talk:
    """A conversation with the appeal desk."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._turns: list[Turn] = []

    def say(self, user_id: str, text: str) -> Reply | None:
        person = self._city.directory.require(user_id)
        reply = self._city.appeals.desk.answer(
            person, text, channel="web", conversation=user_id, previous=self._turns
        )
        self._turns.append(Turn("user", text))
        if reply is not None:
            self._turns.append(Turn("bot", reply.text, reply.query))
        return reply

    def answered(self, user_id: str, text: str, reply: str) -> None:
        """Remember that another skill answered."""
        del user_id
        self._turns += [Turn("user", text), Turn("bot", reply, {})]


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = City(tmp_path, begin=people_tasks_and_cases)
    made.work.launch()
    return made


@pytest.fixture
def talk(city: City) -> Talk:
    return Talk(city)
