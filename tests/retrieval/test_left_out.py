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

SCHOOLS = signed(
    "泰教发〔2026〕3号\n一、报名时间：公办学校5月20日至22日；民办学校5月10日至12日。\n"
    "二、民办学校报名人数超过招生计划的，实行电脑随机录取，不得以任何形式考试。",
    "泰州市教育局", "2026年4月1日",
)  # fmt: skip
HOMES = signed(
    "泰政规〔2023〕9号\n第三条 申请公共租赁住房应当同时具备下列条件：\n"
    "（一）具有本市户籍3年以上；\n（二）人均月收入不超过2500元；\n（三）无住房。\n单身申请人还应当年满30周岁。",
    "泰州市人民政府", "2023年5月1日",
)  # fmt: skip


@pytest.fixture
def of_grants(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path,
        泰州市养老服务办法=CARE,
        泰州市创业担保贷款实施办法=LOANS,
        泰州市城市更新意见=LIFTS,
        靖江市既有住宅加装电梯办法=LIFTS_OF_A_COUNTY,
        泰州市义务教育入学通知=SCHOOLS,
        泰州市公租房管理办法=HOMES,
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


def test_days_of_registration_are_not_called_unstated(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("民办小学什么时候报名", on=ON)
    assert "民办学校5月10日至12日" in answer.text
    assert answer.gaps == ()


def test_a_follow_up_asks_for_the_particular_of_before(of_grants: PolicyLibrary) -> None:
    answer = asked_in_turn(of_grants, "公办小学什么时候报名", "民办呢")
    assert "民办学校5月10日至12日" in answer.text
    assert "随机录取" not in answer.text


def test_one_more_condition_below_a_list_belongs_to_it(of_grants: PolicyLibrary) -> None:
    answer = of_grants.answer("申请公租房要什么条件", on=ON)
    assert "无住房" in answer.text
    assert "单身申请人还应当年满30周岁" in answer.text


def test_the_second_of_a_list_is_its_second_point(of_grants: PolicyLibrary) -> None:
    answer = asked_in_turn(of_grants, "申请公租房要什么条件", "第二个呢")
    assert [c.quote for c in answer.citations] == ["（二）人均月收入不超过2500元；"]
