"""Writes Word 97 documents ([MS-DOC]) of a few paragraphs."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.retrieval.documents.formats.compound_file import compound_file

_TEXT_AT = 0x600
IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW_END = IN_TABLE + struct.pack("<HB", 0x2417, 1)
_HIDDEN = struct.pack("<HB", 0x083C, 1)


def row_end(*continues: bool) -> bytes:
    """The properties of a row's end, saying of each cell whether it continues the one above."""
    edges = struct.pack(f"<{len(continues) + 1}h", *(at * 1000 for at in range(len(continues) + 1)))
    cells = b"".join(struct.pack("<H18x", 0x20 if goes_on else 0x60) for goes_on in continues)
    operand = bytes([len(continues)]) + edges + cells
    return ROW_END + struct.pack("<HH", 0xD608, len(operand) + 1) + operand


def word97_file(
    paragraphs: Sequence[tuple[str, bytes]],
    *,
    hidden: str = "",
    flags: int = 0,
    version: int = 0xC1,
) -> bytes:
    """Paragraphs, each with its mark and its properties; `hidden` is a stretch nobody sees."""
    text = "".join(part for part, _ in paragraphs)
    encoded = text.encode("utf-16-le")
    end = _TEXT_AT + len(encoded)
    pages_at = -(-end // 512)
    main = bytearray(pages_at * 512)
    struct.pack_into("<HH6xH", main, 0, 0xA5EC, version, 0x0200 | flags)
    struct.pack_into("<i", main, 0x4C, len(text))
    main[_TEXT_AT:end] = encoded
    main += _characters(text, hidden) + _paragraphs(paragraphs)
    pieces = b"\x02" + struct.pack("<IIIHIH", 16, 0, len(text), 0, _TEXT_AT, 0)
    bounds = struct.pack("<II", _TEXT_AT, end)
    table = pieces.ljust(64, b"\0")
    table += (bounds + struct.pack("<I", pages_at)).ljust(32, b"\0")
    table += bounds + struct.pack("<I", pages_at + 1)
    for position, at, size in ((33, 0, len(pieces)), (12, 64, 12), (13, 96, 12)):
        struct.pack_into("<II", main, 0x9A + position * 8, at, size)
    return compound_file({"WordDocument": bytes(main), "1Table": table})


def _offset(position: int) -> int:
    return _TEXT_AT + position * 2


def _characters(text: str, hidden: str) -> bytes:
    start = text.index(hidden) if hidden else len(text)
    bounds = [_offset(at) for at in (0, start, start + len(hidden), len(text))]
    page = bytearray(512)
    struct.pack_into("<4I", page, 0, *bounds)
    page[16:19] = bytes([0, 250, 0])
    page[500 : 501 + len(_HIDDEN)] = bytes([len(_HIDDEN)]) + _HIDDEN
    page[511] = 3
    return bytes(page)


def _paragraphs(paragraphs: Sequence[tuple[str, bytes]]) -> bytes:
    page = bytearray(512)
    position, end = 0, 510
    count = len(paragraphs)
    for number, (part, properties) in enumerate(paragraphs):
        struct.pack_into("<I", page, number * 4, _offset(position))
        position += len(part)
        block = b"\0\0" + properties
        if len(block) % 2:
            block = bytes([(len(block) + 1) // 2]) + block
        else:
            block = bytes([0, len(block) // 2]) + block
        end = (end - len(block)) // 2 * 2
        page[end : end + len(block)] = block
        page[(count + 1) * 4 + number * 13] = end // 2
    struct.pack_into("<I", page, count * 4, _offset(position))
    page[511] = count
    return bytes(page)
