"""The sentences of the library as they are searched: both indexes over the same numbers.

Derived from the store. On disk it is a folder whose name is the fingerprint of what it was
built from (model, documents, layout), so a stale one is never opened; it appears by a rename,
so a half-written one is never seen.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from retrieval.embedding.embedder import Vectors
from retrieval.errors import IndexDamaged
from retrieval.index.lexical import LexicalIndex
from retrieval.index.vectors import FaissIndex, VectorIndex

_LAYOUT = 1
_VECTORS, _LEXICAL, _MANIFEST = "vectors.faiss", "lexical.npz", "manifest.json"


@dataclass(slots=True)
class SentenceIndex:
    """`members` says which unit numbers belong to which document, `editions` which save of it
    they are from."""

    vectors: VectorIndex
    lexical: LexicalIndex = field(default_factory=LexicalIndex)
    editions: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def empty(cls, dimension: int) -> SentenceIndex:
        return cls(FaissIndex(dimension))

    def add(
        self,
        document_id: str,
        edition: str,
        numbers: Sequence[int],
        texts: Sequence[str],
        vectors: Vectors,
    ) -> None:
        """Add a document that is not in the index."""
        self.vectors.add(np.asarray(numbers, dtype=np.int64), vectors)
        self.lexical.add(numbers, texts)
        self.editions[document_id] = edition
        self.members[document_id] = list(numbers)

    def remove(self, document_id: str) -> None:
        """Take a document out; it need not be in."""
        numbers = self.members.pop(document_id, [])
        self.editions.pop(document_id, None)
        self.vectors.remove(np.asarray(numbers, dtype=np.int64))
        self.lexical.remove(numbers)

    def save(self, folder: Path, model: str) -> None:
        """Write under `folder` and drop older versions; OSError leaves what was there."""
        target = folder / fingerprint(model, self.editions)
        if target.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        try:
            self.vectors.save(work / _VECTORS)
            self.lexical.save(work / _LEXICAL)
            manifest = {
                "model": model,
                "editions": self.editions,
                "members": self.members,
                "checksums": {name: _checksum(work / name) for name in (_VECTORS, _LEXICAL)},
            }
            (work / _MANIFEST).write_text(json.dumps(manifest), "utf-8")
            work.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        for other in folder.iterdir():
            if other.is_dir() and other != target and not other.name.startswith(".new-"):
                shutil.rmtree(other, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, model: str, editions: Mapping[str, str]) -> SentenceIndex:
        """Open the index of exactly these documents; IndexDamaged when there is none usable."""
        target = folder / fingerprint(model, editions)
        try:
            manifest = json.loads((target / _MANIFEST).read_text("utf-8"))
            for name, checksum in manifest["checksums"].items():
                if _checksum(target / name) != checksum:
                    raise IndexDamaged(f"索引文件 {name} 已损坏")
            members = {key: [int(n) for n in value] for key, value in manifest["members"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise IndexDamaged(f"没有可用的索引文件: {exc}") from exc
        vectors = FaissIndex.load(target / _VECTORS)
        return cls(vectors, LexicalIndex.load(target / _LEXICAL), dict(editions), members)

    @staticmethod
    def discard(folder: Path) -> None:
        """Throw away every version on disk."""
        shutil.rmtree(folder, ignore_errors=True)


def fingerprint(model: str, editions: Mapping[str, str]) -> str:
    """Name what an index is built from."""
    key = json.dumps([_LAYOUT, model, sorted(editions.items())])
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
