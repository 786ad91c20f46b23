"""Few words after a figure mean that figure: now, against its goal, or a forecast of it."""

from __future__ import annotations

import pytest

from kpi_adapter import Reason
from tests.kpi_adapter.kpi_demo import Ask


@pytest.mark.parametrize(
    "said", ["完成了吗", "达标了没有", "那完成得怎么样？", "进度呢", "完成率多少"]
)
def test_whether_it_is_reached_shows_the_figure_against_its_goal(ask: Ask, said: str) -> None:
    answer = ask(said, "专精特新有几家")
    assert answer is not None
    assert answer.reason is Reason.FIGURE_GIVEN
    assert "距目标还差18家" in answer.text


def test_a_figure_without_a_goal_says_that_it_has_none(ask: Ask) -> None:
    answer = ask("完成了吗", "产值多少")
    assert answer is not None
    assert "没有年度计划或方案目标可比" in answer.text


@pytest.mark.parametrize("said", ["现在多少", "那目前呢", "最新的数据", "实际多少"])
def test_now_is_the_newest_of_the_same_figure(ask: Ask, said: str) -> None:
    answer = ask(said, "8月泰兴产值多少")
    assert answer is not None
    assert answer.text.startswith("2019年1—10月，泰兴市")


@pytest.mark.parametrize(
    "said", ["什么时候能完成", "到年底能完成吗", "能不能按时完成", "今年能达到吗"]
)
def test_whether_it_will_be_reached_is_no_figure(ask: Ask, said: str) -> None:
    answer = ask(said, "百亿企业几家")
    assert answer is not None
    assert answer.reason is Reason.NO_FORECAST
    assert "6家" in answer.text


@pytest.mark.parametrize("said", ["现在多少", "完成了吗", "什么时候能完成"])
def test_such_words_by_themselves_are_left_to_others(ask: Ask, said: str) -> None:
    assert ask(said) is None


@pytest.mark.parametrize(
    "said", ["完成了投资吗", "现在多少度", "靖江现在多少人", "什么时候能拿到补贴"]
)
def test_words_that_say_something_of_their_own_are_not_the_same_figure(ask: Ask, said: str) -> None:
    answer = ask(said, "专精特新有几家")
    assert answer is None or "专精特新" not in answer.text
