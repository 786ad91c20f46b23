"""Answers that were about something else than was asked, and what must stay beside each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.answer.bounds import rest_of_the_sentence, told_below
from retrieval.answer.fit import asks_when_to_apply, told_as_unstated
from retrieval.answer.lists import lead_in, with_what_follows
from retrieval.documents.structure import Unit, UnitKind
from retrieval.results import Gap, Turn
from retrieval.search.document_facts import DocumentFact, facts_asked
from retrieval.search.places import places_in
from retrieval.store import StoredUnit
from tests.retrieval.material import library_of, signed

ON = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("城乡规划法临时建筑过期不拆罚多少", ()),
        ("临时用地到期怎么办", ()),
        ("居住证多久签注一次,过期没签会怎样", ()),
        ("入户卡过期了怎么办", ()),
        ("这个文件过期没有", (DocumentFact.VALIDITY,)),
        ("这个办法过期没", (DocumentFact.VALIDITY,)),
        ("这个规定过期不能用了吧", (DocumentFact.VALIDITY,)),
        ("文件过期没办法执行了吗", (DocumentFact.VALIDITY,)),
        ("临时救助办法过期了吗", (DocumentFact.VALIDITY,)),
    ],
)
def test_an_act_past_its_day_is_not_a_document_out_of_force(
    question: str, facts: tuple[DocumentFact, ...]
) -> None:
    assert facts_asked(question) == facts


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("入户卡拿到后多久内要去迁户口", True),
        ("拿到通知几天内必须到窗口登记", True),
        ("多久内能批下来", False),
        ("多少天内答复", False),
    ],
)
def test_how_long_the_asker_has_is_not_how_long_an_office_takes(
    question: str, is_asked: bool
) -> None:
    assert asks_when_to_apply(question) is is_asked


@pytest.mark.parametrize(
    ("question", "quote", "gaps"),
    [
        ("第一次办证收费吗", "首次申领免收工本费，换领应当缴纳工本费。", ()),
        ("办证收费标准多少", "首次申领免收工本费，换领应当缴纳工本费。", (Gap.AMOUNT,)),
        ("办证收费吗", "换领应当缴纳工本费，标准按有关规定执行。", (Gap.AMOUNT,)),
        ("不用节能材料罚不罚", "不得使用不合格的墙体。", ()),
        ("要交什么材料", "不得使用不合格的墙体。", (Gap.MATERIAL,)),
        ("交假材料罚不罚", "伪造证明的，由公安机关警告。", ()),
        ("抗震加固费用谁出", "抗震加固费用，由产权人承担。", ()),
        ("抗震加固费用多少", "抗震加固费用，由产权人承担。", (Gap.AMOUNT,)),
    ],
)
def test_what_a_quote_tells_or_nobody_asked_is_not_said_to_be_missing(
    question: str, quote: str, gaps: tuple[Gap, ...]
) -> None:
    assert told_as_unstated(question, [quote]) == gaps


def units_of(*parts: tuple[str, str]) -> list[StoredUnit]:
    return [
        StoredUnit(at, "d", Unit(UnitKind.SENTENCE, clause, 1, at, at, text))
        for at, (clause, text) in enumerate(parts)
    ]


CASES = (("八-(一)", "（一）孤寡老人；"), ("八-(二)", "（二）残疾人。"))
NEXT = ("九", "九、其他。")


@pytest.mark.parametrize(
    ("opening", "follow"),
    [
        (("八-〇", "持有证明且为下列情形之一的，可以申请："), 2),
        (("八-〇", "有以下情形的，不予受理："), 2),
        (("八-〇", "重点任务如下："), 0),
        (("八-〇", "有下列情形之一的，可以申请。"), 0),
        (("七-〇", "有下列情形之一的，可以申请："), 0),
    ],
)
def test_the_cases_that_an_unnumbered_paragraph_announces_stand_with_it(
    opening: tuple[str, str], follow: int
) -> None:
    units = units_of(opening, *CASES, NEXT)
    assert with_what_follows(units, 0) == units[: 1 + follow]
    assert lead_in(units, 2) == (units[0] if follow else None)


HOUSING = signed(
    "泰政规〔2024〕4号\n八、持有《救助证》的家庭可以申请实物配租。\n"
    "持有《低收入证明》的家庭，且为下列情形之一的，可以申请实物配租：\n"
    "（一）孤寡老人家庭；\n（二）夫妻有一方年满52周岁的家庭。",
    "泰州市人民政府", "2024年1月1日",
)  # fmt: skip


def test_a_condition_that_decides_is_quoted_with_the_cases_it_announces(tmp_path: Path) -> None:
    library = library_of(tmp_path, 泰州市廉租住房保障办法=HOUSING)
    text = library.answer("拿低收入证明的能申请廉租房实物配租吗", on=ON).text
    assert "下列情形之一" in text
    assert "年满52周岁" in text


PAPERS = (
    ("四-(一)-1", "1.户口簿。"),
    ("四-(一)-2", "2.预防接种证明。"),
    ("四-(二)", "（二）其他。"),
)


@pytest.mark.parametrize(
    ("naming", "listed"),
    [
        ("由监护人持以下证明材料的原件，到学校报名。", 2),
        ("由监护人提交下列材料办理入学。", 2),
        ("由监护人持有关证明材料，到学校报名。", 0),
        ("符合以下规定的儿童到学校报名。", 0),
    ],
)
def test_the_papers_a_sentence_names_as_following_are_quoted_with_it(
    naming: str, listed: int
) -> None:
    units = units_of(("四-(一)", naming), ("四-(一)", "升初中的到原学校查询。"), *PAPERS)
    assert told_below(units, 0) == units[2 : 2 + listed]


@pytest.mark.parametrize(
    ("first", "head", "precedes"),
    [
        ("负责人有下列行为之一的，依法给予处分；", "构成犯罪的，依法追究刑事责任：", True),
        ("有下列行为之一的，责令限期改正；", "逾期不改正的，处1万元罚款：", True),
        ("负责人应当公正。", "构成犯罪的，依法追究刑事责任：", False),
        ("支持企业发展；", "对新设企业给予以下支持：", False),
    ],
)
def test_the_end_of_a_list_s_head_stands_with_its_beginning(
    first: str, head: str, precedes: bool
) -> None:
    units = units_of(
        ("第三十条", first), ("第三十条", head), ("第三十条第(一)项", "（一）改数据的；")
    )
    before, _ = rest_of_the_sentence("造假怎么处罚", units, 1)
    assert before == (units[:1] if precedes else [])


@pytest.mark.parametrize(
    ("question", "second", "is_told"),
    [
        ("入户卡过期了怎么办", "逾期未办理的，视为放弃。", True),
        ("入户卡怎么用", "逾期未办理的，视为放弃。", False),
        ("入户卡过期了怎么办", "公安机关应当受理。", False),
    ],
)
def test_what_becomes_of_something_past_its_day_is_quoted_where_that_is_asked(
    question: str, second: str, is_told: bool
) -> None:
    units = units_of(("一", "自签发之日起6个月内凭入户卡办理。"), ("一", second))
    _, after = rest_of_the_sentence(question, units, 0)
    assert after == (units[1:] if is_told else [])


@pytest.mark.parametrize(
    ("before", "is_said"),
    [
        (["上海居住证丢了怎么补"], True),
        (["上海居住证丢了怎么补", "补办多久能拿到"], True),
        (["成都居住证丢了怎么补"], False),
        (["上海居住证丢了怎么补", "成都居住证丢了怎么补"], False),
        (["居住证丢了怎么补"], False),
    ],
)
def test_a_question_that_follows_on_one_place_is_told_when_another_s_rules_are_quoted(
    tmp_path: Path, before: list[str], is_said: bool
) -> None:
    library = library_of(
        tmp_path,
        成都市居住证管理办法=signed(
            "第一条 首次申领居住证免收工本费，补领应当缴纳工本费。",
            "成都市人民政府",
            "2024年1月1日",
        ),
        上海市居住证管理办法=signed(
            "第一条 居住证遗失的，持证人应当及时到受理中心补办。", "上海市人民政府", "2024年1月1日"
        ),
    )
    turns = [Turn("user", asked) for asked in before]
    text = library.answer("要交工本费吗", on=ON, previous=turns).text
    assert "免收工本费" in text
    assert ("以上出自成都" in text) is is_said


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("深圳大学生医保住院能报多少", {"深圳"}),
        ("上海大学生入伍补多少", {"上海"}),
        ("深圳大学怎么报名", set()),
        ("北京大学生命科学学院在哪", set()),
        ("深圳大学城", set()),
    ],
)
def test_the_students_of_a_city_are_no_university(text: str, places: set[str]) -> None:
    assert places_in(text) == places
