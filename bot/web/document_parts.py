"""A long document in parts that a telephone loads at once; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.web.document_page import DocumentPage, Section, Sentence

# About 100 kB of page: with style sheets and scripts half of what a first load may weigh.
PART_CHARACTERS = 16_000
_MOST_ENTRIES = 40


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents; `part` None: it stands on the part that is shown."""

    address: str
    text: str
    level: int
    part: int | None


@dataclass(frozen=True)
class DocumentPart:
    """What is shown of a document: part `number` of `count`, both from 1."""

    sections: tuple[Section, ...]
    contents: tuple[ContentsEntry, ...]
    number: int
    count: int


def document_part(
    document: DocumentPage,
    *,
    cited: Sequence[Sentence] = (),
    number: int = 1,
    is_whole: bool = False,
    size: int = PART_CHARACTERS,
) -> DocumentPart:
    """Return the part that holds the first of `cited`, else part `number` (the nearest there is);
    the whole document where `is_whole`."""
    parts = [document.sections] if is_whole else list(_parts(document.sections, size))
    chosen = min(max(number, 1), len(parts))
    if cited:
        chosen = next(
            at
            for at, part in enumerate(parts, start=1)
            if any(cited[0] in s.sentences for s in part)
        )
    return DocumentPart(
        sections=parts[chosen - 1],
        contents=tuple(_contents(parts, chosen)),
        number=chosen,
        count=len(parts),
    )


def _parts(sections: Sequence[Section], size: int) -> Iterator[tuple[Section, ...]]:
    gathered: list[Section] = []
    weight = 0
    for section in (piece for whole in sections for piece in _pieces(whole, size)):
        heavier = weight + _weight(section)
        # A heading stays with what it heads.
        if gathered and heavier > size:
            kept = [] if gathered[-1].sentences else [gathered.pop()]
            if gathered:
                yield tuple(gathered)
            gathered, heavier = kept, _weight(section)
        gathered.append(section)
        weight = heavier
    yield tuple(gathered)


def _pieces(section: Section, size: int) -> Iterator[Section]:
    """Cut a section that is longer than a part between its sentences."""
    gathered: list[Sentence] = []
    weight, is_first = 0, True
    for sentence in section.sentences:
        if gathered and weight + len(sentence.text) > size:
            yield _piece(section, gathered, is_first=is_first, is_last=False)
            gathered, weight, is_first = [], 0, False
        gathered.append(sentence)
        weight += len(sentence.text)
    yield _piece(section, gathered, is_first=is_first, is_last=True)


def _piece(
    section: Section, sentences: Sequence[Sentence], *, is_first: bool, is_last: bool
) -> Section:
    return replace(
        section,
        sentences=tuple(sentences),
        heading=section.heading if is_first else None,
        notes=section.notes if is_last else (),
    )


def _weight(section: Section) -> int:
    return len(section.heading or "") + sum(len(one.text) for one in section.sentences)


def _contents(parts: Sequence[Sequence[Section]], chosen: int) -> Iterator[ContentsEntry]:
    """List every section of the part shown; of the others only the outermost, or the first."""
    for number, part in enumerate(parts, start=1):
        listed = [one for one in part if not one.address.endswith("-〇")] or list(part[:1])
        if number != chosen:
            listed = ([one for one in listed if one.level == 1] or listed[:1])[:_MOST_ENTRIES]
        for section in listed:
            elsewhere = None if number == chosen else number
            yield ContentsEntry(
                section.address, section.contents_entry, min(section.level, 3), elsewhere
            )
