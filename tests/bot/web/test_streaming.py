"""The text in pieces is the same text."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.web.streaming import LONGEST_PIECE, event, pieces


@given(st.text(alphabet=st.sampled_from("问答12。；;！\n ，"), max_size=300) | st.text())
def test_pieces_joined_are_the_text_and_none_is_long(text: str) -> None:
    found = pieces(text)
    assert "".join(found) == text
    assert all(0 < len(piece) <= LONGEST_PIECE for piece in found)


def test_pieces_end_with_sentences() -> None:
    assert pieces("一般1天应答。\n3天明确意见；5天办结") == [
        "一般1天应答。\n",
        "3天明确意见；",
        "5天办结",
    ]


@given(st.text())
def test_no_text_can_break_out_of_its_event(text: str) -> None:
    head, data, *rest = event("delta", {"text": text}).decode().split("\n")
    assert head == "event: delta"
    assert rest == ["", ""]
    assert json.loads(data.removeprefix("data: ")) == {"text": text}
