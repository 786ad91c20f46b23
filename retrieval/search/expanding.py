"""The official phrases of the topics a question touches, as far as the library speaks in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.index.lexical import LexicalIndex
from retrieval.search.question import Question

# A phrase that stands nowhere in the library draws up sentences which share its common words.
_HELD = 0.8
_PER_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Expansion:
    """`text` is searched beside the question's own words; `closest` are the numbers of the
    sentences closest to each phrase, held whole or not, in the order of the phrases."""

    text: str
    closest: Sequence[int]


def expansion_of(asked: Question, lexical: LexicalIndex) -> Expansion:
    """The official phrases for what is asked, of which one sentence at least holds most."""
    held: list[str] = []
    closest: dict[int, None] = {}
    for phrase in dict.fromkeys(p for concept in asked.concepts for p in concept.official):
        numbers, scores = lexical.scores(phrase)
        best = numbers[np.argsort(-scores, kind="stable")[:_PER_PHRASE]].tolist()
        closest.update(dict.fromkeys(best))
        share = lexical.holding(phrase)
        if any(share(number, number) >= _HELD for number in best):
            held.append(phrase)
    return Expansion(" ".join(held), list(closest))
