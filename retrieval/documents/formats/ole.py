"""Old Office files: a compound file whose streams tell which program wrote it."""

from __future__ import annotations

from io import BytesIO

import olefile

from retrieval.documents.formats.word97 import extract_word97
from retrieval.documents.formats.xls import extract_xls
from retrieval.documents.loaded_text import LoadedText
from retrieval.errors import UnreadableDocument

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def extract_ole(content: bytes) -> LoadedText:
    """Extract a .doc or .xls; UnreadableDocument for anything else, or what is locked."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as ole:
            if ole.exists("EncryptedPackage"):
                raise UnreadableDocument("文件有密码保护", "请取消密码后重试")
            if ole.exists("WordDocument"):
                return extract_word97(ole)
            if ole.exists("PowerPoint Document"):
                raise UnreadableDocument("演示文稿不能作为政策文件读取", "请提供正文文件")
            is_workbook = ole.exists("Workbook") or ole.exists("Book")
    # olefile follows offsets that a damaged file makes up.
    except (OSError, ValueError, IndexError, TypeError, AttributeError, MemoryError) as exc:
        raise UnreadableDocument("旧版 Office 文件已损坏", "请打开并另存后重试") from exc
    if is_workbook:
        return extract_xls(content)
    raise UnreadableDocument("不认识的旧版 Office 文件", "请另存为 .docx 后重试")
