"""Politeness, hurry and everyday turns change no figure; what sets apart still does."""

from __future__ import annotations

import pytest

from kpi_adapter import Outcome, Reason
from tests.kpi_adapter.kpi_demo import Ask

OUTPUT_OF_THE_YEAR = 3657.33
SAID_IDLY = [
    "领导要今年产值数,急",
    "产值多少,在线等",
    "开会要用,产值多少",
    "写材料用,产值多少",
    "不好意思问下产值",
    "你好啊想跟你核实一下产值",
    "小泰小泰产值多少",
    "五大产业产值多少哇",
    "今年产值冲到多少了",
    "有木有产值数据",
    "今年头十个月产值多少",
    "打年初算起产值多少",
    "能不能帮我查一下产值",
    "可以告诉我产值吗",
    "给个产值数可以吗",
    "产值比去年怎么样",
    "产值和去年比",
]
SAME = {
    "化工业产值": "化工产值",
    "10月份单月产值": "10月产值",
    "十月份当月产值": "10月产值",
    "省专精特新多少家": "专精特新现在多少家",
    "专精特新目前认定了多少家": "专精特新现在多少家",
    "产值过百亿的企业有几家": "百亿企业几家",
    "各个区产值分别多少": "各区产值",
    "各板块产值": "各区产值",
    "哪个区产值增长最猛": "哪个区产值增速最快",
    "工业投资各区从高到低排一下": "各区工业投资排名",
    "产值的数据更新到哪天": "产值数据什么时候更新的",
    "17年到19年产值": "2017年到2019年产值",
    "5亿以上竣工几个": "今年竣工了几个5亿的",
    "生物医药在五大产业里占多少": "生物医药占五大产业产值比重",
}


@pytest.mark.parametrize("question", SAID_IDLY)
def test_words_that_ask_for_nothing_change_no_figure(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED, answer.text
    assert answer.figures[0].value == pytest.approx(OUTPUT_OF_THE_YEAR, abs=0.005)


@pytest.mark.parametrize("question", SAME)
def test_everyday_turns_ask_the_same(ask: Ask, question: str) -> None:
    answer, meant = ask(question), ask(SAME[question])
    assert answer is not None
    assert meant is not None
    assert answer.outcome is Outcome.ANSWERED, answer.text
    assert answer.figures == meant.figures


@pytest.mark.parametrize(
    "question",
    [
        "领导要民营的产值",
        "急用外资产值",
        "规模以下产值",
        "没认定的专精特新多少家",
        "化工用能增速",
        "重点项目今年完成投资多少",
        "产值占GDP比重",
    ],
)
def test_what_sets_apart_is_refused_among_idle_words(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is None or (answer.outcome, answer.figures) == (Outcome.REFUSED, ())


@pytest.mark.parametrize("question", ["产值会涨吗", "产值什么时候能到5000亿"])
def test_the_future_is_not_told(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.reason is Reason.NO_FORECAST


def test_half_a_year_is_set_against_half_a_year(ask: Ask) -> None:
    answer = ask("上半年产值比去年怎么样")
    assert answer is not None
    first = answer.text.splitlines()[0]
    assert "2019年上半年比2018年上半年多195.96亿元" in first
    assert "（公布）" in first


def test_projects_of_a_size_are_not_the_companies_called_by_it(ask: Ask) -> None:
    answer = ask("百亿项目几个")
    assert answer is not None
    assert "100亿元以上" in answer.text.splitlines()[0]
