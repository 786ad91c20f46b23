"""Which number counts in the answer before, and which is of an address."""

from __future__ import annotations

import pytest

from retrieval.search.taking_up import number_named


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第二条", 2),
        ("上面第二条呢", 2),
        ("那第3条找谁", 3),
        ("部分企业问第二条", 2),
        ("第三部分第6条第7句", None),
        ("第三部分的第二条", None),
        ("第3部分第2条", None),
        ("某办法第三条", None),
    ],
)
def test_an_item_of_a_part_is_an_address_and_no_number_of_the_answer_before(
    text: str, number: int | None
) -> None:
    assert number_named(text) == number
