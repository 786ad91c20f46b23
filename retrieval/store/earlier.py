"""Texts of a document whose place a newer version took, put there by hand.

They are quoted by nothing and searched by nothing; they are kept so that one can read what a
document said before, and put it back. What was taken out as a whole has no earlier texts to show.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.engine import Connection

from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.official_document import parse
from retrieval.errors import UnreadableDocument
from retrieval.results import EarlierText, StoredDocument
from retrieval.store.corrections import applied, corrections_of
from retrieval.store.reading import aware
from retrieval.store.tables import documents, earlier

_SHOWN = (
    earlier.c.document_id,
    earlier.c.content_hash,
    earlier.c.source,
    earlier.c.title,
    earlier.c.at,
)


def keep_earlier(connection: Connection, document_id: str, becomes: str) -> None:
    """Keep the text of a document before the content with the hash `becomes` takes its place.

    Raises:
        UnreadableDocument: there is no such document any more.
    """
    row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    if row is None:
        raise UnreadableDocument("这份文件已不在库里，没有换版", "请先恢复它，再上传新版本")
    by_hand = corrections_of(connection, [document_id]).get(document_id)
    stated = applied(DocumentMetadata.model_validate_json(row.metadata), by_hand)
    # A text that comes back is the present one, and no earlier one any more.
    connection.execute(
        delete(earlier).where(
            earlier.c.document_id == document_id,
            earlier.c.content_hash.in_([becomes, row.content_hash]),
        )
    )
    connection.execute(
        insert(earlier).values(
            document_id=document_id,
            content_hash=row.content_hash,
            source=row.source,
            media_type=row.media_type,
            original=row.original,
            text=row.text,
            metadata=stated.model_dump_json(exclude={"changes"}),
            title=stated.title.value or row.source,
            at=datetime.now(UTC),
        )
    )


def delete_earlier(connection: Connection, document_id: str) -> None:
    """Forget every earlier text of a document."""
    connection.execute(delete(earlier).where(earlier.c.document_id == document_id))


class EarlierTexts:
    """Reads them; `reading` gives a connection for one reading."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def of(self, document_id: str) -> list[EarlierText]:
        """Return the texts a document had before, the latest first."""
        query = select(*_SHOWN).where(earlier.c.document_id == document_id)
        with self._reading() as connection:
            return [_shown(row) for row in connection.execute(query.order_by(earlier.c.at.desc()))]

    def of_file(self, source: str, content_hash: str) -> EarlierText | None:
        """Return the earlier text with this content, or else of this file, of a document that
        is here."""
        query = select(*_SHOWN).join(documents, documents.c.id == earlier.c.document_id)
        query = query.order_by(earlier.c.at.desc())
        with self._reading() as connection:
            for condition in (earlier.c.content_hash == content_hash, earlier.c.source == source):
                row = connection.execute(query.where(condition)).first()
                if row is not None:
                    return _shown(row)
        return None

    def document(self, document_id: str, content_hash: str) -> StoredDocument | None:
        """Return an earlier text with its structure, None when there is none."""
        with self._reading() as connection:
            row = connection.execute(_one(document_id, content_hash)).first()
        if row is None:
            return None
        return StoredDocument(
            document_id,
            row.source,
            row.media_type,
            row.text,
            DocumentMetadata.model_validate_json(row.metadata),
            tuple(parse(row.text)),
        )

    def original(self, document_id: str, content_hash: str) -> tuple[str, bytes] | None:
        """Return how the file of an earlier text is remembered, and its bytes."""
        with self._reading() as connection:
            row = connection.execute(_one(document_id, content_hash)).first()
        return None if row is None else (row.source, row.original)


def _one(document_id: str, content_hash: str) -> Select[Any]:
    return select(earlier).where(
        earlier.c.document_id == document_id, earlier.c.content_hash == content_hash
    )


def _shown(row: Any) -> EarlierText:
    return EarlierText(row.document_id, row.content_hash, row.source, row.title, aware(row.at))
