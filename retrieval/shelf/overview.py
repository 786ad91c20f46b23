"""What stands on the shelf at a glance: every document's metadata, without its text.

Lists are looked at far more often than documents change, so what was read is kept until the
store's generation moves.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.validity import Validity, validity_of
from retrieval.results import DocumentSummary
from retrieval.store.corrections import applied, corrections_of
from retrieval.store.links import changes_of
from retrieval.store.reading import aware
from retrieval.store.tables import documents

_READ = select(
    documents.c.id, documents.c.source, documents.c.metadata, documents.c.ingested_at
).order_by(documents.c.source)


@dataclass(frozen=True, slots=True)
class StandingDocument:
    """A document in a list: what is stated of it, and its validity on the day asked for."""

    summary: DocumentSummary
    metadata: DocumentMetadata
    validity: Validity


class Overview:
    """Lists documents; safe to share between threads."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        generation: Callable[[], int],
    ) -> None:
        self._reading = reading
        self._generation = generation
        self._known: tuple[int, list[tuple[DocumentSummary, DocumentMetadata]]] = (-1, [])

    def summaries(self) -> list[DocumentSummary]:
        """Return every document, by the name of its file."""
        return [summary for summary, _ in self._documents()]

    def standing(self, on: date) -> list[StandingDocument]:
        """Return every document with its validity on a day, the newest first."""
        found = [
            StandingDocument(summary, stated, validity_of(stated, on))
            for summary, stated in self._documents()
        ]
        return sorted(found, key=lambda one: one.summary.issued_on or date.min, reverse=True)

    def _documents(self) -> list[tuple[DocumentSummary, DocumentMetadata]]:
        # Read before the documents: what changes between the two is read again next time.
        generation = self._generation()
        known, found = self._known
        if known != generation:
            found = self._read()
            self._known = (generation, found)
        return found

    def _read(self) -> list[tuple[DocumentSummary, DocumentMetadata]]:
        with self._reading() as connection:
            rows = connection.execute(_READ).all()
            changes, by_hand = changes_of(connection), corrections_of(connection)
        found = []
        for row in rows:
            read = DocumentMetadata.model_validate_json(row.metadata)
            stated = applied(read, by_hand.get(row.id)).model_copy(
                update={"changes": changes.get(row.id, ())}
            )
            found.append((_summary(row.id, row.source, stated, row.ingested_at), stated))
        return found


def _summary(
    document_id: str, source: str, stated: DocumentMetadata, ingested_at: datetime
) -> DocumentSummary:
    return DocumentSummary(
        document_id=document_id,
        title=stated.title.value or source,
        issuer=stated.issuer.value,
        document_number=stated.document_number.value,
        issued_on=stated.issued_on.value,
        source=source,
        ingested_at=aware(ingested_at),
    )
