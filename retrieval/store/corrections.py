"""What somebody corrected by hand about a document, and the documents taken out for a while.

Corrections are kept apart from what was read and meet it when it is read: reading the file again
does not lose them, and taking one back shows again what was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from retrieval.documents.metadata import DateField, DocumentMetadata, TextField
from retrieval.store.reading import aware, in_parts
from retrieval.store.tables import corrections, documents, withdrawn

Field = TextField | DateField

CORRECTABLE_DAYS = (
    "issued_on",
    "published_on",
    "effective_on",
    "valid_until",
    "repealed_on",
    "period_start",
    "period_end",
)
CORRECTABLE_TEXTS = (
    "title",
    "issuer",
    "level",
    "document_number",
    "index_number",
    "topic",
    "region",
    "addressees",
    "basis",
    "stated_validity",
)


@dataclass(frozen=True, slots=True)
class WithdrawnDocument:
    """A document that was taken out and can be put back; `at` is system time."""

    document_id: str
    source: str
    title: str
    at: datetime


def corrections_of(
    connection: Connection, ids: Iterable[str] | None = None
) -> dict[str, dict[str, Field]]:
    """Return document id -> field -> what stands in place of what was read; None: of all."""
    found: dict[str, dict[str, Field]] = {}
    wanted = [None] if ids is None else in_parts(sorted(set(ids)))
    for some in wanted:
        query = select(corrections)
        if some is not None:
            query = query.where(corrections.c.document_id.in_(some))
        for row in connection.execute(query):
            kind = DateField if row.field in CORRECTABLE_DAYS else TextField
            found.setdefault(row.document_id, {})[row.field] = kind.model_validate_json(row.body)
    return found


def applied(read: DocumentMetadata, corrected: Mapping[str, Field] | None) -> DocumentMetadata:
    """Return what was read with the corrections in its place."""
    return read.model_copy(update=dict(corrected)) if corrected else read


def save_correction(
    connection: Connection, document_id: str, field: str, value: Field | None
) -> None:
    """Keep a correction in place of the one before; None takes it back.

    Raises:
        ValueError: there is no such field to correct, or the value is of another kind.
    """
    kind = DateField if field in CORRECTABLE_DAYS else TextField
    if field not in CORRECTABLE_DAYS + CORRECTABLE_TEXTS or not isinstance(value, kind | None):
        raise ValueError(field)
    connection.execute(
        delete(corrections).where(
            corrections.c.document_id == document_id, corrections.c.field == field
        )
    )
    if value is not None:
        connection.execute(
            insert(corrections).values(
                document_id=document_id, field=field, body=value.model_dump_json()
            )
        )


def put_aside(connection: Connection, document_id: str, title: str) -> None:
    """Keep what is needed to put a document back."""
    row = connection.execute(
        select(documents.c.source, documents.c.content_hash, documents.c.original).where(
            documents.c.id == document_id
        )
    ).one()
    connection.execute(delete(withdrawn).where(withdrawn.c.document_id == document_id))
    connection.execute(
        insert(withdrawn).values(
            document_id=document_id,
            source=row.source,
            content_hash=row.content_hash,
            original=row.original,
            title=title,
            at=datetime.now(UTC),
        )
    )


def put_aside_documents(connection: Connection) -> list[WithdrawnDocument]:
    """Return the documents that were taken out, the latest first."""
    query = select(withdrawn.c.document_id, withdrawn.c.source, withdrawn.c.title, withdrawn.c.at)
    return [
        WithdrawnDocument(row.document_id, row.source, row.title, aware(row.at))
        for row in connection.execute(query.order_by(withdrawn.c.at.desc()))
    ]
