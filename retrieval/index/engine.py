"""Which engine holds the vectors: FAISS in each process, or a Milvus that all share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from retrieval.errors import RetrievalError
from retrieval.index.vectors import FaissIndex, Numbers, VectorIndex


class VectorEngine(Protocol):
    """Makes and finds the vector indexes of one model."""

    name: str

    def empty(self, dimension: int) -> VectorIndex:
        """An index that knows no numbers yet."""
        ...

    def load(self, path: Path, dimension: int, numbers: Numbers) -> VectorIndex:
        """The index that was saved at `path` with these numbers; IndexDamaged when it is gone."""
        ...

    def scratch(self, dimension: int) -> AbstractContextManager[VectorIndex]:
        """An index that is gone at the end of its ``with`` block."""
        ...

    def successor(self, dimension: int) -> VectorEngine:
        """An engine for an index to be built beside the one that is searched."""
        ...

    def begun_successor(self) -> VectorEngine:
        """The engine of what `successor` began."""
        ...

    def switch(self) -> None:
        """Let every process search the successor's vectors from now on."""
        ...


class FaissEngine:
    """Each process holds its vectors; they lie beside the rest of the index."""

    name = "faiss"

    def empty(self, dimension: int) -> VectorIndex:
        return FaissIndex(dimension)

    def load(self, path: Path, dimension: int, numbers: Numbers) -> VectorIndex:
        del dimension, numbers  # the file knows them
        return FaissIndex.load(path)

    @contextmanager
    def scratch(self, dimension: int) -> Iterator[VectorIndex]:
        yield FaissIndex(dimension)

    def successor(self, dimension: int) -> VectorEngine:
        del dimension
        return self

    def begun_successor(self) -> VectorEngine:
        return self

    def switch(self) -> None:
        """Nothing to do: the files take each other's place."""


FAISS = FaissEngine()


def open_engine(index: str, token: str, model: str) -> VectorEngine:
    """Return the engine a setting names; reaches no server yet.

    Raises:
        RetrievalError: `index` is neither ``faiss`` nor a Milvus address or file.
    """
    if index == "faiss":
        return FAISS
    if "://" in index or index.endswith(".db"):
        from retrieval.index.milvus import MilvusEngine

        return MilvusEngine(index, token, model)
    raise RetrievalError(
        f"不认识的索引引擎 {index!r}",
        "BOT_RETRIEVAL__INDEX 应为 faiss、Milvus 的地址（http://主机:19530）或 .db 文件名",
    )
