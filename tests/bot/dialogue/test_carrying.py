"""任务呢 after 高港区怎么样 is of 高港区; what asks by itself is as it was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.dialogue.carrying import carried, unresolved
from bot.dialogue.skill import Turn


class Made:
    """Three places and an office, found by their names."""

    def named(self, text: str) -> tuple[str, ...]:
        return tuple(
            name for name in ("高港区", "靖江市", "泰兴市", "市财政局") if name[:2] in text
        )

    def of_figure(self, query: Mapping[str, Any]) -> tuple[str, ...] | None:
        return query.get("of")

    def several_of(self, query: Mapping[str, Any]) -> tuple[str, ...]:
        listed: tuple[str, ...] = query.get("listed", ())
        return listed


def said(text: str, *before: str | tuple[str, tuple[str, ...]]) -> str:
    turns = []
    for one in before:
        asked, of = one if isinstance(one, tuple) else (one, None)
        turns.append(Turn("user", asked))
        turns.append(Turn("bot", "", "figures", {} if of is None else {"of": of}))
    return carried(text, turns, Made())[0]


@pytest.mark.parametrize(
    ("text", "before", "meant"),
    [
        ("任务呢", ["高港区怎么样"], "高港区的任务呢"),
        ("项目呢", ["高港区怎么样", "任务呢"], "高港区的项目呢"),
        ("那停工的项目呢", ["泰兴有逾期的任务没"], "泰兴市的停工的项目呢"),
        ("任务", ["高港区怎么样"], "高港区的任务"),
        ("那有没有逾期的任务", ["高港区怎么样"], "高港区有没有逾期的任务"),
        ("任务呢", ["高港区怎么样", "催一下"], "高港区的任务呢"),
        ("还没办结的任务呢", ["高港区怎么样"], "高港区的还没办结的任务呢"),
        ("任务呢", ["高港区怎么样", "我知道了"], "高港区的任务呢"),
        ("任务呢", [("化工怎么样", ("化工",))], "化工的任务呢"),
        ("项目呢", [("化工怎么样", ("化工",)), "任务呢"], "化工的项目呢"),
        ("项目呢", [("高港区化工产值", ("高港区", "化工"))], "高港区化工的项目呢"),
        ("停工的项目呢", [("高港区化工产值", ("高港区", "化工"))], "高港区化工的停工的项目呢"),
        ("任务呢", [("高港区化工产值", ("高港区", "化工"))], "高港区的任务呢"),
        ("项目呢", ["高港区怎么样", "有任务吗"], "高港区的项目呢"),
        ("有逾期的任务吗", ["高港区怎么样"], "高港区有逾期的任务吗"),
        ("有停工的项目吗", ["高港区怎么样"], "高港区有停工的项目吗"),
        ("那边停工的项目有吗", ["高港区怎么样"], "高港区的停工的项目有吗"),
        ("那边的任务都办完了吗", ["高港区怎么样"], "高港区的任务都办完了吗"),
        ("那边任务都办完了吗", ["高港区怎么样"], "高港区的任务都办完了吗"),
        ("有逾期的任务吗", ["高港区怎么样", "催一下"], "高港区有逾期的任务吗"),
        ("任务呢", ["市财政局有什么任务"], "市财政局的任务呢"),
    ],
)
def test_the_place_spoken_of_is_taken_up(text: str, before: list[Any], meant: str) -> None:
    assert said(text, *before) == meant


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("任务呢", []),
        ("有逾期的任务吗", ["高港区怎么样", ("全市呢", ())]),
        ("我有逾期的任务吗", ["高港区怎么样"]),
        ("全市有逾期的任务吗", ["高港区怎么样"]),
        ("全市的任务呢", ["高港区怎么样"]),
        ("我的任务呢", ["高港区怎么样"]),
        ("哪些任务呢", ["高港区怎么样"]),
        ("任务呢", ["高港区和靖江市产值多少"]),
        ("任务呢", ["高港区怎么样", "技改投资有哪些补贴政策"]),
        ("任务呢", ["高港区怎么样", ("全市呢", ())]),
        ("项目呢", ["市财政局有什么任务"]),
        ("靖江的任务呢", ["高港区怎么样"]),
        ("再看看泰兴的项目", ["高港区怎么样"]),
        ("陈强的任务呢", ["高港区怎么样"]),
        ("督查科的任务呢", ["高港区怎么样"]),
        ("项目呢", ["高港区的任务", "全市呢"]),
        ("项目呢", ["高港区怎么样", "我的任务"]),
        ("增速呢", ["高港区怎么样"]),
        ("那47号任务谁负责", ["高港区怎么样"]),
    ],
)
def test_what_stands_by_itself_is_as_it_was_said(text: str, before: list[Any]) -> None:
    assert said(text, *before) == text


def test_the_turns_before_are_what_they_meant() -> None:
    turns = [Turn("user", "高港区怎么样"), Turn("user", "任务呢")]
    assert [turn.text for turn in carried("那逾期的呢", turns, Made())[1]] == [
        "高港区怎么样",
        "高港区的任务呢",
    ]


def test_there_after_a_list_of_places_is_asked_back() -> None:
    listed = [Turn("bot", "", "figures", {"listed": ("泰兴市", "靖江市")})]
    assert unresolved("那边停工的项目有吗", listed, Made()) == (
        ("泰兴市", "泰兴市停工的项目有吗"),
        ("靖江市", "靖江市停工的项目有吗"),
    )
    assert unresolved("那边停工的项目有吗", [], Made()) == ()


@pytest.mark.parametrize(
    "text", ["停工的项目有吗", "那停工的项目呢", "高港区那边停工的项目有吗", "那边产值多少"]
)
def test_what_does_not_say_there_leaves_no_place_open(text: str) -> None:
    assert unresolved(text, [], Made()) is None
