"""A yes that answers nothing of ours is no question about policy."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import BUSINESS_ZONE
from bot.dialogue.skill import Question
from bot.dialogue.skills.nothing_pending import NothingPendingSkill
from bot.identity import GUEST


def asked(text: str) -> str | None:
    now = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
    question = Question(text=text, person=GUEST, conversation="c", channel="web", now=now)
    reply = NothingPendingSkill().answer(question)
    return reply.text if reply is not None else None


@pytest.mark.parametrize("text", ["确认", "取消", "同意。"])
def test_a_decision_about_nothing_hears_that_nothing_was_done(text: str) -> None:
    assert "没有做任何改动" in (asked(text) or "")


@pytest.mark.parametrize("text", ["好的", "嗯嗯", "👌", "😊👍", "OK", "知道了！"])
def test_a_nod_is_met_with_a_nod(text: str) -> None:
    assert asked(text) == "好的，有问题随时问。"


@pytest.mark.parametrize("text", ["好的政策有哪些", "确认书怎么开", "？", "可以延期吗", "7"])
def test_what_says_more_is_left_to_others(text: str) -> None:
    assert asked(text) is None
