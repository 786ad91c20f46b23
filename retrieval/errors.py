"""Every error this package raises on purpose.

RetrievalError
├── DocumentError        a file cannot become a document (the library is unchanged)
│   ├── UnreadableDocument   unknown, damaged, protected or unsupported format
│   └── EmptyDocument        no text in it
├── MetadataError        metadata.yaml says something impossible
├── EmbeddingError       the model cannot be loaded or made
├── IndexDamaged         index files cannot be used (the library rebuilds them)
├── IndexUnavailable     the server that holds the vectors does not answer
└── StoreError           the database refused: full, locked, unreachable
"""

from __future__ import annotations


class RetrievalError(Exception):
    """`what` happened and `advice` on what to do, both in Chinese, for the person who asked."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what}。{advice}" if advice else what)
        self.what = what
        self.advice = advice


class DocumentError(RetrievalError):
    """A file cannot become a document of the library."""


class UnreadableDocument(DocumentError):
    """The format is unknown, damaged, protected or not supported."""


class EmptyDocument(DocumentError):
    """The file holds no text."""


class MetadataError(RetrievalError):
    """The metadata file contradicts itself or cannot be read."""


class EmbeddingError(RetrievalError):
    """The embedding model cannot be loaded or made."""


class IndexDamaged(RetrievalError):
    """Index files are missing, stale or damaged; they can be rebuilt from the store."""


class IndexUnavailable(RetrievalError):
    """The engine of the vectors is not installed, or its server does not answer."""


class StoreError(RetrievalError):
    """The database refused a read or a write."""
