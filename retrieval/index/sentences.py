"""The sentences of the library as they are searched: both indexes over the same numbers.

Derived from the store. On disk it is a folder whose name is the fingerprint of what it was
built from (model, documents, layout); it appears by a rename, so a half-written one is never
seen. It may be older than the store: `editions` says what it holds, so that only the difference
need be made up.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from retrieval.embedding.embedder import Vectors
from retrieval.errors import IndexDamaged
from retrieval.index.engine import FAISS, VectorEngine
from retrieval.index.lexical import LexicalIndex
from retrieval.index.vectors import Numbers, VectorIndex

_LAYOUT = 5
_UNFINISHED = ".new-"
# A million sentences take a minute.
_LONGEST_WRITING_S = 3600
_VECTORS, _LEXICAL, _MANIFEST = "vectors", "lexical.npz", "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it enters the index: a number, a searched text, its context and a vector a
    sentence."""

    document_id: str
    edition: str
    numbers: Sequence[int]
    texts: Sequence[str]
    contexts: Sequence[str]
    vectors: Vectors


@dataclass(slots=True)
class SentenceIndex:
    """`members` says which unit numbers belong to which document, `editions` which save of it
    they are from."""

    vectors: VectorIndex
    lexical: LexicalIndex = field(default_factory=LexicalIndex)
    editions: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def empty(cls, dimension: int, engine: VectorEngine = FAISS) -> SentenceIndex:
        return cls(engine.empty(dimension))

    def copy(self) -> SentenceIndex:
        """An index of its own with the same content, to be changed while this one is searched."""
        return SentenceIndex(
            self.vectors.copy(), self.lexical.copy(), dict(self.editions), dict(self.members)
        )

    def add(self, entries: Sequence[Entry]) -> None:
        """Add documents that are not in the index."""
        numbers = [number for entry in entries for number in entry.numbers]
        if numbers:
            vectors = np.concatenate([entry.vectors for entry in entries if entry.numbers])
            self.vectors.add(np.asarray(numbers, dtype=np.int64), vectors)
            texts = [text for entry in entries for text in entry.texts]
            self.lexical.add(numbers, texts, [one for entry in entries for one in entry.contexts])
        for entry in entries:
            self.editions[entry.document_id] = entry.edition
            self.members[entry.document_id] = list(entry.numbers)

    def remove(self, document_id: str) -> None:
        """Take a document out; it need not be in."""
        numbers = self.members.pop(document_id, [])
        self.editions.pop(document_id, None)
        self.vectors.remove(np.asarray(numbers, dtype=np.int64))
        self.lexical.remove(numbers)

    def numbers_of(self, document_ids: Iterable[str]) -> Numbers:
        """The unit numbers of some documents; of those that are not in the index none."""
        found = [number for key in document_ids for number in self.members.get(key, ())]
        return np.asarray(found, dtype=np.int64)

    def save(self, folder: Path, model: str) -> None:
        """Write under `folder` and drop older versions; OSError leaves what was there."""
        target = folder / fingerprint(model, self.editions)
        if target.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
        try:
            self.vectors.save(work / _VECTORS)
            self.lexical.save(work / _LEXICAL)
            manifest = {
                "layout": _LAYOUT,
                "model": model,
                "dimension": self.vectors.dimension,
                "editions": self.editions,
                "members": self.members,
                "checksums": {name: _checksum(work / name) for name in (_VECTORS, _LEXICAL)},
            }
            (work / _MANIFEST).write_text(json.dumps(manifest), "utf-8")
            work.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        _drop_others(target)

    @classmethod
    def load(cls, folder: Path, model: str, engine: VectorEngine = FAISS) -> SentenceIndex:
        """Open the newest index on disk of this model; IndexDamaged when none is usable."""
        try:
            target = _newest(folder) / _MANIFEST
            manifest = json.loads(target.read_text("utf-8"))
            if (manifest["model"], manifest["layout"]) != (model, _LAYOUT):
                raise IndexDamaged("索引文件属于另一个模型或版本")
            for name, checksum in manifest["checksums"].items():
                if _checksum(target.parent / name) != checksum:
                    raise IndexDamaged(f"索引文件 {name} 已损坏")
            editions = {str(key): str(value) for key, value in manifest["editions"].items()}
            dimension = int(manifest["dimension"])
            members = {key: [int(n) for n in value] for key, value in manifest["members"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise IndexDamaged(f"没有可用的索引文件：{exc}") from exc
        numbers = np.asarray([n for some in members.values() for n in some], dtype=np.int64)
        vectors = engine.load(target.with_name(_VECTORS), dimension, numbers)
        return cls(vectors, LexicalIndex.load(target.with_name(_LEXICAL)), editions, members)

    @staticmethod
    def move(source: Path, folder: Path) -> None:
        """Put the newest version under `source` in the place of every one under `folder`.

        Whoever answers meanwhile may write its own there at any moment, so the version is moved
        and not the folder.
        """
        made = _newest(source)
        target = folder / made.name
        folder.mkdir(parents=True, exist_ok=True)
        while made.exists():
            shutil.rmtree(target, ignore_errors=True)
            try:
                made.rename(target)
            except OSError as exc:
                # Another was written there since: it goes too.
                if exc.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise
        _drop_others(target)
        SentenceIndex.discard(source)

    @staticmethod
    def discard(folder: Path) -> None:
        """Throw away every version on disk."""
        shutil.rmtree(folder, ignore_errors=True)


def fingerprint(model: str, editions: Mapping[str, str]) -> str:
    """Name what an index is built from."""
    key = json.dumps([_LAYOUT, model, sorted(editions.items())])
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _newest(folder: Path) -> Path:
    """The version written last; IndexDamaged when there is none."""
    whole = (path for path in folder.glob(f"*/{_MANIFEST}") if not _is_unfinished(path.parent))
    newest = max(whole, key=lambda path: path.stat().st_mtime, default=None)
    if newest is None:
        raise IndexDamaged("还没有建立索引文件")
    return newest.parent


def _drop_others(version: Path) -> None:
    for other in version.parent.iterdir():
        if other.is_dir() and other != version and not _is_being_written(other):
            shutil.rmtree(other, ignore_errors=True)


def _is_being_written(version: Path) -> bool:
    """Tell it from one whose writer was killed, and which would stay for ever."""
    try:
        age_s = time.time() - version.stat().st_mtime
    except FileNotFoundError:
        return False
    return _is_unfinished(version) and age_s < _LONGEST_WRITING_S


def _is_unfinished(version: Path) -> bool:
    return version.name.startswith(_UNFINISHED)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
