"""Small Chinese numbers as people write them in questions: 十二, 两, 一千, 5, 1.5."""

from __future__ import annotations

import re
from itertools import pairwise

from kpi_adapter.time_words.words import DIGITS, number

# Longer ones name no number; and of a thousand signs in a row every one would be a beginning.
NUMBER = r"(?:(?<!\d)\d{1,15}(?:\.\d{1,15})?|[〇零一二两三四五六七八九十百千]{1,15})"


def is_vague(text: str) -> bool:
    """两三, 三四十: one or the other, and neither twenty-three nor forty."""
    digits = [DIGITS.get(sign) for sign in text]
    return any(
        one is not None and other is not None and 0 < one == other - 1
        for one, other in pairwise(digits)
    )


def read_number(text: str) -> float:
    """Read what `NUMBER` matched. Raises ValueError for anything else."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    return float(number(text))
