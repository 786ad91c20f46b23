"""The text of a Word document: a .docx package, or the same XML as one file (Word 2003, flat)."""

from __future__ import annotations

from lxml import etree

from retrieval.documents.formats.archive import Archive
from retrieval.documents.formats.list_numbers import ListNumbers
from retrieval.documents.formats.office_xml import name_of, parsed
from retrieval.documents.formats.plain_text import joined
from retrieval.documents.formats.wordprocessing import body_lines
from retrieval.documents.loaded_text import (
    MOST_CHARACTERS,
    LoadedText,
    refuse_more_characters_than_allowed,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPE_2003 = "application/vnd.ms-word.xml"
BODY = "word/document.xml"


def extract_docx(archive: Archive) -> LoadedText:
    """Extract text; UnreadableDocument when damaged or unpacking to too much."""
    numbers = ListNumbers(
        _optional(archive, "word/numbering.xml"), _optional(archive, "word/styles.xml")
    )
    text = _text(archive.read(BODY), numbers)
    return LoadedText(text, MEDIA_TYPE, _title(_optional(archive, "docProps/core.xml")))


def extract_word_xml(content: bytes) -> LoadedText:
    """Extract text of a document saved as one XML file; UnreadableDocument when damaged."""
    return LoadedText(_text(content, ListNumbers(None, None)), MEDIA_TYPE_2003)


def _text(content: bytes, numbers: ListNumbers) -> str:
    lines: list[str] = []
    length = 0
    for line in body_lines(content, numbers):
        lines.append(line)
        length += len(line) + 1
        if length > MOST_CHARACTERS:
            refuse_more_characters_than_allowed(length)
    # Some were pasted from a mail or a terminal, line by line.
    return joined("\n".join(lines))


def _optional(archive: Archive, name: str) -> etree._Element | None:
    return parsed(archive.read(name)) if archive.has(name) else None


def _title(properties: etree._Element | None) -> dict[str, str]:
    if properties is None:
        return {}
    titles = [(item.text or "").strip() for item in properties if name_of(item) == "title"]
    return {"title": titles[0]} if titles and titles[0] else {}
