"""The text of an Excel workbook (.xlsx): read row by row, so that its size stays in bounds."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import openpyxl
from openpyxl.utils.cell import range_boundaries

from retrieval.documents.formats.archive import Archive
from retrieval.documents.formats.spreadsheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Merged,
    Sheet,
    cell_text,
    spreadsheet_text,
)
from retrieval.documents.loaded_text import LoadedText
from retrieval.errors import UnreadableDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_READ = re.compile(r"\[Content_Types\]\.xml|_rels/.*|docProps/.*|xl/.*\.(?:xml|rels)")
_PICTURES = re.compile(r"xl/(?:media|drawings|charts|embeddings)/")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def extract_xlsx(archive: Archive) -> LoadedText:
    """Extract the visible sheets; UnreadableDocument when damaged or unpacking to too much."""
    package = _without_pictures(archive)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions it does not know; the texts are not among them.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(package, read_only=True, data_only=True)
            try:
                sheets = [
                    _sheet(sheet, package)
                    for sheet in book.worksheets
                    if sheet.sheet_state == "visible"
                ]
            finally:
                book.close()
    # openpyxl meets damaged XML with KeyError, TypeError, ValueError and whatever its parser says.
    except Exception as exc:
        raise UnreadableDocument("Excel 文件已损坏", "请用 Excel 打开并另存后重试") from exc
    return spreadsheet_text(sheets, MEDIA_TYPE)


def _without_pictures(archive: Archive) -> BytesIO:
    """The package with the parts that hold text, unpacked within bounds."""
    package = BytesIO()
    with ZipFile(package, "w", ZIP_STORED) as written:
        for name in archive.names():
            if _READ.fullmatch(name) and not _PICTURES.match(name):
                written.writestr(name, archive.read(name))
    return package


def _sheet(sheet: Any, package: BytesIO) -> Sheet:
    # A stated dimension may be wrong; the cells themselves are not.
    sheet.reset_dimensions()
    rows = [
        [_text(cell) for cell in row[:MOST_COLUMNS]] for row in islice(sheet.iter_rows(), MOST_ROWS)
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(sheet.title, rows, _merged(sheet, package))


def _text(cell: object) -> str:
    value, number_format = getattr(cell, "value", None), getattr(cell, "number_format", "")
    return cell_text(value, number_format if isinstance(number_format, str) else "")


def _merged(sheet: Any, package: BytesIO) -> list[Merged]:
    # openpyxl reads merged cells only together with the whole sheet in memory.
    with ZipFile(package) as written:
        source = written.read(sheet._worksheet_path.lstrip("/"))
    found = []
    for name in _MERGED.findall(source):
        left, top, right, bottom = (edge or 1 for edge in range_boundaries(name.decode("ascii")))
        found.append((top - 1, bottom - 1, left - 1, right - 1))
    return found
