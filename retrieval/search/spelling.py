"""Correcting misspelt terms: a window that sounds like a known term but is not one.

Phone input picks characters by sound, so 专经特新 and 融次 are the usual errors. Corrected is
only what is no word itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from retrieval.search.segmenting import is_word

if TYPE_CHECKING:
    from opencc import OpenCC

_SHORT = 2
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Sounds that southern speakers exchange, and those that fast typists do: each exchange by itself,
# for together they make 住 sound like 储.
_SOUTHERN = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("ng", "n"))
_TYPED = (("c", "z"), ("l", "n"), ("ng", "n"))


def simplified(text: str) -> str:
    """The text in simplified characters: 產業基金怎麼申請 asks what 产业基金怎么申请 asks."""
    return str(_converter().convert(text)) if _HAN.search(text) else text


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def corrected(question: str, terms: Iterable[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the question with known terms restored, and the (wrong, right) pairs."""
    changes: list[tuple[str, str]] = []
    for term in sorted(terms, key=len, reverse=True):
        if term in question or not _is_half_there(term, question):
            continue
        for start in range(len(question) - len(term) + 1):
            window = question[start : start + len(term)]
            if _is_misspelling(window, term) and not _crosses_words(question, start, len(term)):
                question = question[:start] + term + question[start + len(term) :]
                changes.append((window, term))
                break
    return question, tuple(changes)


def _is_half_there(term: str, question: str) -> bool:
    """Whether one half of a term stands there as it is: of two, one wrong character spares one.
    Looking at every place of a long question for every term takes a second."""
    middle = len(term) // 2
    return term[:middle] in question or term[middle:] in question


def _is_misspelling(window: str, term: str) -> bool:
    different = [(a, b) for a, b in zip(window, term, strict=True) if a != b]
    if len(different) != 1:
        return False
    wrong, right = different[0]
    if not "\u4e00" <= wrong <= "\u9fff" or not _sound_alike(wrong, right):
        return False
    return len(term) > _SHORT or not is_word(window)


def _crosses_words(question: str, start: int, length: int) -> bool:
    """Whether an end of the window belongs to a neighbour: 融支 in 金融支持."""
    before = question[max(start - 1, 0) : start + 1]
    after = question[start + length - 1 : start + length + 1]
    return any(len(pair) == _SHORT and is_word(pair) for pair in (before, after))


def _sound_alike(one: str, other: str) -> bool:
    return any(_sound(one, alike) == _sound(other, alike) for alike in (_SOUTHERN, _TYPED))


@cache
def _sound(character: str, alike: tuple[tuple[str, str], ...]) -> str:
    # Its table of phrases is an eighth of what a command would import that asks nothing.
    from pypinyin import Style, lazy_pinyin

    sound = str(lazy_pinyin(character, style=Style.NORMAL)[0])
    for this, that in alike:
        sound = re.sub(rf"{this}(?!h)", that, sound)
    return sound
