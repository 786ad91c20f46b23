"""Reading the structure of a Chinese official document out of its text.

Two families are known. Plans and notices (GB/T 9704-2012 §7.3.3) number 一、 (一) 1. (1) and may
skip levels; a clause is addressed by its labels: `三-6`, `四-(一)`, text before 一、 is `〇`, an
unnumbered paragraph of part 三 is `三-〇`. Statutes number 第X条, whose paragraphs are 款 and whose
(一) are 项: `第十二条第二款第(一)项`. A notice and the plan it issues lie in one text; numbering
starts once. Where it starts again (an attachment), the later run carries `[2]`. A text without
any number has its paragraphs as clauses: `段1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.documents.numbering import Level, Mark, mark_of, numeral
from retrieval.documents.sentences import Span, ends_sentence, lines, sentences
from retrieval.documents.structure import Unit, UnitKind
from retrieval.documents.web_chrome import is_chrome

PREAMBLE = "〇"
SIGNATURE = "落款"

_DATE_LINE = re.compile(r"(?:\d{4}|[〇零○Ｏ一二三四五六七八九]{4})\s*年.{1,4}月.{1,4}日")
_ISSUER_LINE = re.compile(r".{2,30}(?:政府|办公室|办公厅|委员会|局|厅|部|院|处|中心|公司|委|会)")
_PARAGRAPH = re.compile(r"段\d+")
_NOTE_LINE = re.compile(r"[(（](?:此件|联系人).{2,40}[)）]")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """One line of the text and the clause it belongs to."""

    span: Span
    clause: str
    kind: UnitKind = UnitKind.SENTENCE
    headings: str = ""


def parse(text: str) -> tuple[Unit, ...]:
    """Split a text into units, in order; no character that is not white space is lost.

    Never raises: text without structure is a sequence of paragraphs.
    """
    paragraphs = list(_paragraphs(text))
    return tuple(_units(text, paragraphs))


def is_structured(units: Sequence[Unit]) -> bool:
    """Whether the text that was parsed into these units had numbers to go by."""
    return not all(_PARAGRAPH.fullmatch(u.clause) for u in units if u.kind is UnitKind.SENTENCE)


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    spans = list(lines(text))
    marks = [mark_of(text[start:end]) for start, end in spans]
    if not any(mark and mark.level > Level.DIVISION for mark in marks):
        yield from _unstructured(text, spans)
        return
    body = list(_Outline(text).place(spans, marks))
    yield from _with_signature(text, _with_paragraph_numbers(body))


def _unstructured(text: str, spans: list[Span]) -> Iterator[_Paragraph]:
    number = 0
    for span in spans:
        if is_chrome(text[span[0] : span[1]]):
            yield _Paragraph(span, "", UnitKind.CHROME)
            continue
        number += 1
        yield _Paragraph(span, f"段{number}")


class _Outline:
    """Walks down the lines and remembers under which numbers it stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._labels: list[tuple[Level, str]] = []
        self._titles: list[tuple[Level, str]] = []
        self._seen: set[tuple[str, ...]] = set()
        self._run = 1
        self._in_article = False

    def place(self, spans: list[Span], marks: list[Mark | None]) -> Iterator[_Paragraph]:
        for span, mark in zip(spans, marks, strict=True):
            line = self._text[span[0] : span[1]]
            if mark is None:
                yield self._unnumbered(span, line)
            elif mark.level is Level.DIVISION:
                self._title(Level.DIVISION, line)
                yield _Paragraph(span, line.split()[0], UnitKind.HEADING)
            else:
                yield self._numbered(span, line, mark)

    def _unnumbered(self, span: Span, line: str) -> _Paragraph:
        if is_chrome(line):
            return _Paragraph(span, "", UnitKind.CHROME)
        if not self._labels:
            return _Paragraph(span, PREAMBLE)
        if self._in_article:
            # A new paragraph (款) of the article; the items before it are closed.
            self._labels = self._labels[:1]
            return _Paragraph(span, self._clause(), headings=self._headings())
        if self._labels[-1][0] is Level.PART:
            return _Paragraph(span, f"{self._clause()}-{PREAMBLE}", headings=self._headings())
        return _Paragraph(span, self._clause(), headings=self._headings())

    def _numbered(self, span: Span, line: str, mark: Mark) -> _Paragraph:
        above = [entry for entry in self._labels if entry[0] < mark.level]
        if mark.level is Level.PART:
            self._in_article = mark.is_article
        self._labels = [*above, (mark.level, self._unused(above, mark.label))]
        is_title = mark.level is Level.PART and not mark.is_article and not ends_sentence(line)
        self._title(mark.level, line if is_title or mark.level > Level.PART else "")
        kind = UnitKind.HEADING if is_title else UnitKind.SENTENCE
        return _Paragraph(span, self._clause(), kind, self._headings())

    def _unused(self, above: list[tuple[Level, str]], label: str) -> str:
        """A label that makes the clause's address unique where numbering starts again."""
        parents = tuple(entry[1] for entry in above)
        run = self._run if not parents else 1
        while (*parents, _with_run(label, run)) in self._seen:
            run += 1
        if not parents:
            self._run = run
        chosen = _with_run(label, run)
        self._seen.add((*parents, chosen))
        return chosen

    def _title(self, level: Level, line: str) -> None:
        self._titles = [entry for entry in self._titles if entry[0] < level]
        if line:
            first = line if not ends_sentence(line) else re.split("[。;；]", line)[0]
            self._titles.append((level, first))

    def _headings(self) -> str:
        return " ".join(title for _, title in self._titles)

    def _clause(self) -> str:
        if not self._in_article:
            return "-".join(label for _, label in self._labels)
        article, *items = [label for _, label in self._labels]
        return article + "".join(f"第{item}项" for item in items)


