"""The forms of a text in which two spellings of the same words become equal.

Policy texts reach us with full-width, half-width and mixed punctuation, so quotations are
compared after NFKC and without white space, never byte for byte.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SPACE = re.compile(r"\s+")
# NFKC leaves these apart although the same mark is meant.
_SAME = str.maketrans({"—": "-", "–": "-", "－": "-", "‐": "-", "～": "~", "〜": "~", "﹒": "·"})
_NOT_WORD = re.compile(r"[^\w%]+")


def normalised(text: str) -> str:
    """NFKC with white space removed: the form in which quotations are compared."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def comparable(text: str) -> str:
    """Lower case letters, digits and Han characters only: the form that is indexed."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).translate(_SAME)).lower()


def pairs_of(text: str) -> Iterator[str]:
    """The pairs of neighbouring characters of a text: what its words are compared by."""
    return (text[at : at + 2] for at in range(len(text) - 1))


class _Folding(dict[int, int]):
    """Character -> its compatible form where that is one character, filled as texts need it."""

    def __missing__(self, code: int) -> int:
        form = unicodedata.normalize("NFKC", chr(code))
        is_same = len(form) == 1 and "<circle>" not in unicodedata.decomposition(chr(code))
        self[code] = ord(form) if is_same else code
        return self[code]


_FOLDING = _Folding()


def folded(text: str) -> str:
    """NFKC character by character: the length, and so every offset, stays the same.

    What NFKC would lengthen (㈠, …) is left as it is, and so are marks in circles: ① is no 1.
    """
    return text.translate(_FOLDING)
