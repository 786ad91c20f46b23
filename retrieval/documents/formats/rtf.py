"""The text of a Rich Text Format document, by the RTF Specification 1.9.1.

Chinese files write characters as bytes of the code page of the font in use (`\\'b9\\'ab`) or as
`\\uN` with a stand-in behind it; both are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from retrieval.documents.formats.table import fill_from_above, row_line
from retrieval.documents.loaded_text import LoadedText

MEDIA_TYPE = "application/rtf"

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)"
    rb"|[\r\n]+|\\"
)
_CODE_PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "cp950", 65001: "utf-8"}
_CHARACTER_SETS = {0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"}
# Destinations that hold no text of the document; so does any that begins with \*.
_NOT_TEXT = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"listtable", b"listoverridetable", b"info", b"pict"}
    | {b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf"}
    | {b"fldinst", b"object", b"objdata", b"themedata", b"datastore", b"xe", b"tc", b"nonesttables"}
    | {b"footnote", b"annotation", b"revtbl", b"rsidtbl", b"latentstyles", b"private", b"pntext"}
)
_SEEN_AFTER_STAR = frozenset({b"shptxt", b"shpinst", b"nesttableprops", b"pntext"})
_CHARACTERS = {
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": "\u2003",
    b"enspace": "\u2002", b"qmspace": "\u2005", b"line": "\n", b"page": "\n", b"column": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
_DEEPEST = 2000


@dataclass(frozen=True, slots=True)
class _Group:
    """What a group inherits and gives back at its end."""

    is_text: bool = True
    is_font_table: bool = False
    is_hidden: bool = False
    stand_ins: int = 1
    encoding: str = ""


@dataclass(slots=True)
class _Row:
    """The row being defined: right edges, and whether a cell continues the one above."""

    cells: list[tuple[int, bool]] = field(default_factory=list)
    continues: bool = False


def extract_rtf(content: bytes) -> LoadedText:
    """Extract text; never raises: what is damaged ends the text."""
    return LoadedText("\n".join(_Reader().lines(content)), MEDIA_TYPE)


class _Reader:
    def __init__(self) -> None:
        self._groups = [_Group()]
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font_defined = 0
        self._to_skip = 0
        self._starred = False
        self._encoded = bytearray()
        self._written: list[str] = []
        self._cells: list[str] = []
        self._row = _Row()
        self._above: dict[int, str] = {}
        self._is_in_table = False

    def lines(self, content: bytes) -> Iterator[str]:
        at = 0
        while at < len(content) and (token := _TOKEN.match(content, at)):
            at = token.end()
            word, argument, byte, symbol, brace, plain = token.groups()
            if word is not None:
                number = int(argument) if argument else None
                if word == b"bin" and number and number > 0:
                    at += number
                yield from self._word(word.lower(), number)
            elif brace is not None:
                self._brace(brace)
            elif byte is not None:
                self._bytes(bytes([int(byte, 16)]))
            elif symbol is not None:
                yield from self._symbol(symbol)
            elif plain is not None:
                self._bytes(plain)
        yield from self._line_end()

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    def _change(self, **changes: object) -> None:
        self._flush()
        self._groups[-1] = replace(self._group, **changes)  # type: ignore[arg-type]

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._starred = False
        self._to_skip = 0
        if brace == b"{" and len(self._groups) < _DEEPEST:
            self._groups.append(self._group)
        elif brace == b"}" and len(self._groups) > 1:
            self._groups.pop()

    def _bytes(self, encoded: bytes) -> None:
        if self._group.is_font_table or not self._group.is_text:
            return
        skipped = min(self._to_skip, len(encoded))
        self._to_skip -= skipped
        self._encoded += encoded[skipped:]

    def _flush(self) -> None:
        if self._encoded:
            encoding = self._group.encoding or self._default
            text = bytes(self._encoded).decode(encoding, "replace")
            self._encoded.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        if self._group.is_text and not self._group.is_hidden:
            self._written.append(text)

    def _symbol(self, symbol: bytes) -> Iterator[str]:
        if symbol == b"*":
            self._starred = True
        elif symbol in b"\r\n":
            yield from self._line_end()
        elif symbol in _SYMBOLS:
            self._flush()
            self._write(_SYMBOLS[symbol])

    def _word(self, word: bytes, number: int | None) -> Iterator[str]:
        starred, self._starred = self._starred, False
        if word in _NOT_TEXT or (starred and word not in _SEEN_AFTER_STAR):
            self._change(is_text=False, is_font_table=word == b"fonttbl")
        elif word in {b"u", b"uc"}:
            self._unicode(word, number or 0)
        elif word in {b"ansicpg", b"f", b"fcharset"}:
            self._encode(word, number or 0)
        elif word in {b"v", b"deleted", b"plain"}:
            self._change(is_hidden=word != b"plain" and number != 0)
        elif word in _CHARACTERS:
            self._flush()
            self._write(_CHARACTERS[word])
        elif self._group.is_text:
            yield from self._layout(word, number or 0)

    def _unicode(self, word: bytes, number: int) -> None:
        if word == b"uc":
            self._change(stand_ins=max(number, 0))
            return
        self._flush()
        # Signed 16 bits; pairs of surrogates are joined after loading.
        self._write(chr(number & 0xFFFF))
        self._to_skip = self._group.stand_ins

    def _encode(self, word: bytes, number: int) -> None:
        if word == b"ansicpg":
            self._default = _CODE_PAGES.get(number, f"cp{number}" if 1250 <= number <= 1258 else "")
            self._default = self._default or "gb18030"
        elif word == b"fcharset":
            self._fonts[self._font_defined] = _CHARACTER_SETS.get(number, "")
        elif self._group.is_font_table:
            self._font_defined = number
        else:
            # cp1252 is said of fonts that also write Chinese by the document's code page.
            named = self._fonts.get(number, "")
            self._change(encoding="" if named == "cp1252" else named)

    def _layout(self, word: bytes, number: int) -> Iterator[str]:
        if word in {b"par", b"sect"}:
            yield from self._line_end()
        elif word in {b"cell", b"nestcell"}:
            self._flush()
            if word == b"cell":
                self._cells.append("".join(self._written))
                self._written = []
            else:
                self._write(" ")
        elif word == b"row":
            yield self._row_line()
        elif word == b"trowd":
            self._row = _Row()
        elif word == b"clvmrg":
            self._row.continues = True
        elif word == b"cellx":
            self._row.cells.append((number, self._row.continues))
            self._row.continues = False
        elif word in {b"intbl", b"pard"}:
            self._is_in_table = word == b"intbl"

    def _row_line(self) -> str:
        self._flush()
        row, self._cells, self._written = self._cells, [], []
        self._above = fill_from_above(row, self._row.cells, self._above)
        return row_line(row)

    def _line_end(self) -> Iterator[str]:
        self._flush()
        if self._is_in_table or self._cells:
            self._written.append("\n")
            return
        self._above = {}
        yield "".join(self._written)
        self._written = []
