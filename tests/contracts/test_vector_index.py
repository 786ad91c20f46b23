"""One contract, kept by FAISS and by Milvus: Milvus Lite in the process, and as a server."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding.embedder import Vectors
from retrieval.errors import IndexDamaged
from retrieval.index.engine import FAISS, VectorEngine, open_engine
from retrieval.index.vectors import Numbers
from tests.milvus_server import milvus_server

DIMENSION = 16


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
    with milvus_server(tmp_path_factory.mktemp("milvus")) as running:
        yield running.address


@pytest.fixture(params=["faiss", "milvus", "milvus server"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> VectorEngine:
    if request.param == "faiss":
        return FAISS
    if request.param == "milvus server":
        # One server for all tests: each has a model, and so collections, of its own.
        return open_engine(request.getfixturevalue("server"), "", str(tmp_path))
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
    return open_engine(str(tmp_path / "milvus.db"), "", "model")


def some(count: int, seed: int = 1) -> Vectors:
    made = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def numbered(*numbers: int) -> Numbers:
    return np.asarray(numbers, dtype=np.int64)


def test_the_nearest_come_first_with_their_inner_product(engine: VectorEngine) -> None:
    index, vectors = engine.empty(DIMENSION), some(50)
    index.add(np.arange(50, dtype=np.int64) + 100, vectors)
    query = some(1, seed=2)[0]
    numbers, scores = index.nearest(query, 10)
    wanted = np.argsort(-(vectors @ query))[:10]
    assert numbers.tolist() == (wanted + 100).tolist()
    assert scores == pytest.approx((vectors @ query)[wanted], abs=2e-3)
    assert index.dimension == DIMENSION


def test_no_more_are_found_than_there_are(engine: VectorEngine) -> None:
    index = engine.empty(DIMENSION)
    assert index.nearest(some(1)[0], 5)[0].tolist() == []
    index.add(numbered(1, 2), some(2))
    assert len(index.nearest(some(1)[0], 5)[0]) == len(index) == 2


def test_similarities_come_in_the_order_asked_for(engine: VectorEngine) -> None:
    index, vectors = engine.empty(DIMENSION), some(3)
    index.add(numbered(7, 8, 9), vectors)
    query = some(1, seed=2)[0]
    assert index.similarities(query, [9, 7]) == pytest.approx(
        [vectors[2] @ query, vectors[0] @ query], abs=2e-3
    )
    assert index.rows([8])[0] == pytest.approx(vectors[1], abs=2e-3)
    assert index.similarities(query, []).tolist() == []


def test_what_is_removed_is_found_no_more(engine: VectorEngine) -> None:
    index = engine.empty(DIMENSION)
    index.add(numbered(1, 2, 3), some(3))
    index.remove(numbered(2, 99))
    assert sorted(index.nearest(some(1)[0], 5)[0].tolist()) == [1, 3]
    assert sorted(index.numbers().tolist()) == [1, 3]
    assert len(index) == 2


def test_what_is_added_to_a_copy_is_not_found_through_the_first(engine: VectorEngine) -> None:
    first = engine.empty(DIMENSION)
    first.add(numbered(1), some(1))
    second = first.copy()
    second.add(numbered(2), some(1, seed=3))
    assert first.nearest(some(1)[0], 5)[0].tolist() == [1]
    assert sorted(second.nearest(some(1)[0], 5)[0].tolist()) == [1, 2]


def test_a_saved_index_is_loaded_with_the_same_content(
    engine: VectorEngine, tmp_path: Path
) -> None:
    index, vectors = engine.empty(DIMENSION), some(4)
    index.add(numbered(1, 2, 3, 4), vectors)
    index.save(tmp_path / "vectors")
    loaded = engine.load(tmp_path / "vectors", DIMENSION, numbered(1, 2, 3, 4))
    assert loaded.nearest(vectors[2], 1)[0].tolist() == [3]
    assert len(loaded) == 4


def test_another_process_finds_what_was_kept(tmp_path: Path) -> None:
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed")
    vectors = some(3)
    np.save(tmp_path / "vectors.npy", vectors)
    script = textwrap.dedent("""
        import sys
        import numpy as np
        from pathlib import Path
        from retrieval.index.engine import open_engine
        folder, numbers = Path(sys.argv[1]), np.asarray([1, 2, 3])
        engine = open_engine(str(folder / "milvus.db"), "", "model")
        if sys.argv[2] == "write":
            engine.empty(16).add(numbers, np.load(folder / "vectors.npy"))
        else:
            index = engine.load(folder, 16, numbers)
            print(index.nearest(np.load(folder / "vectors.npy")[1], 1)[0].tolist())
    """)
    for step in ("write", "read"):
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path), step],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[0] == "[2]"


def test_two_clients_of_one_server_see_what_each_of_them_knows(server: str) -> None:
    one, other = (open_engine(server, "", "shared") for _ in range(2))
    first, vectors = one.empty(DIMENSION), some(6)
    first.add(numbered(1, 2, 3), vectors[:3])
    second = other.load(Path(), DIMENSION, numbered(1, 2, 3))
    first.add(numbered(4, 5), vectors[3:5])
    first.remove(numbered(1))
    second.add(numbered(5, 6), vectors[4:])
    assert second.nearest(vectors[5], 1)[0].tolist() == [6]
    assert first.nearest(vectors[4], 1)[0].tolist() == [5]
    assert 6 not in first.nearest(vectors[5], 6)[0].tolist()
    assert sorted(first.numbers().tolist()) == [2, 3, 4, 5, 6]


def test_an_index_that_is_gone_is_damaged(engine: VectorEngine, tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        engine.load(tmp_path / "vectors", DIMENSION, numbered(1))


def test_a_scratch_index_has_nothing_to_do_with_the_others(engine: VectorEngine) -> None:
    index = engine.empty(DIMENSION)
    index.add(numbered(1), some(1))
    with engine.scratch(DIMENSION) as scratch:
        scratch.add(numbered(5), some(1, seed=4))
        assert scratch.nearest(some(1)[0], 3)[0].tolist() == [5]
    assert index.numbers().tolist() == [1]
