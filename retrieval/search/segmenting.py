"""Words of a Chinese text, by jieba and its dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any


def words_of(text: str) -> Iterable[str]:
    """Cut a text into words that the dictionary holds, and single characters between them."""
    words: Iterable[str] = _tokenizer().cut(text, HMM=False)
    return words


def is_word(text: str) -> bool:
    """Whether the dictionary holds a word."""
    return bool(_tokenizer().FREQ.get(text))


@cache
def _tokenizer() -> Any:  # whose library has no types
    import jieba

    jieba.setLogLevel(60)  # it announces its dictionary on standard error otherwise
    jieba.initialize()
    return jieba.dt
