"""The text of a PDF that has a text layer; wrapped lines are joined into paragraphs."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

from retrieval.documents.loading import LoadedText
from retrieval.documents.numbering import mark_of
from retrieval.errors import UnreadableDocument

_MEDIA_TYPE = "application/pdf"
_PAGE_NUMBER = re.compile(r"[-—–\s·]*\d{1,4}[-—–\s·]*|第\s*\d+\s*页.*")
_PARAGRAPH_END = re.compile(r"[。;；:：!！?？]$")
_FULL_LINE = 0.8  # a line this long, relative to the usual one, goes on in the next


def extract_pdf(content: bytes) -> LoadedText:
    """Extract text page by page; UnreadableDocument when damaged or protected."""
    try:
        document = pypdfium2.PdfDocument(content)
        try:
            pages = [_page_text(document, number) for number in range(len(document))]
        finally:
            document.close()
    except pypdfium2.PdfiumError as exc:
        raise UnreadableDocument(f"PDF 不能打开: {exc}", "请确认未加密且未损坏") from exc
    return LoadedText(_reflowed("\n".join(pages)), _MEDIA_TYPE)


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            return str(text_page.get_text_bounded()).replace("\r\n", "\n")
        finally:
            text_page.close()
    finally:
        page.close()


def _reflowed(text: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)]
    usual = _usual_length(lines)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and mark_of(line) is None:
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        goes_on = len(line) >= usual * _FULL_LINE and not _PARAGRAPH_END.search(line)
    return "\n".join(paragraphs)


def _usual_length(lines: list[str]) -> int:
    lengths = Counter(len(line) for line in lines if len(line) > 10)
    return max(lengths, key=lambda length: (lengths[length], length), default=40)
