"""Nearest vectors in Milvus, which many processes share.

A collection holds one row a sentence: its number and its vector. Numbers are never given twice
and a number's vector never changes, so processes may add and remove the same rows at the same
time in any order. Each process searches through a view of its own: it sees the numbers it knows,
whatever the others have added or removed meanwhile. An alias names the collection that is
searched; another can be filled beside it and take its place in one step.
"""

from __future__ import annotations

import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np

from retrieval.embedding.embedder import Vectors
from retrieval.errors import IndexDamaged, IndexUnavailable
from retrieval.index.vectors import Numbers, Scores

if TYPE_CHECKING:
    from pymilvus import MilvusClient

R = TypeVar("R")

_NUMBER, _VECTOR = "number", "vector"
_ROWS = 1_000
# A person waits meanwhile, and the words of the library alone answer nearly as well.
_PATIENCE_S = 2.0
_NOT_LOADED = 101  # Milvus' own error code for a collection that is not in memory
_MOST_FOUND = 16_384  # the server's own limit on one search
_NEXT, _PREVIOUS = "_next", "_previous"
NONE = np.zeros(0, np.int64)


class MilvusIndex:
    """A view of a collection, by its name or alias."""

    def __init__(
        self, client: MilvusClient, collection: str, dimension: int, numbers: Numbers = NONE
    ) -> None:
        self._client = client
        self._collection = collection
        self.dimension = dimension
        self._known = np.unique(np.asarray(numbers, dtype=np.int64))

    def add(self, numbers: Numbers, vectors: Vectors) -> None:
        for at in range(0, len(numbers), _ROWS):
            some = numbers[at : at + _ROWS]
            absent = ~np.isin(some, self._present(some))
            rows = [
                {_NUMBER: int(number), _VECTOR: vector}
                for number, vector in zip(
                    some[absent], vectors[at : at + _ROWS][absent].astype(np.float32), strict=True
                )
            ]
            if rows:
                with _translated():
                    self._client.insert(self._collection, rows)
        self._known = np.union1d(self._known, np.asarray(numbers, dtype=np.int64))
        if len(numbers) >= _ROWS:
            self._seal()

    def remove(self, numbers: Numbers) -> None:
        for at in range(0, len(numbers), _ROWS):
            with _translated():
                self._client.delete(self._collection, ids=numbers[at : at + _ROWS].tolist())
        self._known = np.setdiff1d(self._known, numbers)

    def nearest(self, vector: Vectors, limit: int) -> tuple[Numbers, Scores]:
        wanted = min(limit, len(self))
        asked = wanted
        while True:
            numbers, scores = self._search(vector, asked)
            seen = np.isin(numbers, self._known)
            # Rows of others stand between ours: look deeper, unless that was all there is.
            if seen.sum() >= wanted or len(numbers) < asked or asked >= _MOST_FOUND:
                return numbers[seen][:wanted], scores[seen][:wanted]
            asked = min(2 * asked, _MOST_FOUND)

    def similarities(self, vector: Vectors, numbers: Sequence[int]) -> Scores:
        return np.asarray(self.rows(numbers) @ vector, dtype=np.float32)

    def rows(self, numbers: Sequence[int]) -> Vectors:
        """As promised; a row that another process has just removed is zero, so like nothing."""
        found = np.zeros((len(numbers), self.dimension), dtype=np.float32)
        places = {int(number): place for place, number in enumerate(numbers)}
        for row in self._read(np.asarray(numbers, dtype=np.int64), _VECTOR):
            found[places[row[_NUMBER]]] = row[_VECTOR]
        return found

    def numbers(self) -> Numbers:
        with _translated():
            pages = self._client.query_iterator(
                self._collection, filter="", output_fields=[_NUMBER], batch_size=_ROWS
            )
            found: list[int] = []
            while page := pages.next():
                found += [row[_NUMBER] for row in page]
            pages.close()
        return np.asarray(found, dtype=np.int64)

    def copy(self) -> Self:
        return type(self)(self._client, self._collection, self.dimension, self._known)

    def __len__(self) -> int:
        return len(self._known)

    def save(self, path: Path) -> None:
        """Say where the vectors are; they stay there."""
        self._seal()
        path.write_text(json.dumps({"collection": self._collection, "rows": len(self)}), "utf-8")

    def _seal(self) -> None:
        # What a server still collects it searches row by row; what is sealed, many times faster.
        # One that is asked too often refuses, and seals by itself later.
        with suppress(IndexUnavailable), _translated():
            self._client.flush(self._collection)

    def _present(self, numbers: Numbers) -> Numbers:
        return np.asarray([row[_NUMBER] for row in self._read(numbers, _NUMBER)], dtype=np.int64)

    def _read(self, numbers: Numbers, field: str) -> list[dict[str, Any]]:
        if not len(numbers):
            return []
        rows = self._read_from_memory(
            lambda: self._client.query(
                self._collection,
                ids=numbers.tolist(),
                output_fields=[_NUMBER, field],
                timeout=_PATIENCE_S,
            )
        )
        return list(rows)

    def _search(self, vector: Vectors, limit: int) -> tuple[Numbers, Scores]:
        if limit == 0:
            return NONE, np.zeros(0, np.float32)
        (hits,) = self._read_from_memory(
            lambda: self._client.search(
                self._collection,
                data=[vector.astype(np.float32).reshape(-1)],
                limit=limit,
                output_fields=[_NUMBER],
                timeout=_PATIENCE_S,
            )
        )
        numbers = np.asarray([hit[_NUMBER] for hit in hits], dtype=np.int64)
        return numbers, np.asarray([hit["distance"] for hit in hits], dtype=np.float32)

    def _read_from_memory(self, read: Callable[[], R]) -> R:
        from pymilvus.exceptions import MilvusException

        with _translated():
            try:
                return read()
            except MilvusException as exc:
                if exc.code != _NOT_LOADED:
                    raise
                # A server that was started anew does not hold it in memory.
                self._client.load_collection(self._collection)
                return read()


