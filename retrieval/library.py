"""The policy library: documents in, cited sentences and checked answers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Engine

from retrieval.answer import wording
from retrieval.answer.answering import Answering
from retrieval.answer.composing import cite, cite_clause
from retrieval.documents.metadata import Industry
from retrieval.documents.official_document import is_structured
from retrieval.documents.structure import UnitKind
from retrieval.documents.validity import validity_of
from retrieval.embedding import Embedder, open_embedder
from retrieval.errors import RetrievalError
from retrieval.ingestion import parse_file, read_file, source_of
from retrieval.live_index import LiveIndex, embedded_text
from retrieval.results import (
    Citation,
    DocumentSummary,
    Hit,
    IngestOutcome,
    LibraryHealth,
    PolicyAnswer,
    StoredDocument,
    Turn,
)
from retrieval.search.hybrid import search
from retrieval.search.question import understand
from retrieval.store import DocumentRecord, Store, StoredUnit


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """`data_dir` holds what is derived (models, index files). `model` is `embedded`, `hashing`
    (no torch), or a sentence-transformers name or path. `index` names the vector engine."""

    data_dir: Path
    model: str = "embedded"
    index: str = "faiss"


class PolicyLibrary:
    """One library over one database; safe to share between threads and processes.

    Dates are business dates in China, given by the caller: the library has no clock of its
    own but for the time of ingestion.
    """

    def __init__(self, store: Store, embedder: Embedder, live: LiveIndex) -> None:
        self._store = store
        self._embedder = embedder
        self._live = live
        self._answering = Answering(store, embedder, live)

    @classmethod
    def open(cls, settings: LibrarySettings, engine: Engine) -> PolicyLibrary:
        """Open the library, creating its tables where they are missing.

        Loads neither model nor index: both come with their first use. Raises StoreError when
        the database refuses, RetrievalError for an unknown index engine.
        """
        if settings.index != "faiss":
            raise RetrievalError(
                f"不认识的索引引擎 {settings.index!r}", "BOT_RETRIEVAL__INDEX 目前只支持 faiss"
            )
        store = Store(engine)
        store.create()
        embedder = open_embedder(settings.model, settings.data_dir)
        return cls(store, embedder, LiveIndex(store, embedder, settings.data_dir / "index"))

    def ingest(self, path: Path) -> IngestOutcome:
        """Add or update one file. Never raises for a bad file or a full disk: the outcome says
        why, and what was there before stays as it was."""
        try:
            return self._ingested(path)
        except RetrievalError as exc:
            return IngestOutcome(path, "failed", reason=str(exc))

    def remove(self, document_id: str) -> bool:
        """Take a document out everywhere; False when there is none."""
        return self._store.remove(document_id)

    def search(self, question: str, *, on: date, limit: int = 10) -> list[Hit]:
        """Find sentences, best first, in every document whatever its validity on that day."""
        records = self._live.records()
        if not records or limit < 1:
            return []
        asked = understand(question, (), self._industries())
        query = self._embedder.embed_query(asked.search_text)
        with self._live.current() as index:
            found = search(
                asked.search_text,
                query,
                index.vectors,
                index.lexical,
                limit=limit,
                expansion=asked.expansion,
            )
        stored = self._store.units_with([item.number for item in found])
        return [
            _hit(unit, record, item.score, on)
            for item in found
            if (unit := stored.get(item.number)) and (record := records.get(unit.document_id))
        ]

    def recognises(self, question: str) -> bool:
        """Tell whether the question by itself names a policy topic, or asks about a document;
        embeds nothing.

        Lets the caller decide between this library and another source before asking either.
        """
        asked = understand(question, (), self._industries())
        return bool(asked.concepts or asked.facts)

    def answer(self, question: str, *, on: date, previous: Sequence[Turn] = ()) -> PolicyAnswer:
        """Answer from the documents, or refuse with a reason; every quotation is checked."""
        return self._answering.answer(question, on, previous)

    def document(self, document_id: str) -> StoredDocument | None:
        record = self._store.record(document_id)
        if record is None:
            return None
        units = tuple(stored.unit for stored in self._store.units_of(document_id))
        return StoredDocument(
            record.id, record.source, record.media_type, record.text, record.metadata, units
        )

    def original(self, document_id: str) -> bytes | None:
        """The file as it was ingested, byte for byte."""
        return self._store.original(document_id)

    def documents(self) -> list[DocumentSummary]:
        return [_summary(record) for record in self._store.records()]

    def cite(self, document_id: str, address: str, *, on: date) -> Citation | None:
        """Quote a sentence (`三-2#s6`) or a whole clause (`三-2`); None when there is none."""
        record = self._store.record(document_id)
        if record is None:
            return None
        units = [u for u in self._store.units_of(document_id) if u.unit.kind is UnitKind.SENTENCE]
        for stored in units:
            if stored.unit.address == address:
                return cite(record, stored, on)
        clause = [stored.unit for stored in units if stored.unit.clause == address]
        if not clause:
            return None
        return cite_clause(record, address, record.text[clause[0].start : clause[-1].end], on)

    def health(self) -> LibraryHealth:
        """Whether questions can be answered now; tries the database, the model and the index."""
        documents = sentences = 0
        try:
            documents, sentences = self._store.size()
            with self._live.current() as index:
                indexed = len(index.vectors)
        except RetrievalError as exc:
            return LibraryHealth(False, documents, sentences, 0, self._model_name(), str(exc))
        return LibraryHealth(True, documents, sentences, indexed, self._model_name())

    def rebuild_index(self) -> None:
        """Throw the index files away and build them from the stored documents."""
        self._live.rebuild()

    def _industries(self) -> list[Industry]:
        records = self._live.records().values()
        return [industry for record in records for industry in record.metadata.industries]

    def _model_name(self) -> str:
        try:
            return self._embedder.name
        except RetrievalError:
            return "?"

    def _ingested(self, path: Path) -> IngestOutcome:
        file = read_file(path)
        known = self._store.record_of_source(source_of(path))
        known = known or self._store.record_of_content(file.content_hash)
        if known and known.revision == file.revision:
            title, sentences = known.metadata.title.value, self._sentences(known.id)
            return IngestOutcome(path, "unchanged", known.id, None, title, sentences)
        parsed = parse_file(file, known.id if known else self._new_id(file.content_hash))
        texts = [unit.text for unit in parsed.units if unit.kind is UnitKind.SENTENCE]
        # Embedding takes long: it is done before the transaction, never inside.
        vectors = self._embedder.embed_passages([embedded_text(parsed.record, t) for t in texts])
        self._store.save(parsed.record, parsed.content, parsed.units, self._embedder.name, vectors)
        title = parsed.record.metadata.title.value
        note = None if is_structured(parsed.units) else wording.WITHOUT_STRUCTURE
        return IngestOutcome(path, "ingested", parsed.record.id, note, title, len(texts))

    def _new_id(self, content_hash: str) -> str:
        """Named by what it first held, so that the same file has the same id everywhere.

        A document that has changed since keeps that name; a newcomer with its first text gets
        a number after it.
        """
        name = content_hash[:16]
        names = chain([name], (f"{name}-{number}" for number in count(2)))
        return next(free for free in names if self._store.record(free) is None)

    def _sentences(self, document_id: str) -> int:
        units = self._store.units_of(document_id)
        return sum(stored.unit.kind is UnitKind.SENTENCE for stored in units)


def _hit(stored: StoredUnit, record: DocumentRecord, score: float, on: date) -> Hit:
    return Hit(
        document_id=record.id,
        document=record.metadata.title.value or record.source,
        address=stored.unit.address,
        text=stored.unit.text,
        score=score,
        validity=validity_of(record.metadata, on),
    )


def _summary(record: DocumentRecord) -> DocumentSummary:
    metadata = record.metadata
    return DocumentSummary(
        document_id=record.id,
        title=metadata.title.value or record.source,
        issuer=metadata.issuer.value,
        document_number=metadata.document_number.value,
        issued_on=metadata.issued_on.value,
        source=record.source,
        ingested_at=record.ingested_at,
    )
