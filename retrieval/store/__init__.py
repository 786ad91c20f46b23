"""What the library keeps in the database, and what people corrected of it by hand."""

from retrieval.store.records import DocumentRecord, StoredUnit
from retrieval.store.store import Also, Store, nothing_else

__all__ = ["Also", "DocumentRecord", "Store", "StoredUnit", "nothing_else"]
