"""Which character set a file is in, for text whose declaration cannot be trusted."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from retrieval.errors import UnreadableDocument

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536


def decoded(content: bytes) -> str:
    """Decode text; UnreadableDocument when it is not text in any known character set.

    UTF-8 is tried before the page's own declaration: Chinese pages often declare GB2312 and
    are UTF-8, while GBK text is practically never valid UTF-8.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name) or _refused()
    declared = _DECLARED.search(content[:4096])
    names = ["utf-8", *([declared.group(1).decode("ascii")] if declared else []), "gb18030"]
    for name in names:
        text = _strictly(content, name)
        if text is not None and not _looks_binary(text):
            return text
    guess = from_bytes(content[:_SAMPLE]).best()
    if guess is not None and not _looks_binary(str(guess)):
        return content.decode(guess.encoding, errors="replace")
    return _refused()


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode("gb18030" if name.lower() in {"gb2312", "gbk"} else name)
    except (UnicodeDecodeError, LookupError):
        return None


def _looks_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_BINARY.findall(sample)) > len(sample) // 200


def _refused() -> str:
    raise UnreadableDocument(
        "不是文本文件, 也不是认识的格式", "请提供 txt、md、html、docx 或 pdf 文件"
    )
