"""How well metadata are read, measured on documents whose metadata are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from retrieval.documents.document_number import number_key
from retrieval.documents.loading import load
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.metadata_reading import read_metadata
from retrieval.documents.official_document import parse
from retrieval.errors import DocumentError, RetrievalError
from retrieval.evaluation.why_unread import why_unread
from retrieval.text_form import normalised

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Miss:
    """A value that was not read as it is."""

    path: str
    field: str
    expected: str
    read: str | None


@dataclass(frozen=True, slots=True)
class MetadataReport:
    """Counts per field of documents whose value is known: with the page's fields, and from the
    text alone, as when a page is saved without them."""

    documents: int
    right: dict[str, int]
    right_from_text: dict[str, int]
    known: dict[str, int]
    misses: tuple[Miss, ...]


# The manifest's name of a field, the one here, and the form in which two values are equal.
_FIELDS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("title", "title", normalised),
    ("doc_number", "document_number", number_key),
    ("office", "issuer", normalised),
    ("index_number", "index_number", normalised),
)


def evaluate_metadata(folder: Path) -> MetadataReport:
    """Read every document of `manifest.jsonl` (path, title, doc_number, office, index_number)
    whose number or office it knows.

    Raises RetrievalError when there is no manifest to read.
    """
    known = dict.fromkeys((field for _, field, _ in _FIELDS), 0)
    right, from_text = dict(known), dict(known)
    misses: list[Miss] = []
    entries = [entry for entry in _entries(folder) if entry.get("doc_number")]
    for entry in entries:
        read, text_only = _read(folder / entry["path"])
        for name, field, form in _FIELDS:
            if not (expected := entry.get(name)):
                continue
            known[field] += 1
            value = getattr(read, field).value if read else None
            if form(value or "") == form(expected):
                right[field] += 1
            else:
                misses.append(Miss(entry["path"], field, expected, value))
            alone = getattr(text_only, field).value if text_only else None
            from_text[field] += form(alone or "") == form(expected)
    return MetadataReport(len(entries), right, from_text, known, tuple(misses))


def _read(path: Path) -> tuple[DocumentMetadata | None, DocumentMetadata | None]:
    try:
        loaded = load(path.read_bytes())
    except DocumentError:
        return None, None
    units = parse(loaded.text)
    return (
        read_metadata(loaded.text, loaded.fields, path.stem, units),
        read_metadata(loaded.text, {}, "", units),
    )


def _entries(folder: Path) -> list[dict[str, str]]:
    try:
        lines = (folder / MANIFEST).read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as exc:
        raise RetrievalError(f"{MANIFEST} 读不出来：{why_unread(exc)}", "请核对文件夹") from exc
