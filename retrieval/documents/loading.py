"""From bytes to text: the format is recognised by content, never by the file's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from retrieval.documents.loaded_text import (
    LoadedText,
    refuse_more_bytes_than_allowed,
    refuse_more_characters_than_allowed,
)
from retrieval.errors import EmptyDocument, UnreadableDocument

# A scan of some hundred pages; text of that size is refused by its own, lower limit.
MOST_BYTES = 512 * 1024 * 1024
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_XML = re.compile(rb"<(?:\w+:)?wordDocument\b|<(?:\w+:)?package\b[^>]*2006/xmlPackage")
_PAGE = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE)
_MARKUP = re.compile(r"</\s*(?:div|p|table|tr|td|span|font|a)\s*>", re.IGNORECASE)
_LEAST_MARKUP = 3
_NOT_DOCUMENTS = {
    b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"GIF8": "图片", b"II*\x00": "图片",
    b"MM\x00*": "图片", b"Rar!": "压缩包", b"7z\xbc\xaf": "压缩包", b"\x1f\x8b": "压缩包",
    b"BM": "图片",
}  # fmt: skip
# Line feed and tab are all that is left of the control characters; a text holds no byte order mark,
# zero-width space or soft hyphen either, for they are in the way of finding words.
_UNWRITTEN = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF]
)
_CLEANED: dict[int, str | None] = {
    **_UNWRITTEN, 0x09: "\t", 0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x85: "\n",
    0x2028: "\n", 0x2029: "\n", 0xF0B7: "•", 0xF06C: "•", 0xF0A7: "•", 0xF0D8: "•",
}  # fmt: skip
# Word processors leave marks of their own at the ends of lines; screens show an empty box for them.
_AT_A_LINES_END = re.compile(
    r"(?<![\ue000-\uf8ff])[\ue000-\uf8ff]++(?=[ \t\u3000]{0,9}$)", re.MULTILINE
)


def load(
    content: bytes, *, takes_pictures: bool = False, page_read: Callable[[], object] | None = None
) -> LoadedText:
    """Extract a file's text; that of a photograph only where `takes_pictures`: what is read off
    one may be shown to whoever took it, but makes no document. `page_read` is called after each
    page of a file whose pages take time.

    Raises UnreadableDocument for unknown, damaged, protected or oversized content, EmptyDocument
    when there is no text in it.
    """
    refuse_bigger_than_allowed(len(content))
    if not content[:_HEAD].strip() and not content.strip():
        raise EmptyDocument("文件是空的", "请核对后重新提供")
    from retrieval.documents.formats.plain_text import unspaced

    loaded = _picture(content) if takes_pictures else None
    loaded = loaded or _recognised(content, page_read)(content)
    refuse_more_characters_than_allowed(len(loaded.text))
    text = unspaced(_clean(loaded.text))
    if not re.search(r"\w", text):
        raise EmptyDocument(
            f"文件里没有可提取的文字（{loaded.media_type}）", "请核对后重新提供带文字的版本"
        )
    fields = {name: _clean(value) for name, value in loaded.fields.items()}
    return LoadedText(text, loaded.media_type, fields)


def is_pdf(content: bytes) -> bool:
    """Tell whether `load` hands the file to the library that reads PDF."""
    return b"%PDF-" in content[:1024]


def refuse_bigger_than_allowed(size: int) -> None:
    """Raise UnreadableDocument for a file of so many bytes, before it is read into memory."""
    if size > MOST_BYTES:
        raise UnreadableDocument(
            f"文件超过 {MOST_BYTES // 1024 // 1024} MB", "请压缩图片或拆分后重试"
        )


def _clean(text: str) -> str:
    """Text that any database stores and any screen shows; halves of surrogate pairs are joined."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANED)
    return _AT_A_LINES_END.sub("", text)


def _picture(content: bytes) -> LoadedText | None:
    from retrieval.documents.formats.picture import extract_picture, is_picture

    return extract_picture(content) if is_picture(content[:_HEAD]) else None


def _recognised(
    content: bytes, page_read: Callable[[], object] | None
) -> Callable[[bytes], LoadedText]:
    head = content[:_HEAD].lstrip()
    if is_pdf(content):
        from retrieval.documents.formats.pdf import extract_pdf

        return partial(extract_pdf, page_read=page_read)
    if head.startswith(b"PK\x03\x04"):
        return _extract_package
    if head.startswith(_OLE):
        from retrieval.documents.formats.ole import extract_ole

        return extract_ole
    if head.startswith(b"{\\rt"):
        from retrieval.documents.formats.rtf import extract_rtf

        return extract_rtf
    if _WORD_XML.search(head):
        from retrieval.documents.formats.docx import extract_word_xml

        return extract_word_xml
    for signature, kind in _NOT_DOCUMENTS.items():
        if head.startswith(signature):
            raise UnreadableDocument(f"{kind}不能作为政策文件读取", "请提供正文文件")
    return _extract_text


def _extract_package(content: bytes) -> LoadedText:
    from retrieval.documents.formats import docx, ofd
    from retrieval.documents.formats.archive import Archive

    archive = Archive(content)
    if archive.has(docx.BODY):
        return docx.extract_docx(archive)
    if archive.has(ofd.ENTRY):
        return ofd.extract_ofd(archive)
    if archive.has("xl/workbook.xml"):
        from retrieval.documents.formats.xlsx import extract_xlsx

        return extract_xlsx(archive)
    if archive.has("ppt/presentation.xml"):
        raise UnreadableDocument("演示文稿不能作为政策文件读取", "请提供正文文件")
    raise UnreadableDocument("压缩包不能直接导入", "请解压后导入里面的文件")


def _extract_text(content: bytes) -> LoadedText:
    from retrieval.documents.formats.character_set import decoded
    from retrieval.documents.formats.html import extract_html, without_embedded_files
    from retrieval.documents.formats.markdown import extract_markdown, is_markdown
    from retrieval.documents.formats.mhtml import is_web_archive, page_of
    from retrieval.documents.formats.plain_text import joined, with_rows

    if is_web_archive(content[:_HEAD]):
        text = page_of(content)
    else:
        content = without_embedded_files(content)
        refuse_more_bytes_than_allowed(len(content))
        text = decoded(content)
    head = text[:_HEAD]
    if _PAGE.search(head):
        return extract_html(text)
    if is_markdown(text):
        return extract_markdown(text)
    if len(_MARKUP.findall(head)) >= _LEAST_MARKUP:
        return extract_html(text)
    return LoadedText(with_rows(joined(text)), "text/plain")
