"""The width in which what people write is read.

On a Chinese keyboard digits, letters and marks come in two widths, and a phone chooses either.
Every pattern that reads a message is written for the narrow one.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate


def half_width(text: str) -> str:
    """Return `text` with half-width digits, letters and marks: １２，ＯＫ？ is 12,OK? (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def bare(text: str) -> str:
    """Return the half width of a message without the marks and spaces around what it says."""
    return half_width(text).strip(" \n。.!~")


def as_typed(text: str, part: str) -> str:
    """Return what was typed in `text` where its half width says `part`: what is kept of a message
    is what its sender wrote. `part` itself where it is not found."""
    forms = [half_width(character) for character in text]
    start = "".join(forms).rfind(part)
    if start < 0:
        return part
    ends = list(accumulate(map(len, forms)))
    return text[bisect_right(ends, start) : bisect_left(ends, start + len(part)) + 1]
