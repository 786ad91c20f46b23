"""Texts that tell of rules and are none themselves: 政策解读, 问答, 新闻报道. Pure."""

from __future__ import annotations

import re

from retrieval.text_form import folded

_INTERPRETATION = re.compile(
    "解读|图解|一图(?:读懂|看懂)|一文(?:读懂|看懂)|答记者问|问答|答疑|明白[纸卡]|(?:起草|编制|制定|政策)说明"
)
_NEWS = re.compile(
    r"记者[^。\n]{0,12}(?:获悉|了解到|采访|报道)|[(（](?:通讯员|记者)|本报讯|本报记者|新华社[^。\n]{0,12}电|据[^。\n]{0,10}(?:报道|消息)"
)
_HEAD = 400  # characters


def told_as(title: str, text: str) -> str | None:
    """What kind of telling a text is; None for a document, as far as can be seen."""
    if _INTERPRETATION.search(folded(title)):
        return "政策解读"
    return "新闻报道" if _NEWS.search(folded(text[:_HEAD])) else None
