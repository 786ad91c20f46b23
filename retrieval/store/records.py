"""What a document and a unit are in the store, and the rows they are kept in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Row

from retrieval.documents.changes import Change
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.structure import Unit, UnitKind
from retrieval.store.corrections import Field, applied
from retrieval.store.reading import aware
from retrieval.store.tables import documents


@dataclass(frozen=True, slots=True)
class StoredUnit:
    """A unit with its number in the store, by which indexes name it."""

    id: int
    document_id: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One row of documents, without the original bytes."""

    id: str
    source: str
    content_hash: str
    revision: str
    media_type: str
    text: str
    metadata: DocumentMetadata
    ingested_at: datetime


RECORD = select(*(column for column in documents.c if column is not documents.c.original))


def record_values(record: DocumentRecord) -> dict[str, object]:
    return {
        "id": record.id,
        "source": record.source,
        "content_hash": record.content_hash,
        "revision": record.revision,
        "media_type": record.media_type,
        "text": record.text,
        # What others do to it is theirs to state and is joined on reading.
        "metadata": record.metadata.model_dump_json(exclude={"changes"}),
        "ingested_at": record.ingested_at,
    }


def record_of(
    row: Row[tuple[object, ...]],
    changes: tuple[Change, ...],
    by_hand: Mapping[str, Field] | None,
) -> DocumentRecord:
    stated = applied(DocumentMetadata.model_validate_json(row.metadata), by_hand)
    return DocumentRecord(
        id=row.id,
        source=row.source,
        content_hash=row.content_hash,
        revision=row.revision,
        media_type=row.media_type,
        text=row.text,
        metadata=stated.model_copy(update={"changes": changes}) if changes else stated,
        ingested_at=aware(row.ingested_at),
    )


def unit_values(document_id: str, position: int, unit: Unit) -> dict[str, object]:
    return {
        "document_id": document_id,
        "position": position,
        "kind": unit.kind.value,
        "clause": unit.clause,
        "sentence": unit.sentence,
        "start_offset": unit.start,
        "end_offset": unit.end,
        "text": unit.text,
        "headings": unit.headings,
    }


def unit_of(row: Row[tuple[object, ...]]) -> StoredUnit:
    unit = Unit(
        UnitKind(row.kind),
        row.clause,
        row.sentence,
        row.start_offset,
        row.end_offset,
        row.text,
        row.headings,
    )
    return StoredUnit(row.id, row.document_id, unit)
