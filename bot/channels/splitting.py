"""Cuts a long text into numbered parts that a vendor takes whole, losing nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.channels.wording import QUOTE_CONTINUED, QUOTE_GOES_ON

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
    parted. A quotation that is parted says so on both sides: half a rule may read as its
    opposite. Without the numbers and these marks the parts joined give `text` again.
    """
    if measure(text) <= limit:
        return [text]
    marks = QUOTE_GOES_ON + QUOTE_CONTINUED if "「" in text else ""
    parts = _fill(text, limit - measure(_number(9999, 9999) + marks), measure)
    return [
        _number(place, len(parts)) + part
        for place, part in enumerate(_with_marks(parts, _quotations(text)), start=1)
    ]


def _with_marks(parts: list[str], quotations: list[tuple[int, int]]) -> Iterator[str]:
    end, before = 0, ""
    for part in parts:
        end += len(part)
        is_within = any(opened < end <= closed for opened, closed in quotations)
        yield before + part + (QUOTE_GOES_ON if is_within else "")
        before = QUOTE_CONTINUED if is_within else ""


def _quotations(text: str) -> list[tuple[int, int]]:
    """Return where quotations open and close; a mark without its other one, which somebody may
    have typed, encloses nothing."""
    opened: list[int] = []
    found = []
    for mark in re.finditer("[「」]", text):
        if mark[0] == "「":
            opened.append(mark.start())
        elif opened:
            found.append((opened.pop(), mark.start()))
    return found


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
