"""Few words: a place in a list, a place to be shown, names with two readings, what is no figure."""

from __future__ import annotations

import unicodedata

import pytest

from kpi_adapter import KpiAdapter, KpiAnswer, Outcome, Viewer
from tests.kpi_adapter.kpi_demo import ENTERPRISE, GAOGANG_OFFICIAL, NOW, SUPERVISOR, Ask


def asked(ask: Ask, turns: str) -> KpiAnswer:
    *before, last = turns.split(",")
    answer = ask(last, *before)
    assert answer is not None
    return answer


def first_line(answer: KpiAnswer) -> str:
    return unicodedata.normalize("NFKC", answer.text).splitlines()[0]


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        ("各市区工业投资增速排名,第二呢", "增速排第2的是兴化市(同比增长17.3%"),
        ("各市区工业投资增速排名,第二呢,第三呢", "增速排第3的是海陵区(同比增长15.8%"),
        ("各市区工业投资增速排名,最后一名呢", "增长最慢的是泰兴市(同比增长1.3%"),
        ("各市区工业投资增速排名,倒数第二呢", "增速排倒数第2的是姜堰区(同比增长9.1%"),
        ("各区产值排名,第二呢", "产值排第2的是靖江市(1203.95"),
        ("各区产值排名,最后一名呢", "最低的是医药高新区(513.18"),
    ],
)
def test_a_place_in_a_list_is_by_what_the_list_was_ordered_by(
    ask: Ask, turns: str, said: str
) -> None:
    assert said in first_line(asked(ask, turns))


@pytest.mark.parametrize("question", ["给我看看靖江", "说说靖江", "介绍一下靖江市", "靖江怎么样"])
def test_a_place_to_be_shown_is_shown_by_its_headline_figures(ask: Ask, question: str) -> None:
    line = first_line(asked(ask, question))
    for said in ("1203.95", "1191.80", "261.38", "143.21"):
        assert said in line


@pytest.mark.parametrize("question", ["看看靖江的税收", "看看靖江有什么政策", "介绍一下靖江的企业"])
def test_what_else_is_to_be_shown_of_a_place_is_not_passed_over(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is None or answer.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "turns", ["五大产业投资", "靖江投资", "产值多少,五大产业投资", "产值多少,靖江投资呢"]
)
def test_a_name_of_two_indicators_is_asked_back_and_not_that_of_before(
    ask: Ask, turns: str
) -> None:
    answer = asked(ask, turns)
    assert answer.outcome is Outcome.CLARIFY
    assert "工业投资" in answer.text
    assert "技改投资" in answer.text


@pytest.mark.parametrize("question", ["你说我该不该投资光伏", "要不要投资化工", "我想投资靖江"])
def test_a_word_of_two_indicators_that_names_neither_is_no_figure(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is None or answer.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "question",
    [
        "规上企业要多少产值",
        "规上企业产值要达到多少",
        "企业要多少产值才算规上",
        "产值多少才能算百亿企业",
        "企业开票要多少才算规上",
        "高新技术企业要多少产值",
    ],
)
def test_what_a_company_needs_to_count_as_one_is_no_figure_of_all(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer is None or answer.reason.value == "standard_not_kept"


@pytest.mark.parametrize("question", ["企业产值要多少才能享受补贴", "申报企业开票要达到多少"])
def test_what_a_company_needs_for_a_policy_is_left_to_the_policies(ask: Ask, question: str) -> None:
    assert ask(question) is None


def test_a_claim_is_of_figures_whichever_of_two_indicators_is_meant(adapter: KpiAdapter) -> None:
    asked = "产值增速高于投资增速吗"
    assert adapter.is_about_figures(asked, viewer=SUPERVISOR, now=NOW)


@pytest.mark.parametrize(
    "question",
    [
        *("规上企业产值多少", "专精特新企业有多少家", "规上工业产值多少"),
        "到2020年百亿企业要达到多少",
        "百亿企业要达到多少家",
    ],
)
def test_the_figure_of_all_companies_is_still_one(ask: Ask, question: str) -> None:
    assert asked(ask, question).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "turns",
    [
        "产值年均增长多少",
        "信息技术产业今年产值多少,年均增长多少",
        "近三年产值年均增速",
        "产值复合增长率多少",
    ],
)
def test_a_yearly_mean_that_nobody_defined_is_refused_by_its_name(ask: Ask, turns: str) -> None:
    answer = asked(ask, turns)
    assert answer.outcome is Outcome.REFUSED
    assert answer.reason.value == "mean_not_defined"
    assert "年均" in answer.text


@pytest.mark.parametrize("question", ["产销规模年均增幅", "工业投资年均增幅是多少"])
def test_the_yearly_mean_of_the_plan_is_answered(ask: Ask, question: str) -> None:
    assert asked(ask, question).outcome is Outcome.ANSWERED


def test_the_last_sign_of_a_name_asks_for_no_list_of_places(ask: Ask) -> None:
    answer = asked(ask, "高港区有哪些项目")
    assert "在建5个" in answer.text
    assert "高港区21个" not in answer.text


def test_one_place_is_no_ranking_of_places(ask: Ask) -> None:
    answer = ask("高港区排名")
    assert answer is None or "最高的是高港区" not in answer.text


@pytest.mark.parametrize("question", ["我们区今年新开工多少个", "高港区今年新开工多少个"])
def test_our_district_is_that_of_the_official_who_says_so(ask: Ask, question: str) -> None:
    answer = ask(question, viewer=GAOGANG_OFFICIAL)
    assert answer is not None
    assert "高港区新开工亿元以上项目52个" in answer.text


@pytest.mark.parametrize("viewer", [SUPERVISOR, ENTERPRISE])
def test_our_district_said_by_others_is_not_the_city(ask: Ask, viewer: Viewer) -> None:
    answer = ask("我们区今年新开工多少个", viewer=viewer)
    assert answer is not None
    assert answer.outcome is Outcome.REFUSED
