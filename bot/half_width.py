"""The width in which what people write is read.

On a Chinese keyboard digits, letters and marks come in two widths, and a phone chooses either.
Every pattern that reads a message is written for the narrow one.
"""

from __future__ import annotations

import unicodedata


def half_width(text: str) -> str:
    """Return `text` with half-width digits, letters and marks: １２，ＯＫ？ is 12,OK? (NFKC)."""
    return unicodedata.normalize("NFKC", text)
