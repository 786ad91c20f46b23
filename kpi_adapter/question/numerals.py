"""Small Chinese numbers as people write them in questions: 十二, 两, 一千, 5, 1.5, 1.05千."""

from __future__ import annotations

import re
from itertools import pairwise

from kpi_adapter.time_words.words import DIGITS, number

# Longer ones name no number; and of a thousand signs in a row every one would be a beginning.
# 3千, 1.05千, 3千6百: digits before the thousands belong to them.
_DIGITS = r"(?<![\d.])\d{1,15}(?:\.\d{1,15})?(?:(?:千(?:\d百)?|百)(?:\d十)?)?"
NUMBER = rf"(?:{_DIGITS}|(?<!\d)[〇零一二两三四五六七八九十百千]{{1,15}})"
_PLACED = re.compile(r"(\d+(?:\.\d+)?)([千百十]?)")
_PLACES = {"千": 1000.0, "百": 100.0, "十": 10.0, "": 1.0}


def is_vague(text: str) -> bool:
    """两三, 三四十: one or the other, and neither twenty-three nor forty."""
    digits = [DIGITS.get(sign) for sign in text]
    return any(
        one is not None and other is not None and 0 < one == other - 1
        for one, other in pairwise(digits)
    )


def read_number(text: str) -> float:
    """Read what `NUMBER` matched. Raises ValueError for anything else."""
    if text[:1].isdigit():
        said = (float(digits) * _PLACES[place] for digits, place in _PLACED.findall(text))
        return round(sum(said), 6)
    return float(number(text))


def last_place(text: str) -> float:
    """Of what size the last place said is: 3657.33 is said to hundredths, 1.05千 to tens,
    三千六百 to hundreds."""
    if not text[:1].isdigit():
        return _PLACES.get(text[-1:], 1.0)
    digits, place = _PLACED.findall(text)[-1]
    return _PLACES[place] / 10.0 ** len(digits.partition(".")[2])
