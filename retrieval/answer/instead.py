"""Which sentences a follow-up means that puts something in the place of what was asked: pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from retrieval.search.needs import without_common_words
from retrieval.text_form import normalised, pairs_of

_PARTS = re.compile(r"[,。;:、]")
_MARK = re.compile(
    r"第[一二三四五六七八九十百零\d]+[条款项]|\(?[一二三四五六七八九十\d]{1,3}[)、.]"
)
# 本市创业担保贷款 and 申请创业担保贷款的 are of whoever asks.
_OF_ALL = re.compile("[本我全]市|市区|各类|所有|申请|发放|办理|享受|符合条件|[对的]")
_SHORTEST_SHARED = 4
_SHORTEST_HOLDER = 2


def speaks_of(asked: str, text: str) -> bool:
    """Whether a text, with the titles above it, has words of the matter of a question."""
    return _share_words(without_common_words(normalised(asked)), normalised(text))


def is_of_another(asked: str, text: str) -> bool:
    """Whether a text has, before words that it shares with a question, another holder: 小微企业
    创业担保贷款 where 个人创业担保贷款 was asked of."""
    parts = _PARTS.split(_MARK.sub("", normalised(text)))
    return any(_has_another_holder(normalised(asked), part) for part in parts)


def _has_another_holder(asked: str, part: str) -> bool:
    match = SequenceMatcher(None, asked, part, autojunk=False).find_longest_match()
    ours, theirs = (_OF_ALL.sub("", text) for text in (asked[: match.a], part[: match.b]))
    if match.size < _SHORTEST_SHARED or min(len(ours), len(theirs)) < _SHORTEST_HOLDER:
        return False
    return not _share_words(ours, theirs)


def _share_words(one: str, other: str) -> bool:
    return any(pair in other for pair in pairs_of(one))
