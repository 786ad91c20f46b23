"""What must not be answered as asked is refused, or handed over, in the words that fit it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bot.messages import Reply
from bot.serving.conversing import converse
from bot.wiring import Parts
from tests.bot.demonstration import city_settings, prepared_city
from tests.databases import copy_city

SAID = Path(__file__).with_name("refusals.yaml")

Say = Callable[[str, str], Reply]


class Case(NamedTuple):
    """One message and what its reply must be."""

    kind: str
    user: str
    text: str
    outcome: str
    says: str


def cases() -> list[Case]:
    kinds = yaml.safe_load(SAID.read_text(encoding="utf-8"))
    return [
        Case(kind, entry.get("as", ""), text, entry["is"], entry["says"])
        for kind, entry in kinds.items()
        for text in entry["ask"]
    ]


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Say]:
    folder = tmp_path_factory.mktemp("city")
    copy_city(prepared_city(), folder)
    parts = Parts(city_settings(folder))

    def said(user: str, text: str) -> Reply:
        person = parts.directory.require(user) if user else None
        key = f"{user}:{text}"
        reply, _ = converse(
            parts, text, person=person, conversation=key, channel="cli", message_id=key
        )
        return reply

    yield said
    parts.stop()
    parts.stop()


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.kind}-{case.text}")
def test_the_reply_fits_what_was_said(say: Say, case: Case) -> None:
    reply = say(case.user, case.text)
    assert reply.outcome.value == case.outcome
    assert case.says in reply.text
    assert reply.citations == ()


@pytest.mark.parametrize(
    ("user", "text", "intent"),
    [
        ("e001", "智能机器人企业有什么补贴", "policy_qa"),
        ("e001", "重点任务有哪些", "policy_qa"),
        ("", "怎么保证项目早落地", "policy_qa"),
        ("u007", "把7号任务的时限改成12月20日", "task_set_deadline"),
        ("u002", "经济运行简报", "figures"),
    ],
)
def test_what_only_sounds_like_it_is_left_to_those_who_answer(
    say: Say, user: str, text: str, intent: str
) -> None:
    assert say(user, text).intent == intent
