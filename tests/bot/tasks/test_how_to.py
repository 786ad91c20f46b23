"""How something is done to a task is told, and nothing is done."""

from __future__ import annotations

import pytest

from bot.tasks.how_to import asks_how_to, may_be_of_policy
from bot.tasks.transition import Action
from tests.bot.tasks.talking import Talk


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("怎么报办结", Action.REPORT_COMPLETION),
        ("请问如何申请延期？", Action.REQUEST_EXTENSION),
        ("延期怎么申请", Action.REQUEST_EXTENSION),
        ("怎么签收任务", Action.SIGN_RECEIPT),
        ("怎么转办呢", Action.TRANSFER),
        ("怎么催办", Action.REMIND),
        ("怎么销号", Action.CLOSE),
        ("任务怎么退办", None),
        ("怎么办", None),
        ("怎么还没办结", None),
        ("项目延期怎么申请", None),
        ("怎么申请技改补贴", None),
        ("23号怎么还没签收", None),
        ("它怎么还没签收", None),
        ("怎么办好营业执照", None),
    ],
)
def test_what_is_asked_how_to_be_done(said: str, action: Action | None) -> None:
    assert asks_how_to(said) is action


def test_the_words_are_told_and_nothing_waits_to_be_confirmed(talk: Talk) -> None:
    reply = talk.say("u023", "怎么报办结")
    assert reply is not None
    assert "23号办结了" in reply.text
    assert reply.text.startswith("督办任务由承办人")
    assert talk.say("u023", "确认") is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        *(("延期怎么申请", True), ("怎么退回", True), ("怎么退办", False)),
        *(("任务延期怎么申请", False), ("怎么报办结", False), ("怎么申请技改补贴", False)),
    ],
)
def test_what_may_be_asked_of_a_policy_is_left_to_it_after_one(said: str, expected: bool) -> None:
    assert may_be_of_policy(said) is expected
