"""What a sentence's place in its clause says of it: which year and which matter it goes on about.

到2025年 at the head of a paragraph holds for the sentences after it, as 二、春节: does. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.text_form import normalised

_ASKED = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_SET = re.compile(r"(?<!\d)[到至]((?:19|20)\d{2})年(?!\d{1,2}月)")
# 2023年返还比例：60% is of that year, 2023年1月1日起 of all that follow.
_OPENS_WITH = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．])?((?:19|20)\d{2})年度?(?!\d{1,2}月|[底末以起前后至到])"
)
_LABEL = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）]?[、.．]?|\d+[、.．])?([\u4e00-\u9fa5]{2,10}):"
)


def label_of(sentence: str) -> str:
    """春节 of 二、春节:2月4日至10日放假; nothing where a sentence opens with no label."""
    found = _LABEL.match(normalised(sentence))
    return found[1] if found else ""


def bearing(question: str, clause: Sequence[str], labels: Sequence[str] = ()) -> float:
    """1 where the last of a clause's sentences stands under the year or the label that a question
    names, -1 where it stands under another, else 0.

    `clause` ends in that sentence; `labels` are those of all clauses of the document.
    """
    form = normalised(question)
    if asked := set(_ASKED.findall(form)):
        years = [year for sentence in clause for year in _SET.findall(normalised(sentence))]
        years = [*years, *_OPENS_WITH.findall(normalised(clause[-1]))] if clause else years
        if years:
            return 1.0 if years[-1] in asked else -1.0
    own = label_of(clause[0]) if clause else ""
    if not own or not any(label in form for label in labels):
        return 0.0
    return 1.0 if own in form else -1.0


def year_opened_with(sentence: str) -> str:
    """2023 of 2023年返还比例：60%; nothing where a sentence opens with no year."""
    found = _OPENS_WITH.match(normalised(sentence))
    return found[1] if found else ""
