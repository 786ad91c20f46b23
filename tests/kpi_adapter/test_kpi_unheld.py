"""Figures that statistics know and no source here holds are refused by their names."""

from __future__ import annotations

import pytest

from kpi_adapter import KpiAdapter, Outcome, Reason
from kpi_adapter.catalogue.model import Catalogue
from tests.kpi_adapter.kpi_demo import GUEST, NOW, Ask


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("出口额", "出口额"),
        ("泰兴出口额多少", "出口额"),
        ("全社会用电量增长多少", "全社会用电量"),
        ("税收收入1-10月", "税收收入"),
        ("各区常住人口", "常住人口"),
        ("高新技术企业有多少家", "高新技术企业"),
        ("cpi是多少", "CPI"),
        ("各产业税收", "税收"),
        ("各区利润排名", "利润"),
        ("去年固定资产投资", "固定资产投资"),
    ],
)
def test_a_figure_that_is_not_held_is_refused_by_its_name(
    ask: Ask, question: str, name: str
) -> None:
    answer = ask(question)
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.REFUSED, Reason.NOT_HELD)
    assert f"“{name}”" in answer.text
    assert answer.figures == ()


def test_what_is_held_instead_is_offered(ask: Ask) -> None:
    answer = ask("出口额", viewer=GUEST)
    assert answer is not None
    assert "产值" in answer.choices
    assert all(choice in answer.text for choice in answer.choices)


@pytest.mark.parametrize(
    "question",
    [
        "出口额多少才能享受补贴",
        "出口补贴",
        "税收优惠有哪些",
        "高新技术企业",
        "高新技术企业认定奖励多少",
        "上市公司有什么支持",
        "人口多少可以落户",
        "个体户多少钱",
        "专利数多少可以认定",
        "利润下降的企业怎么办",
        "税收怎么算",
        "税收任务谁负责",
        "税收任务完成情况",
        "谁负责能耗",
        "能耗强度目标",
        "研发投入占比要达到多少",
        "到2020年高新技术企业达到多少家",
    ],
)
def test_a_question_of_policy_that_holds_such_a_word_is_left_to_others(
    ask: Ask, question: str
) -> None:
    assert ask(question) is None


def test_an_indicator_that_is_held_goes_before_a_word_within_its_name(ask: Ask) -> None:
    answer = ask("高新技术产业产值")
    assert answer is not None
    assert answer.outcome is Outcome.ANSWERED


def test_a_figure_that_is_not_held_is_still_about_figures(adapter: KpiAdapter) -> None:
    assert adapter.is_about_figures("出口额", viewer=GUEST, now=NOW)
    assert not adapter.is_about_figures("出口补贴", viewer=GUEST, now=NOW)


def test_no_name_of_what_is_not_held_is_an_indicators(catalogue: Catalogue) -> None:
    held = {word for item in catalogue.indicators for word in (item.name, *item.aliases)}
    unheld = {word for item in catalogue.unheld for word in (item.name, *item.aliases)}
    assert not held & unheld
