"""Two searches, one ranking: character scores and vector similarities, scaled and added.

Scores are added rather than ranks: on policy passages reciprocal rank fusion loses to its
better half, while addition wins over both. How much the similarity adds depends on how much of the
question's own wording was found: official words are best found by their characters, everyday ones
by their sense.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.embedding.embedder import Vectors
from retrieval.index.lexical import LexicalIndex
from retrieval.index.vectors import Numbers, Scores, VectorIndex
from retrieval.stages import stage

# Scaling by the nearest thousand keeps the similarity's scale steady from question to question.
_DEPTH = 1_000
# The similarity's weight beside character scores of 0-1, when all the wording is found. On policy
# passages and statutes a weight that grows with what is missing serves both; see decision 9.
_SIMILARITY_WEIGHT = 0.34
_LEAST_ATTAINED = 0.1
_CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A unit's number, its fused score (0-2.1) and the two it was made of, unscaled."""

    number: int
    score: float
    similarity: float
    bm25: float


@stage("policy_search")
def search(
    question: str,
    query: Vectors,
    vectors: VectorIndex,
    lexical: LexicalIndex,
    *,
    limit: int,
    expansion: str = "",
    also: Collection[int] = (),
) -> list[Found]:
    """Return the best `limit` units and those of `also`, best first; `query` is the question's
    vector.

    `expansion` holds official words for the question's everyday ones; it only helps the
    search by characters, since a sentence embedding is diluted by a list of words.
    """
    if not len(vectors):
        return []
    near, similar = vectors.nearest(query, max(_DEPTH, limit))
    floor, ceiling = float(similar.min()), float(similar.max())
    asked = f"{question} {expansion}" if expansion else question
    numbers, weights = lexical.scores(asked)
    best = max(float(weights.max(initial=0.0)), 1e-9)
    attained = max(best / max(lexical.attainable(asked), 1e-9), _LEAST_ATTAINED)
    candidates = _candidates(near, numbers, weights, max(_CANDIDATES, limit))
    wanted = np.intersect1d(np.fromiter(also, dtype=np.int64), numbers)
    candidates = np.union1d(candidates, wanted)
    similarities = vectors.similarities(query, candidates.tolist())
    bm25 = _looked_up(candidates, numbers, weights)
    closeness = np.maximum((similarities - floor) / max(ceiling - floor, 1e-9), 0.0)
    fused = bm25 / best + _SIMILARITY_WEIGHT / np.sqrt(attained) * closeness
    order = np.argsort(-fused, kind="stable")
    is_kept = np.isin(candidates[order], wanted)
    is_kept[:limit] = True
    order = order[is_kept]
    return [
        Found(int(candidates[i]), float(fused[i]), float(similarities[i]), float(bm25[i]))
        for i in order
    ]


def _candidates(near: Numbers, numbers: Numbers, weights: Scores, limit: int) -> Numbers:
    best = numbers
    if len(weights) > limit:
        best = numbers[np.argpartition(-weights, limit)[:limit]]
    return np.union1d(near[:limit], best)


def _looked_up(candidates: Numbers, numbers: Numbers, weights: Scores) -> npt.NDArray[np.float32]:
    if np.all(numbers[:-1] < numbers[1:]):  # so where documents were only ever added
        return np.asarray(weights[np.searchsorted(numbers, candidates)], dtype=np.float32)
    order = np.argsort(numbers)
    at = np.searchsorted(numbers, candidates, sorter=order)
    return np.asarray(weights[order[at]], dtype=np.float32)
