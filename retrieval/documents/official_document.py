"""Reading the structure of a Chinese official document out of its text.

Two families are known. Plans and notices (GB/T 9704-2012 §7.3.3) number 一、 (一) 1. (1) and may
skip levels; a clause is addressed by its labels: `三-6`, `四-(一)`, text before 一、 is `〇`, an
unnumbered paragraph of part 三 is `三-〇`. Statutes number 第X条, whose paragraphs are 款 and whose
(一) are 项: `第十二条第二款第(一)项`. A notice and the plan it issues lie in one text; numbering
starts once. Where it starts again the later run carries `[2]`; what an attachment holds carries
its name: `附件1-二-3`. The rows of a table are sentences of `三-表1`. A text without any number has
its paragraphs as clauses: `段1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from retrieval.documents.layout import Line, LineKind, layout
from retrieval.documents.numbering import Level
from retrieval.documents.outline import Paragraph, outline
from retrieval.documents.sentences import Span, sentences
from retrieval.documents.structure import Unit, UnitKind

_PARAGRAPH = re.compile(r"段\d+|表\d+")
_PREAMBLE = re.compile(r"〇(?:\[\d+\])?")


def parse(text: str) -> tuple[Unit, ...]:
    """Split a text into units, in order; no character that is not white space is lost.

    Never raises: text without structure is a sequence of paragraphs.
    """
    found = layout(text)
    is_numbered = any(line.mark and line.mark.level > Level.DIVISION for line in found)
    paragraphs = outline(found) if is_numbered else _unstructured(found)
    return tuple(_units(text, list(paragraphs)))


def is_structured(units: Sequence[Unit]) -> bool:
    """Whether the text that was parsed into these units had numbers to go by."""
    return not all(_PARAGRAPH.fullmatch(u.clause) for u in units if u.kind is UnitKind.SENTENCE)


def _unstructured(found: Sequence[Line]) -> Iterator[Paragraph]:
    number = tables = 0
    header = ""
    for line in found:
        if line.kind is LineKind.CHROME:
            yield Paragraph(line.span, "", UnitKind.CHROME)
        elif line.kind is LineKind.ROW:
            tables += not header
            yield Paragraph(line.span, f"表{tables}", headings=header, is_whole=True)
            header = header or line.text
        else:
            number += 1
            yield Paragraph(line.span, f"段{number}")
        if line.kind is not LineKind.ROW:
            header = ""


def _units(text: str, paragraphs: list[Paragraph]) -> Iterator[Unit]:
    """Split paragraphs into sentences; the preamble's lines run on until a sentence ends."""
    counts: dict[str, int] = {}
    # Chrome between two preamble lines lies inside their sentence's span but not in its text.
    preamble: list[Paragraph] = []
    pending_chrome: list[Paragraph] = []
    for paragraph in paragraphs:
        runs_on = _PREAMBLE.fullmatch(paragraph.clause) and not paragraph.is_whole
        if preamble and paragraph.kind is UnitKind.CHROME:
            pending_chrome.append(paragraph)
        elif runs_on and (not preamble or preamble[0].clause == paragraph.clause):
            preamble += [*pending_chrome, paragraph]
            pending_chrome = []
        else:
            yield from _preamble_units(text, preamble, counts)
            preamble = [paragraph] if runs_on else []
            yield from (_plain(text, chrome) for chrome in pending_chrome)
            pending_chrome = []
            if not runs_on:
                yield from _paragraph_units(text, paragraph, counts)
    yield from _preamble_units(text, preamble, counts)
    yield from (_plain(text, chrome) for chrome in pending_chrome)


def _paragraph_units(text: str, paragraph: Paragraph, counts: dict[str, int]) -> Iterator[Unit]:
    if paragraph.kind is not UnitKind.SENTENCE:
        yield _plain(text, paragraph)
        return
    spans = [paragraph.span] if paragraph.is_whole else sentences(text, *paragraph.span)
    for span in spans:
        yield _sentence(text, span, paragraph, counts)


def _sentence(text: str, span: Span, paragraph: Paragraph, counts: dict[str, int]) -> Unit:
    start, end = span
    return Unit(
        UnitKind.SENTENCE,
        paragraph.clause,
        _next(counts, paragraph.clause),
        start,
        end,
        text[start:end],
        paragraph.headings,
    )


def _preamble_units(
    text: str, paragraphs: list[Paragraph], counts: dict[str, int]
) -> Iterator[Unit]:
    if not paragraphs:
        return
    clause = paragraphs[0].clause
    first = 0
    for start, end in sentences(text, paragraphs[0].span[0], paragraphs[-1].span[1]):
        while paragraphs[first].span[1] <= start:
            first += 1
        within = takewhile(lambda p: p.span[0] < end, islice(paragraphs, first, None))  # noqa: B023
        kept = [
            text[max(start, p.span[0]) : min(end, p.span[1])].strip()
            for p in within
            if p.kind is not UnitKind.CHROME
        ]
        cleaned = "\n".join(line for line in kept if line)
        if not cleaned:
            yield Unit(UnitKind.CHROME, "", 0, start, end, text[start:end])
            continue
        yield Unit(UnitKind.SENTENCE, clause, _next(counts, clause), start, end, cleaned)


def _plain(text: str, paragraph: Paragraph) -> Unit:
    start, end = paragraph.span
    return Unit(paragraph.kind, paragraph.clause, 0, start, end, text[start:end])


def _next(counts: dict[str, int], clause: str) -> int:
    counts[clause] = counts.get(clause, 0) + 1
    return counts[clause]
