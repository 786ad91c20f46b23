"""What holds one thing against another, and what only looks so."""

from __future__ import annotations

import re

import pytest

from kpi_adapter.question import comparisons

HOLDS = {
    "泰兴比靖江": True,
    "泰兴占比": False,
    "产值同比增长": False,
    "产值环比下降": False,
    "占全市比重": False,
    "占多少比例": False,
    "泰兴高于靖江": True,
    "泰兴赶不上靖江": True,
}
BEFORE = {
    "比": (True, True),
    "较": (True, True),
    "相比于": (True, True),
    "比较": (True, True),
    "跟": (False, True),
    "占比": (False, True),
    "产值": (False, False),
}
LAST_YEAR = {
    "比去年": True,
    "同比去年": True,
    "跟去年比": True,
    "相比于去年": True,
    "比去年全年": False,
    "比去年9月": False,
    "比去年同期": False,
    "去年": False,
}


@pytest.mark.parametrize("text", HOLDS)
def test_the_word_that_compares_is_told_from_a_share_or_a_rate(text: str) -> None:
    assert (comparisons.HOLDS_AGAINST.search(text) is not None) is HOLDS[text]


@pytest.mark.parametrize("text", BEFORE)
def test_what_stands_after_a_comparing_word_is_what_is_held_against(text: str) -> None:
    start = len(text)
    found = (
        comparisons.stands_after_than(f"{text}靖江", start),
        comparisons.stands_beside(f"{text}靖江", start),
    )
    assert found == BEFORE[text]


@pytest.mark.parametrize("text", LAST_YEAR)
def test_last_year_by_itself_is_its_same_months(text: str) -> None:
    assert (comparisons.AGAINST_LAST_YEAR.search(text) is not None) is LAST_YEAR[text]


@pytest.mark.parametrize("said", ["比去年", "较上年", "相比于去年", "比去年同期"])
def test_every_way_of_saying_than_last_year_is_one_rule(said: str) -> None:
    patterns: list[re.Pattern[str]] = [
        comparisons.THAN_LAST_YEAR,
        comparisons.HIGHER_THAN_LAST_YEAR,
    ]
    assert all(pattern.match(f"{said}高") for pattern in patterns)


@pytest.mark.parametrize("said", ["比", "较", "相比于", "和", "跟"])
def test_a_whole_year_is_named_by_its_word(said: str) -> None:
    assert comparisons.AGAINST_WHOLE_LAST_YEAR.match(f"{said}去年全年")
