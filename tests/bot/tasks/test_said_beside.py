"""What is said beside a proposal: another task to remind of, and an extension without a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.messages import Outcome
from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.dialogue.test_working_days import Talk


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(Path(tmp_path_factory.mktemp("city")))


@pytest.mark.parametrize("said", ["48号也催", "还有48号", "48号也一起催一下"])
def test_another_task_beside_a_reminder_is_reminded_of_with_it(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u002", said)
    talk.say("催一下47号")
    both = talk.say(said)
    assert both.outcome is Outcome.CLARIFY
    assert "47号" in both.text
    assert "48号" in both.text


def test_a_question_about_another_task_adds_nothing_to_the_reminder(parts: Parts) -> None:
    talk = Talk(parts, "u002", "asked between")
    talk.say("催一下47号")
    assert "将对" not in talk.say("48号到哪一步了").text


@pytest.mark.parametrize("said", ["48号也催", "48号催吧"])
def test_bare_reminding_by_number_is_a_reminder(parts: Parts, said: str) -> None:
    asked = Talk(parts, "u002", f"alone {said}").say(said)
    assert "将对48号" in asked.text


@pytest.mark.parametrize("said", ["48号不催", "谁催的48号", "48号怎么催"])
def test_what_only_asks_or_declines_reminds_of_nothing(parts: Parts, said: str) -> None:
    assert "确认吗" not in Talk(parts, "u002", said).say(said).text


@pytest.mark.parametrize(
    "said", ["能延吗", "还能延吗", "可以延期吗", "能不能延一下", "延一下行不行", "能顺延吗"]
)
def test_an_extension_without_a_day_is_asked_until_when(parts: Parts, said: str) -> None:
    talk = Talk(parts, "u009", said)
    talk.say("21号什么时候到期")
    asked = talk.say(said)
    assert asked.outcome is Outcome.CLARIFY
    assert "21号" in asked.text
    assert "要延到哪一天" in asked.text


@pytest.mark.parametrize("said", ["优惠期能延吗", "这个政策能拖延吗"])
def test_the_extension_of_something_else_is_no_task(parts: Parts, said: str) -> None:
    assert "要延到哪一天" not in Talk(parts, "u009", said).say(said).text
