"""What a document denies, whom it leaves out, and whose rule it is, kept beside what it grants."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval import PolicyLibrary
from retrieval.search.taking_up import put_instead
from tests.retrieval.material import library_of
from tests.retrieval.test_untruths import ON, asked_in_turn, signed

CARE = signed(
    "泰政规〔2019〕2号\n第二条 新建养老机构每张床位补贴10000元，改建的减半。\n"
    "第三条 养老机构应当按期报送统计资料，不得瞒报。\n第四条 公办养老机构不适用前两条规定。\n"
    "第五条 有下列情形之一的养老机构，不予补贴：\n（一）未备案的；\n（二）连锁经营超过三家的。",
    "泰州市人民政府", "2019年5月1日",
)  # fmt: skip
LOANS = signed(
    "泰政规〔2020〕7号\n第四条 个人创业担保贷款额度最高不超过20万元。\n"
    "合伙创业的，可按人数适当提高贷款额度，但总额不得超过110万元。",
    "泰州市人民政府", "2020年5月1日",
)  # fmt: skip
LIFTS = signed(
    "泰政规〔2021〕6号\n一、市区既有住宅加装电梯，完工验收后由财政补助20万元。",
    "泰州市人民政府", "2021年8月1日",
)  # fmt: skip
LIFTS_OF_A_COUNTY = signed(
    "靖政规〔2022〕6号\n一、既有住宅加装电梯每台补助15万元，最高不超过总造价的50%。",
    "靖江市人民政府", "2022年8月1日",
)  # fmt: skip


@pytest.fixture
def of_grants(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path,
        泰州市养老服务办法=CARE,
        泰州市创业担保贷款实施办法=LOANS,
        泰州市城市更新意见=LIFTS,
        靖江市既有住宅加装电梯办法=LIFTS_OF_A_COUNTY,
    )


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [
        ("公办养老机构有床位补贴吗", ("10000元", "公办养老机构不适用前两条规定"), ()),
        ("连锁经营的新建养老机构床位补贴多少", ("不予补贴：", "连锁经营超过三家的"), ("未备案",)),
        ("新建养老机构床位补贴多少", ("10000元",), ("不适用", "不予补贴", "不得瞒报")),
    ],
)
def test_who_is_left_out_is_said_to_those_whom_it_leaves_out(
    of_grants: PolicyLibrary, question: str, says: tuple[str, ...], avoids: tuple[str, ...]
) -> None:
    text = of_grants.answer(question, on=ON).text
    assert [part for part in says if part not in text] == []
    assert [part for part in avoids if part in text] == []


def test_what_a_follow_up_puts_instead_is_what_is_answered(of_grants: PolicyLibrary) -> None:
    answer = asked_in_turn(of_grants, "个人创业担保贷款最高多少", "那合伙呢")
    assert "不得超过110万元" in answer.text
    assert "20万元" not in answer.text


@pytest.mark.parametrize(
    ("text", "other"),
    [("那合伙呢", "合伙"), ("合伙的呢？", "合伙"), ("那么大型企业呢", "大型企业"), ("多少钱", "")],
)
def test_what_is_put_instead_is_read(text: str, other: str) -> None:
    assert put_instead(text) == other


def test_a_county_s_rule_is_not_given_for_the_city_s(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("既有住宅加装电梯每台补助多少", on=ON)
    assert "15万元" in answer.text
    assert "以上出自靖江市的文件。您没有说明是哪里" in answer.text
    assert "没有说明是哪里" not in of_grants.answer("靖江加装电梯每台补助多少", on=ON).text
    assert "没有说明是哪里" not in of_grants.answer("新建养老机构床位补贴多少", on=ON).text
