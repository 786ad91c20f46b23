"""Which character set a file is in, for text whose declaration cannot be trusted."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

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
_MOST_DAMAGE = 0.02  # of all characters
_LEAST_USUAL = 0.1
# What Chinese files are in when they are not in UTF-8, the likeliest first.
_CHINESE = ("gb18030", "utf-16-le", "utf-16-be", "big5")
# Official texts of any kind are full of these; bytes read in the wrong set hardly ever give them.
_USUAL = re.compile(
    r"[的一是在不了有和人中大为上个国以要他时到地可下对生子能会自之年发後也市政府条规定第项关于企业"
    r"為個國時對會發條規項關於業學經濟，。；：、（）《》“”]"
)
_ASCII = re.compile(r"[\x00-\x7f]+")


def decoded(content: bytes) -> str:
    """Decode text; UnreadableDocument when it is not text in any known character set.

    UTF-8 is tried before the page's own declaration: Chinese pages often declare GB2312 and
    are UTF-8, while GBK text is practically never valid UTF-8.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name) or _refused()
    text = _strictly(content, "utf-8")
    if text is not None and not _looks_binary(text):
        return text
    declared = _DECLARED.search(content[:4096])
    said = [declared.group(1).decode("ascii")] if declared else []
    read = (
        _most_usual(_strictly(content, name) for name in [*said, *_CHINESE])
        or _most_usual(_with_damage(content, name) for name in ["utf-8", *said, "gb18030"])
        or _first_text(_strictly(content, name) for name in [*said, "gb18030"])
    )
    if read is not None:
        return read
    guess = from_bytes(content[:_SAMPLE]).best()
    if guess is not None and not _looks_binary(str(guess)):
        return content.decode(guess.encoding, errors="replace")
    return _refused()


def _strictly(content: bytes, name: str) -> str | None:
    try:
        return content.decode("gb18030" if name.lower() in {"gb2312", "gbk"} else name)
    # ValueError: a declared name that is not one.
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _with_damage(content: bytes, name: str) -> str | None:
    """A text with a few broken characters, which stay visible in it."""
    try:
        text = content.decode(name, errors="replace")
    except (LookupError, ValueError):
        return None
    return text if text.count("\ufffd") <= len(text) * _MOST_DAMAGE else None


def _most_usual(texts: Iterable[str | None]) -> str | None:
    """The reading that is most like an official text; None when none is."""
    shares = [(_share_of_usual(text), text) for text in texts if text and not _looks_binary(text)]
    share, best = max(shares, key=lambda entry: entry[0], default=(0.0, None))
    return best if share >= _LEAST_USUAL else None


def _first_text(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text and not _looks_binary(text)), None)


def _share_of_usual(text: str) -> float:
    # Markup and its spaces read alike in every set.
    sample = _ASCII.sub("", text[:_SAMPLE])
    return len(_USUAL.findall(sample)) / max(len(sample), 1)


def _looks_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_BINARY.findall(sample)) > len(sample) // 200


def _refused() -> str:
    raise UnreadableDocument(
        "不是文本文件，也不是认识的格式",
        "请提供 docx、doc、pdf、ofd、html、rtf、xlsx、xls、md 或 txt 文件",
    )
