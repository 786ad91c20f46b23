"""An answer to a question that was asked back: 1, 第二个, 后者, or words of one choice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi_adapter.question.mentions import normalised

_ORDINAL = re.compile(
    r"(?:选|要|就|是|我选|我要|我说的是)?第?(?P<n>[1-9一二三四五六七八九])(?:个|项|种|条|号)?(?:吧|的|呢)?[.。]?"
)
_FORMER = re.compile(r"(?:选|要|是)?(?:前者|前一个|前面那?个|上一个|头一个)(?:吧)?")
_LATTER = re.compile(r"(?:选|要|是)?(?:后者|后一个|后面那?个|最后一个)(?:吧)?")
_AROUND = re.compile(
    r"^(?:我(?:问|说|要|指)的?是?|要|选|就|是|指的是|看|那就)+|(?:里?的|口径|吧|呢|啊|那个|[?。.!])+$"
)
LONGEST_CHOICE = 16
DIGITS = "一二三四五六七八九"


def chosen(text: str, choices: Sequence[str]) -> str | None:
    """The choice meant by ``text``; None when it is another question, or means several."""
    said = normalised(text)
    ordinal = _ORDINAL.fullmatch(said)
    if ordinal is not None:
        number = ordinal["n"]
        index = int(number) if number.isdigit() else DIGITS.index(number) + 1
        return choices[index - 1] if index <= len(choices) else None
    if _FORMER.fullmatch(said) and choices:
        return choices[0]
    if _LATTER.fullmatch(said) and choices:
        return choices[-1]
    words = _AROUND.sub("", said)
    plain = [normalised(choice) for choice in choices]
    if said in plain:
        return choices[plain.index(said)]
    found = [c for c, p in zip(choices, plain, strict=True) if words and words in p]
    return found[0] if len(found) == 1 else None
