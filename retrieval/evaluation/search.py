"""Measuring the search on a labelled set, with the same parts that answer questions."""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.embedding import Embedder, open_embedder
from retrieval.embedding.embedder import Vectors
from retrieval.evaluation.labelled_set import LabelledSet, read_labelled_set
from retrieval.index.context import context_after
from retrieval.index.engine import open_engine
from retrieval.index.lexical import LexicalIndex
from retrieval.index.vectors import VectorIndex
from retrieval.library import LibrarySettings
from retrieval.search.confidence import Confidence, Whole
from retrieval.search.copies import copies
from retrieval.search.expanding import expansion_of
from retrieval.search.hybrid import Found, search
from retrieval.search.long_texts import WHOLE_TEXT_K1, passages_of, search_texts
from retrieval.search.question import understand
from retrieval.search.vocabulary import vocabulary

_DEPTH = 10
_SEARCHED = 30  # so that ten are left when copies are folded
_CHUNK = 64
_JUDGED_FOR_CONFIDENCE = 40
_WRONGLY_REFUSED = 0.05


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """Means over the questions that have a relevant text; times on this machine.

    `ms_per_query_*` include embedding the question. `index_seconds` is the time to embed and
    index the corpus; `embedded` says how many passages had to be embedded this time (the others
    came from the cache). Where the set has unanswerable questions, `unanswerable_auroc` says how
    well the confidence tells them apart, and `unanswerable_refused` what share of them is refused
    when one in twenty of the others is refused wrongly.
    """

    model: str
    texts: int
    passages: int
    queries: int
    recall_at_1: float
    recall_at_5: float
    recall_at_10: float
    hit_at_10: float
    mrr_at_10: float
    ndcg_at_10: float
    ms_per_query_p50: float
    ms_per_query_p95: float
    index_seconds: float
    embedded: int
    copies: int
    folded_mrr_at_10: float
    folded_hit_at_10: float
    folded_recall_at_10: float
    folded_ndcg_at_10: float
    unanswerable_auroc: float | None
    unanswerable_refused: float | None


