"""Which characters of a Word 97–2003 document are hidden, and which paragraphs end table rows.

[MS-DOC] keeps both in pages of 512 bytes (§2.9.33 ChpxFkp, §2.9.174 PapxFkp) that name stretches
of the WordDocument stream by byte offsets, each with a list of property changes (Sprm, §2.2.5).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_BX = 13  # bytes of one entry in a page of paragraphs

_HIDDEN, _DELETED = 0x083C, 0x0800
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_ROW_END = 0x244C
_ELSEWHERE = 0x6646  # sprmPHugePapx: the list lies in the Data stream
_TABLE_DEFINITION = 0xD608  # its length takes two bytes
_MERGED_MASK, _CONTINUES = 0x0060, 0x0020
_OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # by the Sprm's top three bits


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands; `depth` is 1 in a table, 2 in a table inside a cell.

    Of a paragraph that ends a row, `cells` has for each cell its left edge in twentieths of a
    point and whether it continues the cell above.
    """

    is_in_table: bool = False
    ends_row: bool = False
    depth: int = 0
    cells: tuple[tuple[int, bool], ...] = ()


_OUTSIDE = Place()


class Properties:
    """Looked up by byte offsets into the WordDocument stream."""

    def __init__(self, hidden: list[tuple[int, int]], places: list[tuple[int, int, Place]]) -> None:
        self._hidden = sorted(hidden)
        self._places = sorted(places, key=lambda entry: entry[0])
        self._starts = [start for start, _, _ in self._places]

    @classmethod
    def read(
        cls, main: bytes, character_pages: bytes, paragraph_pages: bytes, data: bytes
    ) -> Properties:
        """Read every page; raises struct.error or IndexError where one is damaged."""
        hidden = [
            (start, end)
            for page in _pages(main, character_pages)
            for start, end, changes in _character_runs(page)
            if _is_hidden(changes)
        ]
        places = [
            (start, end, place)
            for page in _pages(main, paragraph_pages)
            for start, end, changes in _paragraph_runs(page)
            if (place := _place(changes, data)) != _OUTSIDE
        ]
        return cls(hidden, places)

    def paragraph(self, offset: int) -> Place:
        """The place of the paragraph that a byte offset lies in."""
        found = bisect_right(self._starts, offset) - 1
        if found >= 0 and self._places[found][0] <= offset < self._places[found][1]:
            return self._places[found][2]
        return _OUTSIDE

    def shown(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What is left of a stretch without its hidden parts."""
        first = max(bisect_right(self._hidden, (start, 0)) - 1, 0)
        for hidden_start, hidden_end in self._hidden[first:]:
            if hidden_start >= end:
                break
            if hidden_start > start:
                yield start, hidden_start
            start = max(start, hidden_end)
        if start < end:
            yield start, end


def _pages(main: bytes, table: bytes) -> Iterator[bytes]:
    count = max((len(table) - 4) // 8, 0)
    for (number,) in struct.iter_unpack("<I", table[(count + 1) * 4 : (count * 2 + 1) * 4]):
        start = (number & _PAGE_NUMBER) * _PAGE
        if len(page := main[start : start + _PAGE]) == _PAGE:
            yield page


def _character_runs(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    count = page[-1]
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    for number in range(count):
        at = page[(count + 1) * 4 + number] * 2
        if at:
            yield bounds[number], bounds[number + 1], page[at + 1 : at + 1 + page[at]]


def _paragraph_runs(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    count = page[-1]
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    for number in range(count):
        at = page[(count + 1) * 4 + number * _BX] * 2
        if not at:
            continue
        size = page[at] * 2 - 1
        if size < 0:
            at += 1
            size = page[at] * 2
        # Two bytes of style number come before the changes.
        yield bounds[number], bounds[number + 1], page[at + 3 : at + 1 + size]


def _changes(block: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 < len(block):
        (name,) = struct.unpack_from("<H", block, at)
        at += 2
        size = _OPERAND_BYTES.get(name >> 13)
        if name == _TABLE_DEFINITION and at + 2 <= len(block):
            size = struct.unpack_from("<H", block, at)[0] + 1
        elif size is None:
            size = block[at] + 1
        yield name, block[at : at + size]
        at += size


def _is_hidden(block: bytes) -> bool:
    # 0x81 means: the opposite of the style, whose text is shown.
    return any(
        name in {_HIDDEN, _DELETED} and value[:1] in {b"\x01", b"\x81"}
        for name, value in _changes(block)
    )


def _place(block: bytes, data: bytes) -> Place:
    changes = dict(_changes(block))
    if len(where := changes.get(_ELSEWHERE, b"")) == 4:
        (start,) = struct.unpack("<I", where)
        if start + 2 <= len(data):
            (size,) = struct.unpack_from("<H", data, start)
            changes |= dict(_changes(data[start + 2 : start + 2 + size]))
    is_in_table = _is_set(changes, _IN_TABLE)
    depth = int.from_bytes(changes.get(_DEPTH, b"")[:4], "little")
    return Place(
        is_in_table=is_in_table or depth > 0,
        ends_row=_is_set(changes, _ROW_END) or _is_set(changes, _INNER_ROW_END),
        depth=max(depth, int(is_in_table)),
        cells=tuple(_cells(changes.get(_TABLE_DEFINITION, b""))),
    )


def _cells(definition: bytes) -> Iterator[tuple[int, bool]]:
    """TDefTableOperand (§2.9.321): edges, then a TC80 of 20 bytes a cell."""
    if len(definition) < 3:
        return
    count = definition[2]
    edges = definition[3 : 5 + count * 2]
    if len(edges) < 2 + count * 2:
        return
    flags_at = 3 + len(edges)
    for number in range(count):
        (edge,) = struct.unpack_from("<h", edges, number * 2)
        flags = int.from_bytes(definition[flags_at + number * 20 :][:2], "little")
        yield edge, flags & _MERGED_MASK == _CONTINUES


def _is_set(changes: dict[int, bytes], name: int) -> bool:
    return any(changes.get(name, b""))
