"""Small Chinese numbers as people write them in questions: 十二, 两, 一千, 5, 1.5."""

from __future__ import annotations

import re
from itertools import pairwise

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
           "七": 7, "八": 8, "九": 9}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMBER = r"(?:\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+)"


def is_vague(text: str) -> bool:
    """两三, 三四十: one or the other, and neither twenty-three nor forty."""
    digits = [_DIGITS.get(sign) for sign in text]
    return any(
        one is not None and other is not None and 0 < one == other - 1
        for one, other in pairwise(digits)
    )


def read_number(text: str) -> float:
    """Read what `NUMBER` matched. Raises ValueError for anything else."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if not text or any(sign not in _DIGITS and sign not in _UNITS for sign in text):
        raise ValueError(f"“{text}”不是数")
    if not any(sign in _UNITS for sign in text):
        return float("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return float(total + digit)
