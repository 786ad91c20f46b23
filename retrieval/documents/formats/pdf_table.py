"""Pages with ruled tables: the lines around them and the rows in them, from top to bottom."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

import pdfplumber

from retrieval.documents.formats.table import row_line

# It warns of each flaw of a damaged page; what is lost by it is read from the text layer.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

Box = tuple[float, float, float, float]


class RuledPages:
    """Finds tables by their rules; slower than reading the text layer, so asked only for pages
    that have rules."""

    def __init__(self, content: BytesIO) -> None:
        self._content = content
        self._file: Any = None

    def lines(self, number: int) -> list[str] | None:
        """The lines of a page; None when it has no table or cannot be taken apart."""
        try:
            if self._file is None:
                self._file = pdfplumber.open(self._content)
            page = self._file.pages[number]
            try:
                return _lines(page)
            finally:
                page.close()
        # pdfminer meets some pages that pdfium reads with errors of every kind; the text is there.
        except Exception:
            return None


def _lines(page: Any) -> list[str] | None:
    tables = [table for table in page.find_tables() if _is_table(table)]
    if not tables:
        return None
    outside = page
    for table in tables:
        outside = outside.outside_bbox(_inside(table.bbox, page.bbox))
    placed = [(line["top"], line["text"]) for line in outside.extract_text_lines()]
    for table in tables:
        rows = _rows(table)
        # One after the other below the table's upper edge.
        placed += [(table.bbox[1] + at / 1000, row) for at, row in enumerate(rows)]
    return [text for _, text in sorted(placed, key=lambda entry: entry[0])]


def _inside(box: Box, page: Box) -> Box:
    left, top, right, bottom = box
    return max(left, page[0]), max(top, page[1]), min(right, page[2]), min(bottom, page[3])


def _is_table(table: Any) -> bool:
    return len(table.rows) >= 2 and max(len(row.cells) for row in table.rows) >= 2


def _rows(table: Any) -> list[str]:
    texts = table.extract()
    boxes: list[list[Box | None]] = [row.cells for row in table.rows]
    lines = []
    for at, row in enumerate(texts):
        cells = []
        for column, text in enumerate(row):
            if boxes[at][column] is None:
                above = _reaching(boxes, texts, at, column)
                if above is not None:
                    cells.append(above)
            else:
                cells.append("".join((text or "").split("\n")))
        if line := row_line(cells):
            lines.append(line)
    return lines


def _reaching(
    boxes: list[list[Box | None]], texts: list[list[str | None]], at: int, column: int
) -> str | None:
    """The text of the cell above that reaches down into this row; None when there is none."""
    here = next((box for box in boxes[at] if box is not None), None)
    for row in range(at - 1, -1, -1):
        box = boxes[row][column]
        if box is not None:
            reaches = here is not None and box[3] >= here[3] - 1
            return "".join((texts[row][column] or "").split("\n")) if reaches else None
    return None
