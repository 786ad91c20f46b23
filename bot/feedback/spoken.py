"""Reads an opinion said in words, where a channel has no buttons under an answer: pure."""

from __future__ import annotations

import re
from typing import Literal

_USEFUL = re.compile(r"(很|挺|非常|真)?(有用|有帮助|管用)(的|了)?")
_USELESS = re.compile(r"(没|没有|没什么|没啥|毫无|不太有?|不)(用|帮助|管用)(的|了)?|无用|用处不大")
_AROUND = " \t\r\n。！!，,.~～“”\"'"


def verdict_in(text: str) -> Literal["useful", "useless"] | None:
    """Return the verdict when `text` is nothing but one, None for every other message."""
    said = text.strip(_AROUND)
    if _USEFUL.fullmatch(said):
        return "useful"
    if _USELESS.fullmatch(said) and said != "不用":
        return "useless"
    return None
