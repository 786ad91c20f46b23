"""Addresses in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clause_label import (
    clause_label,
    read_from_in_words,
    references_in_words,
    with_clauses_in_words,
)
from retrieval.answer.addressing import addresses_asked, sentence_asked
from retrieval.documents.official_document import parse
from retrieval.documents.structure import UnitKind

PLAN = next((Path(__file__).parents[2] / "policy_docs").glob("*五大主导产业*.txt"))


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("三-6#s7", "第三部分第6条第7句"),
        ("四-(三)#s6", "第四部分(三)第6句"),
        ("四-(三)-2#s1", "第四部分(三)第2条第1句"),
        ("一-〇#s1", "第一部分第1句"),
        ("〇#s2", "正文前第2句"),
        ("三-6", "第三部分第6条"),
        ("三", "第三部分"),
        ("第十二条第二款", "第十二条第二款"),
        ("第十二条第二款#s2", "第十二条第二款第2句"),
        ("段3#s2", "第3段第2句"),
        ("附件1", "附件1"),
        ("附件1-二-3#s1", "附件1第二部分第3条第1句"),
        ("附件2-第三条第(一)项", "附件2第三条第(一)项"),
        ("附件-表1#s3", "附件表1第3行"),
        ("三-表2#s1", "第三部分表2第1行"),
        ("表1", "表1"),
        ("一[2]-(一)#s1", "第一部分（第2处）(一)第1句"),
        ("八[2]-(一)[3]-1#s1", "第八部分（第2处）(一)（第3处）第1条第1句"),
        ("附件2[2]#s1", "附件2（第2处）第1句"),
        ("附件2[2]-二-3#s1", "附件2（第2处）第二部分第3条第1句"),
        ("附件-1#s1", "附件第1条第1句"),
        ("2-(1)#s1", "第2条(1)第1句"),
        ("〇[2]", "正文前（第2处）"),
        ("", ""),
    ],
)
def test_an_address_is_said_in_words(address: str, label: str) -> None:
    assert clause_label(address) == label


@pytest.mark.parametrize(
    ("read_from", "words"),
    [
        ("第三条#s1“有效期五年”", "第三条第1句“有效期五年”"),
        ("《甲办法》 三-6#s7", "《甲办法》第三部分第6条第7句"),
        ("落款“2019年9月1日”", "落款“2019年9月1日”"),
        ("原件第1页（马军艳2019-11-15登记）", "原件第1页（马军艳2019-11-15登记）"),
        ("", ""),
        (None, None),
    ],
)
def test_where_a_value_was_read_is_said_in_words(read_from: str | None, words: str | None) -> None:
    assert read_from_in_words(read_from) == words


def test_the_address_before_a_quotation_is_said_in_words() -> None:
    text = "目标：8家以上（二-2#s2：“到2020年”）。相关要求（三-2#s4）：“聚焦”"
    assert with_clauses_in_words(text, ["二-2#s2", "三-2#s4"]) == (
        "目标：8家以上（方案第二部分第2条：“到2020年”）。相关要求（方案第三部分第2条）：“聚焦”"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "「一。」〔某方案 三-6#s7〕\n「二。」〔某办法 第三条〕",
            "「一。」〔某方案 第三部分第6条第7句〕\n「二。」〔某办法 第三条〕",
        ),
        (
            "〔印发苏政发〔2018〕86号的通知 三-6#s7〕",
            "〔印发苏政发〔2018〕86号的通知 第三部分第6条第7句〕",
        ),
        ("〔目录 表1#s2〕", "〔目录 表1第2行〕"),
        ("苏政发〔2018〕86号 三-6#s7", "苏政发〔2018〕86号 三-6#s7"),
        ("编号 A#s1〔发来文件〕某通知.pdf", "编号 A#s1〔发来文件〕某通知.pdf"),
    ],
)
def test_the_reference_behind_a_quotation_is_said_in_words(text: str, words: str) -> None:
    assert references_in_words(text) == words


def test_every_sentence_of_the_plan_is_asked_for_by_the_label_that_people_see() -> None:
    sentences = [unit for unit in parse(PLAN.read_text("utf-8")) if unit.kind is UnitKind.SENTENCE]
    assert len(sentences) > 60
    for unit in sentences:
        label = clause_label(unit.address)
        assert unit.clause in addresses_asked(label), label
        assert sentence_asked(label) == unit.sentence, label


@pytest.mark.parametrize(
    "address",
    [
        "〇#s1",
        "〇[2]#s1",
        "段3#s2",
        "一[2]-(一)#s1",
        "八[2]-(一)[3]-1#s1",
        "附件1#s1",
        "附件2[2]-二-3#s1",
        "附件-一-〇#s2",
        "附件-1#s1",
        "附件说明#s1",
        "(二)-3-(1)#s1",
        "4.2[2]-(1)#s1",
        "附件-表1#s3",
        "三-(二)-表1#s2",
        "第十二条第二款#s2",
        "附件2-第三条第(一)项#s1",
        "第六条第一款第(五)项第1项#s1",
    ],
)
def test_whatever_address_is_shown_can_be_asked_for(address: str) -> None:
    clause, _, number = address.partition("#s")
    label = clause_label(address)
    assert clause in addresses_asked(f"{label}怎么说"), label
    assert sentence_asked(label) == int(number), label


@pytest.mark.parametrize(
    ("label", "addresses"),
    [
        ("第四部分(三)第6句", ("四-(三)", "四-(三)-〇")),
        ("第四部分(三)第2条第1句", ("四-(三)-2", "四-(三)-2-〇")),
        ("第四部分第(三)条", ("四-(三)",)),
        ("第三部分第6条", ("三-6", "三-(六)")),
        ("正文前", ("〇",)),
        ("附件2第二部分第3条怎么说", ("附件2-二-3", "附件2-二-(三)")),
        ("附件第三条", ("附件-第三条", "附件-三")),
        ("附件2里有什么", ()),
        ("正文前面说了什么", ()),
    ],
)
def test_a_label_names_its_clause_whatever_its_marks(
    label: str, addresses: tuple[str, ...]
) -> None:
    assert addresses_asked(label) == addresses
