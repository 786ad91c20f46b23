"""A question is answered as it was asked, or not at all."""

from __future__ import annotations

import pytest

from kpi_adapter import Outcome, Reason
from tests.kpi_adapter.kpi_demo import Ask

LIMITED = {
    "扬子江药业产值多少": (Reason.COMPANY_NOT_KEPT, "没有单个企业的数"),
    "济川药业今年开票销售多少": (Reason.COMPANY_NOT_KEPT, "没有单个企业的数"),
    "哪个企业产值最高": (Reason.COMPANY_NOT_KEPT, "没有单个企业的数"),
    "产值同比为什么下降": (Reason.CAUSE_NOT_KEPT, "不记录升降的原因"),
    "泰兴工业投资增速回落的原因": (Reason.CAUSE_NOT_KEPT, "不记录升降的原因"),
    "今年产值会超过去年吗": (Reason.NO_FORECAST, "不作预测"),
    "泰兴不含化工的产值": (Reason.EXCLUSION_NOT_READ, "除……以外"),
    "除民营外的产值": (Reason.EXCLUSION_NOT_READ, "除……以外"),
    "五大产业之外的产值多少": (Reason.EXCLUSION_NOT_READ, "除……以外"),
    "预测一下全年工业投资多少": (Reason.NO_FORECAST, "不作预测"),
}


@pytest.mark.parametrize("question", LIMITED)
def test_what_figures_do_not_tell_is_said(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, LIMITED[question][0])
    assert LIMITED[question][1] in answer.text


def test_a_why_after_a_figure_is_not_answered_with_the_figure_again(ask: Ask) -> None:
    answer = ask("为什么下降了", "10月份产值同比多少")
    assert answer is not None
    assert answer.reason is Reason.CAUSE_NOT_KEPT


def test_the_city_s_figure_is_not_shown_for_a_company_s(ask: Ask) -> None:
    answer = ask("扬子江药业产值多少")
    assert answer is not None
    assert answer.figures == ()


@pytest.mark.parametrize(
    "question",
    ["哪些单位逾期最多", "高新技术企业税率是多少"],
)
def test_a_measure_that_is_not_kept_is_left_to_others(ask: Ask, question: str) -> None:
    assert ask(question) is None


@pytest.mark.parametrize(
    ("question", "part", "part_question"),
    [
        ("各区重点项目数", "泰兴市", "泰兴市有多少项目"),
        ("各产业项目数", "节能与新能源", "节能与新能源有多少项目"),
    ],
)
def test_project_counts_are_counts_of_the_ledger(
    ask: Ask, question: str, part: str, part_question: str
) -> None:
    answer, one = ask(question), ask(part_question)
    assert answer is not None
    assert one is not None
    assert f"{part}{one.figures[0].value}个" in answer.text


@pytest.mark.parametrize("question", ["海陵区重点项目开工多少", "海陵区开工项目有几个,按台账"])
def test_started_projects_are_not_all_projects(ask: Ask, question: str) -> None:
    answer, every = ask(question), ask("海陵区有多少项目")
    assert answer is not None
    assert every is not None
    assert "新开工" in answer.text
    assert (answer.figures[0].value or 0) < (every.figures[0].value or 0)


def test_a_stock_has_the_day_of_counting_and_no_release_date(ask: Ask) -> None:
    answer = ask("百亿企业有几家")
    assert answer is not None
    figure = answer.figures[0]
    assert (figure.period, figure.released_on) == ("截至2019-10-31", None)
    assert "数据截至2019-10-31" in answer.text
    assert "2019-10-31发布" not in answer.text


def test_no_release_date_is_invented_for_a_stock(ask: Ask) -> None:
    answer = ask("专精特新数据什么时候发布的")
    assert answer is not None
    assert "来源没有登记发布日期" in answer.text


def test_stocks_of_several_days_are_not_said_to_be_released(ask: Ask) -> None:
    answer = ask("完成不了年度目标的指标有哪几个")
    assert answer is not None
    assert "数据截至2019-03-29" in answer.text
    assert "2019-03-29发布" not in answer.text
