"""Names and terms written by sound: 太兴 for 泰兴, 产直 for 产值, 同笔 for 同比.

Dictation and phone keyboards pick signs by their sound. Only a question that could not be read
comes here, and only what is no word of its own is put right; whoever answers says what was
read for what. A word that exists (新化 is a county elsewhere) is asked about instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

LONGEST_QUESTION = 60
# A word met this often in running text is one that may have been meant.
COMMON = 5
# 三个月 is no slip of 上个月: a number is what it says.
_A_NUMBER = re.compile(r"[一二两三四五六七八九十]个")
_HAN = re.compile(r"[一-鿿]{2,}")
# Sounds that speakers of the region and fast typists exchange.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
# Terms beside the catalogue's names that questions about figures are made of.
_TERMS = (
    "同比 环比 同期 增速 增幅 增长 占比 比重 排名 完成率 目标 计划 差距 季度 一季度 二季度 三季度",
    "四季度 前三季度 上半年 下半年 趋势 走势 口径 来源 更新 项目 亿元 月份 今年 去年 上个月 以来",
    "累计 序时进度 全市 各区 产业 台账 月报 简报",
)


@dataclass(frozen=True)
class Slip:
    """``wrong`` was written, ``right`` sounds like it."""

    wrong: str
    right: str


@dataclass(frozen=True)
class Restored:
    """``is_sure``: nothing of what was written is a word or another sound."""

    text: str
    slips: tuple[Slip, ...]
    is_sure: bool


class Spelling:
    """Puts right what sounds like one of ``words``."""

    def __init__(self, words: Iterable[str]) -> None:
        terms = (term for line in _TERMS for term in line.split())
        self._words = tuple(
            dict.fromkeys(word for word in (*words, *terms) if _HAN.fullmatch(word))
        )
        self._by_sound: dict[tuple[str, ...], list[str]] = {}

    def restored(self, text: str, read: Sequence[tuple[int, int]] = ()) -> Restored | None:
        """``text`` (normalised) with its slips put right; None where there are none. ``read``
        are the spans that were understood: they are no slips, nor part of one."""
        if len(text) > LONGEST_QUESTION or not _HAN.search(text):
            return None
        plain = str(_simplifying().convert(text))
        slips: list[Slip] = []
        is_sure, position, found = True, 0, plain
        while position < len(found):
            match = next(self._matches(found, position, read), None)
            if match is None:
                position += 1
                continue
            slip, same_sound = match
            known = len(slip.wrong) == 2 and (not same_sound or is_common(slip.wrong))
            is_sure = is_sure and not known
            slips.append(slip)
            found = found[:position] + slip.right + found[position + len(slip.right) :]
            position += len(slip.right)
        return Restored(found, tuple(slips), is_sure) if found != text else None

    def _matches(
        self, text: str, start: int, read: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[Slip, bool]]:
        """Words that sound like what stands at ``start``, the longest first."""
        if not self._by_sound:
            for word in self._words:
                self._by_sound.setdefault(_sound(word), []).append(word)
        longest = max(map(len, self._words))
        for length in range(min(longest, len(text) - start), 1, -1):
            window = text[start : start + length]
            end = start + length
            cuts = any(a < end and start < b and not (start <= a and b <= end) for a, b in read)
            if cuts or (start, end) in read or not _HAN.fullmatch(window):
                continue
            alike = self._by_sound.get(_sound(window), [])
            if window in alike:
                return
            for word in alike:
                is_one = sum(a != b for a, b in zip(window, word, strict=True)) == 1
                if is_one and not (_A_NUMBER.match(window) and word[0] != window[0]):
                    yield Slip(window, word), _syllables(window) == _syllables(word)


def is_common(word: str) -> bool:
    """Whether ``word`` is met in running text as a word of its own."""
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return int(jieba.dt.FREQ.get(word) or 0) > COMMON


def _syllables(text: str) -> list[str]:
    # Its table of phrases is an eighth of what a command would import that asks nothing.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


# Every place of every question is sounded, and questions use the same words again and again.
@lru_cache(maxsize=20_000)
def _sound(text: str) -> tuple[str, ...]:
    sounds: list[str] = []
    for syllable in _syllables(text):
        for one, other in _ALIKE:
            syllable = syllable.replace(one, other)
        sounds.append(syllable)
    return tuple(sounds)


@cache
def _simplifying() -> OpenCC:
    """產值 asks what 产值 asks."""
    from opencc import OpenCC

    return OpenCC("t2s")
