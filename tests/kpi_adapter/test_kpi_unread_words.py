"""Every content word of a question is accounted for, or named in a refusal."""

from __future__ import annotations

from datetime import date

import pytest

from kpi_adapter import Outcome, Reason
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.question.mentions import Lexicon
from kpi_adapter.question.odd_periods import Oddity, find_odd_period
from kpi_adapter.question.slots import find_slots
from kpi_adapter.question.unread import unread_words
from tests.kpi_adapter.kpi_demo import Ask

TODAY = date(2019, 11, 15)
READ = [
    "1到10月五大产业产值多少",
    "麻烦帮我查一下今年以来泰兴的工业投资完成情况",
    "哪个区产值增长最快,哪个最慢",
    "数据什么时候更新的,谁报的",
    "完成不了年度目标的指标有哪几个",
    "领导想知道前三季度规上工业产值到底多少",
    "去年同期化工产值",
    "除化工外四个产业产值",
    "请问问产值多少",
]
UNREAD = {
    "民营企业产值多少": "民营企业",
    "外资工业投资多少": "外资",
    "扬子江产值多少": "扬子江",
    "小微企业开票": "小微企业",
    "人均产值": "人均",
    "单位产值": "单位",
    "新增产值多少": "新增",
    "国有技改投资": "国有",
    "太区产值": "太区",
    "P001项目进度": "p001",
    "各区平均产值": "平均",
    "钢铁产业产值": "钢铁",
}


def left(catalogue: Catalogue, question: str) -> tuple[str, ...]:
    return unread_words(find_slots(question, Lexicon(catalogue), TODAY))


@pytest.mark.parametrize("question", READ)
def test_a_question_in_known_words_leaves_none_unread(catalogue: Catalogue, question: str) -> None:
    assert left(catalogue, question) == ()


@pytest.mark.parametrize("question", UNREAD)
def test_a_word_that_sets_apart_is_unread(catalogue: Catalogue, question: str) -> None:
    assert left(catalogue, question) == (UNREAD[question],)


@pytest.mark.parametrize("question", ["民营企业产值多少", "P001项目进度"])
def test_the_refusal_names_the_word_and_offers_the_question_without_it(
    ask: Ask, question: str
) -> None:
    answer = ask(question)
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, Reason.WORDS_NOT_READ)
    assert f"“{UNREAD[question]}”" in answer.text
    assert answer.figures == ()
    assert UNREAD[question] not in answer.choices[0]


ODD = {
    "13月产值": Oddity.NO_SUCH_MONTH,
    "0月产值": Oddity.NO_SUCH_MONTH,
    "-1月产值": Oddity.NO_SUCH_MONTH,
    "10月45日产值": Oddity.NO_SUCH_DAY,
    "2019年2月29日产值": Oddity.NO_SUCH_DAY,
    "五季度产值": Oddity.NO_SUCH_QUARTER,
    "99999年产值": Oddity.NO_SUCH_YEAR,
    "10到3月产值": Oddity.REVERSED,
}


@pytest.mark.parametrize("question", ODD)
def test_words_that_name_no_period_are_told_apart(question: str) -> None:
    found = find_odd_period(question)
    assert found is not None
    assert found.why is ODD[question]


@pytest.mark.parametrize(
    "question",
    [
        "1-10月产值",
        "前三季度产值",
        "2020年2月29日",
        "去年10月到今年3月",
        "近10年",
        "12月",
        "十二月",
    ],
)
def test_ordinary_periods_are_not_odd(question: str) -> None:
    assert find_odd_period(question) is None


@pytest.mark.parametrize("question", ODD)
def test_no_figure_is_given_for_an_odd_period(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, Reason.NO_SUCH_PERIOD)
    assert answer.figures == ()


def test_the_whole_running_year_is_not_released(ask: Ask) -> None:
    answer = ask("今年全年产值多少")
    assert answer is not None
    assert answer.reason is Reason.NOT_RELEASED
    assert "预计2020-01-20前后发布" in answer.text
