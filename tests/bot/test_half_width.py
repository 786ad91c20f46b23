"""What is read in one width is kept in the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.half_width import as_typed, half_width


@pytest.mark.parametrize(
    ("text", "part", "typed"),
    [
        ("补充：共５名（焊工）", "共5名(焊工)", "共５名（焊工）"),
        ("面积１２㎡，漏水", "12m2", "１２㎡"),
        ("㎡漏水", "2漏水", "㎡漏水"),
        ("没有别的", "没有别的", "没有别的"),
        ("没有别的", "另一句", "另一句"),
        ("", "", ""),
    ],
)
def test_what_was_typed_is_found_by_its_half_width(text: str, part: str, typed: str) -> None:
    assert as_typed(text, part) == typed


@given(st.text("５5（(，,㎡…Ａa水 "), st.text("５5（(，,㎡…Ａa水 ", min_size=1))
def test_the_end_of_a_message_is_given_back_whole(before: str, part: str) -> None:
    assert as_typed(before + part, half_width(part)) == part
