"""Where patterns hit a text. Pure."""

from __future__ import annotations

import re

Hit = tuple[int, str]
"""Where a piece of the text stands, and its words."""


def hits(text: str, *patterns: re.Pattern[str]) -> list[Hit]:
    """Every piece of `text` that a pattern matches, pattern by pattern."""
    return [(found.start(), found[0]) for pattern in patterns for found in pattern.finditer(text)]
