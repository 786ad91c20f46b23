"""The text of an OFD document (GB/T 33190-2016), the fixed-layout format of Chinese offices.

A zip package: OFD.xml names the documents, each Document.xml its pages, each page's content holds
TextObjects (§11) whose TextCodes are placed in millimetres inside the object's boundary.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from retrieval.documents.formats.archive import Archive
from retrieval.documents.formats.layout import Fragment, lines_of, paragraphs_of
from retrieval.documents.formats.office_xml import attribute, name_of, parsed
from retrieval.documents.loaded_text import (
    MOST_CHARACTERS,
    LoadedText,
    refuse_more_characters_than_allowed,
)
from retrieval.errors import UnreadableDocument

MEDIA_TYPE = "application/ofd"
ENTRY = "OFD.xml"
_MOST_PAGES = 5000
_UNIT_MATRIX = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_INFORMATION = {"Title": "title"}


def extract_ofd(archive: Archive) -> LoadedText:
    """Extract text page by page; UnreadableDocument when locked or damaged."""
    if any(name.endswith("Encryptions.xml") for name in archive.names()):
        raise UnreadableDocument("OFD 文件已加密", "请取消加密后重试")
    entry = parsed(archive.read(ENTRY))
    lines: list[str] = []
    length = 0
    for root in _texts(entry, "DocRoot"):
        for page in _pages(archive, _joined("", root)):
            placed = lines_of(_fragments(page))
            lines += placed
            length += sum(map(len, placed))
            if length > MOST_CHARACTERS:
                refuse_more_characters_than_allowed(length)
    fields = {key: texts[0] for name, key in _INFORMATION.items() if (texts := _texts(entry, name))}
    return LoadedText("\n".join(paragraphs_of(lines)), MEDIA_TYPE, fields)


def _texts(element: etree._Element, name: str) -> list[str]:
    return [
        found.text.strip() for found in _named(element, name) if found.text and found.text.strip()
    ]


def _named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (found for found in element.iter() if name_of(found) == name)


def _joined(folder: str, location: str) -> str:
    """A location (ST_Loc, §7.4): from the package's root when it begins with a slash."""
    place = location.strip().replace("\\", "/")
    joined = place if place.startswith("/") else posixpath.join(folder, place)
    return posixpath.normpath(joined).lstrip("/")


def _pages(archive: Archive, root: str) -> Iterator[etree._Element]:
    folder = posixpath.dirname(root)
    document = parsed(archive.read(root))
    lists = [found for found in document if name_of(found) == "Pages"]
    locations = [attribute(page, "BaseLoc") for pages in lists for page in pages]
    for location in locations[:_MOST_PAGES]:
        yield parsed(archive.read(_joined(folder, location)))


def _fragments(page: etree._Element) -> Iterator[Fragment]:
    for item in _named(page, "TextObject"):
        if attribute(item, "Visible") == "false":
            continue
        boundary = _numbers(attribute(item, "Boundary"))
        matrix = _numbers(attribute(item, "CTM"))
        left, top = (boundary[0], boundary[1]) if len(boundary) >= 2 else (0.0, 0.0)
        a, b, c, d, e, f = matrix if len(matrix) == 6 else _UNIT_MATRIX
        size = (_numbers(attribute(item, "Size")) or [4.0])[0]
        x = y = 0.0
        for code in _named(item, "TextCode"):
            text = (code.text or "").replace("\n", "")
            x = (_numbers(attribute(code, "X")) or [x])[0]
            y = (_numbers(attribute(code, "Y")) or [y])[0]
            if not text.strip():
                continue
            width = sum(_deltas(attribute(code, "DeltaX"), len(text) - 1)) + size
            start = left + a * x + c * y + e
            yield Fragment(
                text, start, start + abs(a) * width, top + b * x + d * y + f, abs(d) * size or size
            )


def _numbers(text: str) -> list[float]:
    numbers = []
    for word in text.split():
        try:
            numbers.append(float(word))
        except ValueError:
            return []
    return numbers


def _deltas(text: str, most: int) -> list[float]:
    """Distances between characters; `g n v` stands for n times v (§11.3)."""
    words = iter(text.split())
    deltas: list[float] = []
    for word in words:
        if word == "g":
            count, value = _numbers(next(words, "")), _numbers(next(words, ""))
            deltas += value[:1] * min(int(count[0]) if count else 0, most)
        else:
            deltas += _numbers(word)
        if len(deltas) >= most:
            break
    return deltas[: max(most, 0)]
