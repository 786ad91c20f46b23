"""Few words after a figure mean that figure: now, against its goal, or a forecast of it."""

from __future__ import annotations

import pytest

from kpi_adapter import KpiAdapter, KpiQuery, Reason
from tests.kpi_adapter.kpi_demo import NOW, SUPERVISOR, Ask


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


@pytest.mark.parametrize("said", ["能按时完成吗", "什么时候能完成"])
def test_whether_projects_will_reach_their_goal_is_no_figure(ask: Ask, said: str) -> None:
    answer = ask(said, "5亿以上项目实施了几个")
    assert answer is not None
    assert answer.reason is Reason.NO_FORECAST


@pytest.mark.parametrize("said", ["要占多少", "那要达到多少", "应该达到多少"])
def test_what_is_to_be_reached_is_told_beside_the_figure(ask: Ask, said: str) -> None:
    answer = ask(said, "技改投资占比多少")
    assert answer is not None
    assert "65%以上" in answer.text


@pytest.mark.parametrize("said", ["现在多少", "完成了吗", "什么时候能完成", "要占多少"])
def test_such_words_by_themselves_are_left_to_others(ask: Ask, said: str) -> None:
    assert ask(said) is None


@pytest.mark.parametrize(
    "said", ["完成了投资吗", "现在多少度", "靖江现在多少人", "什么时候能拿到补贴"]
)
def test_words_that_say_something_of_their_own_are_not_the_same_figure(ask: Ask, said: str) -> None:
    answer = ask(said, "专精特新有几家")
    assert answer is None or "专精特新" not in answer.text


@pytest.mark.parametrize(
    ("listed", "said", "first"),
    [
        ("五大产业产值增速排名", "第一是谁", "产值增长最快的是节能与新能源"),
        ("五大产业产值增速排名", "倒数第一呢", "产值增长最慢的是化工及新材料"),
        ("五大产业产值增速排名", "总量第一是谁", "产值最高的是化工及新材料"),
        ("各区工业投资增速", "排第一的是谁", "工业投资增长最快的是靖江市"),
        ("各区产值排名", "第一是谁", "产值最高的是泰兴市"),
    ],
)
def test_a_place_in_a_list_is_a_place_by_what_the_list_was_ordered_by(
    ask: Ask, listed: str, said: str, first: str
) -> None:
    answer = ask(said, listed)
    assert answer is not None
    assert first in answer.text


def test_a_number_after_an_answer_picks_none_of_the_choices_of_another_reading(
    adapter: KpiAdapter,
) -> None:
    asked = ["各区产值排名", "增速第一呢"]
    queries: list[KpiQuery] = []
    for at, question in enumerate(asked):
        answer = adapter.answer(
            question,
            viewer=SUPERVISOR,
            now=NOW,
            previous=queries,
            previous_questions=asked[:at],
        )
        assert answer is not None
        assert answer.query is not None
        queries.append(answer.query)
    answer = adapter.answer(
        "第二呢", viewer=SUPERVISOR, now=NOW, previous=queries, previous_questions=asked
    )
    assert answer is None or "开票销售" not in answer.text
