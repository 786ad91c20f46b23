"""Which files of a folder can become documents, and why the others cannot."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from retrieval.documents.loading import load, refuse_bigger_than_allowed
from retrieval.documents.official_document import parse
from retrieval.documents.structure import UnitKind
from retrieval.errors import DocumentError, EmptyDocument


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: what it was recognised as and how much it holds, or `reason` in Chinese."""

    path: Path
    media_type: str | None
    characters: int
    sentences: int
    seconds: float
    reason: str | None = None


def survey(paths: Iterable[Path], on_read: Callable[[], None] = lambda: None) -> list[FileReport]:
    """Read every file as ingesting would, storing nothing; OSError when one cannot be opened."""
    reports = []
    for path in paths:
        reports.append(_report(path))
        on_read()
    return reports


def _report(path: Path) -> FileReport:
    started = time.perf_counter()
    try:
        refuse_bigger_than_allowed(path.stat().st_size)
        loaded = load(path.read_bytes())
        units = parse(loaded.text)
        sentences = sum(unit.kind is UnitKind.SENTENCE for unit in units)
        if not sentences:
            raise EmptyDocument("文件里没有成句的正文", "请核对后重新提供")
    except DocumentError as refused:
        taken = time.perf_counter() - started
        return FileReport(path, None, 0, 0, taken, str(refused))
    taken = time.perf_counter() - started
    return FileReport(path, loaded.media_type, len(loaded.text), sentences, taken)
