"""A title with bracket upon bracket is read in no time, and as it was with a few."""

from __future__ import annotations

import time

import pytest

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