def evaluate_retrieval(
    folder: Path,
    settings: LibrarySettings,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> RetrievalReport:
    """Measure on a folder with corpus.jsonl, queries.jsonl, qrels.tsv and perhaps
    unanswerable.jsonl. Long texts are searched in passages.

    Nothing enters the library; vectors of the corpus are cached under the data directory, by
    model and corpus. `progress` is told (passages embedded, passages). Raises RetrievalError
    when the folder is not such a set.
    """
    labelled = read_labelled_set(folder)
    embedder = open_embedder(settings.model, settings.model_home or settings.data_dir)
    engine = open_engine(settings.index, settings.index_token, embedder.name)
    with engine.scratch(embedder.dimension) as nearest:
        return _measured(labelled, embedder, nearest, settings.data_dir, progress)


def _measured(
    labelled: LabelledSet,
    embedder: Embedder,
    nearest: VectorIndex,
    data_dir: Path,
    progress: Callable[[int, int], None] | None,
) -> RetrievalReport:
    began = time.perf_counter()
    collection = _Collection(labelled, embedder, nearest, data_dir, progress)
    index_seconds = time.perf_counter() - began

    rankings: dict[str, list[str]] = {}
    folded: dict[str, list[str]] = {}
    milliseconds: list[float] = []
    sure: list[float] = []
    for query_id, text in labelled.queries.items():
        started = time.perf_counter()
        best, found = collection.search(text)
        milliseconds.append((time.perf_counter() - started) * 1000)
        rankings[query_id] = [collection.ids[number] for number in best]
        folded[query_id] = collection.folded(best)
        if labelled.unanswerable:
            sure.append(collection.confidence(text, found))
    unsure = [collection.confidence(q, collection.search(q)[1]) for q in labelled.unanswerable]
    scores = _means(labelled.relevant, rankings)
    firsts = _means(collection.folded_relevance(labelled), folded)
    return RetrievalReport(
        model=embedder.name,
        texts=len(labelled.corpus),
        passages=len(collection.passages),
        queries=len(rankings),
        recall_at_1=scores["recall@1"],
        recall_at_5=scores["recall@5"],
        recall_at_10=scores["recall@10"],
        hit_at_10=scores["hit@10"],
        mrr_at_10=scores["mrr@10"],
        ndcg_at_10=scores["ndcg@10"],
        ms_per_query_p50=round(float(np.percentile(milliseconds, 50)), 1),
        ms_per_query_p95=round(float(np.percentile(milliseconds, 95)), 1),
        index_seconds=round(index_seconds, 1),
        embedded=collection.embedded,
        copies=len(collection.copies) - len(set(collection.copies)),
        folded_mrr_at_10=firsts["mrr@10"],
        folded_hit_at_10=firsts["hit@10"],
        folded_recall_at_10=firsts["recall@10"],
        folded_ndcg_at_10=firsts["ndcg@10"],
        unanswerable_auroc=auroc(sure, unsure) if unsure else None,
        unanswerable_refused=refused_at_the_bound(sure, unsure) if unsure else None,
    )


class _Collection:
    """The corpus of a set, indexed as the library indexes its documents."""

    def __init__(
        self,
        labelled: LabelledSet,
        embedder: Embedder,
        nearest: VectorIndex,
        data_dir: Path,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._embedder = embedder
        self.ids = list(labelled.corpus)
        self._texts = list(labelled.corpus.values())
        self.passages: list[str] = []
        self._owners: list[int] = []
        contexts: list[str] = []
        # As the library does: texts are searched in the words a question is put in, and after
        # what stands before them. The passages of one text share all its words in any case.
        in_official_words = vocabulary().in_official_words
        for owner, text in enumerate(self._texts):
            context = context_after(text.before)
            for part in passages_of(text.text):
                self.passages.append(f"{text.title}\n{part}" if text.title else part)
                contexts.append(in_official_words(context))
                self._owners.append(owner)
                context = ""
        self._searched = [in_official_words(passage) for passage in self.passages]
        vectors, self.embedded = _vectors(self.passages, embedder, data_dir, progress)
        self._nearest = nearest
        self._nearest.add(np.arange(len(vectors), dtype=np.int64), vectors)
        self.copies = copies([text.text for text in self._texts])
        self._lexical = LexicalIndex()
        self._lexical.add(range(len(self._searched)), self._searched, contexts)
        self._whole = LexicalIndex(WHOLE_TEXT_K1)
        self._is_divided = len(self.passages) > len(self._texts)
        if self._is_divided:
            searched = [in_official_words(text.searched) for text in self._texts]
            self._whole.add(range(len(searched)), searched)

    def search(self, question: str) -> tuple[list[int], list[Found]]:
        """The numbers of the best texts, and the passages found.

        Asked as an answer asks: spelling mended, everyday words put in official ones.
        """
        asked = understand(question, (), ())
        query, words = self._embedder.embed_query(asked.search_text), asked.official_text
        if not self._is_divided:
            found = search(
                words,
                query,
                self._nearest,
                self._lexical,
                limit=_SEARCHED,
                expansion=expansion_of(asked, self._lexical).text,
            )
            return [item.number for item in found], found[:_DEPTH]
        return search_texts(
            words,
            query,
            self._nearest,
            self._lexical,
            self._whole,
            self._owners,
            limit=_SEARCHED,
        )

    def folded(self, best: Sequence[int]) -> list[str]:
        """The ids of a ranking with every text once: the first that says the same."""
        return [self.ids[first] for first in dict.fromkeys(self.copies[number] for number in best)]

    def folded_relevance(self, labelled: LabelledSet) -> dict[str, dict[str, float]]:
        """The marks of a set, each given to the first text that says the same."""
        first = {key: self.ids[copy] for key, copy in zip(self.ids, self.copies, strict=True)}
        result: dict[str, dict[str, float]] = {}
        for query, marks in labelled.relevant.items():
            merged = result.setdefault(query, {})
            for key, gain in marks.items():
                leader = first.get(key, key)
                merged[leader] = max(gain, merged.get(leader, 0.0))
        return result

    def confidence(self, question: str, found: Sequence[Found]) -> float:
        """How sure the search is that the best passage is about the question."""
        asked = understand(question, (), ())
        expansion = expansion_of(asked, self._lexical).text
        judge = Confidence(asked, expansion, found, self._lexical)
        return max(
            (
                judge.of(self._searched[item.number], self._whole_of(item.number))
                for item in found[:_JUDGED_FOR_CONFIDENCE]
            ),
            default=0.0,
        )

    def _whole_of(self, passage: int) -> Whole:
        owner = self._owners[passage]
        text = self._texts[owner]
        first = bisect_left(self._owners, owner)
        return Whole(text.title, text.text, first, bisect_right(self._owners, owner) - 1)


def _vectors(
    passages: Sequence[str],
    embedder: Embedder,
    data_dir: Path,
    progress: Callable[[int, int], None] | None,
) -> tuple[Vectors, int]:
    """The passages' vectors and how many had to be computed; the cache is written by a rename."""
    digest = hashlib.sha256("\0".join([embedder.name, *passages]).encode("utf-8", "surrogatepass"))
    cached = data_dir / "evaluation" / f"{digest.hexdigest()[:24]}.npy"
    if cached.is_file():
        try:
            return np.load(cached, allow_pickle=False), 0
        except (OSError, ValueError):
            cached.unlink(missing_ok=True)
    vectors = np.zeros((len(passages), embedder.dimension), dtype=np.float32)
    # A model that pads its batches spends its time on padding when the lengths are mixed.
    order = sorted(range(len(passages)), key=lambda at: len(passages[at]))
    for start in range(0, len(order), _CHUNK):
        if progress:
            progress(start, len(passages))
        chunk = order[start : start + _CHUNK]
        vectors[chunk] = embedder.embed_passages([passages[at] for at in chunk])
    if progress:
        progress(len(passages), len(passages))
    _write_cache(cached, vectors)
    return vectors, len(passages)


def _write_cache(path: Path, vectors: Vectors) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.save(file, vectors)
        Path(name).rename(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _means(
    relevant: Mapping[str, Mapping[str, float]], rankings: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    totals: dict[str, float] = {}
    for query, ranking in rankings.items():
        for name, value in _scores(ranking, relevant[query]).items():
            totals[name] = totals.get(name, 0.0) + value
    return {name: round(total / len(rankings), 4) for name, total in totals.items()}


def _scores(ranking: Sequence[str], relevant: Mapping[str, float]) -> dict[str, float]:
    gains = [relevant.get(passage, 0.0) for passage in ranking[:_DEPTH]]
    first = next((rank for rank, gain in enumerate(gains, 1) if gain > 0), None)
    ideal = _discounted(sorted(relevant.values(), reverse=True)[:_DEPTH])
    scores = {
        f"recall@{k}": sum(gain > 0 for gain in gains[:k]) / len(relevant) for k in (1, 5, 10)
    }
    scores["hit@10"] = float(first is not None)
    scores["mrr@10"] = 1 / first if first else 0.0
    scores["ndcg@10"] = _discounted(gains) / ideal
    return scores


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def auroc(sure: Sequence[float], unsure: Sequence[float]) -> float:
    """The chance that an answerable question has more confidence than an unanswerable one."""
    below = np.asarray(sure)[:, None] - np.asarray(unsure)[None, :]
    return round(float((below > 0).mean() + (below == 0).mean() / 2), 4)


def refused_at_the_bound(sure: Sequence[float], unsure: Sequence[float]) -> float:
    """The share (0-1) of unanswerable questions below the bound that refuses one answerable
    question in twenty."""
    bound = np.quantile(sure, _WRONGLY_REFUSED)
    return round(float((np.asarray(unsure) < bound).mean()), 4)
