"""Sums and remainders: nothing is counted twice, and what is left out is not in."""

from __future__ import annotations

import pytest

from kpi_adapter import Outcome
from tests.kpi_adapter.independent_figures import CITY, DISTRICTS, FIVE, URBAN, Figures
from tests.kpi_adapter.kpi_demo import Ask


def total(figures: Figures, places: list[str], industries: tuple[str, ...] = ("IND",)) -> float:
    amounts = [figures.amount("M01", code, places, 2019, 1, 10) for code in industries]
    assert None not in amounts
    return sum(amount for amount in amounts if amount is not None)


@pytest.mark.parametrize(
    "question", ["除化工外四个产业产值多少", "五大产业不含化工的产值", "化工除外产值合计"]
)
def test_an_industry_left_out_is_not_in_the_sum(ask: Ask, figures: Figures, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    rest = total(figures, [CITY], tuple(code for code in FIVE if code != "CHM"))
    first_line = answer.text.splitlines()[0]
    assert f"不含化工及新材料）合计{rest:.2f}亿元" in first_line
    assert "1051.75" not in answer.text


def test_a_place_left_out_is_not_in_the_sum(ask: Ask, figures: Figures) -> None:
    answer = ask("不含兴化全市产值")
    assert answer is not None
    rest = total(figures, [code for code in DISTRICTS if code != "321281"])
    assert f"合计{rest:.2f}亿元" in answer.text.splitlines()[0]


def test_a_place_covered_twice_is_counted_once(ask: Ask, figures: Figures) -> None:
    answer = ask("市区和海陵产值合计")
    assert answer is not None
    assert f"合计{total(figures, list(URBAN)):.2f}亿元" in answer.text.splitlines()[0]


def test_a_group_and_its_member_are_counted_once(ask: Ask, figures: Figures) -> None:
    answer = ask("五大产业和化工产值一共多少")
    assert answer is not None
    assert f"合计{total(figures, [CITY], FIVE):.2f}亿元" in answer.text.splitlines()[0]


@pytest.mark.parametrize("question", ["泰兴不含化工的产值", "规上工业不含化工的产值"])
def test_a_remainder_that_is_not_known_is_refused(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.outcome is Outcome.REFUSED
    assert answer.figures == ()
