"""One name held against another, told from what only looks so."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from kpi_adapter import Outcome
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.query import Bound, Milestone
from kpi_adapter.question.claims import Claim
from kpi_adapter.question.days_ahead import find_days_ahead
from kpi_adapter.question.mentions import Lexicon
from kpi_adapter.question.slots import find_slots
from tests.kpi_adapter.kpi_demo import Ask

TODAY = date(2019, 11, 15)
TAIXING, JINGJIANG = "321283", "321282"
OF_TWO = {
    "泰兴产值有没有超过靖江": Bound.MORE_THAN,
    "泰兴产值超没超过靖江": Bound.MORE_THAN,
    "泰兴产值高于靖江吗": Bound.MORE_THAN,
    "泰兴是不是比靖江多": Bound.MORE_THAN,
    "泰兴产值比靖江的还要高吗": Bound.MORE_THAN,
    "泰兴产值没超过靖江吧": Bound.AT_MOST,
    "泰兴产值没有比靖江高": Bound.AT_MOST,
    "泰兴产值没有靖江高吧": Bound.AT_MOST,
    "泰兴产值不低于靖江吧": Bound.AT_LEAST,
    "泰兴产值不如靖江": Bound.LESS_THAN,
    "泰兴产值比靖江低吗": Bound.LESS_THAN,
    "泰兴产值赶上靖江了吗": Bound.AT_LEAST,
    "泰兴产值没赶上靖江": Bound.LESS_THAN,
    "泰兴产值是靖江的几倍": None,
}
NO_CLAIM = [
    "泰兴比靖江高多少",
    "泰兴产值比靖江高几个点",
    "泰兴产值占比超过靖江了吗",
    "泰兴产值超过靖江去年了吗",
    "泰兴兴化产值超过靖江了吗",
    "泰兴产值超过1000亿了吗",
    "泰兴产值增速高于全市平均吗",
    "泰兴去年产值超过靖江今年吗",
    "泰兴产值比靖江高几倍",
]
AHEAD = {
    "还有一个月竣工的项目": (date(2019, 12, 15), Milestone.DUE),
    "三个月内要竣工的项目": (date(2020, 2, 15), Milestone.DUE),
    "再过两周开工的项目": (date(2019, 11, 29), Milestone.PLANNED_START),
    "未来30天竣工的项目": (date(2019, 12, 15), Milestone.DUE),
    "半个月内开工的项目": (date(2019, 11, 30), Milestone.PLANNED_START),
}


def claim_of(catalogue: Catalogue, question: str) -> Claim | None:
    return find_slots(question, Lexicon(catalogue), TODAY).claim


@pytest.mark.parametrize("question", OF_TWO)
def test_what_is_claimed_of_the_first_of_two(catalogue: Catalogue, question: str) -> None:
    claim = claim_of(catalogue, question)
    assert claim is not None
    assert (claim.first, claim.reference) == (TAIXING, JINGJIANG)
    assert claim.bound is OF_TWO[question]


@pytest.mark.parametrize("question", NO_CLAIM)
def test_what_no_two_figures_settle_is_no_claim(catalogue: Catalogue, question: str) -> None:
    assert claim_of(catalogue, question) is None


def test_the_name_a_list_is_held_against_is_none_of_the_list(ask: Ask) -> None:
    answer = ask("产值没超过靖江的区")
    assert answer is not None
    assert answer.table is not None
    assert "靖江市" not in [row[0] for row in answer.table.rows]
    assert len(answer.table.rows) == 5


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("泰兴产值有没有超过靖江", "超过了:泰兴市"),
        ("靖江产值有没有超过泰兴", "没有超过:靖江市"),
        ("泰兴产值没超过靖江吧", "超过了:泰兴市"),
        ("靖江产值比泰兴低吗", "低于:靖江市"),
        ("泰兴产值不如靖江吧", "不低于:泰兴市"),
        ("靖江产值赶上泰兴了吗", "没有赶上:靖江市"),
        ("靖江产值增速高于泰兴吗", "没有超过:靖江市规上工业产值同比增长1.2%(公布)"),
    ],
)
def test_the_answer_says_whether_it_is_so_whichever_way_it_was_asked(
    ask: Ask, question: str, start: str
) -> None:
    answer = ask(question)
    assert answer is not None
    plain = unicodedata.normalize("NFKC", answer.text)
    assert plain.startswith(start), answer.text


def test_a_claim_of_nothing_named_is_refused(ask: Ask) -> None:
    answer = ask("产值有没有超过靖江")
    assert answer is not None
    assert answer.outcome is Outcome.REFUSED


@pytest.mark.parametrize("question", AHEAD)
def test_the_days_there_still_are(question: str) -> None:
    found = find_days_ahead(question, TODAY)
    assert found is not None
    assert (found.first, found.last, found.milestone) == (TODAY, *AHEAD[question])


@pytest.mark.parametrize("question", ["两个月没开工的项目", "10月竣工的项目", "开工两个月的项目"])
def test_a_time_that_is_past_is_not_ahead(question: str) -> None:
    assert find_days_ahead(question, TODAY) is None


def test_a_month_ends_where_the_next_is_shorter() -> None:
    found = find_days_ahead("还有一个月竣工", date(2020, 1, 31))
    assert found is not None
    assert found.last == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (["9月产值", "10月呢", "差多少"], "2019年10月比2019年9月多5.38亿元"),
        (["泰兴产值", "靖江呢", "谁高"], "多571.94亿元"),
        (["泰兴产值增速", "靖江呢", "差几个点"], "快9.0个百分点"),
        (["泰兴产值", "有没有超过靖江"], "超过了"),
    ],
)
def test_two_figures_of_before_are_held_against_each_other(
    ask: Ask, turns: list[str], said: str
) -> None:
    *before, last = turns
    answer = ask(last, *before)
    assert answer is not None
    assert said in answer.text


def test_two_periods_of_two_places_are_held_against_each_other_place_by_place(ask: Ask) -> None:
    answer = ask("一季度和二季度泰兴靖江GDP")
    assert answer is not None
    first, second, *_ = answer.text.splitlines()
    assert "泰兴市" in first
    assert "少37.38亿元" in first
    assert "靖江市" in second
    assert "少29.29亿元" in second
