"""Naming a document, a clause and an office as an answer does."""

from __future__ import annotations

import re
from datetime import date

from retrieval.answer import wording
from retrieval.answer.quoted_part import last_paragraph
from retrieval.departments import department_called, is_of_the_city
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.validity import validity_of
from retrieval.results import Citation
from retrieval.store import DocumentRecord, StoredUnit


def cite(record: DocumentRecord, stored: StoredUnit, on: date) -> Citation:
    """Cite a whole sentence of a document, as of the business date."""
    return cite_clause(record, stored.unit.address, last_paragraph(stored.unit.text), on)


def cite_clause(record: DocumentRecord, clause: str, quote: str, on: date) -> Citation:
    """Cite a clause, or what stands at an address of a document, as of the business date."""
    metadata = record.metadata
    return Citation(
        document_id=record.id,
        document=metadata.title.value or record.source,
        short_title=short_title(metadata),
        issuer=metadata.issuer.value,
        document_number=metadata.document_number.value,
        issued_on=metadata.issued_on.value,
        clause=clause,
        quote=quote,
        validity=validity_of(metadata, on),
    )


def short_title(metadata: DocumentMetadata) -> str:
    """The name by which an answer refers to a document: its own short one, or what it issues."""
    title = metadata.title.value or ""
    issued = re.search(r"印发[《]?(.+?)[》]?的?通知$", title)
    return metadata.short_title or (issued.group(1) if issued else title)


def present_name(department: str, on: date, region: str | None = None) -> str:
    """An office's name in the text, with its successor's where it has one by that day, in a
    document of this city."""
    found = department_called(department) if is_of_the_city(region) else None
    return wording.present_name(found.name, found.successor_on(on)) if found else department
