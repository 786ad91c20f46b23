"""Puts files on the shelf: a newcomer, another text of a file, a version in place of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from sqlalchemy.engine import Connection

from retrieval.documents.official_document import is_structured
from retrieval.documents.structure import UnitKind
from retrieval.embedding import Embedder
from retrieval.errors import RetrievalError
from retrieval.index.live_index import embedded_text
from retrieval.results import IngestOutcome
from retrieval.shelf import wording
from retrieval.shelf.ingestion import ReadFile, parse_file, read_content, read_file, source_of
from retrieval.store import Store, nothing_else
from retrieval.store.corrections import applied
from retrieval.store.earlier import EarlierTexts

# Is called in the transaction that keeps the document; what it raises takes everything back.
WithOutcome = Callable[[Connection, IngestOutcome], object]


class Shelving:
    """Keeps files as documents; every refusal is an outcome that says why."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder

    def path(self, path: Path) -> IngestOutcome:
        """Add or update one file, unless a document of it was taken out or replaced by hand."""
        try:
            file = read_file(path)
            if self._store.is_withdrawn(source_of(path), file.content_hash):
                return IngestOutcome(path, "unchanged", reason=wording.WITHDRAWN)
            return self._taken_in(file, nothing_else)
        except RetrievalError as exc:
            return IngestOutcome(path, "failed", reason=str(exc))

    def content(
        self, path: Path, content: bytes, also: WithOutcome = nothing_else
    ) -> IngestOutcome:
        """Add or update what came some other way; `path` is how it is remembered."""
        try:
            return self._taken_in(read_content(path, content), also)
        except RetrievalError as exc:
            return IngestOutcome(path, "failed", reason=str(exc))

    def under(
        self, document_id: str, path: Path, content: bytes, also: WithOutcome = nothing_else
    ) -> IngestOutcome:
        """Read a document's own file again, under its own id."""
        try:
            return self._saved(read_content(path, content), document_id, also)
        except RetrievalError as exc:
            return IngestOutcome(path, "failed", reason=str(exc))

    def in_place_of(
        self, document_id: str, path: Path, content: bytes, also: WithOutcome = nothing_else
    ) -> IngestOutcome:
        """Put a new version in the place of a document's text, which is kept as an earlier one."""
        try:
            file = read_content(path, content)
            known = self._store.record_of_content(file.content_hash)
            if known is not None:
                title = known.metadata.title.value
                if known.id == document_id:
                    same = wording.SAME_VERSION
                    return IngestOutcome(path, "unchanged", document_id, same, title)
                taken = wording.another_holds_it(title or known.source)
                return IngestOutcome(path, "failed", reason=taken)
            return self._saved(file, document_id, also, is_version=True)
        except RetrievalError as exc:
            return IngestOutcome(path, "failed", reason=str(exc))

    def _taken_in(self, file: ReadFile, also: WithOutcome) -> IngestOutcome:
        path = file.path
        # Chosen before the look: another process may be taking in the same file at this moment,
        # and what it has kept since is known below, or is kept once more under the same id.
        new_id = self._new_id(file.content_hash)
        known = self._store.record_of_source(source_of(path))
        known = known or self._store.record_of_content(file.content_hash)
        if known and known.revision == file.revision:
            title, sentences = known.metadata.title.value, self._sentences(known.id)
            return IngestOutcome(path, "unchanged", known.id, None, title, sentences)
        if known is not None:
            return self._saved(file, known.id, also)
        earlier = EarlierTexts(self._store.reading).of_file(source_of(path), file.content_hash)
        if earlier is None:
            return self._saved(file, new_id, also)
        if earlier.content_hash == file.content_hash:
            reason = wording.replaced_by_hand(earlier.title)
            return IngestOutcome(path, "unchanged", earlier.document_id, reason, earlier.title)
        # The file has changed since a version was put in its place: it is that document's next.
        return self._saved(file, earlier.document_id, also, is_version=True)

    def _saved(
        self, file: ReadFile, document_id: str, also: WithOutcome, *, is_version: bool = False
    ) -> IngestOutcome:
        parsed = parse_file(file, document_id)
        texts = [unit.text for unit in parsed.units if unit.kind is UnitKind.SENTENCE]
        by_hand = self._store.corrections(document_id)
        shown = replace(parsed.record, metadata=applied(parsed.record.metadata, by_hand))
        # Embedding takes long: it is done before the transaction, never inside.
        vectors = self._embedder.embed_passages([embedded_text(shown, t) for t in texts])
        note = None if is_structured(parsed.units) else wording.WITHOUT_STRUCTURE
        title = shown.metadata.title.value
        outcome = IngestOutcome(file.path, "ingested", document_id, note, title, len(texts))
        self._store.save(
            parsed.record,
            parsed.content,
            parsed.units,
            self._embedder.name,
            vectors,
            parsed.effects,
            is_version=is_version,
            also=lambda connection: also(connection, outcome),
        )
        return outcome

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
