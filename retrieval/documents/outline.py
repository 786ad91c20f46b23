"""Putting the lines of a document under their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.documents.layout import Line, LineKind, attachment_label, attachment_title
from retrieval.documents.numbering import Level, Mark, numeral
from retrieval.documents.sentences import Span, ends_sentence
from retrieval.documents.structure import UnitKind

PREAMBLE = "〇"
SIGNATURE = "落款"
END_MATTER = "版记"
CONTENTS = "目录"
ATTACHMENT_LIST = "附件说明"
_CAPTION = re.compile(r"\s*(?:[(【\[].{1,24}[)】\]])?\s*")
_NAMES_DOCUMENT = re.compile(r"[》号][)）]?$")
_LONGEST_CAPTION = 14
_STOPS = re.compile(r"[\u4e00-\u9fa5]\.$")  # the full stop of a text typed in half-width


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text and the clause it belongs to.

    A paragraph that `is_whole` is one sentence whatever marks stand in it (a table's row).
    """

    span: Span
    clause: str
    kind: UnitKind = UnitKind.SENTENCE
    headings: str = ""
    is_whole: bool = False


def outline(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Give each line its clause; articles with several paragraphs have them numbered (款)."""
    yield from _with_paragraph_numbers(list(_Outline(lines).paragraphs()))


class _Outline:
    """Walks down the lines and remembers under which numbers it stands."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._labels: list[tuple[Level, str]] = []
        self._titles: list[tuple[Level, str]] = []
        self._next_run: dict[tuple[str, ...], int] = {}
        self._run = 1
        self._in_article = False
        self._paragraph = 0
        self._attachment = ""
        self._preambles = 1
        self._table: tuple[str, str] | None = None
        self._tables: dict[str, int] = {}
        self._has_captions = _has_captions(lines)
        self._article = 0
        self._next_article = _next_articles(lines)

    def paragraphs(self) -> Iterator[Paragraph]:
        for at, line in enumerate(self._lines):
            if line.kind is not LineKind.ROW:
                self._table = None
            following = self._lines[at + 1] if at + 1 < len(self._lines) else None
            yield self._placed(line, following, at)

    def _placed(self, line: Line, following: Line | None, at: int) -> Paragraph:
        if line.kind is LineKind.CHROME:
            return Paragraph(line.span, "", UnitKind.CHROME)
        if line.kind is LineKind.CONTENTS:
            return Paragraph(line.span, CONTENTS, UnitKind.HEADING)
        if line.kind is LineKind.END_MATTER:
            return Paragraph(line.span, END_MATTER, UnitKind.SIGNATURE)
        if line.kind is LineKind.ATTACHMENT_LIST:
            return Paragraph(line.span, self._inside(ATTACHMENT_LIST), is_whole=True)
        if line.kind is LineKind.SIGNATURE:
            return self._signature(line, following, at)
        if line.kind is LineKind.ATTACHMENT:
            return self._attached(line)
        if line.kind is LineKind.ROW:
            return self._row(line)
        if line.mark is None:
            return self._unnumbered(line, following)
        if line.mark.level is Level.DIVISION:
            self._title(Level.DIVISION, line.text)
            return Paragraph(line.span, self._inside(line.text.split()[0]), UnitKind.HEADING)
        return self._numbered(line, line.mark, following, at)

    def _signature(self, line: Line, following: Line | None, at: int) -> Paragraph:
        is_last = following is None or following.kind is not LineKind.SIGNATURE
        is_signed = at > 0 and self._lines[at - 1].kind is LineKind.SIGNATURE
        if is_last and is_signed and self._labels and following is not None:
            # What a notice issues follows its signature and begins anew.
            self._begin()
        return Paragraph(line.span, SIGNATURE, UnitKind.SIGNATURE)

    def _begin(self) -> None:
        self._labels, self._titles, self._in_article = [], [], False
        if not self._attachment:
            self._preambles += 1

    def _attached(self, line: Line) -> Paragraph:
        label = attachment_label(line.text)
        self._attachment = _with_run(label, self._free(("",), label, 1))
        self._labels, self._titles, self._in_article, self._run = [], [], False, 1
        self._title(Level.DIVISION, attachment_title(line.text))
        return Paragraph(line.span, self._attachment, UnitKind.HEADING)

    def _row(self, line: Line) -> Paragraph:
        """A row of a table: its number counts in the table, its heading is the first row."""
        if self._table is None:
            parent = self._clause() if self._labels else self._attachment
            number = self._tables[parent] = self._tables.get(parent, 0) + 1
            clause = f"{parent}-表{number}" if parent else f"表{number}"
            self._table = (clause, line.text)
            return Paragraph(line.span, clause, headings=self._headings(), is_whole=True)
        clause, first = self._table
        headings = f"{self._headings()} {first}".strip()
        return Paragraph(line.span, clause, headings=headings, is_whole=True)

    def _unnumbered(self, line: Line, following: Line | None) -> Paragraph:
        if not self._labels:
            return self._opening(line, following)
        if self._in_article:
            # A new paragraph (款) of the article; the items before it are closed.
            self._labels = self._labels[:1]
            self._paragraph += 1
            return Paragraph(line.span, self._clause(), headings=self._headings())
        clause = self._clause()
        if self._labels[-1][0] is Level.PART and self._labels[-1][1][:1].isalpha():
            clause = f"{clause}-{PREAMBLE}"
        return Paragraph(line.span, clause, headings=self._headings())

    def _opening(self, line: Line, following: Line | None) -> Paragraph:
        """What stands above the first number: of the document, or of an attachment."""
        if not self._attachment:
            number = self._preambles
            return Paragraph(line.span, _with_run(PREAMBLE, number), headings=self._headings())
        is_title = not self._titles and not ends_sentence(line.text) and following is not None
        if is_title:
            self._title(Level.DIVISION, line.text)
            return Paragraph(line.span, self._attachment, UnitKind.HEADING)
        return Paragraph(line.span, self._inside(PREAMBLE), headings=self._headings())

    def _numbered(self, line: Line, mark: Mark, following: Line | None, at: int) -> Paragraph:
        if mark.level is Level.PART and not mark.is_article and self._stands_inside(at):
            mark = replace(mark, level=Level.INNER_PART)
        above = [entry for entry in self._labels if entry[0] < mark.level]
        if mark.level is Level.PART:
            self._in_article, self._paragraph = mark.is_article, 0
            self._article = mark.value
        key = tuple(label for _, label in above)
        if self._in_article and above:
            key = (*key, str(self._paragraph))
        self._labels = [*above, (mark.level, self._unused(key, mark.label))]
        is_title = self._is_title(line, mark, following)
        self._title(mark.level, line.text if is_title or mark.level > Level.PART else "")
        kind = UnitKind.HEADING if is_title else UnitKind.SENTENCE
        return Paragraph(line.span, self._clause(), kind, self._headings())

    def _stands_inside(self, at: int) -> bool:
        """Whether 一、 is a list inside an article: the article after this one still follows."""
        following = self._next_article[at]
        return self._in_article and following == self._article + 1

    def _is_title(self, line: Line, mark: Mark, following: Line | None) -> bool:
        """Whether a numbered line only names what follows it.

        一、指导思想 does when text or sub-numbers follow; 第二条(适用范围) when its text does.
        """
        if mark.level is not Level.PART or ends_sentence(line.text) or _STOPS.search(line.text):
            return False
        if following is None or following.kind is LineKind.SIGNATURE:
            return False
        if not mark.is_article and following.mark is None:
            # 二、《某某办法》(文号) at the end of a list names nothing that follows.
            return _NAMES_DOCUMENT.search(line.text) is None
        if not mark.is_article:
            return following.mark is not None and following.mark.level > Level.PART
        is_caption = _CAPTION.fullmatch(line.text[mark.length :]) is not None
        is_caption = is_caption or (self._has_captions and _is_short(line, mark))
        return is_caption and following.mark is None and following.kind is LineKind.TEXT

    def _unused(self, parents: tuple[str, ...], label: str) -> str:
        """A label that makes the clause's address unique where numbering starts again."""
        run = self._free((self._attachment, *parents), label, 1 if parents else self._run)
        if not parents:
            self._run = run
        return _with_run(label, run)

    def _free(self, key: tuple[str, ...], label: str, run: int) -> int:
        """The first run, from `run` on, in which a label is free under its parents; takes it."""
        free = max(run, self._next_run.get((*key, label), 1))
        self._next_run[*key, label] = free + 1
        return free

    def _title(self, level: Level, line: str) -> None:
        self._titles = [entry for entry in self._titles if entry[0] < level]
        if line:
            first = line if not ends_sentence(line) else re.split("[。;；]", line)[0]
            self._titles.append((level, first))

    def _headings(self) -> str:
        return " ".join(title for _, title in self._titles)

    def _inside(self, clause: str) -> str:
        return f"{self._attachment}-{clause}" if self._attachment else clause

    def _clause(self) -> str:
        labels = [label for _, label in self._labels]
        if not self._in_article:
            return self._inside("-".join(labels))
        article, *items = labels
        return self._inside(article + "".join(f"第{item}项" for item in items))


def _next_articles(lines: Sequence[Line]) -> list[int]:
    """For each line the number of the next article below it in the same attachment; 0 for none."""
    following = 0
    found: list[int] = []
    for line in reversed(lines):
        found.append(following)
        if line.kind is LineKind.ATTACHMENT:
            following = 0
        elif line.mark and line.mark.is_article:
            following = line.mark.value
    return found[::-1]


def _has_captions(lines: Sequence[Line]) -> bool:
    """Whether most articles begin with a few words of their own: 第二条 适用范围."""
    articles = [(line, line.mark) for line in lines if line.mark and line.mark.is_article]
    short = sum(_is_short(line, mark) for line, mark in articles)
    return short * 2 > len(articles)


def _is_short(line: Line, mark: Mark) -> bool:
    rest = line.text[mark.length :].strip()
    return len(rest) <= _LONGEST_CAPTION and not re.search("[,:;。、《]", rest)


def _with_run(label: str, run: int) -> str:
    return label if run == 1 else f"{label}[{run}]"


def _with_paragraph_numbers(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Add 第X款 to the paragraphs of an article that has more than one.

    Items (项) belong to the paragraph before them and start no new one.
    """
    counts: dict[str, int] = {}
    numbered: list[tuple[Paragraph, str, int]] = []
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


_ARTICLE_CLAUSE = re.compile(
    r"((?:附件\d*(?:\[\d+\])?-)?第[^条]+条(?:之[^第\[]+)?(?:\[\d+\])?)(第.+项)?"
)


def _article_of(paragraph: Paragraph) -> tuple[str, bool]:
    if paragraph.kind is not UnitKind.SENTENCE or paragraph.is_whole:
        return "", False
    found = _ARTICLE_CLAUSE.fullmatch(paragraph.clause)
    return (found.group(1), found.group(2) is not None) if found else ("", False)
