"""The index in memory, kept in step with the store, whoever changed it.

Every process that answers holds one. Before each answer it reads the store's generation (one
number); when that moved, a copy of the index is brought up to date with the documents that
differ and then takes the old one's place. Searches under way keep the index they began with,
and while one thread prepares the new one the others go on with the old: a change never stops
answers. Files on disk may lag a little behind; what they miss, or all of it when they are damaged,
is made up from the store, where the vectors are kept too: nothing is embedded twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from retrieval.documents.structure import UnitKind
from retrieval.embedding.embedder import Embedder, Vectors
from retrieval.errors import IndexDamaged, IndexUnavailable
from retrieval.index.context import contexts_of
from retrieval.index.engine import FAISS, VectorEngine
from retrieval.index.sentences import Entry, SentenceIndex
from retrieval.search.vocabulary import vocabulary
from retrieval.store import DocumentRecord, Store, StoredUnit

_log = logging.getLogger(__name__)
# Writing everything for each new document would cost a large library a second every time.
_UNSAVED_SHARE = 0.05
_DOCUMENTS_AT_ONCE = 64
_UNITS_REMEMBERED = 150_000


@dataclass(frozen=True, slots=True)
class _State:
    """What answers are made from: never changed, only replaced; `units` fills as they are read."""

    index: SentenceIndex
    generation: int = -1
    records: dict[str, DocumentRecord] = field(default_factory=dict)
    units: dict[str, Sequence[StoredUnit]] = field(default_factory=dict)


_HELD: ContextVar[tuple[LiveIndex, _State] | None] = ContextVar("held", default=None)


class LiveIndex:
    """Hands out a current SentenceIndex; safe to share between threads."""

    def __init__(
        self, store: Store, embedder: Embedder, folder: Path, engine: VectorEngine = FAISS
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._folder = folder
        self._engine = engine
        self._refreshing = Lock()
        self._remembering = Lock()
        self._state: _State | None = None
        self._unsaved = 0  # sentences added or removed since the index was last written

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within, this thread sees everything as it was on entry: one answer is made from one
        state of the library, and the store is asked for its generation once."""
        token = _HELD.set((self, self._current()))
        try:
            yield
        finally:
            _HELD.reset(token)

    @contextmanager
    def current(self) -> Iterator[SentenceIndex]:
        """The index as of now; nobody changes it while it is held."""
        yield self._current().index

    def records(self) -> dict[str, DocumentRecord]:
        """The documents of the index, by id."""
        return self._current().records

    def units_of(self, document_id: str) -> Sequence[StoredUnit]:
        """The units of a document of the index, in order; of the last few asked for they are
        remembered, for an answer looks at one document many times."""
        state = self._current()
        known = state.units.get(document_id)
        if known is None:
            known = self._store.units_of(document_id)
            with self._remembering:
                state.units[document_id] = known
                while sum(map(len, state.units.values())) > _UNITS_REMEMBERED:
                    del state.units[next(iter(state.units))]
        return known

    def rebuild(self) -> None:
        """Forget memory and files, and build both from the store."""
        with self._refreshing:
            SentenceIndex.discard(self._folder)
            self._state = None
            self._refresh()

    def save(self) -> None:
        """Bring the files up to the index in memory, however little they lack."""
        with self._refreshing:
            if self._unsaved and self._state is not None:
                self._write(self._state.index)

    def _current(self) -> _State:
        held = _HELD.get()
        if held is not None and held[0] is self:
            return held[1]
        state = self._state
        if state is not None and state.generation == self._store.generation():
            return state
        # Without an index there is nothing to go on with: then everyone waits for the first.
        if self._refreshing.acquire(blocking=state is None):
            try:
                return self._refresh()
            except IndexUnavailable as exc:
                if state is None:
                    raise
                _log.warning("the library answers as it was: %s", exc.what)
                return state
            finally:
                self._refreshing.release()
        return state or self._current()

    def _refresh(self) -> _State:
        """Bring the index up to the store; the caller holds the lock."""
        generation = self._store.generation()
        if self._state is not None and self._state.generation == generation:
            return self._state
        records = {record.id: record for record in self._store.records()}
        wanted = {key: value for key, value in self._store.editions().items() if key in records}
        index = self._loaded(wanted) if self._state is None else self._state.index
        if index.editions != wanted:
            index = self._brought_to(index, wanted, records)
        self._state = _State(index, generation, records)
        self._save(index)
        return self._state

    def _loaded(self, wanted: dict[str, str]) -> SentenceIndex:
        try:
            return SentenceIndex.load(self._folder, written_by(self._embedder), self._engine)
        except IndexDamaged as exc:
            if wanted:
                _log.info("policy index rebuilt from %d documents: %s", len(wanted), exc.what)
            SentenceIndex.discard(self._folder)
            self._unsaved = 1
            return SentenceIndex.empty(self._embedder.dimension, self._engine)

    def _brought_to(
        self, index: SentenceIndex, wanted: dict[str, str], records: dict[str, DocumentRecord]
    ) -> SentenceIndex:
        """A copy of the index that holds the wanted editions and nothing else."""
        changed = index.copy()
        for document_id, edition in index.editions.items():
            if wanted.get(document_id) != edition:
                self._unsaved += len(changed.members[document_id])
                changed.remove(document_id)
        missing = sorted(wanted.keys() - changed.editions.keys())
        for at in range(0, len(missing), _DOCUMENTS_AT_ONCE):
            some = missing[at : at + _DOCUMENTS_AT_ONCE]
            entries = [self._entry(records[key], wanted[key]) for key in some]
            self._unsaved += sum(len(entry.numbers) for entry in entries)
            changed.add(entries)
        return changed

    def _entry(self, record: DocumentRecord, edition: str) -> Entry:
        units = [u for u in self._store.units_of(record.id) if u.unit.kind is UnitKind.SENTENCE]
        vectors = self._store.vectors_of(record, self._embedder.name)
        if vectors is None or len(vectors) != len(units):
            vectors = self._embedded(record, units)
        texts = [searched_text(record, unit) for unit in units]
        in_official_words = vocabulary().in_official_words
        contexts = [in_official_words(one) for one in contexts_of([unit.unit for unit in units])]
        return Entry(record.id, edition, [unit.id for unit in units], texts, contexts, vectors)

    def _embedded(self, record: DocumentRecord, units: list[StoredUnit]) -> Vectors:
        """Vectors for a document that another model embedded."""
        vectors = self._embedder.embed_passages([embedded_text(record, u.unit.text) for u in units])
        self._store.save_vectors(record, self._embedder.name, vectors)
        return vectors

    def _save(self, index: SentenceIndex) -> None:
        if self._unsaved <= _UNSAVED_SHARE * len(index.vectors):
            return
        self._write(index)

    def _write(self, index: SentenceIndex) -> None:
        try:
            index.save(self._folder, written_by(self._embedder))
            self._unsaved = 0
        except OSError as exc:
            # The index in memory is good; only the next start will be slower.
            _log.warning("policy index not saved: %s", exc)


def written_by(embedder: Embedder) -> str:
    """What an index on disk was made with: the model of its vectors, the table of its words."""
    return f"{embedder.name}; words={vocabulary().edition}"


def searched_text(record: DocumentRecord, stored: StoredUnit) -> str:
    """What the index of characters holds of a sentence: its own text under its headings, in the
    words a question is searched in, for documents say 公租房 and 医保 as people do."""
    title = record.metadata.title.value or ""
    said = f"{title}\n{stored.unit.headings}\n{stored.unit.text}"
    return vocabulary().in_official_words(said)


def embedded_text(record: DocumentRecord, text: str) -> str:
    """What the model is given of a sentence: the title says what it is about."""
    title = record.metadata.title.value or ""
    return f"{title}\n{text}"
