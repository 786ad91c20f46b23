"""A number that a figure is held against is read with its unit."""

from __future__ import annotations

import unicodedata

import pytest

from kpi_adapter import Outcome
from kpi_adapter.question.goals import Goal, GoalUnit, find_goal
from tests.kpi_adapter.kpi_demo import Ask

GOALS = {
    "离一千亿还有多远": (1000, GoalUnit.MONEY),
    "离1万亿还差多少": (10_000, GoalUnit.MONEY),
    "离3000万元还差多少": (0.3, GoalUnit.MONEY),
    "离1000还差多少": (1000, GoalUnit.UNSAID),
    "达到80%了吗": (80, GoalUnit.RATE),
    "达到百分之八十了吗": (80, GoalUnit.RATE),
    "达到八成五了吗": (85, GoalUnit.RATE),
    "达到目标的80%了吗": (80, GoalUnit.RATE),
    "达到5个百分点了吗": (5, GoalUnit.RATE),
    "离100家还差几家": (100, GoalUnit.COUNT),
    "达到80个了吗": (80, GoalUnit.COUNT),
}
NO_GOALS = [
    "达到2018年水平",
    "达到两位数",
    "离12月还有多远",
    "差3倍",
    "没达到80%",
    "达到80%的区",
    "差3个月",
    "还差20家吗",
    "差500亿吧",
]
COMPLETED = "泰兴市新签约亿元以上项目完成率"


@pytest.mark.parametrize("said", GOALS)
def test_a_goal_is_read_with_its_unit(said: str) -> None:
    number, unit = GOALS[said]
    found = find_goal(said)
    assert isinstance(found, Goal)
    assert found.number == pytest.approx(number)
    assert found.unit is unit


@pytest.mark.parametrize("said", NO_GOALS)
def test_a_number_of_something_else_is_no_goal(said: str) -> None:
    assert find_goal(said) is None


def shown(ask: Ask, said: str) -> str:
    answer = ask(said)
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED
    return unicodedata.normalize("NFKC", answer.text)


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("泰兴新签约完成率达到80%了吗", "达到了所问的80%,高7.5个百分点"),
        ("泰兴新签约完成率达到百分之八十了吗", "达到了所问的80%"),
        ("泰兴新签约完成率达到八成五了吗", "达到了所问的85%,高2.5个百分点"),
        ("泰兴新签约完成率超过90%了吗", "没有超过所问的90%,低2.5个百分点"),
        ("泰兴新签约完成率低于90%吗", "低于所问的90%"),
        ("泰兴新签约完成率够90%吗", "没有达到所问的90%"),
        ("泰兴新签约完成率到90%了吗", "没有达到所问的90%"),
        ("泰兴新签约项目完成了80%吗", "达到了所问的80%"),
        ("泰兴新签约达到目标的80%了吗", "达到了所问的80%"),
        ("泰兴新签约没到八成五吧", "没有低于所问的85%"),
        ("泰兴新签约完成率过半了吗", "超过了所问的50%"),
        ("泰兴新签约完成率有七八成吗", "不在70%至80%之间"),
        ("泰兴新签约完成率离90%还差多少", "没有达到所问的90%,低2.5个百分点"),
    ],
)
def test_a_rate_said_of_a_count_is_of_how_much_of_its_plan_was_done(
    ask: Ask, said: str, held: str
) -> None:
    text = shown(ask, said)
    assert f"{COMPLETED}{held}" in text
    assert "与所问的" not in text


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("泰兴新签约完成率是87.5%吗", "与所说的87.5%一致"),
        ("泰兴新签约完成率是80%吗", "与所说的80%不一致,相差7.5个百分点"),
        ("产值完成率是90%吗", "没有可以与所说的90%核对的数"),
        ("泰兴新签约项目达到80个了吗", "与所问的80个相比,超过60个"),
        ("泰兴新签约项目到100个了吗", "与所问的100个相比,超过40个"),
        ("产值离1万亿还差多少", "与所问的10000.00亿元相比,还差6342.67亿元"),
        ("高新产值占比超过45%了吗", "占比没有超过所问的45%,低0.2个百分点"),
        ("高新产值占比离50%还差几个点", "占比没有达到所问的50%,低5.2个百分点"),
        ("产值增速离12%还差多少", "产值增速没有达到所问的12%,低0.6个百分点"),
        ("工业投资增速降到10%了吗", "工业投资增速超过了所问的10%"),
        ("专精特新企业完成率达到80%了吗", "完成率没有达到所问的80%,低5.7个百分点"),
    ],
)
def test_each_figure_is_held_against_a_number_of_its_own_kind(
    ask: Ask, said: str, verdict: str
) -> None:
    assert verdict in shown(ask, said)


