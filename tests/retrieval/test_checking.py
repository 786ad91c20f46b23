"""The last check stops every answer that was tampered with on its way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import PolicyAnswer, PolicyLibrary, RefusalReason
from retrieval.answer import answering
from retrieval.answer.checking import CheckedAnswer, CheckReason, Source, check
from retrieval.answer.numbers import Number, numbers_in

TODAY = date(2019, 11, 15)
ASKED = (
    "企业有困难向政府反映，多久能有回音？",
    "支持企业的措施有哪些",
    "专精特新给多少钱",
    "这个方案哪天发布的",
    "用地怎么供应？人才怎么补？",
)
UNITS = ("元", "万元", "%", "天", "个工作日", "家", "年", "月", "亩")
CHINESE = ("五十万元", "百分之三十", "十五个工作日", "三千元", "二〇二八年", "八成", "两倍")


@pytest.fixture(scope="module")
def answers(seed_library: PolicyLibrary) -> list[PolicyAnswer]:
    return [seed_library.answer(asked, on=TODAY) for asked in ASKED]


@pytest.fixture(scope="module")
def sources(seed_library: PolicyLibrary) -> dict[str, Source]:
    summaries = seed_library.documents()
    stored = [seed_library.document(summary.document_id) for summary in summaries]
    return {one.document_id: Source(one.text, one.metadata) for one in stored if one}


def is_proven(answer: PolicyAnswer, text: str, sources: dict[str, Source]) -> bool:
    return check(text, answer.citations, sources, [TODAY]).is_proven


def test_answers_as_composed_are_proven(
    answers: list[PolicyAnswer], sources: dict[str, Source]
) -> None:
    assert [a.text for a in answers if not is_proven(a, a.text, sources)] == []


@settings(max_examples=150)
@given(data=st.data())
def test_a_character_changed_in_a_quotation_is_found(
    answers: list[PolicyAnswer], sources: dict[str, Source], data: st.DataObject
) -> None:
    answer = data.draw(st.sampled_from([a for a in answers if "「" in a.text]))
    inside = [
        at
        for start in range(len(answer.text))
        if answer.text[start] == "「"
        for at in range(start + 1, answer.text.index("」", start))
        if not answer.text[at].isspace()
    ]
    at = data.draw(st.sampled_from(inside))
    changed = answer.text[:at] + "魑" + answer.text[at + 1 :]
    assert not is_proven(answer, changed, sources)


@settings(max_examples=150)
@given(data=st.data(), value=st.integers(2_101, 9_999_999), unit=st.sampled_from(UNITS))
def test_a_number_from_nowhere_is_found(
    answers: list[PolicyAnswer],
    sources: dict[str, Source],
    data: st.DataObject,
    value: int,
    unit: str,
) -> None:
    answer = data.draw(st.sampled_from(answers))
    assert not is_proven(answer, f"{answer.text}\n另可申请{value}{unit}。", sources)


@pytest.mark.parametrize("written", CHINESE)
def test_a_number_in_chinese_from_nowhere_is_found(
    answers: list[PolicyAnswer], sources: dict[str, Source], written: str
) -> None:
    for answer in answers:
        assert not is_proven(answer, f"{answer.text}\n另可申请{written}。", sources)


def test_a_reference_to_another_clause_is_found(
    answers: list[PolicyAnswer], sources: dict[str, Source]
) -> None:
    answer = answers[0]
    changed = answer.text.replace(answer.citations[0].clause, "九-9#s9")
    assert changed != answer.text
    assert not is_proven(answer, changed, sources)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("奖励50万元", [Number(Decimal(500_000), "元")]),
        ("奖励五十万元", [Number(Decimal(500_000), "元")]),
        ("百分之三十", [Number(Decimal(30), "%")]),
        ("二〇一九年", [Number(Decimal(2019), "年")]),
        ("三百五十人", [Number(Decimal(350), "人")]),
        ("1亿元", [Number(Decimal(100_000_000), "元")]),
        ("3—12个月", [Number(Decimal(3), ""), Number(Decimal(12), "个月")]),
        ("其中某一项，统一办理", []),
    ],
)
def test_numbers_are_read_with_their_units(text: str, expected: list[Number]) -> None:
    assert [number for number, _ in numbers_in(text)] == expected


def test_of_an_answer_that_is_withheld_the_log_holds_the_rule_and_no_number(
    seed_library: PolicyLibrary, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = CheckedAnswer("", CheckReason.NUMBER_WITHOUT_SOURCE, "13800138000")
    monkeypatch.setattr(answering, "check", lambda *_: broken)
    assert seed_library.answer(ASKED[0], on=TODAY).refusal is RefusalReason.UNPROVEN
    assert "number_without_source" in caplog.text
    assert "13800138000" not in caplog.text
