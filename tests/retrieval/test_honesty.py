"""Validity, metadata, strength and the last check: pure rules as tables."""

from __future__ import annotations

import time
from datetime import date

import pytest

from retrieval.answer.checking import CheckReason, Source, check
from retrieval.answer.strength import Strength, strength_of
from retrieval.documents.metadata import DateField, DocumentMetadata, TextField
from retrieval.documents.metadata_reading import read_metadata
from retrieval.documents.validity import ValidityReason, ValidityStatus, validity_of
from retrieval.results import Citation
from retrieval.search.places import places_in
from retrieval.search.spelling import corrected
from retrieval.search.vocabulary import vocabulary

ORIGINAL = "一、目标\n1.到2020年,超100亿元企业达8家。\n2.支持企业（含外资）上市。"


def day(text: str) -> DateField:
    return DateField(value=date.fromisoformat(text), read_from="正文")


@pytest.mark.parametrize(
    ("fields", "on", "status", "reason"),
    [
        ({}, "2020-01-01", ValidityStatus.UNKNOWN, ValidityReason.NOTHING_STATED),
        (
            {"period_start": day("2018-01-01"), "period_end": day("2020-12-31")},
            "2020-12-31", ValidityStatus.IN_FORCE, ValidityReason.WITHIN_PERIOD,
        ),
        (
            {"period_start": day("2018-01-01"), "period_end": day("2020-12-31")},
            "2021-01-01", ValidityStatus.PERIOD_ENDED, ValidityReason.PERIOD_ENDED,
        ),
        (
            {"valid_until": day("2030-07-31")},
            "2030-07-31", ValidityStatus.IN_FORCE, ValidityReason.WITHIN_VALIDITY,
        ),
        (
            {"valid_until": day("2030-07-31")},
            "2030-08-01", ValidityStatus.PERIOD_ENDED, ValidityReason.VALIDITY_EXPIRED,
        ),
        (
            {"effective_on": day("2025-08-01")},
            "2025-07-31", ValidityStatus.NOT_YET_IN_FORCE, ValidityReason.NOT_YET_EFFECTIVE,
        ),
        (
            {"effective_on": day("2025-08-01"), "valid_until": day("2030-07-31")},
            "2025-08-01", ValidityStatus.IN_FORCE, ValidityReason.WITHIN_VALIDITY,
        ),
        (
            {"issued_on": day("2018-09-14"), "period_end": day("2020-12-31")},
            "2018-09-13", ValidityStatus.NOT_YET_IN_FORCE, ValidityReason.NOT_YET_ISSUED,
        ),
        (
            {"issued_on": day("2018-09-14"), "period_end": day("2020-12-31")},
            "2018-09-14", ValidityStatus.IN_FORCE, ValidityReason.WITHIN_PERIOD,
        ),
        (
            {"repealed_on": day("2022-01-01"), "valid_until": day("2030-01-01")},
            "2022-01-01", ValidityStatus.REPEALED, ValidityReason.REPEALED,
        ),
        (
            {"repealed_on": day("2022-01-01"), "valid_until": day("2030-01-01")},
            "2021-12-31", ValidityStatus.IN_FORCE, ValidityReason.WITHIN_VALIDITY,
        ),
    ],
)  # fmt: skip
def test_validity_is_decided_by_what_the_document_states(
    fields: dict[str, DateField], on: str, status: ValidityStatus, reason: ValidityReason
) -> None:
    judged = validity_of(DocumentMetadata.model_validate(fields), date.fromisoformat(on))
    assert (judged.status, judged.reason) == (status, reason)


def test_metadata_is_read_from_the_text_and_says_where() -> None:
    text = (
        "某市人民政府关于印发某某办法的通知\n某政发〔2025〕12号\n各县（市、区）人民政府：\n"
        "第一条 自2025年8月1日起施行，有效期至2030年7月31日。\n2025年7月1日\n"
    )
    read = read_metadata(text, {}, "文件")
    assert read.title.value == "某市人民政府关于印发某某办法的通知"
    assert read.document_number.value == "某政发〔2025〕12号"
    assert read.effective_on.value == date(2025, 8, 1)
    assert read.effective_on.read_from == "正文“自2025年8月1日起施行”"
    assert read.valid_until.value == date(2030, 7, 31)
    assert read.issued_on.value == date(2025, 7, 1)
    assert read.issued_on.read_from == "落款“2025年7月1日”"
    assert read.addressees.value


