"""Few words by which an enterprise means its own case, and those by which it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wiring import Parts
from tests.bot.demonstration import demonstration
from tests.bot.dialogue.test_working_days import Talk


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    yield from demonstration(Path(tmp_path_factory.mktemp("city")))


@pytest.mark.parametrize(
    "said", ["喂有人吗我们那个用地的事都一周了", "您好，用地的事都三年了还没批", "用地那事快十天了"]
)
def test_who_says_how_long_it_has_been_waits_for_it(parts: Parts, said: str) -> None:
    reply = Talk(parts, "e004", said).say(said)
    assert "A2019-032" in reply.text
    assert "2019-11-11" in reply.text
    assert "确认" not in reply.text


@pytest.mark.parametrize(
    ("said", "added"),
    [
        ("再加一条我们要的是30亩不是20亩", "我们要的是30亩不是20亩"),
        ("再加一条，厂门口的路也断了", "厂门口的路也断了"),
    ],
)
def test_one_more_point_is_added_to_the_case(parts: Parts, said: str, added: str) -> None:
    talk = Talk(parts, "e004", said)
    talk.say("用地的事到哪了")
    reply = talk.say(said)
    assert f"补充：“{added}”" in reply.text
    assert "确认吗" in reply.text


@pytest.mark.parametrize("said", ["今天要是能定下来撤了也行", "如果下周能批就不用办了"])
def test_on_a_condition_nothing_is_taken_back(parts: Parts, said: str) -> None:
    talk = Talk(parts, "e004", said)
    talk.say("用地的事到哪了")
    reply = talk.say(said)
    assert "A2019-032" in reply.text
    assert "确认吗" not in reply.text


@pytest.mark.parametrize(
    "said",
    ["我们要再加一条生产线", "要是政策撤了怎么办", "你好用地的政策有哪些", "再不处理就要逾期了吗"],
)
def test_what_is_of_something_else_is_of_no_case(parts: Parts, said: str) -> None:
    talk = Talk(parts, "e004", said)
    talk.say("用地的事到哪了")
    assert "A2019-032" not in talk.say(said).text


@pytest.mark.parametrize(
    ("who", "case", "said"),
    [("e001", "增容", "您好，确认"), ("e004", "用地", "撤吧"), ("e005", "检测费", "嗯嗯，撤回吧")],
)
def test_a_yes_is_heard_behind_a_greeting_and_by_what_is_to_be_done(
    parts: Parts, who: str, case: str, said: str
) -> None:
    talk = Talk(parts, who, said)
    assert "确认吗" in talk.say(f"{case}的事撤掉吧").text
    assert "已撤回" in talk.say(said).text
