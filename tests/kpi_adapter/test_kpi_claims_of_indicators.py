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

# 高港: 产值 769.98 +4.6, 工业投资 +13.4, 开票 730.38; September alone: 产值 +11.3, 开票 +9.4.
BETWEEN = {
    "高港区产值增速比工业投资增速高多少": "产值增速比工业投资增速低8.8个百分点。",
    "靖江开票增速比产值增速快多少": "开票销售增速比产值增速高4.1个百分点。",
    "产值增速和开票增速差多少": "产值增速比开票销售增速高1.6个百分点。",
    "产值增速与开票增速相差几个百分点": "产值增速比开票销售增速高1.6个百分点。",
    "9月产值增速比开票增速高多少": "产值增速比开票销售增速高1.9个百分点。",
    "高港区产值比开票多多少": "产值比开票销售多39.60亿元。",
    "产值增速比工业投资增速高多少,上半年呢": "产值增速比工业投资增速低1.4个百分点。",
    "产值比开票多多少,增速呢": "产值增速比开票销售增速高1.6个百分点。",
    "高港区产值增速高于工业投资增速吗,高多少": "产值增速比工业投资增速低8.8个百分点。",
    "高港区产值增速高于工业投资增速吗,差几个点": "产值增速比工业投资增速低8.8个百分点。",
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


@pytest.mark.parametrize("turns", BETWEEN)
def test_how_much_lies_between_two_indicators_is_told_beside_both(ask: Ask, turns: str) -> None:
    answer = asked(ask, turns)
    text = unicodedata.normalize("NFKC", answer.text)
    assert text.startswith(BETWEEN[turns]), text
    assert len(answer.figures) == 2


def test_how_much_after_a_claim_of_two_places_is_between_these(ask: Ask) -> None:
    assert "慢5.6个百分点" in asked(ask, "高港区产值增速比泰兴高吗,高多少").text


@pytest.mark.parametrize(
    "turns",
    [
        "产值增速比增加值增速高多少",
        "高港产值增速比泰兴开票增速高多少",
        "今年产值增速比去年工业投资增速高多少",
        "产值增速比工业投资和技改投资增速高多少",
        "新开工比产值多多少",
        "一直产值增速比工业投资增速高多少",
        "各区产值增速比工业投资增速高多少",
    ],
)
def test_what_is_not_of_two_alike_has_nothing_between(ask: Ask, turns: str) -> None:
    assert asked(ask, turns).outcome is Outcome.REFUSED


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
