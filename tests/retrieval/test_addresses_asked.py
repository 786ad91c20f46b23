"""Questions that name a clause by its address, with and without the document it is of."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.answer.addressing import sentence_asked, without_address
from retrieval.results import RefusalReason
from tests.retrieval.material import ON, library_of, signed

RULE = signed(
    "第一条 酒窖应当登记。\n第二条 酒窖应当通风。\n酒窖每年检查一次。费用由企业承担。\n"
    "第三条 检查合格的，给予奖励2万元。",
    "泰州市人民政府",
    "2019年3月1日",
)
OTHER = "第一条 船坞应当登记。\n第二条 船坞应当照明。"
CHANGE = signed(
    "一、将《泰州市酒窖建设奖励办法》第三条修改为：“第三条 检查合格的，给予奖励5万元。”",
    "泰州市人民政府",
    "2019年9月20日",
)
TITLE = "泰州市人民政府关于修改《泰州市酒窖建设奖励办法》的决定"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    return library_of(
        tmp_path_factory.mktemp("addresses"),
        **{"泰州市酒窖建设奖励办法": RULE, "泰州市船坞办法": OTHER, TITLE: CHANGE},
    )


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("第二条第二款怎么说", "每年检查一次", "通风"),
        ("第二条第二款#s2", "费用由企业承担", "每年检查一次"),
        ("第二条第二款第2句", "费用由企业承担", "每年检查一次"),
        ("第三条写了什么", "奖励2万元", "登记"),
    ],
)
def test_a_clause_that_one_document_has_needs_no_name(
    library: PolicyLibrary, question: str, said: str, unsaid: str
) -> None:
    answer = library.answer(question, on=ON)
    assert said in answer.text
    assert unsaid not in answer.text


def test_which_document_is_asked_where_several_have_the_clause(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        酒窖管理办法="第一条 酒窖应当登记。\n登记不收费。",
        船坞管理办法="第一条 船坞应当登记。\n登记收费。",
    )
    answer = library.answer("第一条第二款怎么说", on=ON)
    assert answer.refusal is RefusalReason.WHICH_POLICY
    assert {"《酒窖管理办法》第一条第二款怎么说", "《船坞管理办法》第一条第二款怎么说"} == set(
        answer.suggestions
    )
    assert "登记不收费" in library.answer("《酒窖管理办法》第一条第二款怎么说", on=ON).text


def test_a_clause_that_none_has_is_refused(library: PolicyLibrary) -> None:
    answer = library.answer("第九十条第二款", on=ON)
    assert answer.refusal is RefusalReason.NOT_IN_LIBRARY


def test_what_changes_a_rule_is_not_called_by_its_name(library: PolicyLibrary) -> None:
    answer = library.answer("酒窖奖励办法第三条还有效吗", on=ON)
    assert "奖励2万元" in answer.text
    assert "已被《泰州市人民政府关于修改《泰州市酒窖建设奖励办法》的决定》修改" in answer.text
    assert "船坞" not in answer.text


@pytest.mark.parametrize(
    ("question", "rest", "sentence"),
    [
        ("三-6#s7", "", 7),
        ("第三条第二款怎么说", "怎么说", None),
        ("第三部分第6条写了什么", "写了什么", None),
        ("补贴多少", "补贴多少", None),
    ],
)
def test_an_address_is_told_from_the_rest(question: str, rest: str, sentence: int | None) -> None:
    assert without_address(question) == rest
    assert sentence_asked(question) == sentence


def test_the_numbered_part_of_a_plan_is_called_its_article(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        关于促进外贸稳定增长的意见="一、投保给予补助。\n（一）补助20万元。\n二、建设海外仓。\n（一）奖励100万元。",
        港口管理办法="第一条 港口应当保持畅通。\n第二条 港口应当照明。",
    )
    answer = library.answer("外贸意见第二条", on=ON)
    assert "奖励100万元" in answer.text
    assert "20万元" not in answer.text
    assert "照明" in library.answer("港口办法第二条", on=ON).text
