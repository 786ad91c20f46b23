"""Two searches, one ranking: character scores and vector similarities, scaled and added.

Scores are added rather than ranks: on policy passages reciprocal rank fusion loses to its
better half, while addition wins over both. How much the similarity adds depends on how much of the
question's own wording was found: official words are best found by their characters, everyday ones
by their sense.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from prometheus_client import Counter

from retrieval.embedding.embedder import Vectors
from retrieval.errors import IndexUnavailable
from retrieval.index.lexical import LexicalIndex
from retrieval.index.vectors import Numbers, Scores, VectorIndex
from retrieval.stages import stage

_log = logging.getLogger(__name__)
_without_vectors = Counter(
    "bot_searches_by_words_alone_total", "Searches while the server of the vectors was away"
)

# Scaling by the nearest thousand keeps the similarity's scale steady from question to question.
_DEPTH = 1_000
# The similarity's weight beside character scores of 0-1, when all the wording is found. On policy
# passages and statutes a weight that grows with what is missing serves both; see decision 9.
_SIMILARITY_WEIGHT = 0.34
_LEAST_ATTAINED = 0.1
_CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A unit's number, its fused score (0-2.1) and the similarity in it, unscaled."""

    number: int
    score: float
    similarity: float


@stage("policy_search")
def search(
    question: str,
    query: Vectors,
    vectors: VectorIndex,
    lexical: LexicalIndex,
    *,
    limit: int,
    expansion: str = "",
    among: Numbers | None = None,
) -> list[Found]:
    """Return at most `limit` units, best first, of all or of those `among`; `query` is the
    question's vector.

    `expansion` holds official words for the question's everyday ones; it only helps the
    search by characters, since a sentence embedding is diluted by a list of words.
    """
    if not len(vectors) or (among is not None and not len(among)):
        return []
    asked = f"{question} {expansion}" if expansion else question
    numbers, weights = lexical.scores(asked)
    best = max(float(weights.max(initial=0.0)), 1e-9)
    attained = max(best / lexical.attainable(asked), _LEAST_ATTAINED)
    admitted = slice(None) if among is None else np.isin(numbers, among)
    wanted = max(_CANDIDATES, limit)
    likely = _heaviest(numbers[admitted], weights[admitted], wanted)
    try:
        candidates, similarities, closeness = _by_sense(query, vectors, likely, wanted, among)
    except IndexUnavailable as exc:
        # Words alone find most of it, and how sure an answer must be counts no similarity.
        _log.warning("searched by words alone: %s", exc.what)
        _without_vectors.inc()
        candidates = np.unique(likely)
        similarities = closeness = np.zeros(len(candidates), np.float32)
    bm25 = _looked_up(candidates, numbers, weights)
    fused = bm25 / best + _SIMILARITY_WEIGHT / np.sqrt(attained) * closeness
    order = np.argsort(-fused, kind="stable")[:limit]
    return [Found(int(candidates[i]), float(fused[i]), float(similarities[i])) for i in order]


def _by_sense(
    query: Vectors, vectors: VectorIndex, likely: Numbers, wanted: int, among: Numbers | None
) -> tuple[Numbers, Scores, Scores]:
    """The `likely` units and the `wanted` nearest, of all or of those `among`, in the order of
    their numbers; the similarity of each, and how close that is on the scale of this question
    (0-1)."""
    near, similar = vectors.nearest(query, max(_DEPTH, wanted))
    admitted = near if among is None else near[np.isin(near, among)]
    candidates = np.union1d(admitted[:wanted], likely)
    similarities = np.zeros(len(candidates), np.float32)
    is_near = np.isin(candidates, near)
    similarities[is_near] = _looked_up(candidates[is_near], near, similar)
    # Only what is not known yet: where the vectors are on a server, each costs its way.
    similarities[~is_near] = vectors.similarities(query, candidates[~is_near].tolist())
    floor, ceiling = float(similar.min()), float(similar.max())
    closeness = np.maximum((similarities - floor) / max(ceiling - floor, 1e-9), 0.0)
    return candidates, similarities, closeness


def _heaviest(numbers: Numbers, weights: Scores, limit: int) -> Numbers:
    if len(weights) <= limit:
        return numbers
    return np.asarray(numbers[np.argpartition(-weights, limit)[:limit]], dtype=np.int64)


def _looked_up(candidates: Numbers, numbers: Numbers, weights: Scores) -> npt.NDArray[np.float32]:
    if np.all(numbers[:-1] < numbers[1:]):  # so where documents were only ever added
        return np.asarray(weights[np.searchsorted(numbers, candidates)], dtype=np.float32)
    order = np.argsort(numbers)
    at = np.searchsorted(numbers, candidates, sorter=order)
    return np.asarray(weights[order[at]], dtype=np.float32)
