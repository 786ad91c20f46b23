"""Ranking long texts: by their best passage, and by all their words together.

A long text is searched in passages, as a document is in sentences; that its words stand somewhere
in it, however far apart, says as much again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.documents.sentences import sentences
from retrieval.embedding.embedder import Vectors
from retrieval.index.lexical import LexicalIndex
from retrieval.index.vectors import VectorIndex
from retrieval.search.hybrid import Found, search

# A word repeated in a long text is no chance.
WHOLE_TEXT_K1 = 0.9
LONGEST_PASSAGE = 300
_PASSAGE = 250
_PASSAGES_CONSIDERED = 200


def passages_of(text: str) -> list[str]:
    """A text cut at the ends of sentences into passages of about 250 characters."""
    if len(text) <= LONGEST_PASSAGE:
        return [text]
    passages: list[str] = []
    start, end = 0, 0
    for _, sentence_end in sentences(text, 0, len(text)):
        if end > start and sentence_end - start > _PASSAGE:
            passages.append(text[start:end])
            start = end
        end = sentence_end
    return [*passages, text[start:end]]


def search_texts(
    question: str,
    query: Vectors,
    vectors: VectorIndex,
    lexical: LexicalIndex,
    whole: LexicalIndex,
    owners: Sequence[int],
    *,
    limit: int,
) -> tuple[list[int], list[Found]]:
    """Return the numbers of at most `limit` texts, best first, and the passages found.

    `whole` holds the texts under their numbers; `owners` says to which of them a passage belongs.
    """
    found = search(question, query, vectors, lexical, limit=_PASSAGES_CONSIDERED)
    numbers, scores = whole.scores(question)
    total = np.zeros(int(numbers.max(initial=-1)) + 1, np.float32)
    total[numbers] = scores / max(float(scores.max(initial=0.0)), 1e-9)
    seen: set[int] = set()
    for item in found:
        owner = owners[item.number]
        if owner not in seen:
            seen.add(owner)
            total[owner] += item.score
    return np.argsort(-total, kind="stable")[:limit].tolist(), found
