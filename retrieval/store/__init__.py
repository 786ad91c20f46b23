"""What the library keeps in the database, and what people corrected of it by hand."""

from retrieval.store.store import Also, DocumentRecord, Store, StoredUnit

__all__ = ["Also", "DocumentRecord", "Store", "StoredUnit"]
