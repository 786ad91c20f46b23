"""A yes that answers nothing of ours is no question about policy."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import BUSINESS_ZONE
from bot.dialogue.skill import Question, Turn
from bot.dialogue.skills.nothing_pending import NothingPendingSkill
from bot.identity import GUEST
from bot.messages import Outcome, Reply


def replied(text: str, *previous: Turn) -> Reply | None:
    now = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
    question = Question(
        text=text, person=GUEST, conversation="c", channel="web", now=now, previous=previous
    )
    return NothingPendingSkill().answer(question)


def asked(text: str) -> str | None:
    reply = replied(text)
    return reply.text if reply is not None else None


@pytest.mark.parametrize("text", ["确认", "取消", "同意。"])
def test_a_decision_about_nothing_hears_that_nothing_was_done(text: str) -> None:
    assert "没有做任何改动" in (asked(text) or "")


@pytest.mark.parametrize(
    "text", ["好的", "嗯嗯", "👌", "😊👍", "OK", "知道了！", "[微笑]", "[强][强]"]
)
def test_a_nod_is_met_with_a_nod(text: str) -> None:
    assert asked(text) == "好的，有问题随时问。"


@pytest.mark.parametrize("text", ["好的政策有哪些", "确认书怎么开", "？", "可以延期吗", "7"])
def test_what_says_more_is_left_to_others(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize("text", ["👍", "嗯嗯", "[OK]", "哦"])
@pytest.mark.parametrize("waits", ["pending", "appeal_pending", "new_task"])
def test_a_nod_while_something_waits_decides_nothing_and_says_so(text: str, waits: str) -> None:
    query = {waits: {"step": "close"}, "asked_at": "2019-11-15T09:00:00+08:00"}
    reply = replied(text, Turn("user", "12号办结了"), Turn("bot", "确认吗？", "task", query))
    assert reply is not None
    assert reply.outcome is Outcome.CLARIFY
    assert "还没有办" in reply.text
    assert [choice.send for choice in reply.choices] == ["确认", "取消"]
    assert reply.query == query


def test_a_link_alone_hears_that_links_are_not_opened() -> None:
    assert (asked("https://www.taizhou.gov.cn/art/1.html") or "").startswith("链接我打不开")