def _with_run(label: str, run: int) -> str:
    return label if run == 1 else f"{label}[{run}]"


def _with_paragraph_numbers(paragraphs: list[_Paragraph]) -> Iterator[_Paragraph]:
    """Add 第X款 to the paragraphs of an article that has more than one.

    Items (项) belong to the paragraph before them and start no new one.
    """
    counts: dict[str, int] = {}
    numbered: list[tuple[_Paragraph, str, int]] = []
    for paragraph in paragraphs:
        article, is_item = _article_of(paragraph)
        if article and not is_item:
            counts[article] = counts.get(article, 0) + 1
        numbered.append((paragraph, article, counts.get(article, 0)))
    for paragraph, article, position in numbered:
        if not article or counts.get(article, 0) < 2 or not 1 <= position <= 99:
            yield paragraph
            continue
        rest = paragraph.clause.removeprefix(article)
        yield replace(paragraph, clause=f"{article}第{numeral(position)}款{rest}")


_ARTICLE_CLAUSE = re.compile(r"(第[^条]+条(?:之[^第\[]+)?(?:\[\d+\])?)(第.+项)?")


def _article_of(paragraph: _Paragraph) -> tuple[str, bool]:
    if paragraph.kind is not UnitKind.SENTENCE:
        return "", False
    found = _ARTICLE_CLAUSE.fullmatch(paragraph.clause)
    return (found.group(1), found.group(2) is not None) if found else ("", False)


def _with_signature(text: str, paragraphs: Iterable[_Paragraph]) -> Iterator[_Paragraph]:
    """Take issuer, date and note at the end of a document out of its last clause."""
    waiting: _Paragraph | None = None
    for paragraph in paragraphs:
        line = text[slice(*paragraph.span)]
        in_body = paragraph.kind is UnitKind.SENTENCE and paragraph.clause != PREAMBLE
        closes = in_body and (
            _DATE_LINE.fullmatch(line) is not None or _NOTE_LINE.fullmatch(line) is not None
        )
        if waiting:
            yield _signature(waiting) if closes else waiting
            waiting = None
        if closes:
            yield _signature(paragraph)
        elif in_body and _ISSUER_LINE.fullmatch(line) and mark_of(line) is None:
            waiting = paragraph
        else:
            yield paragraph
    if waiting:
        yield waiting


def _signature(paragraph: _Paragraph) -> _Paragraph:
    return replace(paragraph, clause=SIGNATURE, kind=UnitKind.SIGNATURE)


def _units(text: str, paragraphs: list[_Paragraph]) -> Iterator[Unit]:
    """Split paragraphs into sentences; the preamble's lines run on until a sentence ends."""
    counts: dict[str, int] = {}
    # Chrome between two preamble lines lies inside their sentence's span but not in its text.
    preamble: list[_Paragraph] = []
    pending_chrome: list[_Paragraph] = []
    for paragraph in paragraphs:
        if preamble and paragraph.kind is UnitKind.CHROME:
            pending_chrome.append(paragraph)
        elif paragraph.clause == PREAMBLE:
            preamble += [*pending_chrome, paragraph]
            pending_chrome = []
        else:
            yield from _preamble_units(text, preamble, counts)
            preamble = []
            yield from (_plain(text, chrome) for chrome in pending_chrome)
            pending_chrome = []
            yield from _paragraph_units(text, paragraph, counts)
    yield from _preamble_units(text, preamble, counts)
    yield from (_plain(text, chrome) for chrome in pending_chrome)


def _paragraph_units(text: str, paragraph: _Paragraph, counts: dict[str, int]) -> Iterator[Unit]:
    if paragraph.kind is not UnitKind.SENTENCE:
        yield _plain(text, paragraph)
        return
    for start, end in sentences(text, *paragraph.span):
        yield Unit(
            UnitKind.SENTENCE,
            paragraph.clause,
            _next(counts, paragraph.clause),
            start,
            end,
            text[start:end],
            paragraph.headings,
        )


def _preamble_units(
    text: str, paragraphs: list[_Paragraph], counts: dict[str, int]
) -> Iterator[Unit]:
    if not paragraphs:
        return
    chrome = [p.span for p in paragraphs if p.kind is UnitKind.CHROME]
    for start, end in sentences(text, paragraphs[0].span[0], paragraphs[-1].span[1]):
        kept = [
            text[max(start, p.span[0]) : min(end, p.span[1])].strip()
            for p in paragraphs
            if p.span not in chrome and p.span[0] < end and p.span[1] > start
        ]
        cleaned = "\n".join(line for line in kept if line)
        if not cleaned:
            yield Unit(UnitKind.CHROME, "", 0, start, end, text[start:end])
            continue
        number = _next(counts, PREAMBLE)
        yield Unit(UnitKind.SENTENCE, PREAMBLE, number, start, end, cleaned)


def _plain(text: str, paragraph: _Paragraph) -> Unit:
    start, end = paragraph.span
    return Unit(paragraph.kind, paragraph.clause, 0, start, end, text[start:end])


def _next(counts: dict[str, int], clause: str) -> int:
    counts[clause] = counts.get(clause, 0) + 1
    return counts[clause]
