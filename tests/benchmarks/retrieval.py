"""``make bench-retrieval``: the encoder's speed, the ranking on every set, search at full scale.

Vectors are kept under .data/benchmarks, so that a second run embeds nothing again; the first one
over the statutes (57 684 articles) takes about an hour on two cores.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console
from sqlalchemy import create_engine

from retrieval import LibrarySettings, PolicyLibrary, evaluate_retrieval
from retrieval.embedding import open_embedder
from retrieval.embedding.packaged_weights import Precision, packaged_model_folder

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)
REPOSITORY = Path(__file__).resolve().parents[2]
KEPT = REPOSITORY / ".data" / "benchmarks"
SETS = ("policy_passage", "policy_document", "statute")
QUERIES, PASSAGES = 60, 64
SHOWN = (
    "mrr_at_10", "hit_at_10", "ndcg_at_10", "recall_at_10", "folded_mrr_at_10", "folded_hit_at_10",
    "ms_per_query_p50", "ms_per_query_p95", "unanswerable_auroc", "unanswerable_refused",
)  # fmt: skip


def main() -> None:
    """Measure and print; arguments: the folder with the outside sets, then names of sets."""
    bench = Path(sys.argv[1] if len(sys.argv) > 1 else REPOSITORY.parent / "shared") / "bench"
    names = sys.argv[2:] or SETS
    if not bench.is_dir():
        raise SystemExit(f"no retrieval sets at {bench}")
    _encoders(bench / SETS[0])
    for name in names:
        _ranking(bench / name)
    _one_more_document(bench / SETS[-1])


def _print(what: str, value: object) -> None:
    out.print(f"{what:70} {value}")


def _encoders(folder: Path) -> None:
    """Both precisions of the one model, through sentence-transformers, in the same run."""
    from sentence_transformers import SentenceTransformer

    queries = [row["text"] for row in _rows(folder / "queries.jsonl")[:QUERIES]]
    passages = [row["text"] for row in _rows(folder / "corpus.jsonl")[:PASSAGES]]
    means: dict[Precision, np.ndarray] = {}
    speeds: list[tuple[float, float]] = []
    for precision in (Precision.FLOAT32, Precision.INT8):
        path = packaged_model_folder(KEPT, precision)
        model = SentenceTransformer(str(path), device="cpu", trust_remote_code=True)

        def encode(texts: Sequence[str], prompt: str, model: SentenceTransformer = model) -> object:
            return model.encode(list(texts), prompt_name=prompt, show_progress_bar=False)

        encode(queries[:5], "query")
        one = float(np.median([_seconds(partial(encode, [q], "query")) for q in queries]))
        many = PASSAGES / _seconds(lambda: encode(passages, "passage"))
        means[precision] = np.asarray(encode(passages, "passage"))
        speeds.append((one, many))
        _print(f"sentence-transformers {precision}: milliseconds a query", f"{one * 1000:.1f}")
        _print(f"sentence-transformers {precision}: passages a second", f"{many:.1f}")
    (slow, few), (quick, much) = speeds
    agreement = (means[Precision.FLOAT32] * means[Precision.INT8]).sum(axis=1)
    _print(
        "int8 is quicker, times per query and per passage", f"{slow / quick:.1f} {much / few:.1f}"
    )
    _print("cosine between the two, least", f"{agreement.min():.4f}")


def _ranking(folder: Path) -> None:
    report = evaluate_retrieval(folder, LibrarySettings(KEPT), progress=_progress(folder.name))
    figures = asdict(report)
    for name in SHOWN:
        if figures[name] is not None:
            _print(f"{folder.name}: {name}", figures[name])
    if report.embedded:
        per_thousand = report.index_seconds / report.passages * 1000
        _print(f"{folder.name}: seconds to index 1 000 passages", f"{per_thousand:.1f}")
    memory = psutil.Process().memory_info().rss / 2**20
    _print(f"{folder.name}: memory of this process, MiB", f"{memory:.0f}")


def _one_more_document(folder: Path) -> None:
    """A library of as many sentences as there are statutes takes in one more document.

    With the embedder that needs no network of neurons: what is measured is the index.
    """
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        engine = create_engine(f"sqlite:///{data / 'bot.db'}")
        library = PolicyLibrary.open(LibrarySettings(data, model="hashing"), engine)
        rows = _rows(folder / "corpus.jsonl")
        for at in range(0, len(rows), 500):
            _ingest(library, data / f"{at}.txt", [row["text"] for row in rows[at : at + 500]])
        _print("first index of that library, seconds", f"{_seconds(library.health):.1f}")
        _print("sentences in it", library.health().indexed_sentences)
        _ingest(library, data / "one.txt", ["一、对首次上云的企业给予服务费补助。"])
        _print("one document more: until it is found, seconds", f"{_seconds(library.health):.2f}")


def _ingest(library: PolicyLibrary, path: Path, texts: list[str]) -> None:
    path.write_text(f"关于{path.stem}的通知\n\n" + "\n".join(texts), "utf-8")
    assert library.ingest(path).status == "ingested"


def _progress(name: str) -> Callable[[int, int], None]:
    return lambda done, total: err.print(f"{name}: embedded {done} of {total}")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    # The embedded model is made here if it is not there yet, so that no figure includes it.
    open_embedder("embedded", KEPT).embed_query("")
    main()
