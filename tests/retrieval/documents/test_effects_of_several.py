"""Several clauses of several documents in one sentence, and what is only supposed or planned."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.documents.clause_reference import written_out
from retrieval.documents.effects import read_effects
from retrieval.documents.official_document import parse

A = "《泰州市甲管理办法》"
B = "《泰州市乙管理办法》"
C = "《泰州市丙管理办法》"


def said(
    text: str, title: str = "泰州市人民政府关于有关事项的通知"
) -> set[tuple[str, str, str | None]]:
    found = read_effects(text, parse(text), title)
    return {(e.kind.value, (e.title or "").strip("泰州市管理办法"), e.clause) for e in found}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("第三、五条废止", "第三条、第五条废止"),
        ("第六至八条", "第六条至第八条"),
        ("第三条第一、二款", "第三条第一款、第二款"),
        ("第六条第(一)、(三)项", "第六条第(一)项、第(三)项"),
        ("第三、第五条", "第三条、第五条"),
        ("第一、二、三产业", "第一、二、三产业"),
        ("第三条、第五条", "第三条、第五条"),
    ],
)
def test_each_number_of_a_row_carries_its_unit(written: str, expected: str) -> None:
    assert written_out(written) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"废止{A}第二条、{B}第六条。",
            {("clause_deleted", "甲", "第二条"), ("clause_deleted", "乙", "第六条")},
        ),
        (
            f"{A}第二条、{B}第六条自2020年1月1日起废止。",
            {("clause_deleted", "甲", "第二条"), ("clause_deleted", "乙", "第六条")},
        ),
        (
            f"废止{A}和{B}第六条、{C}第七条。",
            {
                ("repealed", "甲", None),
                ("clause_deleted", "乙", "第六条"),
                ("clause_deleted", "丙", "第七条"),
            },
        ),
        (
            f"废止{A}第二条、{B}。",
            {("clause_deleted", "甲", "第二条"), ("repealed", "乙", None)},
        ),
        (
            f"{A}第二条、{B}同时废止。",
            {("clause_deleted", "甲", "第二条"), ("repealed", "乙", None)},
        ),
        (f"废止{A}、{B}。", {("repealed", "甲", None), ("repealed", "乙", None)}),
        (
            f"暂停执行{A}第二条、{B}第六条。",
            {("clause_suspended", "甲", "第二条"), ("clause_suspended", "乙", "第六条")},
        ),
        (
            f"{A}第二条、{B}第六条恢复执行。",
            {("resumed", "甲", "第二条"), ("resumed", "乙", "第六条")},
        ),
        (
            f"{A}第二条和{B}第六条有效期延长至2025年12月31日。",
            {("clause_extended", "甲", "第二条"), ("clause_extended", "乙", "第六条")},
        ),
        (
            f"{A}第三、五条暂缓实施，其余予以废止。",
            {
                ("repealed", "甲", None),
                ("clause_suspended", "甲", "第三条"),
                ("clause_suspended", "甲", "第五条"),
            },
        ),
        (
            f"废止{A}第三、五条。",
            {("clause_deleted", "甲", "第三条"), ("clause_deleted", "甲", "第五条")},
        ),
        (f"删除{A}第六条第（一）项。", {("clause_deleted", "甲", "第六条第(一)项")}),
        # What a rule prescribes is ended, and never the rules beside it.
        (f"取消{A}、{B}、{C}第六条规定的收费。", {("clause_replaced", "丙", "第六条")}),
        (f"取消{A}、{B}规定的收费。", set()),
        (f"暂停执行{A}、{B}规定的收费。", set()),
        (
            f"停止执行{A}第二条、{B}第六条规定的收费。",
            {("clause_replaced", "甲", "第二条"), ("clause_replaced", "乙", "第六条")},
        ),
        (f"不得废止{A}第二条、{B}第六条。", set()),
        (f"企业迁出本市的，{A}第二条、{B}第六条不再适用。", set()),
        (f"企业迁出本市的，{A}第二条不再适用。", set()),
        (f"除{A}第二条、{B}第六条外，其他收费照旧。", set()),
    ],
)
def test_each_document_of_an_enumeration_has_what_is_said_of_its_clauses(
    text: str, expected: set[tuple[str, str, str | None]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"一旦废止{A}，本办法另行修订。",
        f"如上级规定调整，{A}同时废止。",
        f"如果国家调整标准，则{A}停止执行。",
        f"若国家政策调整，{A}停止执行。",
        f"一旦国家政策调整，{A}暂停执行。",
        f"待新办法出台后，{A}同时废止。",
        f"新办法出台后，{A}同时废止。",
        f"如果国家调整标准，{A}第二条修改为“补贴10万元”。",
        f"拟将{A}第三条修改为“补贴20万元”。",
        f"建议将{A}第三条修改为“补贴20万元”。",
        f"{A}第三条暂不修改为20万元。",
    ],
)
def test_what_is_supposed_or_planned_changes_nothing(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"如下文件同时废止：{A}。", {("repealed", "甲", None)}),
        (f"本办法施行后，{A}同时废止。", {("repealed", "甲", None)}),
        (f"如皋市发布的{A}同时废止。", {("repealed", "甲", None)}),
        (f"如东县{A}同时废止。", {("repealed", "甲", None)}),
        (f"若干意见印发后，{A}同时废止。", {("repealed", "甲", None)}),
        (f"若干意见中明确，{A}同时废止。", {("repealed", "甲", None)}),
        (
            f"将{A}、{B}中的“市经信委”修改为“市工信局”。",
            {("words_replaced", "甲", None), ("words_replaced", "乙", None)},
        ),
        (
            f"将{A}第八条、{B}第九条中的“市经信委”修改为“市工信局”。",
            {("words_replaced", "甲", "第八条"), ("words_replaced", "乙", "第九条")},
        ),
        (
            f"根据{A}，将{B}中的“市经信委”修改为“市工信局”。",
            {("words_replaced", "乙", None)},
        ),
        (f"经市政府研究同意废止{A}。", {("repealed", "甲", None)}),
        (f"现将{A}第三条修改为“补贴20万元”。", {("clause_replaced", "甲", "第三条")}),
        (
            f"凡涉及市经信委的，将{A}第三条“市经信委”改为“市工信局”。",
            {("words_replaced", "甲", "第三条")},
        ),
    ],
)
def test_what_is_done_is_read_beside_them(
    text: str, expected: set[tuple[str, str, str | None]]
) -> None:
    assert said(text) == expected


AMENDS = "泰州市人民政府关于修改《泰州市甲管理办法》的决定"


def words(text: str) -> list[tuple[str | None, str | None, str | None]]:
    found = read_effects(text, parse(text), AMENDS)
    return [(e.clause, e.words, e.new_words) for e in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、将第三条中的“10万元”改为“20万元”，“3月31日”改为“6月30日”。",
            [("第三条", "10万元", "20万元"), ("第三条", "3月31日", "6月30日")],
        ),
        (
            "一、将第三条中的“甲局”、“乙局”改为“丙局”、“丁局”，“3月”改为“6月”。",
            [
                ("第三条", "甲局", "丙局"),
                ("第三条", "乙局", "丁局"),
                ("第三条", "3月", "6月"),
            ],
        ),
        (
            "一、将第三条中的“甲局”、“乙局”修改为“丙局”。",
            [("第三条", "甲局", "丙局"), ("第三条", "乙局", "丙局")],
        ),
        # Another number leaves the words; two articles made one have both the new ones.
        ("二、第四条改为第三条。", []),
        ("一、第三条改为第四条，修改为：“补贴10万元。”", [("第三条", None, "补贴10万元。")]),
        (
            "一、将第三条、第五条合并，作为第三条，修改为：“补贴10万元。”",
            [("第三条", None, "补贴10万元。"), ("第五条", None, "补贴10万元。")],
        ),
    ],
)
def test_the_words_of_a_clause_are_changed_one_pair_after_another(
    text: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert words(text) == expected


def test_the_day_of_a_clause_enumerated_first_is_that_of_them_all() -> None:
    text = f"{A}第二条、{B}第六条自2020年1月1日起废止。"
    days = {e.on for e in read_effects(text, parse(text), "关于有关事项的通知")}
    assert days == {date(2020, 1, 1)}
