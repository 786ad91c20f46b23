"""From bytes to text: the format is recognised by content, never by the file's name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from retrieval.documents.character_set import decoded
from retrieval.errors import EmptyDocument, UnreadableDocument

_HTML = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|meta|div|table|p|span|br)\b", re.IGNORECASE
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NUL = "\x00"


@dataclass(frozen=True, slots=True)
class LoadedText:
    """Text as extracted, `media_type` as recognised, `fields` as a page's meta tags state them."""

    text: str
    media_type: str
    fields: Mapping[str, str] = field(default_factory=dict)


def load(content: bytes) -> LoadedText:
    """Extract a file's text.

    Raises UnreadableDocument for unknown, damaged or protected content, EmptyDocument when
    there is no text in it.
    """
    if not content.strip():
        raise EmptyDocument("文件是空的", "请核对后重新提供")
    media_type, extract = _recognised(content)
    loaded = extract(content)
    # PostgreSQL stores no NUL in text.
    text = loaded.text.replace(_NUL, "")
    if not re.search(r"\w", text):
        raise EmptyDocument(
            f"文件里没有可提取的文字 ({media_type})", "如为扫描件, 请提供带文字的版本"
        )
    return LoadedText(text, media_type, loaded.fields)


def _recognised(content: bytes) -> tuple[str, Callable[[bytes], LoadedText]]:
    head = content[:1024].lstrip()
    if head.startswith(b"%PDF"):
        from retrieval.documents.pdf import extract_pdf

        return "application/pdf", extract_pdf
    if head.startswith(b"PK\x03\x04"):
        return _recognised_archive(content)
    if head.startswith(_OLE):
        raise UnreadableDocument("旧版 Office 文件 (.doc/.xls) 不能读取", "请另存为 .docx 后重试")
    if head.startswith(b"{\\rtf"):
        raise UnreadableDocument("RTF 文件不能读取", "请另存为 .docx 或文本后重试")
    text = decoded(content)
    if _HTML.search(text[:4096]):
        from retrieval.documents.html import extract_html

        return "text/html", lambda _: extract_html(text)
    return "text/plain", lambda _: LoadedText(text, "text/plain")


def _recognised_archive(content: bytes) -> tuple[str, Callable[[bytes], LoadedText]]:
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except zipfile.BadZipFile as exc:
        raise UnreadableDocument("压缩格式的文件已损坏", "请重新下载或另存后重试") from exc
    if "word/document.xml" in names:
        from retrieval.documents.docx import MEDIA_TYPE, extract_docx

        return MEDIA_TYPE, extract_docx
    if "OFD.xml" in names:
        raise UnreadableDocument("OFD 版式文件不能读取", "请转换为 PDF 后重试")
    if any(name.startswith("xl/") for name in names):
        raise UnreadableDocument("电子表格不能作为政策文件读取", "请提供正文文件")
    raise UnreadableDocument("不认识的压缩文件", "请提供 txt、md、html、docx 或 pdf 文件")
