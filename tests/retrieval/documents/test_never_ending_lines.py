"""Brackets and names without end are read in no time, and a few of them as they always were."""

from __future__ import annotations

import time

import pytest

from retrieval.documents.enumerated import enumerated_before
from retrieval.documents.metadata_reading import read_metadata
from retrieval.documents.official_document import parse

BODY = "\n第一条 为了规范管理，制定本办法。\n第二条 本办法自印发之日起施行。\n"


def title_of(first: str) -> str | None:
    text = first + BODY
    return read_metadata(text, {}, "file", parse(text)).title.value


@pytest.mark.parametrize(
    "title",
    [
        "泰州市人才公寓管理办法",
        "泰州市人才公寓管理办法(试行)",
        "泰州市人才公寓管理办法(试行)(2019年修订)(节选)",
        "泰州市人才公寓管理办法(试行(第二版))",
    ],
)
def test_what_stands_in_brackets_behind_a_title_is_part_of_it(title: str) -> None:
    assert title_of(title) == title


@pytest.mark.parametrize("bracket", ["(a)", "(试行)", "[1]"])
def test_brackets_without_end_are_read_in_no_time(bracket: str) -> None:
    started = time.process_time()
    title_of("泰州市人才公寓管理办法" + bracket * 28 + "x")
    title_of("泰州市人才公寓管理办法" + bracket * 3_000 + "x")
    assert time.process_time() - started < 2


def test_names_joined_without_end_are_read_in_no_time() -> None:
    started = time.process_time()
    joined = "⟪1⟫和和和" * 40
    assert enumerated_before(f"{joined}。x", len(joined) + 2) == []
    assert enumerated_before("⟪1⟫、⟪2⟫和以及⟪3⟫同时废止", 13) == [1, 2, 3]
    assert time.process_time() - started < 1


def test_names_within_a_name_without_end_are_read_in_no_time() -> None:
    started = time.process_time()
    opening = "第一条 根据《" + "〈某〉" * 60 + "x，制定本办法。"
    assert read_metadata(opening, {}, "file", parse(opening)).basis.value is None
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "basis",
    [
        "《江苏省人才条例》",
        "《关于转发〈国务院关于加快发展的意见〉的通知》(苏政发〔2018〕1号)",
        "《关于转发〈甲〉和〈乙〉的通知》、《丙办法》",
    ],
)
def test_a_name_within_a_name_is_part_of_what_a_document_rests_on(basis: str) -> None:
    text = f"泰州市甲管理办法\n第一条 根据{basis}，制定本办法。\n第二条 本办法自印发之日起施行。\n"
    assert read_metadata(text, {}, "file", parse(text)).basis.value == basis
