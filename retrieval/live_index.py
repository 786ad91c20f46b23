"""The index in memory, kept in step with the store, whoever changed it.

Every process that answers holds one. Before each use it reads the store's generation (one
number); when that moved, only the documents that differ are taken out or put in, and the
result is written to disk for the next start. Files that are damaged, stale or missing are
rebuilt from the store, where the vectors are kept too: nothing is embedded twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from retrieval.documents.structure import UnitKind
from retrieval.embedding.embedder import Embedder, Vectors
from retrieval.errors import IndexDamaged
from retrieval.index.sentences import SentenceIndex
from retrieval.store import DocumentRecord, Store, StoredUnit

_log = logging.getLogger(__name__)


class LiveIndex:
    """Hands out a current SentenceIndex; safe to share between threads."""

    def __init__(self, store: Store, embedder: Embedder, folder: Path) -> None:
        self._store = store
        self._embedder = embedder
        self._folder = folder
        self._lock = RLock()
        self._index: SentenceIndex | None = None
        self._generation = -1
        self._records: dict[str, DocumentRecord] = {}

    @contextmanager
    def current(self) -> Iterator[SentenceIndex]:
        """The index as of now; nobody changes it while it is held."""
        with self._lock:
            yield self._refreshed()

    def records(self) -> dict[str, DocumentRecord]:
        """The documents of the index, by id."""
        with self._lock:
            self._refreshed()
            return self._records

    def rebuild(self) -> None:
        """Forget memory and files, and build both from the store."""
        with self._lock:
            SentenceIndex.discard(self._folder)
            self._index, self._generation = None, -1
            self._refreshed()

    def _refreshed(self) -> SentenceIndex:
        generation = self._store.generation()
        if self._index is not None and generation == self._generation:
            return self._index
        records = {record.id: record for record in self._store.records()}
        editions = self._store.editions()
        wanted = {key: edition for key, edition in editions.items() if key in records}
        index = self._index if self._index is not None else self._loaded(wanted)
        for document_id, edition in list(index.editions.items()):
            if wanted.get(document_id) != edition:
                index.remove(document_id)
        for document_id in wanted.keys() - index.editions.keys():
            self._add(index, records[document_id], wanted[document_id])
        self._index, self._generation, self._records = index, generation, records
        self._save(index)
        return index

    def _loaded(self, wanted: dict[str, str]) -> SentenceIndex:
        try:
            return SentenceIndex.load(self._folder, self._embedder.name, wanted)
        except IndexDamaged as exc:
            if wanted:
                _log.info("policy index rebuilt from %d documents: %s", len(wanted), exc.what)
            SentenceIndex.discard(self._folder)
            return SentenceIndex.empty(self._embedder.dimension)

    def _add(self, index: SentenceIndex, record: DocumentRecord, edition: str) -> None:
        units = [u for u in self._store.units_of(record.id) if u.unit.kind is UnitKind.SENTENCE]
        vectors = self._store.vectors_of(record, self._embedder.name)
        if vectors is None or len(vectors) != len(units):
            vectors = self._embedded(record, units)
        texts = [searched_text(record, unit) for unit in units]
        index.add(record.id, edition, [unit.id for unit in units], texts, vectors)

    def _embedded(self, record: DocumentRecord, units: list[StoredUnit]) -> Vectors:
        """Vectors for a document that another model embedded."""
        vectors = self._embedder.embed_passages([embedded_text(record, u.unit.text) for u in units])
        self._store.save_vectors(record, self._embedder.name, vectors)
        return vectors

    def _save(self, index: SentenceIndex) -> None:
        try:
            index.save(self._folder, self._embedder.name)
        except OSError as exc:
            # The index in memory is good; only the next start will be slower.
            _log.warning("policy index not saved: %s", exc)


def searched_text(record: DocumentRecord, stored: StoredUnit) -> str:
    """What the index of characters holds of a sentence: its own text under its headings."""
    title = record.metadata.title.value or ""
    return f"{title}\n{stored.unit.headings}\n{stored.unit.text}"


def embedded_text(record: DocumentRecord, text: str) -> str:
    """What the model is given of a sentence: the title says what it is about."""
    title = record.metadata.title.value or ""
    return f"{title}\n{text}"
