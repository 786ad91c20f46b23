"""The text of a Word 97–2003 document (.doc), read by [MS-DOC].

The text lies in pieces (§2.4.1): the piece table maps character positions to stretches of the
WordDocument stream, each in UTF-16 or in the 8-bit Windows-1252. What a paragraph or a character
is (row end, hidden, deleted) lies in property pages keyed by the same byte offsets.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from olefile import OleFileIO

from retrieval.documents.formats.table import fill_from_above, row_line
from retrieval.documents.formats.word97_properties import Properties
from retrieval.documents.loaded_text import LoadedText, refuse_more_characters_than_allowed
from retrieval.errors import UnreadableDocument

MEDIA_TYPE = "application/msword"
_MOST_STREAM_BYTES = 128 * 1024 * 1024

# FibBase (§2.5.2) and FibRgLw97 (§2.5.4)
_IDENT = 0xA5EC
_WORD_6 = 0x00C0  # nFib up to here: Word 6 and 95, another file structure
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_FIRST_PAIR = 0x9A  # FibRgFcLcb97
_CHARACTER_PAGES, _PARAGRAPH_PAGES, _CLX = 12, 13, 33  # positions in FibRgFcLcb97

_CELL_END, _FIELD_START, _FIELD_RESULT, _FIELD_END = "\x07", "\x13", "\x14", "\x15"
_MARKS = frozenset("\x07\r\x0b\x0c\x0e")
# Pictures, references to notes and soft hyphens are no text; a hyphen may be one that never breaks.
_WRITTEN: dict[int, str | None] = {**dict.fromkeys(map(ord, "\1\2\3\4\5\b\x1f")), 0x1E: "-"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """`start` counts characters, `offset` bytes in the WordDocument stream."""

    start: int
    end: int
    offset: int
    width: int


def extract_word97(ole: OleFileIO) -> LoadedText:
    """Extract the main text; UnreadableDocument when locked, older than Word 97 or damaged."""
    main = _stream(ole, "WordDocument")
    try:
        ident, version, flags = struct.unpack_from("<HH6xH", main, 0)
        _refuse_unreadable(ident, version, flags)
        table = _stream(ole, "1Table" if flags & _TABLE_1 else "0Table")
        (length,) = struct.unpack_from("<i", main, 0x4C)
        refuse_more_characters_than_allowed(length)
        data = _stream(ole, "Data") if ole.exists("Data") else b""
        pieces = list(_pieces(_part(main, table, _CLX), length))
        properties = Properties.read(
            main, _part(main, table, _CHARACTER_PAGES), _part(main, table, _PARAGRAPH_PAGES), data
        )
        text = "\n".join(_lines(main, pieces, properties))
    except (struct.error, IndexError) as exc:
        raise _damaged() from exc
    return LoadedText(text, MEDIA_TYPE)


def _stream(ole: OleFileIO, name: str) -> bytes:
    if not ole.exists(name) or ole.get_size(name) > _MOST_STREAM_BYTES:
        raise _damaged()
    content: bytes = ole.openstream(name).read()
    return content


def _refuse_unreadable(ident: int, version: int, flags: int) -> None:
    if flags & _ENCRYPTED:
        raise UnreadableDocument("Word 文件有密码保护", "请取消密码后重试")
    if ident != _IDENT:
        raise _damaged()
    if version <= _WORD_6:
        raise UnreadableDocument("Word 95 及更早的文件不能读取", "请另存为 .docx 后重试")


def _damaged() -> UnreadableDocument:
    return UnreadableDocument("Word 文件（.doc）已损坏", "请用 Word 打开并另存后重试")


def _part(main: bytes, table: bytes, position: int) -> bytes:
    offset, length = struct.unpack_from("<II", main, _FIRST_PAIR + position * 8)
    return table[offset : offset + length]


def _pieces(clx: bytes, length: int) -> Iterator[_Piece]:
    """The pieces of the first `length` characters: the main text, without notes and headers."""
    at = 0
    while clx[at] == 0x01:  # Prc: properties of pieces, not needed
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 0x02:
        raise _damaged()
    count = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
    if count * 12 > len(clx):
        raise _damaged()
    positions = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    entries = at + 5 + (count + 1) * 4
    for number in range(count):
        (place,) = struct.unpack_from("<I", clx, entries + number * 8 + 2)
        start, end = positions[number], min(positions[number + 1], length)
        if start >= end:
            continue
        place, is_8_bit = place & 0x3FFFFFFF, bool(place & 0x40000000)
        yield _Piece(start, end, place // 2 if is_8_bit else place, 1 if is_8_bit else 2)


def _lines(main: bytes, pieces: list[_Piece], properties: Properties) -> Iterator[str]:
    """Paragraphs and table rows in their order."""
    row: list[str] = []
    cell: list[str] = []
    above: dict[int, str] = {}
    for body, mark, offset in _paragraphs(main, pieces, properties):
        place = properties.paragraph(offset)
        if place.ends_row and place.depth <= 1:
            above = fill_from_above(row, place.cells, above)
            yield row_line(row)
            row, cell = [], []
        elif mark == _CELL_END and place.depth <= 1:
            row.append(" ".join([*cell, body]))
            cell = []
        elif place.is_in_table:
            cell.append(body)
        else:
            above = {}
            yield body
    if row or cell:
        yield row_line([*row, " ".join(cell)])


def _paragraphs(
    main: bytes, pieces: list[_Piece], properties: Properties
) -> Iterator[tuple[str, str, int]]:
    """Each paragraph without hidden text and field codes, its mark, and its mark's offset."""
    shown: list[str] = []
    # One entry a field that is open: whether its code, which nobody sees, is still going on.
    fields: list[bool] = []
    for character, offset in _characters(main, pieces, properties):
        if character == _FIELD_START:
            fields.append(True)
        elif character == _FIELD_RESULT and fields:
            fields[-1] = False
        elif character == _FIELD_END and fields:
            fields.pop()
        elif character in _MARKS:
            yield "".join(shown).translate(_WRITTEN), character, offset
            shown = []
        elif not any(fields):
            shown.append(character)
    if shown:
        yield "".join(shown).translate(_WRITTEN), "", -1


def _characters(
    main: bytes, pieces: list[_Piece], properties: Properties
) -> Iterator[tuple[str, int]]:
    for piece in pieces:
        stop = min(piece.offset + (piece.end - piece.start) * piece.width, len(main))
        for start, end in properties.shown(piece.offset, stop):
            stretch = main[start:end]
            if piece.width == 1:
                text = stretch.decode("cp1252", "replace")
            else:
                # Unit by unit: offsets count surrogates apart, and loading joins them.
                text = "".join(chr(unit) for (unit,) in struct.iter_unpack("<H", stretch))
            yield from zip(text, range(start, end, piece.width), strict=False)
