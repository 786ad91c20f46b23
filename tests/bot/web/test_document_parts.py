"""Long documents in parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.validity_label import Tone
from bot.web.document_page import DocumentPage, Section, Sentence, ValidityNotice
from bot.web.document_parts import document_part

SIZE = 40


def document(lengths: list[list[int]], *, headed: bool = False) -> DocumentPage:
    sections: list[Section] = []
    for number, sentences in enumerate(lengths, start=1):
        address = f"第{number}条"
        if headed:
            sections.append(Section(address=f"章{number}", level=1, heading=f"第{number}章"))
        texts = (
            Sentence(f"{address}#s{at}", "字" * size) for at, size in enumerate(sentences, start=1)
        )
        sections.append(Section(address=address, level=2, sentences=tuple(texts)))
    notice = ValidityNotice(Tone.UNKNOWN, "", "")
    return DocumentPage("d", "文件", notice, (), tuple(sections))


@given(st.lists(st.lists(st.integers(1, 60), min_size=1), min_size=1), st.booleans())
def test_the_parts_together_are_the_document_and_none_is_much_heavier(
    lengths: list[list[int]], headed: bool
) -> None:
    whole = document(lengths, headed=headed)
    count = document_part(whole, size=SIZE).count
    parts = [document_part(whole, number=at, size=SIZE) for at in range(1, count + 1)]
    shown = [one for part in parts for section in part.sections for one in section.sentences]
    assert shown == list(whole.sentences())
    for part in parts:
        sentences = [one for section in part.sections for one in section.sentences]
        assert len(sentences) == 1 or sum(len(one.text) for one in sentences) <= SIZE
        assert part.sections[-1].sentences, "a heading stays with what it heads"


def test_a_cited_sentence_brings_its_part() -> None:
    whole = document([[30], [30], [30]])
    cited = whole.cited("第3条#s1")
    part = document_part(whole, cited=cited, size=SIZE)
    assert (part.number, part.count) == (3, 3)
    assert cited[0] in part.sections[0].sentences


@pytest.mark.parametrize(("number", "shown"), [(0, 1), (-5, 1), (2, 2), (99, 3)])
def test_an_absurd_number_gives_the_nearest_part(number: int, shown: int) -> None:
    assert document_part(document([[30], [30], [30]]), number=number, size=SIZE).number == shown


def test_the_contents_lead_to_the_other_parts() -> None:
    contents = document_part(document([[30], [30, 10], [30]]), number=2, size=SIZE).contents
    assert [(one.address, one.part) for one in contents] == [
        ("第1条", 1),
        ("第2条", None),
        ("第3条", 3),
    ]


def test_the_whole_is_one_part() -> None:
    part = document_part(document([[30], [30], [30]]), is_whole=True, size=SIZE)
    assert (part.number, part.count, len(part.sections)) == (1, 1, 3)


def test_an_empty_document_is_one_empty_part() -> None:
    part = document_part(document([]), size=SIZE)
    assert (part.count, part.sections, part.contents) == (1, (), ())
