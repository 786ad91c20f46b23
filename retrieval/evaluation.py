"""Measuring the search on a labelled set, with the same parts that answer questions."""

from __future__ import annotations

import hashlib
import json
import math
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.embedding import Embedder, open_embedder
from retrieval.embedding.embedder import Vectors
from retrieval.errors import RetrievalError
from retrieval.index.lexical import LexicalIndex
from retrieval.index.vectors import FaissIndex
from retrieval.library import LibrarySettings
from retrieval.search.hybrid import search

_DEPTH = 10
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Passages (id -> searched text), questions (id -> text), relevance per question."""

    corpus: Mapping[str, str]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """Means over the questions that have a relevant passage; times on this machine.

    `ms_per_query_*` include embedding the question. `index_seconds` is the time to embed and
    index the corpus; `embedded` says how many passages had to be embedded this time (the others
    came from the cache).
    """

    model: str
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


def evaluate_retrieval(
    folder: Path,
    settings: LibrarySettings,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> RetrievalReport:
    """Measure on a folder with corpus.jsonl, queries.jsonl and qrels.tsv.

    Nothing enters the library; vectors of the corpus are cached under the data directory, by
    model and corpus. `progress` is told (passages embedded, passages). Raises RetrievalError
    when the folder is not such a set.
    """
    labelled = read_labelled_set(folder)
    embedder = open_embedder(settings.model, settings.data_dir)
    began = time.perf_counter()
    vectors, embedded = _corpus_vectors(labelled, embedder, settings.data_dir, progress)
    nearest = FaissIndex(embedder.dimension)
    nearest.add(np.arange(len(vectors), dtype=np.int64), vectors)
    lexical = LexicalIndex()
    lexical.add(range(len(labelled.corpus)), list(labelled.corpus.values()))
    index_seconds = time.perf_counter() - began

    ids = list(labelled.corpus)
    rankings: dict[str, list[str]] = {}
    milliseconds: list[float] = []
    for query_id, text in labelled.queries.items():
        started = time.perf_counter()
        found = search(text, embedder.embed_query(text), nearest, lexical, limit=_DEPTH)
        milliseconds.append((time.perf_counter() - started) * 1000)
        rankings[query_id] = [ids[item.number] for item in found]
    scores = _means(labelled, rankings)
    return RetrievalReport(
        model=embedder.name,
        passages=len(ids),
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
        embedded=embedded,
    )


def read_labelled_set(folder: Path) -> LabelledSet:
    """Read the three files; RetrievalError names the one that is missing or malformed."""
    name = "corpus.jsonl"
    try:
        corpus = {row["id"]: _passage(row) for row in _rows(folder / name)}
        name = "queries.jsonl"
        queries = {row["id"]: row["text"] for row in _rows(folder / name)}
        name = "qrels.tsv"
        relevant: dict[str, dict[str, float]] = {}
        for line in (folder / name).read_text("utf-8").splitlines()[1:]:
            query, passage, score = line.split("\t")
            if float(score) > 0:
                relevant.setdefault(query, {})[passage] = float(score)
    except (OSError, ValueError, KeyError) as exc:
        raise RetrievalError(
            f"{folder} 不是可用的评测集: {name} 读取失败 ({exc})",
            "需要 corpus.jsonl、queries.jsonl 和 qrels.tsv",
        ) from exc
    judged = {key: text for key, text in queries.items() if key in relevant}
    if not corpus or not judged:
        raise RetrievalError(f"{folder} 里没有可评测的问题", "请核对 qrels.tsv 的编号")
    return LabelledSet(corpus, judged, relevant)


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _passage(row: dict[str, str]) -> str:
    title = row.get("title", "")
    return f"{title}\n{row['text']}" if title else row["text"]


def _corpus_vectors(
    labelled: LabelledSet,
    embedder: Embedder,
    data_dir: Path,
    progress: Callable[[int, int], None] | None,
) -> tuple[Vectors, int]:
    """The corpus's vectors and how many had to be computed; the cache is written by a rename."""
    texts = list(labelled.corpus.values())
    digest = hashlib.sha256("\0".join([embedder.name, *texts]).encode("utf-8", "surrogatepass"))
    cached = data_dir / "evaluation" / f"{digest.hexdigest()[:24]}.npy"
    if cached.is_file():
        try:
            return np.load(cached, allow_pickle=False), 0
        except (OSError, ValueError):
            cached.unlink(missing_ok=True)
    vectors = np.zeros((len(texts), embedder.dimension), dtype=np.float32)
    # Texts of like length in one batch: padding is what a mixed batch spends its time on.
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        vectors[chunk] = embedder.embed_passages([texts[at] for at in chunk])
        if progress:
            progress(min(start + _CHUNK, len(texts)), len(texts))
    _write_cache(cached, vectors)
    return vectors, len(texts)


def _write_cache(path: Path, vectors: Vectors) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.save(file, vectors)
        Path(name).rename(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _means(labelled: LabelledSet, rankings: Mapping[str, Sequence[str]]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for query, ranking in rankings.items():
        for name, value in _scores(ranking, labelled.relevant[query]).items():
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
