"""Ordinary wording that names a document and changes nothing about it, beside what does."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from retrieval import PolicyLibrary, StoredDocument, ValidityStatus
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse
from retrieval.documents.validity import changes_to_clause
from tests.retrieval.material import library_of

A = "《泰州市甲管理办法》"
B = "《泰州市乙管理办法》"
WHOM = "泰州市甲管理办法"
OTHER = "泰州市乙管理办法"


def said(
    text: str, title: str = "泰州市人民政府关于有关事项的通知"
) -> list[tuple[str, str | None]]:
    return [(e.kind.value, e.title) for e in read_effects(text, parse(text), title)]


@pytest.mark.parametrize(
    "text",
    [
        # What opens no list, and what is no entry of one.
        f"规范性文件有下列情形之一的，予以废止：\n（一）与{A}抵触的；",
        f"有下列情形之一的规范性文件应当废止：\n1.所依据的{A}已修改的；",
        f"项目因故终止实施的，应当交回剩余资金。\n1.{A}（泰政规〔2018〕4号）",
        f"停止执行的项目，见下表。\n1.{A}（泰政规〔2018〕4号）",
        f"以下文件不予废止：{A}、{B}。",
        f"以下文件拟废止：{A}、{B}。",
        f"泰州市规范性文件拟废止目录\n1.{A}（泰政规〔2018〕4号）",
        f"下列规范性文件不予废止：\n1.{A}（泰政规〔2018〕4号）",
        # What is suspended for somebody, or by rule of the document.
        "依据《家庭及同居关系暴力条例》作出的禁制令，可暂停执行就未成年子女的管养令。",
        "依据《家庭及同居关系暴力条例》作出的强制令暂停执行就未成年子女的管养令。",
        "依照《民事诉讼法》第二百五十六条的规定，人民法院应当裁定中止执行。",
        "依据《行政处罚法》申请延期缴纳罚款的，经批准可以暂缓执行。",
        "符合《泰州市人才补贴办法》条件的企业，可暂缓执行缴费基数上调。",
        "根据《住房公积金管理条例》，缓缴期间暂停执行加收滞纳金。",
        f"不得擅自暂停执行{A}。",
        "《限行办法》规定的尾号限行措施，国庆期间暂停执行。",
        f"拟暂停执行{A}。",
        f"{A}暂停执行的，由市政府公告。",
        f"{A}暂停执行期间，补贴停发。",
        f"企业申请暂停执行{A}。",
        f"高考期间，{A}暂停执行。",
        # Terms of something else.
        "享受《泰州市人才补贴办法》待遇的人员，公寓租金减免执行至2024年12月31日。",
        "为贯彻《行政许可法》，本通知施行期限截止2025年12月31日。",
        "为落实《江苏省优化营商环境条例》，制定本措施，执行至2023年12月31日。",
        "根据国家《节约能源法》等规定，本市峰谷电价执行至2025年12月31日。",
        "对《中小企业划型标准规定》中的小微企业，缓缴政策执行至2022年12月31日。",
        f"根据{A}和{B}，贷款期限延长2年。",
        f"根据{A}和{B}，有效期延长2年。",
        # What ends something else, or nothing.
        "本指引不代替《房屋租赁管理办法》。",
        f"本证明代替{A}。",
        f"本办法可代替{A}。",
        f"经清理，本市无需废止的文件：\n1.{A}",
        "不得以会议纪要替代《招标投标法实施条例》。",
        f"拟不再执行{A}。",
        "取消《国家职业资格目录》以外的许可。",
        "不再执行《国家基本药物目录》以外药品零差率政策。",
        "停止执行与《收费管理办法》相抵触的收费。",
        "终止执行不符合《产业结构调整指导目录》的项目。",
        "终止实施未通过《节能审查办法》审查的项目。",
        "企业迁出本市的，《泰州市总部企业扶持办法》不再适用。",
        f"对已享受市级奖励的企业，{A}不再执行。",
        f"{A}不再执行的条款见附件。",
        f"企业迁出本市的，停止执行{A}。",
        f"受到处罚的企业不再执行{A}。",
        f"优惠期满，{A}停止执行。",
        f"企业迁出本市的，{A}、{B}不再适用。",
        f"拟将{A}、{B}有效期延长至2027年12月31日。",
        f"根据{A}和{B}暂停执行。",
        f"单位注销后，{A}停止执行。",
        f"逾期未申报的单位，{A}不再适用。",
        f"本规定有效期届满后，{A}同时废止。",
        f"如{A}废止，本办法另行修订。",
        f"适时修订或者废止{A}。",
        f"{A}废止后，已受理的按原规定办理。",
        # Clauses of the text itself, statistics, and what rests on a clause.
        "第二十条 个体工商户变更为企业的，按照《促进个体工商户发展条例》办理。",
        "第五条 租住公寓变更为购房的，按照《人才补贴办法》执行。",
        "第五条 缴费比例由8%提高到10%的单位，按《住房公积金管理条例》执行。",
        f"第五条 取消第三条规定的年检，按照{A}办理。",
        "《泰州市人才补贴办法》实施以来，高层次人才总量由1.2万人增加到3.5万人。",
        "落实《全民健身计划》，人均体育场地面积由1.5平方米增加到2.8平方米。",
        f"{A}第五条缴费比例由8%提高到10%的单位，给予补贴。",
        f"{A}将补贴标准由8万元提高到10万元，受到好评。",
        "不符合《人才认定办法》第五条规定，不再适用购房补贴。",
        # The law is not outranked by what rests on it.
        "《江苏省优化营商环境条例》修订后与本细则不一致的，本细则停止执行。",
        "《土地管理法》修改后与本办法不一致的，本办法不再执行。",
        f"依据{A}制定的文件与本通知不一致的，以本通知为准。",
    ],
)
def test_ordinary_wording_changes_no_document(text: str) -> None:
    assert said(text) == []


def test_a_former_standard_that_ends_for_somebody_is_no_former_edition() -> None:
    assert said("企业名称变更的，原标准同时停止执行。", "泰州市用水标准") == []
    assert said("企业名称变更的，原办法同时停止执行。", "泰州市用水办法") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "本规定自2023年5月1日起施行，有效期5年，有效期届满后视情修订，"
            f"{A}（泰政规〔2018〕4号）同时废止。",
            [("repealed", WHOM)],
        ),
        (f"根据{B}，{A}同时废止。", [("repealed", WHOM)]),
        (f"本办法取代{A}。", [("repealed", WHOM)]),
        (
            f"清理结果如下：\n修改下列规范性文件：\n一、{A}\n1.删去第五条。",
            [("clause_deleted", WHOM)],
        ),
        (f"为贯彻《江苏省乙条例》制定的{A}同时废止。", [("repealed", WHOM)]),
        (f"某委员会会议通过的{A}同时废止。", [("repealed", WHOM)]),
        (f"市政府决定自2024年5月1日起停止执行{A}。", [("repealed", WHOM)]),
        (f"自本通知印发之日起，{A}停止执行。", [("repealed", WHOM)]),
        (f"对{A}、{B}等文件予以废止。", [("repealed", WHOM), ("repealed", OTHER)]),
        (
            f"下列文件自2024年5月1日起停止执行：\n{A}\n{B}",
            [("repealed", WHOM), ("repealed", OTHER)],
        ),
        (
            f"决定废止下列规范性文件：\n1.{A}（泰政规〔2018〕4号）\n"
            "各地要按照《规范性文件管理办法》做好后续工作。",
            [("repealed", WHOM)],
        ),
        (f"{A} ｜ 泰政规〔2018〕4号 ｜ 废止 ｜ 已被{B}代替", [("repealed", WHOM)]),
        (
            f"泰州市规范性文件废止目录\n1.{A}（泰政规〔2018〕4号）\n2.2004年发布的{B}\n"
            "请认真学习《泰州市丙管理办法》",
            [("repealed", WHOM), ("repealed", OTHER)],
        ),
        (
            f"决定废止下列规范性文件：\n1.{A}（泰政规〔2018〕4号），已被{B}代替",
            [("repealed", WHOM)],
        ),
        (
            f"自2024年2月1日起暂停执行{A}（泰政规〔2018〕4号），恢复执行时间另行通知。",
            [("suspended", WHOM)],
        ),
        (f"{A}暂停执行，疫情解除后恢复执行。", [("suspended", WHOM)]),
        (
            f"{A}自2024年2月1日起暂停执行，自2025年1月1日起恢复执行。",
            [("suspended", WHOM), ("resumed", WHOM)],
        ),
        (f"为应对疫情，自2024年5月1日起暂停执行{A}六个月。", [("suspended", WHOM)]),
        (f"{A}将于2024年12月31日到期，有效期延长至2027年12月31日。", [("extended", WHOM)]),
        (f"{A}中补贴内容与本办法不一致的，以本办法为准。", [("outranked", WHOM)]),
        (f"{A}、{B}暂停执行。", [("suspended", WHOM), ("suspended", OTHER)]),
        (f"暂停执行{A}和{B}。", [("suspended", WHOM), ("suspended", OTHER)]),
        (
            f"{A}和{B}与本办法不一致的，以本办法为准。",
            [("outranked", WHOM), ("outranked", OTHER)],
        ),
        (
            f"{A}{B}有效期延长至2027年12月31日。",
            [("extended", WHOM), ("extended", OTHER)],
        ),
    ],
)
def test_what_is_said_of_a_document_is_read(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert said(text) == expected


def test_the_day_from_which_a_suspended_document_had_applied_is_not_that_of_its_suspension() -> (
    None
):
    text = f"自2010年1月1日起施行的{A}暂停执行。"
    (found,) = read_effects(text, parse(text), "通知")
    assert (found.kind.value, found.on) == ("suspended", None)


RULE = (
    "泰政规〔2018〕4号\n第五条 企业上市的，奖励20万元。\n第六条 本办法自2018年6月1日起施行，"
    "有效期10年。\n泰州市人民政府\n2018年5月10日"
)
NAMED = f"{A}（泰政规〔2018〕4号）"


def after(folder: Path, sentence: str) -> PolicyLibrary:
    notice = f"泰政发〔2020〕8号\n{sentence}\n泰州市人民政府\n2020年1月20日"
    return library_of(folder, 泰州市甲管理办法=RULE, 关于有关事项的通知=notice)


def stored(library: PolicyLibrary, title: str, number: str | None = None) -> StoredDocument:
    (key,) = (
        d.document_id
        for d in library.documents()
        if d.title == title and number in {None, d.document_number}
    )
    found = library.document(key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "sentence",
    [
        f"{NAMED}第五条自2020年2月1日至2020年6月30日暂停执行。",
        f"{NAMED}第五条自2020年2月1日至6月30日暂停执行。",
        f"{NAMED}第五条自2020年2月1日起暂停执行。\n自2020年7月1日起恢复执行{NAMED}第五条。",
    ],
)
def test_a_clause_suspended_until_a_day_leaves_no_mark_behind_it(
    tmp_path: Path, sentence: str
) -> None:
    rule = stored(after(tmp_path, sentence), WHOM)
    assert rule.validity(date(2020, 5, 1)).status is ValidityStatus.AMENDED
    assert changes_to_clause(rule.metadata, "第五条", date(2020, 5, 1))
    assert rule.validity(date(2026, 5, 1)).status is ValidityStatus.IN_FORCE
    assert not changes_to_clause(rule.metadata, "第五条", date(2026, 5, 1))


def test_a_clause_applied_again_does_not_bring_its_suspended_document_back(tmp_path: Path) -> None:
    said_of_it = f"{NAMED}自2020年2月1日起暂停执行。\n自2020年7月1日起恢复执行{NAMED}第五条。"
    rule = stored(after(tmp_path, said_of_it), WHOM)
    assert rule.validity(date(2026, 5, 1)).status is ValidityStatus.SUSPENDED


def test_of_a_trial_rule_and_its_successor_the_one_named_is_ended(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        **{
            "泰州市购房补贴办法（试行）": "泰政规〔2018〕1号\n第一条 甲。\n泰州市人民政府\n"
            "2018年1月1日",
            "泰州市购房补贴办法": "泰政规〔2022〕1号\n第一条 乙。\n泰州市人民政府\n2022年1月1日",
            "关于有关事项的通知": "《泰州市购房补贴办法（试行）》同时废止。\n泰州市人民政府\n"
            "2022年2月1日",
        },
    )
    status = {
        d.document_number: found.validity(date(2023, 1, 1)).status
        for d in library.documents()
        if (found := library.document(d.document_id))
    }
    assert status["泰政规〔2018〕1号"] is ValidityStatus.REPEALED
    assert status["泰政规〔2022〕1号"] is ValidityStatus.UNKNOWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"废止{A}，{B}自2024年1月1日起施行。", [("repealed", WHOM)]),
        (f"废止{A}，{B}同时修改。", [("repealed", WHOM)]),
        (f"暂停执行{A}，{B}同时施行。", [("suspended", WHOM)]),
        (f"恢复执行{A}，{B}同时废止。", [("repealed", OTHER), ("resumed", WHOM)]),
        (
            f"停止执行{A}，{B}自2024年1月1日起恢复执行。",
            [("repealed", WHOM), ("resumed", OTHER)],
        ),
        (
            f"废止{A}，{B}期限延长至2025年12月31日。",
            [("repealed", WHOM), ("extended", OTHER)],
        ),
        # All of them.
        (f"废止{A}，{B}。", [("repealed", WHOM), ("repealed", OTHER)]),
        (f"废止{A}，以及{B}。", [("repealed", WHOM), ("repealed", OTHER)]),
        (f"废止{A}，{B}等文件。", [("repealed", WHOM), ("repealed", OTHER)]),
        (f"废止{A}、{B}，自2024年1月1日起执行。", [("repealed", WHOM), ("repealed", OTHER)]),
        (f"暂停执行{A}，{B}第六条。", [("suspended", WHOM), ("clause_suspended", OTHER)]),
    ],
)
def test_a_name_behind_a_comma_has_what_is_said_of_itself(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"撤销废止{A}的决定。", []),
        (f"撤销关于废止{A}的通知。", []),
        (f"停止执行关于废止{A}的通知。", []),
        (f"取消、废止{A}。", [("repealed", WHOM)]),
        (f"经研究，决定撤销机构并废止{A}。", [("repealed", WHOM)]),
    ],
)
def test_an_end_that_is_undone_ends_nothing(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"废止{A}，" * 2_000,
        f"废止{A}" + f"，{A}、{B}" * 2_000,
        f"除{A}第三条外，其余条款" * 2_000,
        f"暂停执行{A}、" * 5_000,
        f"废止{A}、" * 5_000,
        f"{A}、第一条" * 5_000,
        "第一条、" * 10_000,
        f"第一条、第二条由{A}" * 5_000,
    ],
)
def test_long_repetitions_are_read_in_no_time(text: str) -> None:
    started = time.process_time()
    read_effects(text, parse(text), "泰州市人民政府关于修改《泰州市甲管理办法》的决定")
    assert time.process_time() - started < 4
