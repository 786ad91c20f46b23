"""What was read of a document, as somebody who checks it wants to see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.console import wording
from retrieval.documents.validity import ValidityStatus

if TYPE_CHECKING:
    from retrieval import PolicyLibrary, StoredDocument
    from retrieval.store.corrections import Field


@dataclass(frozen=True)
class ReadField:
    """One value, where it was read; `is_corrected` by hand."""

    name: str
    label: str
    value: str
    read_from: str
    is_corrected: bool


@dataclass(frozen=True)
class OutlineEntry:
    """A clause of the document with the number of its sentences."""

    clause: str
    begins: str
    sentences: int


@dataclass(frozen=True)
class Parsed:
    """Format, counts, outline, fields and what needs a look."""

    format: str
    sentences: int
    clauses: int
    outline: tuple[OutlineEntry, ...]
    fields: tuple[ReadField, ...]
    warnings: tuple[str, ...]


_SHOWN_OF_CLAUSE = 40


def parsed(library: PolicyLibrary, stored: StoredDocument, on: date) -> Parsed:
    """Return what was read of `stored`, judged on business date `on`."""
    from retrieval.documents.structure import UnitKind

    units = [unit for unit in stored.units if unit.kind is UnitKind.SENTENCE]
    counts = Counter(unit.clause for unit in units)
    begins: dict[str, str] = {}
    for unit in units:
        begins.setdefault(unit.clause, unit.text.strip()[:_SHOWN_OF_CLAUSE])
    return Parsed(
        format=wording.format_in_words(stored.media_type),
        sentences=len(units),
        clauses=len(counts),
        outline=tuple(
            OutlineEntry(clause, text, counts[clause]) for clause, text in begins.items()
        ),
        fields=_fields(stored, library.corrections(stored.document_id)),
        warnings=tuple(_warnings(library, stored, on)),
    )


def _fields(stored: StoredDocument, by_hand: dict[str, Field]) -> tuple[ReadField, ...]:
    fields = []
    for name, label in wording.FIELDS.items():
        field = getattr(stored.metadata, name)
        value = field.value.isoformat() if isinstance(field.value, date) else field.value or ""
        fields.append(ReadField(name, label, value, field.read_from or "", name in by_hand))
    return tuple(fields)


def _warnings(library: PolicyLibrary, stored: StoredDocument, on: date) -> list[str]:
    from retrieval.documents.loaded_text import is_from_scan
    from retrieval.documents.official_document import is_structured

    metadata = stored.metadata
    found = {
        wording.WARN_STRUCTURE: not is_structured(stored.units),
        wording.WARN_SCAN: is_from_scan(stored.media_type),
        wording.WARN_NUMBER: not metadata.document_number.value,
        wording.WARN_ISSUED: not metadata.issued_on.value,
        wording.WARN_ISSUER: not metadata.issuer.value,
        wording.WARN_VALIDITY: stored.validity(on).status is ValidityStatus.UNKNOWN,
    }
    warnings = [text for text, holds in found.items() if holds]
    same = sum(
        one.title == metadata.title.value and one.document_id != stored.document_id
        for one in library.documents()
    )
    if same:
        warnings.append(wording.same_title(same))
    return warnings
