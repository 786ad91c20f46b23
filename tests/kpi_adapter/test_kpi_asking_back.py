"""Two readings, or nothing said of what: asked back, and the answer to that is understood."""

from __future__ import annotations

import pytest

from kpi_adapter import Outcome, Reason
from kpi_adapter.question.choosing import chosen
from tests.kpi_adapter.kpi_demo import Ask

CHOICES = ("生物医药产业今年怎么样", "医药高新区今年怎么样")
PICKED = {
    "1": 0,
    "第一个": 0,
    "选2": 1,
    "二": 1,
    "前者": 0,
    "后一个": 1,
    "高新区": 1,
    "我问的是产业": 0,
    "医药高新区今年怎么样": 1,
}


@pytest.mark.parametrize("said", PICKED)
def test_a_choice_is_made_by_number_or_by_words(said: str) -> None:
    assert chosen(said, CHOICES) == CHOICES[PICKED[said]]


@pytest.mark.parametrize("said", ["3", "医药", "今年", "随便", "", "产值多少"])
def test_what_means_none_or_both_is_no_choice(said: str) -> None:
    assert chosen(said, CHOICES) is None


@pytest.mark.parametrize(
    ("question", "said", "shown"),
    [
        ("产销规模是多少", "2", "开票销售3346.98亿元"),
        ("今年投资多少", "技改", "技改投资439.17亿元"),
        ("三季度", "产值", "产值1134.34亿元"),
    ],
)
def test_the_chosen_reading_is_answered(ask: Ask, question: str, said: str, shown: str) -> None:
    asked = ask(question)
    assert asked is not None
    assert asked.outcome is Outcome.CLARIFY
    assert "1. " in asked.text
    answer = ask(said, question)
    assert answer is not None
    assert shown in answer.text


def test_a_number_without_a_question_before_it_is_left_alone(ask: Ask) -> None:
    assert ask("2") is None


@pytest.mark.parametrize("question", ["三季度", "环比增长多少", "去年上半年呢"])
def test_a_period_or_change_of_nothing_is_asked_back(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.reason is Reason.NO_INDICATOR_SAID
