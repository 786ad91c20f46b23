"""The policy library: documents in, cited sentences and checked answers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Engine

from retrieval.answer import wording
from retrieval.answer.answering import Answering
from retrieval.answer.composing import cite, cite_clause
from retrieval.corrections import Field, WithdrawnDocument, applied
from retrieval.documents.changes import Effect
from retrieval.documents.metadata import Industry
from retrieval.documents.official_document import is_structured
from retrieval.documents.structure import UnitKind
from retrieval.documents.validity import validity_of
from retrieval.embedding import Embedder, open_embedder
from retrieval.errors import RetrievalError
from retrieval.index.engine import open_engine
from retrieval.index_upkeep import IndexUpkeep
from retrieval.ingestion import ReadFile, parse_file, read_content, read_file, source_of
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
from retrieval.search.copies import wording_of
from retrieval.search.filters import NO_FILTERS, Filters
from retrieval.search.hybrid import search
from retrieval.search.question import understand
from retrieval.search.spelling import simplified
from retrieval.store import DocumentRecord, Store, StoredUnit
from retrieval.text_form import normalised

# How much more is found than wanted where filters take some out.
_FILTERED = 20
_LEAST_FILTERED = 400
_FOLDED = 3  # so many times the hits asked for are looked up: some are the same sentence again


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """`data_dir` holds what is derived (models, index files). `model` is `embedded`, `hashing`
    (no torch), or a sentence-transformers name or path. `index` is `faiss`, or the address or
    file of a Milvus; `index_token` is what it asks for, `user:password` or a token.
    `model_home` has the embedded model under ``models``; None is `data_dir`, where it is made."""

    data_dir: Path
    model: str = "embedded"
    index: str = "faiss"
    index_token: str = ""
    model_home: Path | None = None


class PolicyLibrary:
    """One library over one database; safe to share between threads and processes.

    Dates are business dates in China, given by the caller: the library has no clock of its
    own but for the time of ingestion.
    """

    def __init__(
        self, store: Store, embedder: Embedder, live: LiveIndex, upkeep: IndexUpkeep
    ) -> None:
        self.upkeep = upkeep
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
        embedder = open_embedder(settings.model, settings.model_home or settings.data_dir)
        vectors = open_engine(settings.index, settings.index_token, embedder.name)
        store = Store(engine)
        store.create()
        folder = settings.data_dir / "index"
        return cls(
            store,
            embedder,
            LiveIndex(store, embedder, folder, vectors),
            IndexUpkeep(store, embedder, vectors, folder),
        )

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

    def ingest_content(self, path: Path, content: bytes) -> IngestOutcome:
        """Like `ingest`, for a file that came some other way; `path` is how it is remembered.

        What was taken out is put back by this: somebody wants it in.
        """
        try:
            return self._ingested_file(read_content(path, content))
        except RetrievalError as exc:
            return IngestOutcome(path, "failed", reason=str(exc))

    def read_again(self, document_id: str) -> IngestOutcome | None:
        """Read a document again from its stored original; None when there is none."""
        record, content = self._store.record(document_id), self._store.original(document_id)
        if record is None or content is None:
            return None
        return self._read_as(document_id, Path(record.source), content)

    def withdraw(self, document_id: str) -> bool:
        """Take a document out everywhere until it is restored; ingesting its file again does
        not bring it back. False when there is none."""
        record = self._store.record(document_id)
        title = (record.metadata.title.value or record.source) if record else ""
        return self._store.withdraw(document_id, title)

    def withdrawn(self) -> list[WithdrawnDocument]:
        """The documents that were taken out, the latest first."""
        return self._store.withdrawn()

    def restore(self, document_id: str) -> IngestOutcome | None:
        """Put a document back under its own id; None when it was not taken out."""
        content = self._store.withdrawn_original(document_id)
        entries = (one for one in self._store.withdrawn() if one.document_id == document_id)
        entry = next(entries, None)
        if entry is None or content is None:
            return None
        if self._store.record(document_id) is not None:
            return IngestOutcome(Path(entry.source), "failed", reason=wording.ID_TAKEN)
        return self._read_as(document_id, Path(entry.source), content)

    def correct(self, document_id: str, values: Mapping[str, Field | None]) -> bool:
        """Put values in the place of what was read (a field without value: it is not stated);
        None shows again what was read. False when there is no such document."""
        return self._store.correct(document_id, values)

    def corrections(self, document_id: str) -> dict[str, Field]:
        """What was corrected by hand about a document, field by field."""
        return self._store.corrections(document_id)

    def _read_as(self, document_id: str, path: Path, content: bytes) -> IngestOutcome:
        try:
            return self._saved(read_content(path, content), document_id)
        except RetrievalError as exc:
            return IngestOutcome(path, "failed", reason=str(exc))

    def search(
        self, question: str, *, on: date, limit: int = 10, filters: Filters = NO_FILTERS
    ) -> list[Hit]:
        """Find sentences, best first, in every document that the filters admit on that day; by
        default in all, whatever their validity. One that several documents hold is found once."""
        records = self._live.records()
        if not records or limit < 1:
            return []
        asked = understand(simplified(question), (), self._industries())
        query = self._embedder.embed_query(asked.search_text)
        with self._live.current() as index:
            found = search(
                asked.official_text,
                query,
                index.vectors,
                index.lexical,
                limit=limit * _FOLDED
                if filters.is_empty
                else max(limit * _FILTERED, _LEAST_FILTERED),
                expansion=asked.expansion,
            )
        stored = self._store.units_with([item.number for item in found])
        hits = [
            _hit(unit, record, item.score, on)
            for item in found
            if (unit := stored.get(item.number))
            and (record := records.get(unit.document_id))
            and filters.admits(record, on)
        ]
        return _folded(hits)[:limit]

    def recognises(self, question: str) -> bool:
        """Tell whether the question by itself names a policy topic, or asks about a document;
        embeds nothing.

        Lets the caller decide between this library and another source before asking either.
        """
        asked = understand(simplified(question), (), self._industries())
        return bool(asked.concepts or asked.facts)

    def questions_in(self, message: str) -> tuple[str, ...]:
        """The questions of a message, in order; the message itself when it asks one thing."""
        return self._answering.questions_in(message)

    def answer(
        self,
        question: str,
        *,
        on: date,
        previous: Sequence[Turn] = (),
        filters: Filters = NO_FILTERS,
    ) -> PolicyAnswer:
        """Answer from the documents the filters admit, or refuse with a reason; every quotation
        is checked. What the question itself says of validity, issuer or day counts too."""
        with self._live.held():
            return self._answering.answer(question, on, previous, filters)

    def confidence(self, question: str) -> float:
        """How sure the library is that it holds something on a question: the highest confidence
        in a sentence found. Comparable between questions; `LEAST_CONFIDENCE` of
        search.confidence is what an answer on no known topic takes."""
        return self._answering.confidence(question)

    def document(self, document_id: str) -> StoredDocument | None:
        record = self._store.record(document_id)
        if record is None:
            return None
        units = tuple(stored.unit for stored in self._store.units_of(document_id))
        return StoredDocument(
            record.id, record.source, record.media_type, record.text, record.metadata, units
        )

    def effects(self, document_id: str) -> list[tuple[Effect, str | None]]:
        """What a document states about others (repeals, amended clauses), each with the id of the
        document it means, None where the library lacks it."""
        return self._store.effects_of(document_id)

    def original(self, document_id: str) -> bytes | None:
        """The file as it was ingested, byte for byte."""
        return self._store.original(document_id)

    def documents(self) -> list[DocumentSummary]:
        return [_summary(record) for record in self._store.records()]

    def cite(self, document_id: str, address: str, *, on: date) -> Citation | None:
        """Quote a sentence (`三-2#s6`) or a whole clause (`三-2`), brackets and digits in either
        width; None when there is none."""
        record = self._store.record(document_id)
        if record is None:
            return None
        units = [u for u in self._store.units_of(document_id) if u.unit.kind is UnitKind.SENTENCE]
        wanted = normalised(address)
        for stored in units:
            if normalised(stored.unit.address) == wanted:
                return cite(record, stored, on)
        clause = [stored.unit for stored in units if normalised(stored.unit.clause) == wanted]
        if not clause:
            return None
        return cite_clause(
            record, clause[0].clause, record.text[clause[0].start : clause[-1].end], on
        )

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
        if self._store.is_withdrawn(source_of(path), file.content_hash):
            return IngestOutcome(path, "unchanged", reason=wording.WITHDRAWN)
        return self._ingested_file(file)

    def _ingested_file(self, file: ReadFile) -> IngestOutcome:
        path = file.path
        known = self._store.record_of_source(source_of(path))
        known = known or self._store.record_of_content(file.content_hash)
        if known and known.revision == file.revision:
            title, sentences = known.metadata.title.value, self._sentences(known.id)
            return IngestOutcome(path, "unchanged", known.id, None, title, sentences)
        return self._saved(file, known.id if known else self._new_id(file.content_hash))

    def _saved(self, file: ReadFile, document_id: str) -> IngestOutcome:
        path = file.path
        parsed = parse_file(file, document_id)
        texts = [unit.text for unit in parsed.units if unit.kind is UnitKind.SENTENCE]
        by_hand = self._store.corrections(document_id)
        shown = replace(parsed.record, metadata=applied(parsed.record.metadata, by_hand))
        # Embedding takes long: it is done before the transaction, never inside.
        vectors = self._embedder.embed_passages([embedded_text(shown, t) for t in texts])
        model = self._embedder.name
        self._store.save(
            parsed.record, parsed.content, parsed.units, model, vectors, parsed.effects
        )
        title = shown.metadata.title.value
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


def _folded(hits: Sequence[Hit]) -> list[Hit]:
    """Every sentence once, with the titles of the other documents that hold it."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        key = wording_of(hit.text) or f"{hit.document_id} {hit.address}"
        first = kept.setdefault(key, hit)
        if first.document_id != hit.document_id and hit.document not in first.also_in:
            kept[key] = replace(first, also_in=(*first.also_in, hit.document))
    return list(kept.values())


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
