"""Clauses that another document has changed: which ones are said to be, and who then answers."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval import PolicyAnswer, PolicyLibrary, Turn
from tests.retrieval.material import library_of, signed

ON = date(2019, 11, 15)
RULE = signed(
    "泰政办发〔2019〕21号\n"
    "第一条 对认定为省级示范酒窖的企业，给予一次性奖励50万元。\n"
    "对认定为市级示范酒窖的企业，给予一次性奖励10万元。（责任单位：市商务局）\n"
    "第二条 酒窖改造贷款按不超过2%给予贴息。（市金融监管局牵头，市财政局配合）\n"
    "第三条 本办法自2019年4月1日起施行，有效期至2022年3月31日。",
    "泰州市人民政府办公室",
    "2019年3月1日",
)
CHANGE = signed(
    "泰政办发〔2019〕70号\n决定对《泰州市酒窖建设奖励办法》（泰政办发〔2019〕21号）作如下修改：\n"
    "一、将第一条第一款修改为：“对认定为省级示范酒窖的企业，给予一次性奖励80万元。”\n"
    "二、删去第二条。\n本通知自2019年10月1日起施行。",
    "泰州市人民政府办公室",
    "2019年9月20日",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> PolicyLibrary:
    return library_of(
        tmp_path_factory.mktemp("changed"),
        泰州市酒窖建设奖励办法=RULE,
        关于修改泰州市酒窖建设奖励办法的通知=CHANGE,
    )


def answered(library: PolicyLibrary, *questions: str) -> PolicyAnswer:
    turns: list[Turn] = []
    for question in questions:
        answer = library.answer(question, on=ON, previous=turns)
        turns += [Turn("user", question), Turn("bot", answer.text)]
    return answer


def test_a_paragraph_that_stands_is_not_said_to_be_changed(library: PolicyLibrary) -> None:
    answer = answered(library, "市级示范酒窖奖励多少钱")
    assert "10万元" in answer.text
    assert "注意：上述" not in answer.text
    assert "80万元" not in answer.text


def test_a_changed_paragraph_is_named_where_others_are_quoted_beside_it(
    library: PolicyLibrary,
) -> None:
    answer = answered(library, "示范酒窖奖励多少钱")
    assert "50万元" in answer.text
    assert "10万元" in answer.text
    assert "注意：上述第一条第一款自2019年10月1日起已被" in answer.text
    assert "80万元" in answer.text


def test_where_all_that_is_quoted_is_changed_it_is_called_the_clause(
    library: PolicyLibrary,
) -> None:
    assert "注意：上述条款自2019年10月1日起" in answered(library, "省级示范酒窖奖励多少钱").text


def test_nobody_is_in_charge_of_a_deleted_clause(library: PolicyLibrary) -> None:
    answer = answered(library, "酒窖改造贷款贴息多少", "谁负责")
    assert "市金融监管局牵头" in answer.text
    assert "删去，不再适用" in answer.text
    assert "可向本条的责任单位市金融监管局" not in answer.text


def test_the_rest_of_a_changed_document_has_the_term_it_states(library: PolicyLibrary) -> None:
    text = answered(library, "市级示范酒窖奖励多少钱").text
    assert "修改，其余有效期至2022年3月31日，现行有效。" in text
    later = library.answer("市级示范酒窖奖励多少钱", on=date(2022, 4, 1))
    assert "有效期至2022年3月31日，已过" in later.text
    assert "现行有效" not in later.text
