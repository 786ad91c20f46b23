"""Working days of officials and of enterprises, played turn by turn against the demonstration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.messages import InboundMessage, Reply
from bot.wiring import Parts
from tests.bot.beginnings import NOW
from tests.bot.demonstration import demonstration

DAYS: list[dict[str, Any]] = [
    day
    for name in (
        "working_days.yaml",
        "working_days_2.yaml",
        "working_days_3.yaml",
        "working_days_4.yaml",
        "working_days_5.yaml",
        "working_days_6.yaml",
    )
    for day in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(tmp_path_factory.mktemp("city"))


class Talk:
    """One person's conversation with the whole dialogue."""

    def __init__(self, parts: Parts, user_id: str, name: str) -> None:
        self._dialogue = parts.dialogue
        self._person = parts.directory.require(user_id)
        self._name = name
        self._said = 0

    def say(self, text: str) -> Reply:
        self._said += 1
        message = InboundMessage(
            channel="web",
            message_id=f"{self._name}-{self._person.user_id}-{self._said}",
            sender=self._person.user_id,
            conversation=self._name,
            text=text,
            received_at=NOW,
        )
        return self._dialogue.answer(message, self._person)


def tasks_listed(reply: Reply) -> set[int]:
    return {int(no) for no in re.findall(r"^(?:- )?(\d+)号《", reply.text, re.MULTILINE)}


@pytest.mark.parametrize("day", DAYS, ids=[day["day"] for day in DAYS])
def test_a_day_is_answered_turn_by_turn(parts: Parts, day: dict[str, Any]) -> None:
    who = {turn.get("who", day["who"]) for turn in day["turns"]}
    talks = {user_id: Talk(parts, user_id, day["day"]) for user_id in who}
    for turn in day["turns"]:
        reply = talks[turn.get("who", day["who"])].say(turn["ask"])
        text = reply.text
        assert reply.outcome.value == turn.get("outcome", "answered"), (turn["ask"], text)
        for piece in turn.get("says", []):
            assert piece in text, (turn["ask"], piece, text)
        for piece in turn.get("not_says", []):
            assert piece not in text, (turn["ask"], piece, text)
        if "tasks" in turn:
            assert tasks_listed(reply) == set(turn["tasks"]), (turn["ask"], text)
