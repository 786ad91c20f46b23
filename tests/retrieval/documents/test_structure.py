"""The structure parser: the seed's addresses, statutes, skipped levels, and any text at all."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.official_document import parse
from retrieval.documents.structure import Unit, UnitKind
from tests.retrieval.material import SEED, shared


def squeezed(text: str) -> str:
    return re.sub(r"[\s⏎]+", "", text)


def addressed(text: str) -> dict[str, str]:
    return {u.address: u.text for u in parse(text) if u.kind is UnitKind.SENTENCE}


def test_every_sentence_of_the_seed_has_the_agreed_address_and_text() -> None:
    table = shared("domain", "clauses.tsv").read_text("utf-8")
    rows = [line.split("\t", 1) for line in table.splitlines()[1:]]
    text = SEED.read_text("utf-8")
    units = [u for u in parse(text) if u.kind is UnitKind.SENTENCE]
    assert [u.address for u in units] == [address for address, _ in rows]
    assert [squeezed(text[u.start : u.end]) for u in units] == [squeezed(row) for _, row in rows]


def test_marks_without_a_word_are_no_sentence_of_their_own() -> None:
    text = "第一条 取消投靠政策。\ue004\n第二条 鼓励创新； ；。支持企业。”"
    assert [unit.text for unit in parse(text) if unit.kind is UnitKind.SENTENCE] == [
        "第一条 取消投靠政策。\ue004",
        "第二条 鼓励创新； ；。",
        "支持企业。”",
    ]


def test_page_furniture_is_kept_in_the_original_and_left_out_of_clauses() -> None:
    text = SEED.read_text("utf-8")
    quoted = "".join(u.text for u in parse(text) if u.kind is UnitKind.SENTENCE)
    for furniture in ("扫一扫", "分享到", "信息来源", "浏览次数"):
        assert furniture in text
        assert furniture not in quoted


def test_an_article_with_several_paragraphs_numbers_them() -> None:
    text = (
        "第一章 总则\n第一条 为了规范管理,制定本办法。\n"
        "第十二条 有下列情形之一的,不予受理:\n(一)材料不全;\n（二）逾期。\n"
        "申请人可以补正。补正一次。\n第十三条 本办法自发布之日起施行。"
    )
    assert addressed(text) == {
        "第一条#s1": "第一条 为了规范管理,制定本办法。",
        "第十二条第一款#s1": "第十二条 有下列情形之一的,不予受理:",
        "第十二条第一款第(一)项#s1": "(一)材料不全;",
        "第十二条第一款第(二)项#s1": "（二）逾期。",
        "第十二条第二款#s1": "申请人可以补正。",
        "第十二条第二款#s2": "补正一次。",
        "第十三条#s1": "第十三条 本办法自发布之日起施行。",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、目标\n（一）总量。\n１．增长。\n(1)工业。",
            ["一-(一)#s1", "一-(一)-1#s1", "一-(一)-1-(1)#s1"],
        ),
        ("一、目标\n1.增长5%;\n2.投资1.5亿元。", ["一-1#s1", "一-2#s1"]),
        ("一、支持扩产。给予奖励。\n说明。", ["一#s1", "一#s2", "一-〇#s1"]),
        ("一、甲。\n附件\n一、乙。\n二、丙。", ["一#s1", "附件-一#s1", "附件-二#s1"]),
        ("只有一段。两句。\n又一段", ["段1#s1", "段1#s2", "段2#s1"]),
        ("1.5亿元以上项目。", ["段1#s1"]),
        ("第三条规定的情形除外。", ["段1#s1"]),
    ],
)
def test_numbering_gives_addresses(text: str, expected: list[str]) -> None:
    assert list(addressed(text)) == expected


def test_issuer_and_date_after_the_last_clause_are_its_signature() -> None:
    units = parse("通知\n一、做好工作。\n某市人民政府\n2020年1月2日")
    assert [u.text for u in units if u.kind is UnitKind.SIGNATURE] == [
        "某市人民政府",
        "2020年1月2日",
    ]


NOTICE = """某市人民政府办公室关于印发某某办法的通知
各市（区）人民政府：
一、请遵照执行。
二、请及时反馈。
附件：1.某某办法
2.某某表
某市人民政府办公室
2020年1月2日
（此件公开发布）
某某办法
第一章 总则
第一条（目的）
为了规范管理，制定本办法。
具体由市某局负责。
第二条 有下列情形的，不予支持：
一、材料不全的；
二、逾期的。
第三条 本办法自发布之日起施行。
附件2
某某表
序号 ｜ 项目 ｜ 金额
1 ｜ 甲。乙 ｜ 10万元
2 ｜ 丙 ｜ 20万元
主题词：某某 办法 通知
抄送：市委各部门。
某市人民政府办公室 2020年1月2日印发
"""


def test_a_notice_with_what_it_issues_and_attaches_has_one_address_for_everything() -> None:
    assert list(addressed(NOTICE)) == [
        *("〇#s1", "一#s1", "二#s1", "附件说明#s1", "附件说明#s2", "〇[2]#s1"),
        *("第一条第一款#s1", "第一条第二款#s1", "第二条#s1", "第二条第一项#s1", "第二条第二项#s1"),
        *("第三条#s1", "附件2-表1#s1", "附件2-表1#s2", "附件2-表1#s3"),
    ]
    assert addressed(NOTICE)["附件2-表1#s2"] == "1 ｜ 甲。乙 ｜ 10万元"
    units = parse(NOTICE)
    row = next(unit for unit in units if unit.address == "附件2-表1#s2")
    assert row.headings == "某某表 序号 | 项目 | 金额"
    signed = [unit.text for unit in units if unit.clause == "落款"]
    assert signed == ["某市人民政府办公室", "2020年1月2日", "（此件公开发布）"]
    assert len([unit for unit in units if unit.clause == "版记"]) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Articles run together on one line.
        (
            "某某办法\n第一条 甲。 第二条 乙。 丙。 第三条 丁。",
            ["〇#s1", "第一条#s1", "第二条#s1", "第二条#s2", "第三条#s1"],
        ),
        # A line break put a reference first.
        (
            "第一条 甲。\n第二条 乙。\n第三条 依照本办法\n"
            "第一条的情形处理；依照\n第二条办理。\n第四条 丁。",
            [
                *("第一条#s1", "第二条#s1", "第三条第一款#s1"),
                *("第三条第二款#s1", "第三条第二款#s2", "第三条第三款#s1", "第四条#s1"),
            ],
        ),
        # Items begin again in the next paragraph of the same article.
        (
            "第一条 甲：\n（一）子。\n丙：\n（一）丑。\n第二条 丁。",
            [
                *("第一条第一款#s1", "第一条第一款第(一)项#s1"),
                *("第一条第二款#s1", "第一条第二款第(一)项#s1", "第二条#s1"),
            ],
        ),
        # Old and mixed marks.
        (
            "一．甲\n㈠乙。\n１）丙。\n⑴丁。\n①戊。",
            ["一-(一)#s1", "一-(一)-1#s1", "一-(一)-1-(1)#s1", "一-(一)-1-(1)-①#s1"],
        ),
        # Technical texts.
        (
            "1 范围\n1.1 甲\n内容。\n1.2 乙\n内容。\n1.2.1 丙\n内容。",
            ["1#s1", "1.1#s1", "1.2#s1", "1.2.1#s1"],
        ),
        # A heading without anything under it is a sentence.
        ("一、《甲办法》\n二、《乙办法》", ["一#s1", "二#s1"]),
        # The table of contents is none of the text.
        ("目录\n一、甲\n二、乙\n一、甲\n文。\n二、乙\n字。", ["一-〇#s1", "二-〇#s1"]),
        ("附近居民。\n一、甲。", ["〇#s1", "一#s1"]),
        ("甲表\n子 ｜ 丑\n寅 ｜ 卯\n乙。", ["段1#s1", "表1#s1", "表1#s2", "段2#s1"]),
    ],
)
def test_documents_of_many_kinds_have_the_addresses_a_reader_expects(
    text: str, expected: list[str]
) -> None:
    assert list(addressed(text)) == expected


PIECES = [
    *("附件1", "附件：1.甲", "目录", "甲 ｜ 乙", "①", "㈠", "1.1 ", "抄送：甲", "第三条 "),
    *("一、", "（一）", "1.", "(1)", "第一条 ", "第二章 总则", "甲乙丙", "。", ";", "\n", "\r\n"),
    *(
        " ",
        "　",
        "扫一扫在手机打开当前页",
        "2020年1月1日",
        "某市人民政府",
        "附件",
        "”",
        "\x00",
        "!",
    ),
    "\u2028",
]
fragments = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def covers(text: str, units: tuple[Unit, ...]) -> bool:
    left = list(text)
    for unit in units:
        for at in range(unit.start, unit.end):
            left[at] = ""
    return not "".join(left).strip()


@given(st.one_of(fragments, st.text(max_size=200)))
def test_any_text_parses_and_loses_nothing(text: str) -> None:
    units = parse(text)
    assert covers(text, units)
    assert all(a.end <= b.start for a, b in pairwise(units))
    addresses = [u.address for u in units if u.kind is UnitKind.SENTENCE]
    assert len(addresses) == len(set(addresses))
    for unit in units:
        assert text[unit.start : unit.end].strip() == text[unit.start : unit.end]
        assert all(line in text[unit.start : unit.end] for line in unit.text.split("\n"))
