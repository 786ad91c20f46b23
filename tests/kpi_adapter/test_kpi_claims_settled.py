"""A claim is answered of the two figures it holds against each other, or not at all."""

from __future__ import annotations

import unicodedata

import pytest

from kpi_adapter import KpiAnswer, Outcome
from tests.kpi_adapter.kpi_demo import Ask, text_and_table

SAID = {
    # Rates on the month before: 泰兴 -2.2, 靖江 5.0; 10月 1.4, 9月 5.9.
    "泰兴产值环比增速超过靖江吗": "没有超过:泰兴市规上工业产值环比下降2.2%",
    "泰兴产值环比比靖江高吗": "没有超过:泰兴市规上工业产值环比下降2.2%",
    "泰兴产值环比,有没有超过靖江": "没有超过:泰兴市规上工业产值环比下降2.2%",
    "泰兴产值环比,靖江呢,差几个点": "慢7.2个百分点",
    "泰兴和靖江产值环比谁快": "慢7.2个百分点",
    "10月产值环比超过9月了吗": "没有超过:2019年10月环比增长1.4%",
    # A published rate is held against a rate, and not the change of one against that of the other.
    "泰兴增加值增速,比靖江高几个点": "高2.4个百分点",
    "泰兴增加值增速,靖江呢,差几个点": "高2.4个百分点",
    "今年增加值增速,去年呢,差多少": "高0.2个百分点",
    "泰兴高新占比,比全市高吗": "没有超过:泰兴市高新技术产业产值占比比全市",
    "泰兴增加值增速超过全市吗": "超过了:泰兴市规上工业增加值增速比全市",
    "泰兴增加值比靖江高吗": "超过了:",
    # The same words after a figure mean what they mean by themselves.
    "泰兴产值,比全市高吗": "没有超过:泰兴市规上工业产值比全市规上工业产值少",
    "9月产值,比去年同期高吗": "2019年9月比2018年9月多40.21亿元",
    "9月产值,比去年低吗": "2019年9月比2018年9月多40.21亿元",
    "产值增速,比去年同期快几个点": "同比增长11.4%(公布),比2018年1—10月(同比增长10.2%(公布))快1.2个",
    "靖江产值及不上泰兴吗": "低于:靖江市",
    "各区9月产值比上月增长多少": "海陵区(环比增长3.5%",
    # What is asked next of a claim is held against its like as well.
    "泰兴产值有没有超过靖江,环比呢": "没有超过:泰兴市规上工业产值环比下降2.2%",
    "10月产值超过9月了吗,增速呢": "没有超过:2019年10月同比增长9.9%",
    "哪些区产值超过靖江,环比呢": "环比超靖江市的5.0%",
    # The month before the one that was named.
    "10月产值超过上月了吗": "超过了:2019年10月比2019年9月多5.38亿元",
    "9月产值比上月高吗": "超过了:2019年9月比2019年8月多22.02亿元",
    "二季度产值超过上季度了吗": "超过了:2019年二季度比2019年一季度多",
    # The mean of all places, also where one of them is held against it.
    "泰兴产值超过全市平均了吗": "数值超965.5429",
}
REFUSED = [
    "泰兴装备产值超过靖江化工了吗",
    "泰兴医药产值超过靖江化工了吗",
    "泰兴产值完成率超过靖江吗",
    "泰兴新开工项目完成率比靖江高吗",
    "哪些区签约项目完成率高于靖江",
    "泰兴产值目标超过靖江吗",
    "泰兴产值增加额超过靖江吗",
    "泰兴产值下降超过靖江吗",
    "泰兴产值涨幅超过靖江吗",
    "泰兴产值一直超过靖江吗",
    "泰兴产值从来没有超过靖江",
    "泰兴产值什么时候超过靖江的",
    "泰兴产值差点超过靖江",
    "泰兴产值快要超过靖江了吗",
    "泰兴增加值是靖江的几倍",
    "泰兴增加值,是靖江的几倍",
    "泰兴产值增速,是靖江的几倍",
    "2017年哪些区产值增速超过靖江",
    "百亿企业超过去年同期吗",
    "各区产值,哪些比去年高",
    "专精特新多少家,比去年同期多吗",
    "泰兴占比高于靖江吗",
    "化工占比低于装备吗",
    "产值在靖江和兴化之间的区",
    "没延期的项目",
    "10亿以上且没有延期的项目",
    "哪些项目没有滞后",
    "10亿以上或停工的项目",
    "停工或延期的项目有几个",
    "还有两三个月竣工的项目",
    "三个月内竣工了的项目",
    "三个月产值",
]