@pytest.mark.parametrize(
    "said",
    [
        "新签约达到两位数了吗",
        "产值增速是靖江的一半吗",
        "投资3亿以上的智能车间有几个",
        "产值3亿以上的专精特新企业有多少家",
        "专精特新企业达到3亿了吗",
        "新开工项目超过去年同期50个了吗",
        "泰兴新签约超过靖江50个了吗",
    ],
)
def test_a_number_that_nothing_is_held_against_is_told_as_unread(ask: Ask, said: str) -> None:
    answer = ask(said)
    assert answer is not None
    assert answer.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "said",
    [
        "专精特新企业还差30%吗",
        "专精特新企业还差20家吗",
        "专精特新企业离目标还差三成吗",
        "专精特新企业比去年增加30%了吗",
        "专精特新企业增加超过10家了吗",
        "专精特新企业下降10%了吗",
        "新开工项目还缺两成吗",
        "新开工项目完成率差10个百分点吗",
        "新开工项目还有三成没完成吗",
        "新开工项目多了30%吗",
        "新开工项目差100个吗",
        "产值差500亿吗",
        "产值差500亿到4000亿吗",
        "产值增速差2个百分点吗",
        "高新产值占比提高了5个百分点吗",
        "高新产值占比比去年高2个百分点吗",
        "高新产值占比下降了3个百分点吗",
    ],
)
def test_what_lacks_and_what_was_added_is_not_held_against_the_figure(ask: Ask, said: str) -> None:
    answer = ask(said)
    text = unicodedata.normalize("NFKC", answer.text) if answer is not None else ""
    assert "所问的" not in text
    assert "所说的" not in text


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("高新产值占比差50%还有多少", "占比没有达到所问的50%"),
        ("新开工项目差400个还有多少", "与所问的400个相比,还差56个"),
    ],
)
def test_what_is_left_to_a_number_is_held_against_it(ask: Ask, said: str, verdict: str) -> None:
    assert verdict in shown(ask, said)


@pytest.mark.parametrize("said", ["产值几千亿了吗", "产值有几千亿", "产值大概几千亿"])
def test_how_many_thousands_is_no_thousand(ask: Ask, said: str) -> None:
    text = shown(ask, said)
    assert "3657.33亿元" in text
    assert "所问的" not in text


def test_a_growth_of_a_count_is_held_against_no_count(ask: Ask) -> None:
    assert "所问的10个" not in shown(ask, "新签约增速达到10%了吗")


@pytest.mark.parametrize(
    ("turns", "verdict"),
    [
        ("泰兴新签约完成率达到80%了吗;达到90%了吗", "完成率没有达到所问的90%,低2.5个百分点"),
        ("泰兴新签约完成率;过半了吗", "完成率超过了所问的50%"),
        ("泰兴新签约多少;到150个了吗", "与所问的150个相比,还差10个"),
        ("泰兴产值;过1800亿了吗", "与所问的1800.00亿元相比,还差24.11亿元"),
        ("泰兴产值增速;达到12%了吗", "产值增速没有达到所问的12%,低1.8个百分点"),
        ("泰兴产值增速达到8%了吗;超过12%了吗", "产值增速没有超过所问的12%"),
        ("高新占比多少;超过45%了吗", "占比没有超过所问的45%"),
    ],
)
def test_a_figure_just_shown_is_held_against_another_number(
    ask: Ask, turns: str, verdict: str
) -> None:
    *before, last = turns.split(";")
    answer = ask(last, *before)
    assert answer is not None
    assert verdict in unicodedata.normalize("NFKC", answer.text)


@pytest.mark.parametrize(
    "turns", ["泰兴产值;补贴超过10%了吗", "泰兴新签约多少;超过80亿了吗", "泰兴产值;达到10%了吗"]
)
def test_a_number_of_another_kind_is_held_against_nothing(ask: Ask, turns: str) -> None:
    *before, last = turns.split(";")
    answer = ask(last, *before)
    assert answer is None or "所问的" not in answer.text


def test_another_place_is_not_held_against_the_number_said_before(ask: Ask) -> None:
    answer = ask("达标了吗", "泰兴新签约完成率达到80%了吗", "那靖江呢")
    assert answer is not None
    assert "所问的80%" not in answer.text
