"""Cutting long texts."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.splitting import Measure, split_text, utf8_bytes, utf16_units

NUMBER = re.compile(r"^（(\d+)/(\d+)）")
TEXT = st.text(
    alphabet=st.sampled_from("政策。！？；\n，abc <>&]\U0001f600”»「」\r\u2028"), max_size=900
)


def test_a_short_text_is_left_alone() -> None:
    assert split_text("您好。", 2048) == ["您好。"]


def test_five_thousand_characters_are_cut_on_sentence_ends() -> None:
    sentence = "对企业反映的问题做到1天应答、3天明确意见、5天办结。"
    text = sentence * 200
    parts = split_text(text, 2048)
    assert all(utf8_bytes(part) <= 2048 for part in parts)
    assert all(part.endswith("。") for part in parts)
    assert [NUMBER.match(part).groups() for part in parts] == [  # type: ignore[union-attr]
        (str(place), str(len(parts))) for place in range(1, len(parts) + 1)
    ]


def test_a_line_that_fits_is_not_cut() -> None:
    link = '<a href="https://example.gov.cn/documents/1">工作方案。四-(三)</a>'
    text = "甲。" * 30 + "\n" + link
    assert any(link in part for part in split_text(text, 200))


def test_a_quotation_that_is_parted_says_so_on_both_sides() -> None:
    rule = "符合条件的给予补助；" * 12 + "但逾期申报的除外。"
    text = f"原文：\n「{rule}」〔某办法 第三条〕\n另见「第四条」。\n时效：现行有效。"
    parts = split_text(text, 240)
    goes_on, continued = "（引文未完，接下一条）", "（接上一条的引文）"
    assert len(parts) > 2
    assert all(utf8_bytes(part) <= 240 for part in parts)
    for left, right in pairwise(parts):
        is_within = left.rfind("「") > left.rfind("」") or ("」" not in left and continued in left)
        assert left.endswith(goes_on) == is_within
        assert NUMBER.sub("", right).startswith(continued) == is_within
    assert goes_on in "".join(parts)
    assert goes_on not in parts[-1]


@pytest.mark.parametrize(
    ("before", "within", "is_quoted"),
    [
        ("「", "甲「乙」", True),  # a quotation within one: the outer one goes on
        ("", "他打了个「，", False),  # a mark that nothing closes opens no quotation
        ("", "打了个」，", False),
        ("又打了个「，「", "", True),
    ],
)
def test_a_quotation_is_what_its_two_marks_enclose(
    before: str, within: str, is_quoted: bool
) -> None:
    text = before + within + "符合条件的给予补助；" * 20 + ("」。" if is_quoted else "。")
    parts = split_text(text, 240)
    assert len(parts) > 2
    assert {"（引文未完，接下一条）" in part for part in parts[:-1]} == {is_quoted}
    assert "（引文未完，接下一条）" not in parts[-1]


@pytest.mark.parametrize("measure", [utf8_bytes, utf16_units])
@given(text=TEXT, limit=st.integers(40, 300))
def test_nothing_is_lost_and_no_part_is_too_long(measure: Measure, text: str, limit: int) -> None:
    parts = split_text(text, limit, measure)
    assert all(measure(part) <= limit for part in parts)
    if len(parts) > 1:
        parts = [NUMBER.sub("", part, count=1) for part in parts]
    assert "".join(parts) == text
