"""A part of a list, an article or a guide is not given for the whole of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.answer.lists import with_what_follows
from retrieval.answer.naming_parts import where_to_turn
from retrieval.documents.structure import Unit, UnitKind
from retrieval.store import StoredUnit
from tests.retrieval.material import ON, library_of, signed

CITY = "泰州市人民政府"
ILLNESS = signed(
    "泰政规〔2024〕3号\n第三条 参保人不再另行缴费。\n第九条 大病保险起付标准为3.5万元。\n"
    "第十条 大病保险年度支付不超过最高支付限额。最高支付限额根据参保时间确定：\n"
    "（一）满1年不足2年的，为20万元；\n（二）满2年以上的，为30万元。\n"
    "第十一条 大病保险报销费用，按以下分段比例支付：\n"
    "不足10万元的，支付60%；\n超过10万元的，支付70%。\n就医应当持卡。",
    CITY, "2024年1月1日",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "says", "avoids"),
    [
        ("大病保险报销按什么比例", ["支付60%", "支付70%"], ["就医应当持卡"]),
        ("大病保险要交多少钱", ["不再另行缴费"], []),
    ],
)
def test_what_a_colon_announces_is_quoted_and_what_is_paid_is_told_from_what_is_paid_in(
    tmp_path: Path, question: str, says: list[str], avoids: list[str]
) -> None:
    text = library_of(tmp_path, 泰州市大病保险试行办法=ILLNESS).answer(question, on=ON).text
    assert [word for word in says if word not in text] == []
    assert [word for word in avoids if word in text] == []


def paragraphs(*texts: str, clause: str = "第三条第{}款") -> list[StoredUnit]:
    """Sentences, each a paragraph of one article, as units of one document."""
    return [
        StoredUnit(at, "d", Unit(UnitKind.SENTENCE, clause.format("一二三四"[at]), 1, at, at, text))
        for at, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("units", "announced"),
    [
        (paragraphs("按以下比例：", "甲60%；", "乙70%。", "另有规定的除外。"), 2),
        (paragraphs("按以下比例支付。", "甲60%；", "乙70%。"), 0),
        (paragraphs("按以下比例：", "甲60%。", "就医应当持卡。"), 1),
        (paragraphs("按以下比例：", "甲60%；", "乙70%。", clause="段{}"), 0),
    ],
)
def test_the_paragraphs_that_a_colon_announces_end_with_their_sentence(
    units: list[StoredUnit], announced: int
) -> None:
    assert len(with_what_follows(units, 0)) == 1 + announced


def test_all_tiers_of_an_amount_are_given_where_the_sentence_found_has_none(
    tmp_path: Path,
) -> None:
    library = library_of(tmp_path, 泰州市大病保险试行办法=ILLNESS)
    text = library.answer("大病保险年度支付最高支付限额报多少", on=ON).text
    assert ("20万元" in text) is ("30万元" in text)


GUIDE = [
    "办理地点 ｜ 泰州市海陵区凤凰东路63号",
    "受理地址：泰州市海陵区鼓楼路1号",
    "办理地点 ｜ ",
    "实施主体 ｜ 泰州市交通运输局",
    "办理地点由主管部门另行公布。",
]


@pytest.mark.parametrize(
    ("question", "places"),
    [("资格证在哪里办", [0, 1]), ("去哪儿申领", [0, 1]), ("需要哪些材料", []), ("几天办好", [])],
)
def test_an_address_is_found_under_its_label(question: str, places: list[int]) -> None:
    units = [
        *paragraphs(*GUIDE[:4]),
        StoredUnit(4, "d", Unit(UnitKind.SENTENCE, "二", 1, 4, 4, GUIDE[4])),
    ]
    assert [unit.id for unit in where_to_turn(question, units)] == places


def test_a_document_ended_by_a_list_is_not_said_to_be_stopped(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        泰州市户外广告设置管理办法=signed(
            "泰政规〔2015〕2号\n第六条 户外广告设置期限不超过3年。", CITY, "2015年2月20日"
        ),
        关于公布规范性文件清理结果的通知=signed(
            "泰政发〔2025〕40号\n一、予以废止的规范性文件（1件）\n"
            "1.泰州市户外广告设置管理办法（泰政规〔2015〕2号）",
            CITY, "2025年1月20日",
        ),
    )  # fmt: skip
    text = library.answer("户外广告设置期限几年", on=ON).text
    assert "不超过3年" in text
    assert "废止或宣布失效" in text
