"""The text of a Word document (Office Open XML): paragraphs and table rows in their order."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table

from retrieval.documents.loading import LoadedText
from retrieval.errors import UnreadableDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def extract_docx(content: bytes) -> LoadedText:
    """Extract text; UnreadableDocument when the package is damaged."""
    try:
        document = docx.Document(BytesIO(content))
        text = "\n".join(_blocks(document))
    # AttributeError: python-docx meets elements of another kind than it expects.
    except (OpcError, BadZipFile, KeyError, ValueError, SyntaxError, AttributeError) as exc:
        raise UnreadableDocument(f"Word 文件已损坏: {exc}", "请用 Word 打开并另存后重试") from exc
    title = document.core_properties.title
    return LoadedText(text, MEDIA_TYPE, {"title": title} if title else {})


def _blocks(document: Document) -> list[str]:
    blocks: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            blocks += [_row(cells) for row in block.rows if (cells := [c.text for c in row.cells])]
        else:
            blocks.append(block.text)
    return blocks


def _row(cells: list[str]) -> str:
    # A merged cell is repeated once per column it spans.
    once = [cell for at, cell in enumerate(cells) if at == 0 or cell != cells[at - 1]]
    return " ｜ ".join(" ".join(cell.split()) for cell in once)
