"""The text of an Excel 97–2003 workbook (.xls)."""

from __future__ import annotations

from io import StringIO

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as XlsSheet

from retrieval.documents.formats.spreadsheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    cell_text,
    spreadsheet_text,
)
from retrieval.documents.loaded_text import LoadedText
from retrieval.errors import UnreadableDocument

MEDIA_TYPE = "application/vnd.ms-excel"
_VISIBLE = 0


def extract_xls(content: bytes) -> LoadedText:
    """Extract the visible sheets; UnreadableDocument when locked or damaged."""
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
        sheets = [_sheet(book, sheet) for sheet in book.sheets() if sheet.visibility == _VISIBLE]
    except xlrd.XLRDError as exc:
        if "encrypted" in str(exc):
            raise UnreadableDocument("Excel 文件有密码保护", "请取消密码后重试") from exc
        raise _damaged() from exc
    # xlrd trusts the records it reads: a damaged one ends in whatever Python says to it.
    except Exception as exc:
        raise _damaged() from exc
    return spreadsheet_text(sheets, MEDIA_TYPE)


def _damaged() -> UnreadableDocument:
    return UnreadableDocument("Excel 文件（.xls）已损坏", "请用 Excel 打开并另存后重试")


def _sheet(book: Book, sheet: XlsSheet) -> Sheet:
    rows = [
        [_text(book, cell) for cell in sheet.row(number)[:MOST_COLUMNS]]
        for number in range(min(sheet.nrows, MOST_ROWS))
    ]
    merged = [(top, end - 1, left, edge - 1) for top, end, left, edge in sheet.merged_cells]
    return Sheet(sheet.name, rows, merged)


def _text(book: Book, cell: Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return cell_text(xlrd.xldate_as_datetime(cell.value, book.datemode))
        except (ValueError, OverflowError):
            return cell_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        shown_as = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return cell_text(cell.value, shown_as)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    return cell_text(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else ""