class MilvusEngine:
    """The collections of one model at one Milvus; `uri` is a server's address, or a file's path
    for Milvus Lite, which one process alone can open. `role` ends the alias of an index that is
    not the one searched."""

    name = "milvus"

    def __init__(self, uri: str, token: str, model: str, *, role: str = "") -> None:
        self._uri, self._token, self._model = uri, token, model
        self._alias = "policybot_" + hashlib.sha256(model.encode()).hexdigest()[:12] + role
        self._opened: MilvusClient | None = None

    def empty(self, dimension: int) -> MilvusIndex:
        self._make_sure(dimension)
        return MilvusIndex(self._client, self._alias, dimension)

    def load(self, _path: Path, dimension: int, numbers: Numbers) -> MilvusIndex:
        target = self._target(self._alias)
        if target is None:
            raise IndexDamaged("Milvus 里还没有这个模型的向量")
        self._bring_into_memory(target)
        with _translated():
            (counted,) = self._client.query(target, filter="", output_fields=["count(*)"])
        if counted["count(*)"] < len(numbers):
            raise IndexDamaged(
                "Milvus 里缺少一部分向量", "下次启动会补上；或 bot index build、bot index switch"
            )
        return MilvusIndex(self._client, self._alias, dimension, numbers)

    @contextmanager
    def scratch(self, dimension: int) -> Iterator[MilvusIndex]:
        collection = self._made(dimension)
        try:
            yield MilvusIndex(self._client, collection, dimension)
        finally:
            self._drop(collection)

    def successor(self, dimension: int) -> MilvusEngine:
        """An engine over a new, empty collection; one begun before is thrown away."""
        following = self.begun_successor()
        following._forget()
        following._make_sure(dimension)
        return following

    def begun_successor(self) -> MilvusEngine:
        following = MilvusEngine(self._uri, self._token, self._model, role=_NEXT)
        following._opened = self._client
        return following

    def switch(self) -> None:
        """Search the successor's collection from now on; the one before stays until the next."""
        new, old = self._target(self._alias + _NEXT), self._target(self._alias)
        if new is None:
            raise IndexDamaged("没有建好的新索引", "先运行 bot index build")
        previous = self._target(self._alias + _PREVIOUS)
        with _translated():
            self._point(self._alias, new)
            self._client.drop_alias(self._alias + _NEXT)
            if old is not None:
                self._point(self._alias + _PREVIOUS, old)
            if previous is not None:
                self._client.drop_collection(previous)

    @property
    def _client(self) -> MilvusClient:
        if self._opened is None:
            try:
                from pymilvus import MilvusClient
            except ImportError as exc:
                raise IndexUnavailable(
                    "没有安装 Milvus 的客户端", "安装 policybot[milvus]，或改用 faiss"
                ) from exc
            if "://" not in self._uri:
                Path(self._uri).parent.mkdir(parents=True, exist_ok=True)
            # It logs what it raises, with its traceback; Milvus Lite logs what it lacks.
            for name in ("pymilvus", "grpc"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
            with _translated():
                self._opened = MilvusClient(self._uri, token=self._token)
        return self._opened

    def _target(self, alias: str) -> str | None:
        with _translated():
            for collection in self._client.list_collections():
                if alias in self._client.list_aliases(collection)["aliases"]:
                    return str(collection)
        return None

    def _bring_into_memory(self, collection: str) -> None:
        # A new one is; one of before a restart of the server need not be.
        with _translated():
            self._client.load_collection(collection)

    def _point(self, alias: str, collection: str) -> None:
        if self._target(alias) is None:
            self._client.create_alias(collection, alias)
        else:
            self._client.alter_alias(collection, alias)

    def _make_sure(self, dimension: int) -> None:
        target = self._target(self._alias)
        if target is not None:
            self._bring_into_memory(target)
            return
        collection = self._made(dimension)
        try:
            with _translated():
                self._client.create_alias(collection, self._alias)
        except IndexUnavailable:
            # Another process was quicker: its collection is the one.
            self._drop(collection)
            if self._target(self._alias) is None:
                raise

    def _forget(self) -> None:
        target = self._target(self._alias)
        if target is not None:
            with _translated():
                self._client.drop_alias(self._alias)
                self._client.drop_collection(target)

    def _drop(self, collection: str) -> None:
        with _translated():
            self._client.drop_collection(collection)

    def _made(self, dimension: int) -> str:
        from pymilvus import DataType

        collection = f"policybot_{uuid.uuid4().hex}"
        with _translated():
            schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field(_NUMBER, DataType.INT64, is_primary=True)
            schema.add_field(_VECTOR, DataType.FLOAT_VECTOR, dim=dimension)
            index = self._client.prepare_index_params()
            # Exact, as FAISS here is: the figures of retrieval are the same.
            index.add_index(_VECTOR, index_type="FLAT", metric_type="IP")
            self._client.create_collection(
                collection, schema=schema, index_params=index, consistency_level="Strong"
            )
        return collection


@contextmanager
def _translated() -> Iterator[None]:
    from grpc import RpcError
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except (MilvusException, RpcError) as exc:
        # A call that took too long comes through the client untranslated.
        why = exc.message if isinstance(exc, MilvusException) else "没有按时回答"
        raise IndexUnavailable(
            f"Milvus 不可用：{why}", "检查 BOT_RETRIEVAL__INDEX 的地址与服务"
        ) from exc
