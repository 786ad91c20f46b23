"""Cuts a long text into numbered parts that a vendor takes whole, losing nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

Measure = Callable[[str], int]

_SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”」』）〕]*|[^。！？；]+")


def utf8_bytes(text: str) -> int:
    """Return the length WeCom and WeChat count: bytes of UTF-8."""
    return len(text.encode())


def utf16_units(text: str) -> int:
    """Return the length Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def split_text(text: str, limit: int, measure: Measure = utf8_bytes) -> list[str]:
    """Return `text` in parts of at most `limit`, numbered （1/3） when there are several.

    A line stays whole where it fits a part, else a sentence does, else characters are
    parted. Without the numbers the parts joined give `text` again.
    """
    if measure(text) <= limit:
        return [text]
    parts = _fill(text, limit - measure(_number(9999, 9999)), measure)
    return [_number(place, len(parts)) + part for place, part in enumerate(parts, start=1)]


def _number(place: int, total: int) -> str:
    return f"（{place}/{total}）"


def _fill(text: str, room: int, measure: Measure) -> list[str]:
    parts: list[str] = []
    filled = ""
    for piece in _pieces(text, room, measure):
        if filled and measure(filled + piece) > room:
            parts.append(filled)
            filled = ""
        filled += piece
    return [*parts, filled]


def _pieces(text: str, room: int, measure: Measure) -> list[str]:
    pieces: list[str] = []
    for line in text.splitlines(keepends=True):
        if measure(line) <= room:
            pieces.append(line)
            continue
        for sentence in _SENTENCE.findall(line):
            pieces += [sentence] if measure(sentence) <= room else list(sentence)
    return pieces
