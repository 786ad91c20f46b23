"""A file that somebody else keeps and saves while we read: read again when it changes, and
never half of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from kpi_adapter.errors import SourceDataError, SourceError, SourceUnavailable

# A file that changed while it was read is read again; whoever saves longer than this many
# readings take is waited for until the next question.
_READINGS = 3
Fingerprint = tuple[int, int, int]
T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """What the file said when it was last whole; ``read_at`` is UTC. ``trouble`` is set when
    the file has changed or gone since and cannot be read now."""

    value: T
    fingerprint: Fingerprint
    read_at: datetime
    trouble: SourceError | None = None


class WatchedFile(Generic[T]):
    """``read`` turns the path into a value and raises SourceError when it cannot."""

    def __init__(self, name: str, path: Path, read: Callable[[Path], T]) -> None:
        self._name = name
        self._path = path
        self._read = read
        self._lock = Lock()
        self._kept: Kept[T] | None = None
        self._refused: tuple[Fingerprint, SourceError] | None = None

    def current(self) -> Kept[T]:
        """The file as it is now, or, with its ``trouble``, as it last was.

        Raises SourceError when it has never been readable.
        """
        with self._lock:
            try:
                return self._now()
            except SourceError as exc:
                if self._kept is None:
                    raise
                kept = self._kept
                return Kept(kept.value, kept.fingerprint, kept.read_at, exc)

    def forget(self) -> None:
        with self._lock:
            self._kept = self._refused = None

    def _now(self) -> Kept[T]:
        fingerprint = self._fingerprint()
        if self._kept is not None and self._kept.fingerprint == fingerprint:
            return self._kept
        if self._refused is not None and self._refused[0] == fingerprint:
            # The same bytes would be refused again.
            raise self._refused[1]
        for _ in range(_READINGS):
            value, trouble = self._reading()
            after = self._fingerprint()
            if after != fingerprint:
                fingerprint = after
                continue
            if trouble is not None:
                self._refused = (fingerprint, trouble)
                raise trouble
            if value is not None:
                self._kept = Kept(value, fingerprint, datetime.now(UTC))
                return self._kept
        raise SourceDataError(self._name, "文件正在保存,还读不完整;请稍后再问")

    def _reading(self) -> tuple[T | None, SourceError | None]:
        try:
            return self._read(self._path), None
        except SourceError as exc:
            return None, exc

    def _fingerprint(self) -> Fingerprint:
        try:
            stat = self._path.stat()
        except OSError as exc:
            raise SourceUnavailable(self._name, "文件不在;请检查路径或共享目录") from exc
        return (stat.st_mtime_ns, stat.st_size, stat.st_ino)
