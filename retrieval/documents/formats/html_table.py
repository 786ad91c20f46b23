"""Tables of web pages: which hold data and which only place things, and their rows as lines."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retrieval.documents.formats.html_text import LINE_END, text_of
from retrieval.documents.formats.table import row_line

_LONGEST_CELL = 800  # a longer cell frames a text
_WIDEST = 100
_MOST_TABLES = 1000  # broken pages nest more of them than any page has


def write_rows_as_lines(tree: LexborHTMLParser) -> None:
    """Put in the place of each table of data its rows, one a line."""
    tables = [table for table in tree.css("table")[:_MOST_TABLES] if _is_data(table)]
    for table in tables:
        table.replace_with(LINE_END + LINE_END.join(_rows(table)) + LINE_END)


def _is_data(table: LexborNode) -> bool:
    """Two rows of two filled cells, no table inside and no text that is longer than a cell."""
    # The table itself is found too.
    if len(table.css("table")) > 1:
        return False
    filled = 0
    for row in table.css("tr"):
        texts = [_text(cell) for cell in _cells(row)]
        if any(len(text) > _LONGEST_CELL for text in texts):
            return False
        filled += sum(map(bool, texts)) >= 2
    return filled >= 2


def _rows(table: LexborNode) -> Iterator[str]:
    """Yield each row; what spans several rows is written in each of them."""
    # Column -> text that still covers it, and for how many rows.
    covered: dict[int, tuple[str, int]] = {}
    for row in table.css("tr"):
        texts: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        column = 0
        for cell in [*_cells(row), None]:
            while column in covered:
                text, rows = covered[column]
                texts.append(text)
                if rows > 1:
                    below[column] = (text, rows - 1)
                column += 1
            if cell is None:
                break
            texts.append(_text(cell))
            if (rows := _span(cell, "rowspan")) > 1:
                below[column] = (texts[-1], rows - 1)
            column += _span(cell, "colspan")
        covered = below
        if line := row_line(texts):
            yield line


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in {"td", "th"}]


def _text(cell: LexborNode) -> str:
    return " ".join(text_of(cell).split())


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    is_number = value.isascii() and value.isdigit() and len(value) < 4
    return min(max(int(value), 1), _WIDEST) if is_number else 1
