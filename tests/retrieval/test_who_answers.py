"""Whom to turn to: what a clause notes beside it goes before the issuer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from retrieval import Outcome, PolicyLibrary, Turn
from retrieval.documents.duties import ClauseDuty, duties_of
from retrieval.documents.structure import Unit
from retrieval.results import Gap
from tests.retrieval.material import library_of

ON = date(2019, 11, 15)
MEASURES = """某市人民政府关于支持企业发展的若干措施
各区人民政府：
一、支持技术改造
（一）对企业技术改造项目按设备投资给予补助。补助向中小企业倾斜。（责任单位：市工信局、市财政局）
（二）对企业出口信用保险给予保费补贴。
二、支持人才
（一）对新引进的高级工程师发放安家补贴。（市人社局牵头，市财政局、各区政府配合）
（二）对企业新录用的研究生给予生活补贴。（各有关部门负责）
（三）建立大学生实习基地。（市教育局、市人社局、市科技局、市财政局负责）
某市人民政府
2018年3月1日
"""
TABLE = """某市优化营商环境任务分工
一、任务分工如下。
任务 ｜ 责任单位
压缩用电报装时间 ｜ 市供电公司
压缩用水报装时间 ｜ 市水务局
"""
OTHER = """某市档案管理办法
第一条 档案移交手续由市档案局负责办理。
第二条 档案馆负责人由市人民政府任命。
"""


@pytest.fixture
def library(tmp_path: Path) -> PolicyLibrary:
    return library_of(tmp_path, 支持企业发展=MEASURES, 任务分工=TABLE, 档案=OTHER)


def _asked_in_turn(library: PolicyLibrary, *questions: str) -> str:
    turns: list[Turn] = []
    said = ""
    for question in questions:
        said = library.answer(question, on=ON, previous=turns).text
        turns += [Turn("user", question), Turn("bot", said)]
    return said


def test_the_offices_a_clause_notes_are_whom_to_turn_to(library: PolicyLibrary) -> None:
    answer = library.answer("企业技术改造项目补助多少钱", on=ON)
    assert "可向本条的责任单位市工信局、市财政局询问" in answer.text
    assert any("责任单位：市工信局" in citation.quote for citation in answer.citations)
    assert "经办部门" not in answer.text


def test_a_clause_that_notes_none_names_the_issuer(library: PolicyLibrary) -> None:
    answer = library.answer("企业出口信用保险保费补贴多少钱，找谁", on=ON)
    assert "责任单位" not in answer.text
    assert Gap.CONTACT in answer.gaps


@pytest.mark.parametrize("question", ["找谁", "那哪个部门负责", "由谁负责？", "责任单位是哪个"])
def test_who_is_responsible_is_asked_of_the_clause_before(
    library: PolicyLibrary, question: str
) -> None:
    said = _asked_in_turn(library, "企业技术改造项目有补助吗", question)
    assert "（责任单位：市工信局、市财政局）」" in said
    assert "档案" not in said


def test_the_leading_office_goes_before_those_that_help(library: PolicyLibrary) -> None:
    said = library.answer("新引进的高级工程师安家补贴多少钱", on=ON).text
    assert "可向本条的责任单位市人社局询问" in said


def test_offices_in_general_are_nobody_to_turn_to(library: PolicyLibrary) -> None:
    said = library.answer("企业新录用的研究生生活补贴多少钱", on=ON).text
    assert "各有关部门询问" not in said


def test_of_many_offices_three_are_told_as_some_of_them(library: PolicyLibrary) -> None:
    said = library.answer("大学生实习基地怎么申请，找谁", on=ON).text
    assert "市教育局、市人社局、市科技局等询问" in said


def test_the_row_of_a_table_has_its_own_office(library: PolicyLibrary) -> None:
    said = _asked_in_turn(library, "压缩用水报装时间", "谁负责")
    assert "市水务局" in said
    assert "市供电公司" not in said


def test_a_telephone_number_is_still_told_to_be_unstated(library: PolicyLibrary) -> None:
    answer = library.answer("企业技术改造项目补助咨询电话是多少", on=ON)
    assert Gap.CONTACT in answer.gaps


def test_another_documents_office_is_no_answer_where_the_clause_notes_none(
    library: PolicyLibrary,
) -> None:
    said = _asked_in_turn(library, "企业出口信用保险有保费补贴吗", "哪个部门负责")
    assert "市档案局" not in said
    assert "保费补贴" in said


def test_a_document_tells_who_answers_for_which_clause(library: PolicyLibrary) -> None:
    found = next(one for one in library.documents() if "支持企业" in one.title)
    stored = library.document(found.document_id)
    assert stored is not None
    told = {(duty.clause, duty.role.value): duty.offices for duty in stored.duties()}
    assert told["一-(一)", "responsible"] == ("市工信局", "市财政局")
    assert told["二-(一)", "lead"] == ("市人社局",)
    assert told["二-(一)", "supporting"] == ("市财政局", "各区政府")


def test_an_answer_with_a_note_alone_is_no_gap(library: PolicyLibrary) -> None:
    turns = [Turn("user", "企业技术改造项目有补助吗")]
    turns.append(Turn("bot", library.answer(turns[0].text, on=ON).text))
    assert library.answer("谁负责", on=ON, previous=turns).outcome is Outcome.ANSWERED


def test_two_documents_that_note_it_at_the_same_place_are_both_told(tmp_path: Path) -> None:
    text = (
        "{city}人民政府的若干措施\n一、支持技术改造\n"
        "（一）对{what}给予补助。（责任单位：{office}）\n"
    )
    library = library_of(
        tmp_path,
        甲市措施=text.format(city="甲市", what="企业技术改造项目", office="市工信局"),
        乙县措施=text.format(city="乙县", what="企业出口产品项目", office="县商务局"),
    )
    said = "".join(
        library.answer(question, on=ON).text
        for question in ("企业技术改造项目有补助吗", "企业出口产品项目有补助吗")
    )
    answer = library.answer(
        "谁负责", on=ON, previous=[Turn("user", "企业技术改造项目有补助吗"), Turn("bot", said)]
    )
    assert "市工信局" in answer.text
    assert "县商务局" in answer.text


IN_PARTS = """某市人民政府关于促进消费的若干措施
一、支持夜市（市商务局牵头，市城管局配合）
（一）对新建夜市的企业发放建设补贴。
（二）对夜市摊位减收管理费。（责任单位：市财政局）
二、支持家电
（一）对家电以旧换新发放补贴。
"""


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("新建夜市的企业发放建设补贴多少钱", "可向所在部分的责任单位市商务局询问", "市城管局询问"),
        ("夜市摊位减收管理费多少钱", "可向本条的责任单位市财政局询问", "市商务局询问"),
        ("家电以旧换新发放补贴多少钱", "家电以旧换新", "市商务局"),
    ],
)
def test_the_note_of_a_part_is_for_what_notes_nothing_of_its_own(
    tmp_path: Path, question: str, said: str, unsaid: str
) -> None:
    library = library_of(tmp_path, 促进消费的若干措施=IN_PARTS)
    text = library.answer(question, on=ON).text
    assert said in text
    assert unsaid not in text


LABELLED = """某市重点产品目录
一、目录如下。
编号 ｜ 产品 ｜ 责任单位
编号：1 ｜ 产品：深海阀门
编号：2 ｜ 产品：服务机器人 ｜ 责任单位：市科技局
编号：3 ｜ 产品：特种电缆 ｜ 责任单位：市工信局
"""


@pytest.mark.parametrize(
    ("product", "offices"),
    [("深海阀门", []), ("服务机器人", ["市科技局"]), ("特种电缆", ["市工信局"])],
)
def test_a_row_that_notes_nobody_has_not_the_office_of_the_next_row(
    tmp_path: Path, product: str, offices: list[str]
) -> None:
    library = library_of(tmp_path, 重点产品目录=LABELLED)
    said = library.answer(f"{product}归谁负责", on=ON).text
    assert product in said
    assert [one for one in ("市科技局", "市工信局") if f"责任单位{one}" in said] == offices


def test_of_a_table_however_long_only_the_rows_asked_about_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"编号：{at} ｜ 产品：甲类零件 ｜ 责任单位：市财政局\n" for at in range(4, 60))
    library = library_of(tmp_path, 重点产品目录=f"{LABELLED}{rows}")
    read: list[str] = []

    def counted(units: Sequence[Unit]) -> tuple[ClauseDuty, ...]:
        read.extend(unit.address for unit in units)
        return duties_of(units)

    monkeypatch.setattr("retrieval.answer.duty.duties_of", counted)
    assert "责任单位市工信局" in library.answer("特种电缆归谁负责", on=ON).text
    assert 0 < len(set(read)) < 12


def test_the_row_of_a_table_goes_before_the_note_of_its_part(tmp_path: Path) -> None:
    text = f"一、任务分工（市政府办公室牵头）\n{TABLE.partition(chr(10))[2].partition(chr(10))[2]}"
    library = library_of(tmp_path, 任务分工=text)
    answer = library.answer("压缩用水报装时间由哪个部门负责", on=ON)
    assert "可向本条的责任单位市水务局询问" in answer.text


def test_offices_in_general_are_not_told_beside_others(tmp_path: Path) -> None:
    text = "一、对新建夜市的企业发放建设补贴。（责任单位：市商务局、市各有关部门，各市（区）政府）"
    library = library_of(tmp_path, 促进消费的若干措施=text)
    answer = library.answer("新建夜市的企业发放建设补贴多少钱", on=ON)
    assert "可向本条的责任单位市商务局询问" in answer.text


@pytest.mark.parametrize("said", ["配合的是谁", "谁配合", "配合单位有哪些", "负责的是哪个部门"])
def test_who_helps_is_asked_of_the_clause_before(library: PolicyLibrary, said: str) -> None:
    text = _asked_in_turn(library, "新引进的高级工程师发放安家补贴吗", said)
    assert "（市人社局牵头，市财政局、各区政府配合）" in text
    assert "市教育局" not in text
