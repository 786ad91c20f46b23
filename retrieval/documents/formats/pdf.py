"""The text of a PDF: its text layer, the rows of its ruled tables, and what pictures show.

One page is open at a time, so memory does not grow with their number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from retrieval.documents.formats.layout import paragraphs_of
from retrieval.documents.loaded_text import (
    MOST_CHARACTERS,
    LoadedText,
    from_scan,
    refuse_more_characters_than_allowed,
)
from retrieval.errors import UnreadableDocument

if TYPE_CHECKING:
    from retrieval.documents.formats.pdf_table import RuledPages

MEDIA_TYPE = "application/pdf"
_MOST_PAGES = 5000
_MOST_SCANNED_PAGES = 300
_LEAST_TEXT = 8  # characters; a stamp or a page number over a picture is no text layer
_FEWEST_RULES, _MOST_RULES = 4, 20_000  # a table needs lines; a drawing has too many
_RESOLUTION = 200 / 72  # pixels a point: what recognition works best at
_MOST_PIXELS = 6_000_000


def extract_pdf(content: bytes, *, page_read: Callable[[], object] | None = None) -> LoadedText:
    """Extract text page by page, calling `page_read` after each; UnreadableDocument when damaged,
    protected or endless."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as exc:
        if "password" in str(exc).lower():
            raise UnreadableDocument("PDF 有密码保护", "请取消密码后重试") from exc
        raise UnreadableDocument("PDF 已损坏，不能打开", "请重新下载或另存后重试") from exc
    try:
        return _Reader(document, content).read(page_read)
    except pypdfium2.PdfiumError as exc:
        raise UnreadableDocument(f"PDF 有一页读不出来：{exc}", "请重新下载或另存后重试") from exc
    finally:
        document.close()


class _Reader:
    def __init__(self, document: pypdfium2.PdfDocument, content: bytes) -> None:
        self._document = document
        self._content = content
        self._ruled: RuledPages | None = None
        self._scanned = 0

    def read(self, page_read: Callable[[], object] | None) -> LoadedText:
        count = len(self._document)
        if count > _MOST_PAGES:
            raise UnreadableDocument(f"PDF 超过 {_MOST_PAGES} 页", "请拆分后重试")
        lines: list[str] = []
        length = 0
        for number in range(count):
            page = self._document[number]
            try:
                read = self._lines(page, number)
            finally:
                page.close()
            if page_read is not None:
                page_read()
            lines += read
            length += sum(map(len, read))
            if length > MOST_CHARACTERS:
                refuse_more_characters_than_allowed(length)
        media_type = from_scan(MEDIA_TYPE) if self._scanned else MEDIA_TYPE
        return LoadedText("\n".join(paragraphs_of(lines)), media_type)

    def _lines(self, page: pypdfium2.PdfPage, number: int) -> list[str]:
        text = _text_layer(page)
        kinds = [item.type for item in page.get_objects(max_depth=2)]
        if len(re.sub(r"\s", "", text)) < _LEAST_TEXT and pdfium.FPDF_PAGEOBJ_IMAGE in kinds:
            return self._recognised(page)
        if _FEWEST_RULES <= kinds.count(pdfium.FPDF_PAGEOBJ_PATH) <= _MOST_RULES:
            tables = self._with_tables(number)
            if tables is not None:
                return tables
        return text.split("\n")

    def _recognised(self, page: pypdfium2.PdfPage) -> list[str]:
        from retrieval.documents.formats.recognition import recognised_lines

        self._scanned += 1
        if self._scanned > _MOST_SCANNED_PAGES:
            raise UnreadableDocument(f"扫描件超过 {_MOST_SCANNED_PAGES} 页", "请拆分后重试")
        width, height = page.get_size()
        largest = (_MOST_PIXELS / max(width * height, 1)) ** 0.5
        bitmap = page.render(scale=min(_RESOLUTION, largest))
        try:
            return recognised_lines(bitmap.to_pil())
        finally:
            bitmap.close()

    def _with_tables(self, number: int) -> list[str] | None:
        from retrieval.documents.formats.pdf_table import RuledPages

        if self._ruled is None:
            self._ruled = RuledPages(BytesIO(self._content))
        return self._ruled.lines(number)


def _text_layer(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_bounded()).replace("\r\n", "\n")
    finally:
        text_page.close()
