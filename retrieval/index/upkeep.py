"""Building another index beside the one that is searched, putting it in its place, checking it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.documents.structure import UnitKind
from retrieval.embedding.embedder import Embedder, Vectors
from retrieval.errors import IndexDamaged
from retrieval.index.engine import VectorEngine
from retrieval.index.live_index import LiveIndex, written_by
from retrieval.index.sentences import SentenceIndex
from retrieval.index.vectors import VectorIndex
from retrieval.store import Store

# Vectors are kept in 16 bits by some engines; another sentence's is much further away.
_SAME = 0.995


@dataclass(frozen=True, slots=True)
class IndexReport:
    """The index against the library: counts of sentences.

    `missing` are not in the index, `extra` only there, `changed` there with another vector.
    """

    engine: str
    documents: int
    sentences: int
    indexed: int
    missing: int
    extra: int
    changed: int

    @property
    def is_whole(self) -> bool:
        """Whether the index holds the library and nothing else."""
        return not (self.missing or self.extra or self.changed)


class IndexUpkeep:
    """The index of one library, seen from outside the processes that search it."""

    def __init__(
        self, store: Store, embedder: Embedder, engine: VectorEngine, folder: Path
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._engine = engine
        self._folder = folder
        self._beside = folder.with_name(f"{folder.name}.built")

    def build(self) -> IndexReport:
        """Build another index from the store; what is searched stays as it is."""
        following = self._engine.successor(self._embedder.dimension)
        self._live(following, self._beside).rebuild()
        return self._report(following, self._beside)

    def switch(self) -> IndexReport:
        """Put what `build` made in the searched one's place.

        Raises:
            IndexDamaged: nothing was built, or it is not whole; nothing has changed then.
        """
        following = self._engine.begun_successor()
        if not self._beside.is_dir():
            raise IndexDamaged("没有建好的新索引", "先运行 bot index build")
        self._catch_up(following, self._beside)
        found = self._report(following, self._beside)
        if not found.is_whole:
            raise IndexDamaged("新索引与政策库不一致，没有切换", "重新运行 bot index build")
        self._engine.switch()
        SentenceIndex.move(self._beside, self._folder)
        # What came while the two took each other's place went into the old one.
        self._catch_up(self._engine, self._folder)
        return self.verify()

    def verify(self) -> IndexReport:
        """Compare the searched index with the store, every number and every vector.

        Raises:
            IndexDamaged: there is no index on disk, or its files are damaged.
        """
        return self._report(self._engine, self._folder)

    def _live(self, engine: VectorEngine, folder: Path) -> LiveIndex:
        return LiveIndex(self._store, self._embedder, folder, engine)

    def _catch_up(self, engine: VectorEngine, folder: Path) -> None:
        live = self._live(engine, folder)
        with live.current():
            live.save()

    def _report(self, engine: VectorEngine, folder: Path) -> IndexReport:
        index = SentenceIndex.load(folder, written_by(self._embedder), engine)
        wanted: set[int] = set()
        changed = 0
        records = self._store.records()
        present = set(index.vectors.numbers().tolist())
        for record in records:
            units = self._store.units_of(record.id)
            numbers = [stored.id for stored in units if stored.unit.kind is UnitKind.SENTENCE]
            wanted.update(numbers)
            vectors = self._store.vectors_of(record, self._embedder.name)
            if vectors is not None and len(vectors) == len(numbers):
                changed += _changed(index.vectors, present, numbers, vectors)
        return IndexReport(
            engine.name,
            documents=len(records),
            sentences=len(wanted),
            indexed=len(present),
            missing=len(wanted - present),
            extra=len(present - wanted),
            changed=changed,
        )


def _changed(index: VectorIndex, present: set[int], numbers: list[int], vectors: Vectors) -> int:
    pairs = [(n, v) for n, v in zip(numbers, vectors, strict=True) if n in present]
    if not pairs:
        return 0
    rows = index.rows([number for number, _ in pairs])
    same = np.einsum("ij,ij->i", rows, np.stack([vector for _, vector in pairs]))
    return int((same < _SAME).sum())
