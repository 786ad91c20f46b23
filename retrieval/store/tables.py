"""The library's tables. What a document states about others is kept beside it (library_effect),
the names it goes by in library_name: the two meet when they are read, so that a document that
comes later, or goes, changes nothing stored.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

documents = Table(
    "library_document",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    # Changes whenever what is indexed changes: bytes, stated metadata, or the parser.
    Column("revision", String(64), nullable=False),
    Column("media_type", String(128), nullable=False),
    Column("original", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("ingested_at", DateTime(timezone=True), nullable=False),
)
units = Table(
    "library_unit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", ForeignKey("library_document.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("clause", Text, nullable=False),
    Column("sentence", Integer, nullable=False),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("headings", Text, nullable=False),
    Index("ix_library_unit_document", "document_id", "position"),
    # A number that was once given away is never used again: indexes keep them.
    sqlite_autoincrement=True,
)
embeddings = Table(
    "library_embedding",
    metadata,
    Column("document_id", ForeignKey("library_document.id", ondelete="CASCADE"), primary_key=True),
    Column("model", String(128), primary_key=True),
    Column("revision", String(64), nullable=False),
    Column("dimension", Integer, nullable=False),
    # float32, little-endian, one row per sentence in order
    Column("vectors", LargeBinary, nullable=False),
)
generation = Table(
    "library_generation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)
effects = Table(
    "library_effect",
    metadata,
    Column("document_id", ForeignKey("library_document.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    # The forms in which number and title of the other document are compared; empty for none.
    Column("number_key", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_library_effect_number", "number_key"),
    Index("ix_library_effect_title", "title_key"),
)
names = Table(
    "library_name",
    metadata,
    Column("document_id", ForeignKey("library_document.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Index("ix_library_name_key", "key"),
)
# What was corrected by hand; it outlives the reading of a file again, hence no foreign key.
corrections = Table(
    "library_correction",
    metadata,
    Column("document_id", String(64), primary_key=True),
    Column("field", String(32), primary_key=True),
    Column("body", Text, nullable=False),
)
# Taken out of everything above, kept to be put back.
withdrawn = Table(
    "library_withdrawn",
    metadata,
    Column("document_id", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("original", LargeBinary, nullable=False),
    Column("title", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
# Texts whose place a newer version took by hand. They outlive a withdrawal, hence no foreign key.
earlier = Table(
    "library_earlier",
    metadata,
    Column("document_id", String(64), primary_key=True),
    Column("content_hash", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("media_type", String(128), nullable=False),
    Column("original", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
