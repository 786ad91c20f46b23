"""What shares words with a question and does not answer it: another's cost, another ratio, an act
that only a far passage speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.answer.aside import is_aside
from retrieval.search.measure import misses_what_decides
from retrieval.search.vocabulary import vocabulary
from tests.retrieval.material import ON, asked_in_turn, library_of

_LANDING = "渔船进港费用由船主承担。"
_DRAWN = "2016年电脑派位和自主招生比例仍为2:8。"


@pytest.mark.parametrize(
    ("question", "text", "misses"),
    [
        ("那检修的费用由谁承担", _LANDING, True),
        ("渔船检修费谁出", _LANDING, True),
        ("谁承担检修费用", _LANDING, True),
        ("检修费谁出", "渔船装修费用超过标准的,不得进港。", True),
        ("进港的钱谁出", _LANDING, False),
        ("检修费谁出", "渔船检修每年一次,费用由船主承担。", False),
        ("老房子做抗震加固的钱谁出", "抗震加固费用,由产权人承担。", False),
        ("申办大运会的经费由谁承担", "运动会申办全部经费由省人民政府承担。", False),
        ("领失业金期间医保费谁来交", "应当缴纳的医疗保险费从失业保险基金中支付。", False),
        ("公办和民办招生比例", _DRAWN, True),
        ("公办民办招生比例是多少", _DRAWN, True),
        ("派位和自主招生的比例", _DRAWN, False),
        ("公办和民办招生比例", "公办和民办招生比例为7:3。", False),
        ("民办初中招生比例", _DRAWN, False),
    ],
)
def test_a_cost_or_ratio_of_others_is_no_answer(question: str, text: str, misses: bool) -> None:
    assert misses_what_decides(question, text) is misses


def test_who_bears_a_cost_is_not_told_of_the_one_asked_about_before(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        渔船管理办法=f"第一条 {_LANDING}\n第二条 渔船检修每年一次。",
        港口办法="第一条 畅通。",
    )
    asked = ("渔船进港费用由谁承担", "那检修的费用由谁承担")
    assert not asked_in_turn(library, *asked).citations
    assert asked_in_turn(library, asked[0]).citations


@pytest.mark.parametrize("word", ["能抵押", "能抵债", "能抵消"])
def test_a_longer_word_is_not_taken_for_a_deduction(word: str) -> None:
    assert vocabulary().in_official_words(f"宅基地{word}吗") == f"宅基地{word}吗"
    assert vocabulary().in_official_words("房租能抵多少") == "住房租金扣除多少"


@pytest.fixture
def library(tmp_path: Path) -> PolicyLibrary:
    far = "\n".join(f"第{n}条 登记簿应当妥善保管,并按年度归档。" for n in "二三四五六七八九" * 5)
    return library_of(
        tmp_path,
        登记簿通知=f"第一条 土地承包经营权登记簿继续有效。\n{far}\n第十条 抵押登记应当及时办理。",
        售房办法="第一条 公有住房已经抵押的,不得出售。",
        公租房办法="第一条 公租房不得抵押。",
    )


@pytest.mark.parametrize(
    ("question", "is_told"),
    [("土地承包经营权能抵押吗", False), ("林权能抵押吗", False), ("公租房能抵押吗", True)],
)
def test_whether_one_may_is_told_by_a_passage_on_both_the_act_and_its_object(
    library: PolicyLibrary, question: str, is_told: bool
) -> None:
    assert bool(library.answer(question, on=ON).citations) is is_told


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("一个月交多少社保费", "逾期不改正的，按照上月缴费基数的120%收缴养老保险费；", True),
        ("一个月交多少社保费", "用人单位尚未参保的，按照平均工资的150%征收养老保险费。", True),
        ("一个月交多少社保费", "返还标准可按6个月的应缴纳社会保险费的50%确定。", True),
        ("一个月交多少社保费", "职工每月按缴费基数的8%缴纳养老保险费。", False),
        ("社保费逾期不交怎么算", "逾期不改正的，按照上月缴费基数的120%收缴养老保险费；", False),
        ("居住证忘记签注了", "逾期未办理签注手续的，居住证使用功能中止；", False),
        ("居住证使用功能什么时候中止", "逾期未办理签注手续的，居住证使用功能中止；", False),
        ("哪些情形收回公租房", "逾期未腾退的，收回公租房。", False),
        ("社保费能返还多少", "返还标准可按6个月的应缴纳社会保险费的50%确定。", False),
        ("保证金交多少", "履行合同后不予退还。", False),
    ],
)
def test_what_is_paid_is_not_told_by_another_case(
    question: str, sentence: str, expected: bool
) -> None:
    assert is_aside(question, sentence) is expected


def test_what_everybody_pays_is_told_and_not_what_the_late_pay(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        养老保险办法="第一条 职工每月按缴费基数的8%缴纳养老保险费。\n第二条 逾期不改正的，"
        "按照用人单位每月缴费基数的120%缴纳养老保险费。",
        港口办法="第一条 港口应当畅通。",
    )
    text = library.answer("养老保险每月交多少", on=ON).text
    assert "8%" in text
    assert "120%" not in text
    assert "120%" in library.answer("养老保险逾期不交按多少缴", on=ON).text
