"""An aid that is asked for by what it is for, where only one for something else is laid down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval import Outcome, PolicyLibrary
from retrieval.answer.fit import fit, told_as_unstated
from retrieval.results import Gap
from retrieval.search.aid import aid_named, is_of_another_aid
from tests.retrieval.material import SEED, library_of, signed

ON = date(2019, 11, 15)
SHORE_POWER = signed(
    "泰政办发〔2019〕41号\n第一条 为鼓励港口企业建设和使用岸电设施，制定本办法。\n"
    "第二条 对新建港口岸电设施的港口企业，按设备投资额的15%给予补贴，单个项目最高50万元。\n"
    "第三条 对靠港船舶使用岸电的，按用电量每千瓦时补贴0.2元。\n"
    "第四条 本办法自2019年7月1日起施行，有效期至2022年12月31日。",
    "泰州市人民政府办公室",
    "2019年6月1日",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    held = library_of(tmp_path_factory.mktemp("aids"), 泰州市港口岸电补贴办法=SHORE_POWER)
    assert held.ingest(SEED).status == "ingested"
    return held


@pytest.mark.parametrize(
    "question",
    [
        "养猪补贴多少",
        "种粮补贴最高多少",
        "渔船补贴多少",
        # A known topic and a known industry, of which this aid says nothing.
        "展会补贴多少",
        "船舶报废补贴多少",
    ],
)
def test_what_is_granted_for_something_else_is_not_told(
    library: PolicyLibrary, question: str
) -> None:
    answer = library.answer(question, on=ON)
    assert answer.outcome is Outcome.REFUSED
    assert "15%" not in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("岸电补贴多少", "0.2元"),
        ("港口岸电设施补贴最高多少", "最高50万元"),
        ("船舶用岸电补贴多少", "0.2元"),
        ("港口企业补贴多少", "15%"),
        ("设备投资补贴多少", "15%"),
        ("人才补贴多少", "没有写明具体金额或比例"),
        ("技改补贴多少", "没有写明具体金额或比例"),
    ],
)
def test_what_is_granted_for_it_is_told(library: PolicyLibrary, question: str, said: str) -> None:
    assert said in library.answer(question, on=ON).text


def test_what_a_title_names_is_spoken_of_in_each_of_its_articles(tmp_path: Path) -> None:
    library = library_of(tmp_path, 酒窖奖励办法="第一条 应当登记。\n第二条 检查合格的，给予2万元。")
    assert "2万元" in library.answer("酒窖奖励多少", on=ON).text


@pytest.mark.parametrize(
    ("question", "text", "around", "is_another"),
    [
        ("购房补贴多少", "每月发放租房补贴600元。", ("人才安居办法",), True),
        ("买房补贴多少", "本科毕业生每月600元。", ("发放租房补贴", "人才安居办法"), True),
        ("硕士租房补贴多少", "对硕士给予8万元。", ("对硕士给予8万元。", "购房补贴办法"), True),
        ("毕业生生活补贴多少", "每月发放租房补贴600元。", ("人才安居办法",), True),
        ("社保补贴怎么申请", "培训补贴每人500元。", (), True),
        ("买房补贴多少", "对新引进的博士,给予购房补贴20万元。", (), False),
        ("购房补贴多少", "购买首套自住住房的,给予补贴20万元。", ("租房补贴办法",), False),
        ("购房补贴多少", "租房补贴与购房补贴不得同时享受。", (), False),
        ("生活补贴多少", "租房和生活补贴每月600元。", (), False),
        ("租房补贴多少", "每月600元。", ("人才安居办法",), False),
        ("人才补贴多少", "每月发放租房补贴600元。", (), False),
        ("租房要什么条件", "给予购房补贴20万元。", (), False),
        ("社保补贴怎么申请", "给予社会保险补贴。", (), False),
    ],
)
def test_an_aid_is_told_from_another_by_its_purpose(
    question: str, text: str, around: tuple[str, ...], is_another: bool
) -> None:
    assert is_of_another_aid(question, text, around) is is_another


@pytest.mark.parametrize(
    ("question", "name"),
    [("租房补贴一个月多少", "租房补贴"), ("一次能拿多少补贴", "多少补贴"), ("租房要多少钱", None)],
)
def test_what_a_question_calls_an_aid(question: str, name: str | None) -> None:
    assert aid_named(question) == name


LIVING = (
    "第一条 全日制本科毕业生，每月发放租房补贴600元，最长36个月；专科毕业生每月400元。\n"
    "第二条 公务员不享受租房补贴。\n第三条 租房补贴与购房补贴不得同时享受。"
)
BUYING = "第一条 对新引进的博士，给予购房补贴20万元；对硕士给予8万元。"


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    folder = tmp_path_factory.mktemp("homes")
    return library_of(folder, 人才安居办法=LIVING, 人才购房补贴办法=BUYING)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("购房补贴多少", "20万元", "600元"),
        ("专科毕业生购房补贴多少", "", "400元"),
        ("本科毕业生购房补贴多少", "", "600元"),
        ("硕士研究生租房补贴多少", "", "8万元"),
        # That none is laid down is not said where the next clause lays it down.
        ("租房补贴多少", "600元", "没有写明具体金额"),
        ("租房补贴多少", "400元", "20万元"),
        ("租房补贴和购房补贴能同时领吗", "不得同时享受", "600元"),
    ],
)
def test_one_aid_is_not_told_for_another(
    homes: PolicyLibrary, question: str, said: str, unsaid: str
) -> None:
    text = homes.answer(question, on=ON).text
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("question", "is_over"),
    [
        ("2023年岸电补贴还有吗", True),
        ("岸电补贴2023年还有吗", True),
        ("2020年岸电补贴还有吗", False),
        ("岸电补贴多少", False),
    ],
)
def test_an_aid_whose_term_is_over_by_then_is_told_with_that(
    library: PolicyLibrary, question: str, is_over: bool
) -> None:
    text = library.answer(question, on=ON).text
    assert "现行有效" in text
    assert ("届时：有效期至2022年12月31日，已过" in text) is is_over


@pytest.mark.parametrize(
    ("question", "text", "gaps"),
    [
        ("什么人不享受租房补贴", "公务员不享受租房补贴。", ()),
        ("哪些人不能领租房补贴", "公务员除外。", ()),
        ("谁不能领租房补贴", "公务员不享受租房补贴。", ()),
        ("谁负责审核租房补贴", "公务员不享受租房补贴。", (Gap.CONTACT,)),
        ("什么条件的人能领租房补贴", "公务员不享受租房补贴。", (Gap.CONDITION,)),
        ("什么样的条件不能领租房补贴", "每月发放600元。", (Gap.CONDITION,)),
    ],
)
def test_who_gets_none_is_stated_by_whoever_gets_none(
    question: str, text: str, gaps: tuple[Gap, ...]
) -> None:
    assert told_as_unstated(question, [text]) == gaps


def test_who_gets_none_goes_before_what_others_get() -> None:
    asked = "哪些人不能领租房补贴"
    assert fit(asked, "公务员不享受租房补贴。") > fit(asked, "每月发放600元。")


def test_a_fee_for_something_else_is_not_told(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        养犬管理办法="第一条 养犬应当登记。\n第二条 养犬登记费每只300元，由公安机关收取。",
        港口办法="第一条 港口应当保持畅通。",
    )
    assert "300元" not in library.answer("广告登记费多少", on=ON).text
    assert "300元" in library.answer("养犬登记费多少", on=ON).text
