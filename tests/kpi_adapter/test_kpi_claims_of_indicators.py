"""Of two indicators of one place one may be claimed to be more; what no two figures settle is not
answered."""

from __future__ import annotations

import unicodedata

import pytest

from kpi_adapter import KpiAnswer, Outcome
from tests.kpi_adapter.kpi_demo import Ask, text_and_table

# 靖江: 产值 +1.2, 开票 +5.3, 工业投资 +19.5; 泰兴: 产值 +10.2, 工业投资 +1.3; the city's industry:
# 产值 +6.0, 工业投资 +10.6; the five: 产值 +11.4, 开票 +9.8, 工业投资 +13.0, 技改 439.17 of 653.67.
SAID = {
    "靖江产值增速高于工业投资增速吗": "产值增速没有超过工业投资增速。",
    "靖江产值增速没超过开票增速吧": "产值增速没有超过开票销售增速。",
    "靖江开票增速比产值增速高吗": "开票销售增速超过了产值增速。",
    "产值增速快于工业投资增速吗": "产值增速没有超过工业投资增速。",
    "化工产值增速不如工业投资增速吧": "产值增速低于工业投资增速。",
    "技改投资超过工业投资了吗": "技改投资没有超过工业投资。",
    "靖江产值增速高于工业投资增速吗,泰兴呢": "产值增速超过了工业投资增速。",
    "靖江产值增速高于工业投资增速吗,全市呢": "产值增速没有超过工业投资增速。",
}


def asked(ask: Ask, turns: str) -> KpiAnswer:
    *before, last = turns.split(",")
    answer = ask(last, *before)
    assert answer is not None
    return answer


@pytest.mark.parametrize("turns", SAID)
def test_it_is_said_whether_one_is_more_than_the_other(ask: Ask, turns: str) -> None:
    text = unicodedata.normalize("NFKC", asked(ask, turns).text)
    assert text.startswith(SAID[turns]), text


@pytest.mark.parametrize(
    "turns",
    [
        "哪些区产值增速高于工业投资增速",
        "技改投资超过工业投资一半了吗",
        "产值高于新签约吗",
        "靖江产值增速高于泰兴工业投资增速吗",
        "产值增速一直高于工业投资增速吗",
        "产值增速高于投资增速吗",
    ],
)
def test_what_two_figures_do_not_settle_is_not_answered(ask: Ask, turns: str) -> None:
    assert asked(ask, turns).outcome is not Outcome.ANSWERED


def test_a_list_asked_for_next_keeps_no_row_back_for_the_claim(ask: Ask) -> None:
    answer = asked(ask, "兴化开票增速高于产值增速吗,各区开票增速呢")
    assert "兴化市" in text_and_table(answer)


def test_the_five_against_the_whole_are_still_that(ask: Ask) -> None:
    assert "之差" in asked(ask, "工业投资增速快于全市吗").text


@pytest.mark.parametrize(
    "question", ["产值增速高于规上工业增加值增速吗", "工业投资增速快于规上工业增加值增速吗"]
)
def test_the_growth_of_value_added_is_not_that_of_the_whole(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is None or "之差" not in answer.text