def _asked(ask: Ask, turns: str) -> KpiAnswer:
    *before, last = turns.split(",")
    answer = ask(last, *before)
    assert answer is not None
    return answer


@pytest.mark.parametrize("turns", SAID)
def test_like_is_held_against_like(ask: Ask, turns: str) -> None:
    answer = _asked(ask, turns)
    assert SAID[turns] in unicodedata.normalize("NFKC", answer.text), answer.text


@pytest.mark.parametrize("turns", REFUSED)
def test_what_the_two_figures_do_not_settle_is_refused(ask: Ask, turns: str) -> None:
    answer = _asked(ask, turns)
    assert answer.outcome is not Outcome.ANSWERED, answer.text


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        ("泰兴9月产值,比上月高吗", "2019年9月,泰兴市规上工业产值197.11亿元,环比增长5.8%"),
        ("今年泰兴产值,比上月高吗", "2019年10月,泰兴市规上工业产值192.79亿元,环比下降2.2%"),
        ("二季度产值,比上季度高吗", "2019年二季度,全市五大主导产业产值1165.67亿元,环比增长21.9%"),
    ],
)
def test_the_period_before_is_that_of_the_figure_before(ask: Ask, turns: str, said: str) -> None:
    text = unicodedata.normalize("NFKC", _asked(ask, turns).text)
    assert text.startswith(said), text


def test_a_run_of_months_is_not_held_against_a_quarter(ask: Ask) -> None:
    assert _asked(ask, "今年产值,比上季度高吗").outcome is not Outcome.ANSWERED


@pytest.mark.parametrize("next_asked", ["增速呢", "增加值呢"])
def test_of_rates_no_quotient_is_told(ask: Ask, next_asked: str) -> None:
    answer = _asked(ask, f"泰兴产值是靖江的几倍,{next_asked}")
    assert "倍" not in answer.text
    assert "个百分点" in answer.text


@pytest.mark.parametrize("question", ["两三亿以上的项目", "产值超过三四百亿的区"])
def test_one_or_the_other_of_two_numbers_is_no_bound(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is None or answer.outcome is not Outcome.ANSWERED


def test_an_indicator_that_is_not_of_the_same_scope_is_not_passed_over(ask: Ask) -> None:
    answer = ask("泰兴产值和GDP")
    assert answer is not None
    assert "GDP" in answer.text


@pytest.mark.parametrize("turns", ["各区产值环比,哪些比靖江高", "哪些区产值环比比靖江高"])
def test_a_list_is_held_against_the_rate_of_its_own_kind(ask: Ask, turns: str) -> None:
    answer = _asked(ask, turns)
    assert answer.table is not None
    assert [row[0] for row in answer.table.rows] == ["海陵区"]
    assert "环比超靖江市的5.0%" in unicodedata.normalize("NFKC", answer.text)


def test_the_name_a_list_is_held_against_is_no_row_where_another_is_left_out(ask: Ask) -> None:
    answer = ask("除泰兴外哪些区产值不低于靖江")
    assert answer is not None
    assert "1203.95亿元" not in text_and_table(answer)


def test_those_left_out_are_no_reason_to_forget_the_mean(ask: Ask) -> None:
    answer = ask("除泰兴外哪些区产值超过全市平均")
    assert answer is not None
    assert answer.table is not None
    assert [row[0] for row in answer.table.rows] == ["靖江市"]
