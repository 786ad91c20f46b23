"""One decision does several things to the clauses that are quoted, and each is told of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval import PolicyLibrary, Turn
from retrieval.search.document_facts import DocumentFact, facts_asked
from retrieval.search.question import stands_alone, understand
from retrieval.search.several import questions_in
from retrieval.search.taking_up import in_full
from retrieval.search.vocabulary import vocabulary
from tests.retrieval.material import ON, asked_in_turn, library_of, signed

SHORE_POWER = """第一条 为鼓励港口企业建设和使用岸电设施，制定本办法。
第二条 对新建港口岸电设施的港口企业，按设备投资额的15%给予补贴，单个项目最高50万元。
第三条 对靠港船舶使用岸电的，按用电量每千瓦时补贴0.2元。
第四条 对使用岸电的渔船，每艘每年补贴3000元。
第五条 申请岸电补贴的，每年3月提出。"""
SAND = """第一条 为加强河道采砂管理，制定本办法。
第二条 河道采砂许可证有效期1年。
第三条 采砂单位应当缴纳每吨2元的管理费。
第四条 禁采期为每年6月1日至9月30日。"""
DECISION = """一、废止《泰州市河道采砂管理办法》第三、四条。
二、《泰州市港口岸电补贴办法》第三条暂停执行，第二条中的“15%”改为“20%”，“50万元”改为“80万元”。
三、如国家标准调整，《泰州市渔港管理办法》同时废止。"""
OFFICE = "泰州市人民政府"


@pytest.fixture
def library(tmp_path: Path) -> PolicyLibrary:
    return library_of(
        tmp_path,
        泰州市港口岸电补贴办法=signed(SHORE_POWER, OFFICE, "2019年6月1日"),
        泰州市河道采砂管理办法=signed(SAND, OFFICE, "2015年9月1日"),
        泰州市渔港管理办法=signed("第一条 渔船进港应当报告。", OFFICE, "2016年9月1日"),
        关于修改和废止部分规范性文件的决定=signed(DECISION, OFFICE, "2024年2月1日"),
    )


def test_what_is_suspended_and_what_is_changed_are_told_apart(library: PolicyLibrary) -> None:
    told = library.answer("岸电设施和岸电使用分别补多少", on=ON).text
    by = "自2024年2月1日起已被《关于修改和废止部分规范性文件的决定》"
    assert f"上述第三条{by}暂停执行" in told
    assert f"上述第二条{by}修改" in told
    assert "上述条款" not in told
    assert told.count("“50万元”改为“80万元”") == 1


def test_clauses_that_have_one_fate_are_told_together(library: PolicyLibrary) -> None:
    told = library.answer("采砂管理费和禁采期怎么规定的", on=ON).text
    assert "删去，不再适用" in told
    assert told.count("注意：") == 1


def test_a_rule_that_would_end_on_a_condition_has_not_ended(library: PolicyLibrary) -> None:
    assert "废止" not in library.answer("渔港管理办法还有效吗", on=ON).text


@pytest.mark.parametrize(
    "question", ["泰州市港口岸电补贴办法修改过吗", "泰州市港口岸电补贴办法有没有被修改过"]
)
def test_whether_a_rule_was_changed_is_told(library: PolicyLibrary, question: str) -> None:
    assert "被《关于修改和废止部分规范性文件的决定》修改" in library.answer(question, on=ON).text


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("岸电补贴办法修改过吗", True),
        ("岸电补贴办法有没有修改", True),
        ("岸电设备修改过参数的能领补贴吗", False),
        ("有没有修改地址的办法", False),
    ],
)
def test_only_a_rule_is_asked_whether_it_was_changed(question: str, is_asked: bool) -> None:
    assert (DocumentFact.VALIDITY in facts_asked(question)) is is_asked


@pytest.mark.parametrize(
    ("told", "then", "leans"),
    [
        ("组长由副市长担任，成员由各局负责同志组成。", "成员有哪些", True),
        ("组长由副市长担任，成员由各局负责同志组成。", "那成员是谁", True),
        ("组长由副市长担任。", "成员有哪些", False),
        ("组长由副市长担任，成员由各局负责同志组成。", "成员怎么落户", False),
    ],
)
def test_who_is_asked_of_what_was_told(told: str, then: str, leans: bool) -> None:
    turns = [Turn("user", "港口治理工作组谁牵头"), Turn("bot", told)]
    assert understand(then, turns, ()).is_follow_up is leans


@pytest.mark.parametrize("then", ["修改前呢", "那修订以前呢", "原来是多少"])
def test_before_a_change_is_asked_of_what_was_asked(library: PolicyLibrary, then: str) -> None:
    told = asked_in_turn(library, "岸电补贴最高多少", then).text
    assert "最高50万元" in told
    assert "起施行" not in told


@pytest.mark.parametrize(
    ("asked", "then", "expected"),
    [
        (["无废城市的保障措施有哪些"], "目标呢", "无废城市的主要目标有哪些"),
        (["无废城市的保障措施有哪些"], "那主要目标呢", "无废城市的主要目标有哪些"),
        (["无废城市的保障措施有哪些", "目标呢"], "任务呢", "无废城市的主要任务有哪些"),
        (["无废城市的目标有哪些"], "保障措施呢", "无废城市的保障措施有哪些"),
        (["岸电补贴最高多少"], "修改前呢", "岸电补贴最高多少"),
        # What asks for a number, names no part of a plan or names another matter stays.
        (["专精特新目标是多少家"], "任务呢", "任务呢"),
        (["岸电补贴最高多少"], "目标呢", "目标呢"),
        (["无废城市的保障措施有哪些"], "专精特新的目标呢", "专精特新的目标呢"),
        (["无废城市的目标和任务有哪些"], "保障措施呢", "保障措施呢"),
        (["岸电补贴最高多少"], "之前交的材料呢", "之前交的材料呢"),
        ([], "目标呢", "目标呢"),
        ([], "修改前呢", "修改前呢"),
    ],
)
def test_the_other_part_of_a_plan_is_asked_of_the_same_matter(
    asked: list[str], then: str, expected: str
) -> None:
    assert in_full(then, [Turn("user", each) for each in asked]) == expected


@pytest.mark.parametrize(
    ("question", "is_of_enterprises"),
    [
        ("海陵区停车收费多少", False),
        ("学校的收费标准", False),
        ("小区幼儿园收费贵", False),
        ("污水收费标准", False),
        ("收费太多了，能不能减负", True),
        ("企业被乱收费怎么办", True),
        ("是不是取消了所有涉企收费", True),
        ("学校乱收费怎么办", True),
    ],
)
def test_what_people_pay_at_a_car_park_is_no_fee_of_enterprises(
    question: str, is_of_enterprises: bool
) -> None:
    labels = {concept.label for concept in vocabulary().concepts_in(question, with_industry=False)}
    assert ("涉企收费" in labels) is is_of_enterprises


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("渔船补贴每年多少，禁采期是哪几个月", 2),
        ("渔船补贴每年多少，禁采期是什么时候", 2),
        ("缴费满几年，能领多少", 1),
        ("哪几个月禁采", 1),
    ],
)
def test_which_months_is_a_question_of_its_own(message: str, parts: int) -> None:
    assert len(questions_in(message, lambda text: stands_alone(text, ()))) == parts