def test_what_the_text_does_not_state_stays_null() -> None:
    read = read_metadata("没有结构的一段话。", {}, "文件名")
    assert read.title == TextField(value="文件名", read_from="文件名")
    assert read.document_number.value is None
    assert read.issued_on.value is None
    assert read.valid_until.value is None


def test_an_impossible_date_is_not_read() -> None:
    assert read_metadata("自2025年13月41日起施行。", {}, "x").effective_on.value is None


@pytest.mark.parametrize(
    ("segment", "strength", "word"),
    [
        ("设立五大主导产业投资基金", Strength.FIRM, ""),
        ("支持企业“招院引所”", Strength.ENCOURAGED, "支持"),
        ("探索推行人才“双落户”制度", Strength.EXPLORED, "探索"),
        ("力争创建创新中心1家", Strength.EXPLORED, "力争"),
        ("支持企业探索新模式", Strength.EXPLORED, "探索"),
    ],
)
def test_the_weakest_word_decides_the_strength(segment: str, strength: Strength, word: str) -> None:
    assert strength_of(segment) == (strength, word)


def citation(quote: str, clause: str = "一-1#s1") -> Citation:
    metadata = DocumentMetadata()
    return Citation(
        "d", "某办法", "某办法", None, None, None, clause, quote,
        validity_of(metadata, date(2020, 1, 1)),
    )  # fmt: skip


GOOD = citation("1.到2020年,超100亿元企业达8家。")


@pytest.mark.parametrize(
    ("text", "citations", "reason"),
    [
        (
            "目标是8家。「到2020年,超100亿元企业达8家」〔某办法 一-1#s1〕",
            [GOOD],
            CheckReason.PROVEN,
        ),
        ("「支持企业(含外资)上市」", [citation("2.支持企业(含外资)上市。")], CheckReason.PROVEN),
        ("成文于2019年。", [GOOD], CheckReason.NUMBER_WITHOUT_SOURCE),
        ("可得50万元。", [GOOD], CheckReason.NUMBER_WITHOUT_SOURCE),
        ("「企业达9家」", [GOOD], CheckReason.QUOTE_NOT_CITED),
        ("见〔某办法 一-2#s1〕", [GOOD], CheckReason.REFERENCE_NOT_CITED),
        ("好。", [citation("企业达80家。")], CheckReason.QUOTE_NOT_IN_ORIGINAL),
    ],
)
def test_an_answer_that_says_more_than_its_sources_is_withheld(
    text: str, citations: list[Citation], reason: CheckReason
) -> None:
    source = Source(ORIGINAL, DocumentMetadata())
    assert check(text, citations, {"d": source}).reason is reason


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("专经特新要啥条件", "专精特新要啥条件"),
        ("租赁融次怎么弄", "租赁融资怎么弄"),
        ("还有别的金融支持吗", "还有别的金融支持吗"),
        ("企业上云有补贴吗", "企业上云有补贴吗"),
    ],
)
def test_a_term_is_corrected_only_where_it_is_no_word(typed: str, meant: str) -> None:
    assert corrected(typed, ["专精特新", "融资", "补贴"])[0] == meant


def test_a_long_message_is_not_looked_through_for_every_term() -> None:
    terms = vocabulary().terms
    started = time.process_time()
    for line in ("某某" * 2_500, "融" * 5_000):
        corrected(line, terms)
    assert time.process_time() - started < 1


def test_like_sounding_cities_are_different_places() -> None:
    assert places_in("台州和泰州哪个好") == {"台州", "泰州"}
    assert places_in("中山路和朝阳产业") == frozenset()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("北京丰台区的零见面审批", {"丰台"}),
        ("上海市奉贤区", {"奉贤"}),
        ("广西壮族自治区南宁市", {"南宁"}),
        ("增城区采取了哪些措施", {"增城"}),
        ("合作市场与海陵区域", {"海陵"}),
        ("静安的夜晚", set()),
    ],
)
def test_districts_and_counties_count_when_written_in_full(text: str, places: set[str]) -> None:
    assert places_in(text) == places
