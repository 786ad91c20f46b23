"""``make bench-million``: building and searching the index from ten thousand to a million passages.

The passages are synthetic: two halves of statute articles put together, and the mean of those
articles' vectors with noise, so that neighbours lie about as close as real ones. What is
measured is the product's own index and search, embedding included.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console

from retrieval.embedding import Embedder, open_embedder
from retrieval.embedding.embedder import Vectors
from retrieval.index.sentences import Entry, SentenceIndex
from retrieval.search.hybrid import search

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
REPOSITORY = Path(__file__).resolve().parents[2]
KEPT = REPOSITORY / ".data" / "benchmarks"
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
EMBEDDED = 4_000  # articles whose vectors the synthetic ones are made of
AT_ONCE = 10_000
NOISE = 0.35  # two sentences of one article are about this far apart
QUESTIONS = 100
SEED = 20191115


def main() -> None:
    """Measure and print; arguments: the folder with the outside sets, then the largest size."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY.parent / "shared"
    largest = int(sys.argv[2]) if len(sys.argv) > 2 else SIZES[-1]
    folder = shared / "bench" / "statute"
    if not folder.is_dir():
        raise SystemExit(f"no statutes at {folder}")
    embedder = open_embedder("embedded", KEPT)
    articles = [row["text"] for row in _rows(folder / "corpus.jsonl")[:EMBEDDED]]
    queries = [row["text"] for row in _rows(folder / "queries.jsonl")[:QUESTIONS]]
    made = _passages(articles, _vectors(embedder, articles))
    index = SentenceIndex.empty(embedder.dimension)
    size, seconds = 0, 0.0
    for wanted in (one for one in SIZES if one <= largest):
        while size < wanted:
            entry = next(made)
            started = time.perf_counter()
            index.add([entry])
            seconds += time.perf_counter() - started
            size += len(entry.numbers)
            err.print(f"{size} passages", end="\r")
        _report(index, size, seconds, embedder, queries)


def _report(
    index: SentenceIndex, size: int, seconds: float, embedder: Embedder, queries: list[str]
) -> None:
    taken = []
    for question in queries:
        started = time.perf_counter()
        vector = embedder.embed_query(question)
        search(question, vector, index.vectors, index.lexical, limit=10)
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    memory = psutil.Process().memory_info().rss / 2**20
    out.print(
        f"{size:>9} passages: built in {seconds:7.1f} s, search p50 {taken[len(taken) // 2]:6.1f}"
        f" ms, p95 {taken[int(len(taken) * 0.95)]:6.1f} ms, process {memory:6.0f} MiB",
        soft_wrap=True,
    )


def _passages(articles: list[str], vectors: Vectors) -> Iterator[Entry]:
    """Yield documents of `AT_ONCE` passages without end, the same in every run."""
    chance = np.random.default_rng(SEED)
    first = 0
    while True:
        pairs = chance.integers(0, len(articles), (AT_ONCE, 2))
        drawn = chance.normal(0, NOISE / np.sqrt(vectors.shape[1]), (AT_ONCE, vectors.shape[1]))
        mixed = vectors[pairs].mean(axis=1) + drawn
        mixed = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
        texts = [articles[a][: len(articles[a]) // 2] + articles[b][-80:] for a, b in pairs]
        yield Entry(
            f"d{first}", "1", list(range(first, first + AT_ONCE)), texts, [""] * AT_ONCE, mixed
        )
        first += AT_ONCE


def _vectors(embedder: Embedder, articles: list[str]) -> Vectors:
    kept = KEPT / f"million-{len(articles)}.npy"
    if not kept.exists():
        err.print(f"embedding {len(articles)} articles, once ...")
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, embedder.embed_passages(articles))
    return np.asarray(np.load(kept), dtype=np.float32)


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
