"""From a path to a document ready to be stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from retrieval.documents.changes import Effect
from retrieval.documents.effects import read_effects
from retrieval.documents.loading import is_pdf, load, refuse_bigger_than_allowed
from retrieval.documents.metadata import (
    METADATA_FILE,
    DocumentMetadata,
    corrected,
    stated_metadata,
)
from retrieval.documents.metadata_reading import read_metadata
from retrieval.documents.official_document import parse
from retrieval.documents.structure import Unit, UnitKind
from retrieval.errors import EmptyDocument, UnreadableDocument
from retrieval.notices.reading_apart import load_apart
from retrieval.store import DocumentRecord

# Raise when parsing changes what is stored: documents are then read again at the next ingest.
_PARSER = 17


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's bytes and what is stated about it, hashed so that a change is noticed."""

    path: Path
    content: bytes
    content_hash: str
    stated: DocumentMetadata | None
    revision: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What goes into the store."""

    record: DocumentRecord
    content: bytes
    units: tuple[Unit, ...]
    effects: tuple[Effect, ...] = ()


def documents_under(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the document files among paths, walking folders in the order of their names.

    Hidden files and the metadata file are not documents, nor is what a link inside a folder
    leads to outside of it: nobody meant to publish that. A path that does not exist is yielded
    as it is: ingesting it says so.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            is_hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            is_inside = file.resolve().is_relative_to(path.resolve())
            if file.is_file() and is_inside and not is_hidden and file.name != METADATA_FILE:
                yield file


def read_file(path: Path) -> ReadFile:
    """Read a file; UnreadableDocument when it cannot be, MetadataError for its metadata file."""
    if not _is_text(str(path)):
        raise UnreadableDocument("文件名不是有效的文字", "请改名后重试")
    try:
        refuse_bigger_than_allowed(path.stat().st_size)
        content = path.read_bytes()
    except FileNotFoundError as exc:
        raise UnreadableDocument("文件不存在", "请检查路径") from exc
    except PermissionError as exc:
        raise UnreadableDocument("没有读取权限", "请检查文件的权限") from exc
    except OSError as exc:
        raise UnreadableDocument(f"文件读不出来（{type(exc).__name__}）", "请检查磁盘") from exc
    return read_content(path, content)


def read_content(path: Path, content: bytes) -> ReadFile:
    """Take bytes for the file at `path`, which need not exist; MetadataError as `read_file`."""
    content_hash = hashlib.sha256(content).hexdigest()
    stated = stated_metadata(path)
    key = f"{_PARSER}:{content_hash}:{stated.model_dump_json() if stated else ''}"
    revision = hashlib.sha256(key.encode()).hexdigest()
    return ReadFile(path, content, content_hash, stated, revision)


def parse_file(file: ReadFile, document_id: str) -> ParsedDocument:
    """Load and parse; DocumentError when the file cannot become a document."""
    # Some six hundred bytes of PDF, a form that draws itself, end the process that reads them, or
    # hold it for ever: no limit reaches into the library that does it.
    loaded = load_apart(file.content) if is_pdf(file.content) else load(file.content)
    units = parse(loaded.text)
    if not any(unit.kind is UnitKind.SENTENCE for unit in units):
        raise EmptyDocument("文件里没有成句的正文", "请核对后重新提供")
    read = read_metadata(loaded.text, loaded.fields, file.path.stem, units)
    metadata = corrected(read, file.stated)
    record = DocumentRecord(
        id=document_id,
        source=source_of(file.path),
        content_hash=file.content_hash,
        revision=file.revision,
        media_type=loaded.media_type,
        text=loaded.text,
        metadata=metadata,
        ingested_at=datetime.now(UTC),
    )
    effects = read_effects(loaded.text, units, metadata.title.value or "")
    return ParsedDocument(record, file.content, units, effects)


def source_of(path: Path) -> str:
    """How a file is remembered: a second ingest of the same path updates the same document."""
    return str(path.resolve())


def _is_text(name: str) -> bool:
    """Tell whether a name can be stored; names in another encoding come with lone surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
