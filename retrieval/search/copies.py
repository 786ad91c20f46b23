"""Texts that say the same: what was published twice is shown once, and the other place named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from zlib import crc32

from retrieval.text_form import comparable

# A sentence shorter than this (保障措施) says the same in documents that have nothing in common.
SHORTEST_COPY = 20  # characters
_LONG = 300  # characters: a head or a signature of its own makes no other text of what is longer
_SHINGLE = 8  # characters
_SHARED = 0.9
_ONE_IN = 4  # so many shingles of a text are compared, chosen by their checksum
_COMMON = 60  # shingles in more texts than this tell none apart


def wording_of(text: str) -> str | None:
    """What two copies of a text have in common, whatever their punctuation and spaces; None for
    a text too short to be one."""
    form = comparable(text)
    return form if len(form) >= SHORTEST_COPY else None


def copies(texts: Sequence[str]) -> list[int]:
    """For each text the number of the first one that says the same, often its own.

    Two texts do that have the same wording, or that are long and share nine in ten of their
    shingles both ways: a notice under another head.
    """
    first: list[int] = []
    by_wording: dict[str, int] = {}
    holders: dict[int, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    for number, text in enumerate(texts):
        form = comparable(text)
        same = by_wording.setdefault(form, number)
        if same == number and len(form) >= _LONG:
            shingles = _shingles(form)
            same = _nearly_the_same(shingles, holders, sizes, number)
            if same == number:
                sizes[number] = len(shingles)
                for shingle in shingles:
                    holders[shingle].append(number)
        first.append(first[same] if same < number else number)
    return first


def _nearly_the_same(
    shingles: set[int], holders: dict[int, list[int]], sizes: dict[int, int], number: int
) -> int:
    shared = Counter(
        other
        for shingle in shingles
        if len(holders[shingle]) <= _COMMON
        for other in holders[shingle]
    )
    for other, count in shared.most_common(1):
        if count >= _SHARED * max(len(shingles), sizes[other]):
            return other
    return number


def _shingles(form: str) -> set[int]:
    sums = (crc32(form[at : at + _SHINGLE].encode()) for at in range(len(form) - _SHINGLE + 1))
    return {value for value in sums if value % _ONE_IN == 0}
