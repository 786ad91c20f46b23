"""The policy library: documents in, cited sentences and checked answers out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine

from retrieval.answer.answering import Answering
from retrieval.answer.citing import cite, cite_clause
from retrieval.documents.changes import Effect
from retrieval.documents.metadata import DocumentMetadata, Industry
from retrieval.documents.structure import UnitKind
from retrieval.documents.validity import validity_of
from retrieval.embedding import Embedder, open_embedder
from retrieval.errors import RetrievalError
from retrieval.index.engine import open_engine
from retrieval.index.live_index import LiveIndex
from retrieval.index.upkeep import IndexUpkeep
from retrieval.notices.identifying import Identified, identify
from retrieval.notices.notice import Notice
from retrieval.results import (
    Citation,
    DocumentSummary,
    EarlierText,
    Hit,
    IngestOutcome,
    LibraryHealth,
    PolicyAnswer,
    StoredDocument,
    Turn,
)
from retrieval.search.copies import wording_of
from retrieval.search.dialect import commonly_said
from retrieval.search.expanding import expansion_of
from retrieval.search.filters import NO_FILTERS, Filters
from retrieval.search.hybrid import search
from retrieval.search.question import understand
from retrieval.shelf import wording
from retrieval.shelf.overview import Overview
from retrieval.shelf.shelf import Shelf, Shelves
from retrieval.shelf.shelving import Shelving, WithOutcome
from retrieval.store import Also, DocumentRecord, Store, StoredUnit, nothing_else
from retrieval.store.corrections import Field, WithdrawnDocument
from retrieval.store.earlier import EarlierTexts
from retrieval.text_form import normalised

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
        self._earlier = EarlierTexts(store.reading)
        self._overview = Overview(store.reading, store.generation)
        self._shelves = Shelves(self._overview, live.records, store.generation)
        self._shelving = Shelving(store, embedder)
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
        return self._shelving.path(path)

    def remove(self, document_id: str) -> bool:
        """Take a document out everywhere; False when there is none."""
        return self._store.remove(document_id)

    def ingest_content(
        self, path: Path, content: bytes, also: WithOutcome = nothing_else
    ) -> IngestOutcome:
        """Like `ingest`, for a file that came some other way; `path` is how it is remembered.

        What was taken out is put back by this: somebody wants it in. `also`, here and below, is
        called in the transaction of the change; what it raises takes the change back.
        """
        return self._shelving.content(path, content, also)

    def replace(
        self, document_id: str, path: Path, content: bytes, also: WithOutcome = nothing_else
    ) -> IngestOutcome:
        """Put a new version in the place of a document's text: its id, the links to it and what
        was corrected by hand stay, and what it said is kept as an earlier text."""
        return self._shelving.in_place_of(document_id, path, content, also)

    def put_back(
        self, document_id: str, content_hash: str, also: WithOutcome = nothing_else
    ) -> IngestOutcome | None:
        """Put an earlier text back in its place; None when there is no such text."""
        kept = self._earlier.original(document_id, content_hash)
        if kept is None:
            return None
        return self._shelving.in_place_of(document_id, Path(kept[0]), kept[1], also)

    def earlier(self, document_id: str) -> list[EarlierText]:
        """The texts a document had before, the latest first."""
        return self._earlier.of(document_id)

    def earlier_document(self, document_id: str, content_hash: str) -> StoredDocument | None:
        """An earlier text of a document that is here, None when there is none."""
        if self._store.record(document_id) is None:
            return None
        return self._earlier.document(document_id, content_hash)

    def read_again(
        self, document_id: str, also: WithOutcome = nothing_else
    ) -> IngestOutcome | None:
        """Read a document again from its stored original; None when there is none."""
        record, content = self._store.record(document_id), self._store.original(document_id)
        if record is None or content is None:
            return None
        return self._shelving.under(document_id, Path(record.source), content, also)

    def withdraw(self, document_id: str, also: Also = nothing_else) -> bool:
        """Take a document out everywhere until it is restored; ingesting its file again does
        not bring it back. False when there is none."""
        record = self._store.record(document_id)
        title = (record.metadata.title.value or record.source) if record else ""
        return self._store.withdraw(document_id, title, also)

    def withdrawn(self) -> list[WithdrawnDocument]:
        """The documents that were taken out, the latest first."""
        return self._store.withdrawn()

    def restore(self, document_id: str, also: WithOutcome = nothing_else) -> IngestOutcome | None:
        """Put a document back under its own id; None when it was not taken out."""
        content = self._store.withdrawn_original(document_id)
        entries = (one for one in self._store.withdrawn() if one.document_id == document_id)
        entry = next(entries, None)
        if entry is None or content is None:
            return None
        if self._store.record(document_id) is not None:
            return IngestOutcome(Path(entry.source), "failed", reason=wording.ID_TAKEN)
        return self._shelving.under(document_id, Path(entry.source), content, also)

    def correct(
        self,
        document_id: str,
        values: Mapping[str, Field | None],
        also: Callable[[Connection, DocumentMetadata], object] = nothing_else,
    ) -> bool:
        """Put values in the place of what was read (a field without value: it is not stated);
        None shows again what was read. `also` is handed what is stated then. False when there
        is no such document."""
        return self._store.correct(document_id, values, also)

    def corrections(self, document_id: str) -> dict[str, Field]:
        """What was corrected by hand about a document, field by field."""
        return self._store.corrections(document_id)

    def search(
        self, question: str, *, on: date, limit: int = 10, filters: Filters = NO_FILTERS
    ) -> list[Hit]:
        """Find sentences, best first, in every document that the filters admit on that day; by
        default in all, whatever their validity. One that several documents hold is found once."""
        records = self._live.records()
        if not records or limit < 1:
            return []
        asked = understand(commonly_said(question), (), self._industries())
        query = self._embedder.embed_query(asked.search_text)
        if not filters.is_empty:
            records = {key: r for key, r in records.items() if filters.admits(r, on)}
        with self._live.current() as index:
            found = search(
                asked.official_text,
                query,
                index.vectors,
                index.lexical,
                limit=limit * _FOLDED,
                expansion=expansion_of(asked, index.lexical).text,
                among=None if filters.is_empty else index.numbers_of(records),
            )
        stored = self._store.units_with([item.number for item in found])
        hits = [
            _hit(unit, record, item.score, on)
            for item in found
            if (unit := stored.get(item.number)) and (record := records.get(unit.document_id))
        ]
        return _folded(hits)[:limit]

    def clauses(
        self, words: str, *, on: date, limit: int = 10, filters: Filters = NO_FILTERS
    ) -> list[Hit]:
        """Like `search`, but only the sentences that bear on the words, as sure as an answer
        has to be: none where the library holds nothing on them."""
        if limit < 1:
            return []
        with self._live.held():
            among = None if filters.is_empty else self._shelves.admitted(on, filters)
            found = self._answering.clauses(words, among)
        return _folded([_hit(c.stored, c.record, c.score, on) for c in found])[:limit]

    def shelf(self, words: str = "", *, on: date, filters: Filters = NO_FILTERS) -> Shelf:
        """The documents that the filters admit on a day and that have every one of the words
        (parted by spaces) in title, number or issuer, with what they can be narrowed to."""
        return self._shelves.shelf(words, on, filters)

    def recognises(self, question: str) -> bool:
        """Tell whether the question by itself names a policy topic, or asks about a document;
        embeds nothing.

        Lets the caller decide between this library and another source before asking either.
        """
        asked = understand(commonly_said(question), (), self._industries())
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
        """Every document, by the name of its file."""
        return self._overview.summaries()

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

    def identify(self, notice: Notice) -> list[Identified]:
        """Which documents of the library a notice may be, the likeliest first; needs no model."""
        with self._store.reading() as connection:
            return identify(connection, notice)

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
