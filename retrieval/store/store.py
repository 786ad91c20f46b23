"""What the library keeps: documents with their original bytes, their units, their vectors.

Everything else (the index files) is derived from these and can be thrown away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import numpy as np
from sqlalchemy import ColumnElement, Engine, delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from retrieval.documents.changes import Effect
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.structure import Unit, UnitKind
from retrieval.embedding.embedder import Vectors
from retrieval.errors import StoreError
from retrieval.store.corrections import (
    Field,
    WithdrawnDocument,
    applied,
    corrections_of,
    put_aside,
    put_aside_documents,
    save_correction,
)
from retrieval.store.earlier import delete_earlier, keep_earlier
from retrieval.store.links import changes_of, delete_links, save_links, save_names, stated_effects
from retrieval.store.reading import in_parts
from retrieval.store.records import (
    RECORD,
    DocumentRecord,
    StoredUnit,
    record_of,
    record_values,
    unit_of,
    unit_values,
)
from retrieval.store.tables import (
    documents,
    earlier,
    embeddings,
    generation,
    metadata,
    units,
    withdrawn,
)

# Is called in the transaction of a change; what it raises takes the change back.
Also = Callable[[Connection], object]


def nothing_else(*_given: object) -> None:
    """Do nothing beside a change."""


class Store:
    """Reads and writes the tables; every database error comes out as StoreError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # An engine that takes SQLite's write lock at BEGIN leaves it alone for this option.
        self._reader = engine.execution_options(is_read_only=True)

    def create(self) -> None:
        """Make what is missing; several processes may do so at once."""
        with self._translated(), self._engine.begin() as connection:
            metadata.create_all(connection)
        # Whose row came second finds the first one's.
        with self._translated(), suppress(IntegrityError), self._engine.begin() as connection:
            if connection.execute(select(generation.c.number)).first() is None:
                connection.execute(insert(generation).values(id=1, number=0))

    def generation(self) -> int:
        """A number that grows with every change: one cheap read tells whether to look again."""
        with self.reading() as connection:
            return int(connection.execute(select(generation.c.number)).scalar_one())

    def editions(self) -> dict[str, str]:
        """Return document id -> the name of its last save, for every document with units.

        Two saves of the same text differ: each gives its units numbers of their own, and the
        first of them names it.
        """
        first = func.min(units.c.id).label("first")
        with self.reading() as connection:
            rows = connection.execute(
                select(units.c.document_id, first).group_by(units.c.document_id)
            )
            return {row.document_id: str(row.first) for row in rows}

    def records(self) -> list[DocumentRecord]:
        """Every document with what others have done to it.

        A record can change without a save of its own: by the coming or going of a document
        that repeals or amends it.
        """
        with self.reading() as connection:
            rows = connection.execute(RECORD.order_by(documents.c.source)).all()
            changes, by_hand = changes_of(connection), corrections_of(connection)
            return [record_of(row, changes.get(row.id, ()), by_hand.get(row.id)) for row in rows]

    def effects_of(self, document_id: str) -> list[tuple[Effect, str | None]]:
        """What a document states about others, each with the id of the one it means, if here."""
        with self.reading() as connection:
            return stated_effects(connection, document_id)

    def record(self, document_id: str) -> DocumentRecord | None:
        return self._find(documents.c.id == document_id)

    def record_of_source(self, source: str) -> DocumentRecord | None:
        return self._find(documents.c.source == source)

    def record_of_content(self, content_hash: str) -> DocumentRecord | None:
        return self._find(documents.c.content_hash == content_hash)

    def original(self, document_id: str) -> bytes | None:
        """The bytes as they were ingested."""
        with self.reading() as connection:
            query = select(documents.c.original).where(documents.c.id == document_id)
            return connection.execute(query).scalar_one_or_none()

    def units_of(self, document_id: str) -> list[StoredUnit]:
        with self.reading() as connection:
            query = select(units).where(units.c.document_id == document_id)
            return [unit_of(row) for row in connection.execute(query.order_by(units.c.position))]

    def units_with(self, numbers: Sequence[int]) -> dict[int, StoredUnit]:
        """Return the units that still exist of those numbers."""
        found: dict[int, StoredUnit] = {}
        with self.reading() as connection:
            for some in in_parts(numbers):
                rows = connection.execute(select(units).where(units.c.id.in_(some)))
                found |= {row.id: unit_of(row) for row in rows}
        return found

    def vectors_of(self, record: DocumentRecord, model: str) -> Vectors | None:
        """The stored vectors of a document for a model; None when there are none of this text."""
        query = select(embeddings).where(
            embeddings.c.document_id == record.id,
            embeddings.c.model == model,
            embeddings.c.revision == record.revision,
        )
        with self.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return np.frombuffer(row.vectors, dtype="<f4").reshape(-1, row.dimension)

    def save(
        self,
        record: DocumentRecord,
        original: bytes,
        parsed: Sequence[Unit],
        model: str,
        vectors: Vectors,
        effects: Sequence[Effect] = (),
        *,
        is_version: bool = False,
        also: Also = nothing_else,
    ) -> None:
        """Put a document in, replacing what stood under its id, in one transaction.

        `effects` is what it states about other documents. What a new version (`is_version`)
        takes the place of is kept as an earlier text.

        Raises:
            UnreadableDocument: it is a new version of what is not here any more.
        """
        with self._translated(), self._engine.begin() as connection:
            if is_version:
                keep_earlier(connection, record.id, record.content_hash)
            _delete(connection, record.id)
            connection.execute(insert(documents).values(**record_values(record), original=original))
            rows = [unit_values(record.id, at, unit) for at, unit in enumerate(parsed)]
            if rows:
                connection.execute(insert(units), rows)
            _save_vectors(connection, record, model, vectors)
            by_hand = corrections_of(connection, [record.id]).get(record.id)
            save_links(connection, record.id, applied(record.metadata, by_hand), effects)
            connection.execute(delete(withdrawn).where(withdrawn.c.document_id == record.id))
            _advance(connection)
            also(connection)

    def save_vectors(self, record: DocumentRecord, model: str, vectors: Vectors) -> None:
        """Keep the vectors another model gave to a stored document."""
        with self._translated(), self._engine.begin() as connection:
            connection.execute(
                delete(embeddings).where(
                    embeddings.c.document_id == record.id, embeddings.c.model == model
                )
            )
            _save_vectors(connection, record, model, vectors)

    def remove(self, document_id: str) -> bool:
        with self._translated(), self._engine.begin() as connection:
            removed = _delete(connection, document_id)
            if removed:
                delete_earlier(connection, document_id)
                _advance(connection)
            return removed

    def corrections(self, document_id: str) -> dict[str, Field]:
        """What was corrected by hand about a document, field by field."""
        with self.reading() as connection:
            return corrections_of(connection, [document_id]).get(document_id, {})

    def correct(
        self,
        document_id: str,
        values: Mapping[str, Field | None],
        also: Callable[[Connection, DocumentMetadata], object] = nothing_else,
    ) -> bool:
        """Put values in the place of what was read; None shows again what was read.

        `also` is handed what is stated of the document then. False, and nothing is kept, when
        there is no such document.
        """
        with self._translated(), self._engine.begin() as connection:
            row = connection.execute(RECORD.where(documents.c.id == document_id)).first()
            if row is None:
                return False
            for field, value in values.items():
                save_correction(connection, document_id, field, value)
            by_hand = corrections_of(connection, [document_id]).get(document_id)
            read = DocumentMetadata.model_validate_json(row.metadata)
            stated = applied(read, by_hand)
            save_names(connection, document_id, stated)
            _advance(connection)
            also(connection, stated)
            return True

    def withdraw(self, document_id: str, title: str, also: Also = nothing_else) -> bool:
        """Take a document out everywhere, keeping what is needed to put it back."""
        with self._translated(), self._engine.begin() as connection:
            if connection.execute(RECORD.where(documents.c.id == document_id)).first() is None:
                return False
            put_aside(connection, document_id, title)
            _delete(connection, document_id)
            _advance(connection)
            also(connection)
            return True

    def withdrawn(self) -> list[WithdrawnDocument]:
        """The documents that were taken out, the latest first."""
        with self.reading() as connection:
            return put_aside_documents(connection)

    def withdrawn_original(self, document_id: str) -> bytes | None:
        """The bytes of a document that was taken out."""
        with self.reading() as connection:
            query = select(withdrawn.c.original).where(withdrawn.c.document_id == document_id)
            return connection.execute(query).scalar_one_or_none()

    def is_withdrawn(self, source: str, content_hash: str) -> bool:
        """Whether a document was taken out that is of this file or has this content, or was or
        had before another version took its place."""
        query = select(withdrawn.c.document_id).outerjoin(
            earlier, earlier.c.document_id == withdrawn.c.document_id
        )
        same = [(table.c.source, table.c.content_hash) for table in (withdrawn, earlier)]
        query = query.where(or_(*((a == source) | (b == content_hash) for a, b in same)))
        with self.reading() as connection:
            return connection.execute(query).first() is not None

    def size(self) -> tuple[int, int]:
        """Return (documents, sentences)."""
        with self.reading() as connection:
            count = connection.execute(select(func.count()).select_from(documents)).scalar_one()
            is_sentence = units.c.kind == UnitKind.SENTENCE
            query = select(func.count()).select_from(units).where(is_sentence)
            return count, connection.execute(query).scalar_one()

    def _find(self, condition: ColumnElement[bool]) -> DocumentRecord | None:
        with self.reading() as connection:
            row = connection.execute(RECORD.where(condition).limit(1)).first()
            if row is None:
                return None
            by_hand = corrections_of(connection, [row.id]).get(row.id)
            return record_of(row, changes_of(connection, row.id).get(row.id, ()), by_hand)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for one reading."""
        with self._translated(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as exc:
            raise StoreError(
                f"政策库的数据库操作失败（{_said_by_driver(exc)}）",
                "请检查数据库是否可用、磁盘是否已满",
            ) from exc


def _said_by_driver(exc: SQLAlchemyError) -> str:
    """What a file's driver says; of a server's, which may hold addresses and rows, the kind."""
    cause = getattr(exc, "orig", None) or exc
    return str(cause) if isinstance(cause, sqlite3.Error) else type(cause).__name__


def _save_vectors(
    connection: Connection, record: DocumentRecord, model: str, vectors: Vectors
) -> None:
    connection.execute(
        insert(embeddings).values(
            document_id=record.id,
            model=model,
            revision=record.revision,
            dimension=vectors.shape[1],
            vectors=vectors.astype("<f4").tobytes(),
        )
    )


def _delete(connection: Connection, document_id: str) -> bool:
    # Children first: SQLite enforces foreign keys only where the engine's owner asked for it.
    delete_links(connection, document_id)
    connection.execute(delete(embeddings).where(embeddings.c.document_id == document_id))
    connection.execute(delete(units).where(units.c.document_id == document_id))
    result = connection.execute(delete(documents).where(documents.c.id == document_id))
    return result.rowcount > 0


def _advance(connection: Connection) -> None:
    connection.execute(update(generation).values(number=generation.c.number + 1))
