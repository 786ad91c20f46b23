"""A policy document as its page shows it, and which of its sentences a link means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.clause_label import clause_label
from bot.half_width import half_width
from bot.validity_label import Tone

_CONTENTS_ENTRY_CHARACTERS = 22
_TABLE = re.compile(r"(?:^|-)表\d+$")
_CELL_EDGE = "｜"


@dataclass(frozen=True)
class RelatedDocument:
    """A document that amends, replaces or is the basis of this one."""

    relation: str
    title: str
    url: str | None = None


@dataclass(frozen=True)
class ValidityNotice:
    """Whether the document is in force on the business date, and why.

    `source` says where that was read; `by` is the document that decided it, `quote` its words.
    """

    tone: Tone
    label: str
    reason: str
    source: str | None = None
    by: RelatedDocument | None = None
    quote: str | None = None


@dataclass(frozen=True)
class MetadataItem:
    """One row of the document's metadata; `value` None means the document does not state it.

    `source` says where in the document or on its page the value was read.
    """

    name: str
    value: str | None
    source: str | None = None


@dataclass(frozen=True)
class ChangeNote:
    """What another document has done to a clause: in words, its new text, and who says so."""

    text: str
    new_words: str | None
    by: RelatedDocument


@dataclass(frozen=True)
class Sentence:
    """A sentence and its address (三-6#s7).

    `is_heading` marks a numbered item's own heading, `starts_paragraph` a sentence that the
    document begins on a new line.
    """

    address: str
    text: str
    is_heading: bool = False
    starts_paragraph: bool = False

    @property
    def label(self) -> str:
        """The address in words."""
        return clause_label(self.address)

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the row of a table, cell by cell."""
        return tuple(cell.strip() for cell in self.text.split(_CELL_EDGE))

    @property
    def is_broken(self) -> bool:
        """Tell whether it runs over several lines, as addressee and signature do."""
        return "\n" in self.text


@dataclass(frozen=True)
class Section:
    """A part or clause with its sentences, and what has become of it (`notes`).

    `level` is 1 for the outermost. `heading` is a heading that is no sentence with an address
    of its own (一、指导思想); None where the first sentence is the heading.
    """

    address: str
    level: int
    sentences: tuple[Sentence, ...] = ()
    heading: str | None = None
    notes: tuple[ChangeNote, ...] = ()

    @property
    def label(self) -> str:
        """The address in words."""
        return clause_label(self.address)

    @property
    def is_table(self) -> bool:
        """Tell whether its sentences are the rows of a table."""
        return _TABLE.search(self.address) is not None

    @property
    def paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """The sentences below the heading, by paragraph."""
        grouped: list[list[Sentence]] = []
        for sentence in self.sentences:
            if sentence.is_heading:
                continue
            if sentence.starts_paragraph or not grouped:
                grouped.append([])
            grouped[-1].append(sentence)
        return tuple(tuple(group) for group in grouped)

    @property
    def contents_entry(self) -> str:
        """What the table of contents calls it."""
        if self.heading:
            return self.heading
        if not self.sentences or not self.sentences[0].is_heading:
            return self.label
        # Headings are strings of phrases (1.推动链式发展，培育地标产业，…): the first one tells.
        first = self.sentences[0].text.strip().rstrip("。")
        for comma in ("，", ","):
            first = first.split(comma)[0]
        return _shortened(first, _CONTENTS_ENTRY_CHARACTERS)


@dataclass(frozen=True)
class Edition:
    """A text that a newer version took the place of; `name` asks for it, `label` says which."""

    name: str
    label: str


@dataclass(frozen=True)
class DocumentPage:
    """Everything the clause page shows.

    `edition` names the earlier text that is shown, "" for the text as it is now; `editions` are
    the earlier ones there are, the latest first.
    """

    document_id: str
    title: str
    validity: ValidityNotice
    metadata: tuple[MetadataItem, ...]
    sections: tuple[Section, ...]
    related: tuple[RelatedDocument, ...] = ()
    source_url: str | None = None
    # What a reader must know before trusting the text itself; None for a text as it was written.
    caution: str | None = None
    edition: str = ""
    editions: tuple[Edition, ...] = ()

    def sentences(self) -> Iterator[Sentence]:
        """Iterate over all sentences in their order."""
        for section in self.sections:
            yield from section.sentences

    def cited(self, clause: str) -> tuple[Sentence, ...]:
        """Return the sentences that `clause` means: one of them, a clause's, or a whole part's.

        Empty when the document has no such address (any more).
        """
        wanted = _spelt(clause)
        exact = tuple(s for s in self.sentences() if _spelt(s.address) == wanted)
        if exact or "#" in wanted:
            return exact
        within = (f"{wanted}#", f"{wanted}-", f"{wanted}第")
        return tuple(s for s in self.sentences() if _spelt(s.address).startswith(within))


def _spelt(address: str) -> str:
    """An address with one kind of brackets: 第十二条第（三）项 and 第十二条第(三)项 are one."""
    return half_width(address)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
