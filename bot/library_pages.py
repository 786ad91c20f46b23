"""Documents of the policy library as the pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.validity_label import validity_label
from bot.web.document_page import (
    DocumentPage,
    MetadataItem,
    RelatedDocument,
    Section,
    Sentence,
    Tone,
    ValidityNotice,
)
from bot.web.services import DocumentLink

if TYPE_CHECKING:
    from retrieval import PolicyLibrary, StoredDocument, Validity
    from retrieval.documents.metadata import DocumentMetadata
    from retrieval.documents.structure import Unit

_NUMBERED = re.compile(r"\s*(?:[(（][一二三四五六七八九十]+[)）]|\d+\s*[.．、])")
_LONGEST_HEADING = 60

_TONES = {
    "in_force": Tone.IN_FORCE,
    "period_ended": Tone.ENDED,
    "repealed": Tone.ENDED,
    "not_yet_in_force": Tone.UNKNOWN,
    "unknown": Tone.UNKNOWN,
}


def document_page(library: PolicyLibrary, document_id: str, on: date) -> DocumentPage | None:
    """Return the page of a document on business date `on`; None when the library lacks it."""
    stored = library.document(document_id)
    if stored is None:
        return None
    facts = stored.metadata
    return DocumentPage(
        document_id=document_id,
        title=facts.title.value or document_id,
        validity=_notice(facts, stored.validity(on)),
        metadata=_metadata(facts),
        sections=tuple(_sections(stored)),
        related=((RelatedDocument("制定依据", facts.basis.value),) if facts.basis.value else ()),
    )


def document_links(library: PolicyLibrary, on: date) -> list[DocumentLink]:
    """Return every document of the library, newest first."""
    links = []
    for summary in sorted(
        library.documents(), key=lambda entry: entry.issued_on or date.min, reverse=True
    ):
        stored = library.document(summary.document_id)
        if stored is None:
            # Withdrawn between the list and the look at it.
            continue
        validity = stored.validity(on)
        links.append(
            DocumentLink(
                document_id=summary.document_id,
                title=summary.title,
                issuer=summary.issuer or "",
                issued_on=summary.issued_on.isoformat() if summary.issued_on else "",
                validity_label=validity_label(validity),
                tone=_TONES.get(validity.status.value, Tone.UNKNOWN),
            )
        )
    return links


def _notice(facts: DocumentMetadata, validity: Validity) -> ValidityNotice:
    from retrieval.answer.wording import validity as validity_sentence

    return ValidityNotice(
        tone=_TONES.get(validity.status.value, Tone.UNKNOWN),
        label=validity_label(validity),
        reason=validity_sentence(facts, validity).removeprefix("时效："),
    )


def _metadata(facts: DocumentMetadata) -> tuple[MetadataItem, ...]:
    days = {
        "成文日期": facts.issued_on.value,
        "发布日期": facts.published_on.value,
        "施行日期": facts.effective_on.value,
        "有效期至": facts.valid_until.value,
    }
    return (
        MetadataItem("发文机关", facts.issuer.value),
        MetadataItem("发文字号", facts.document_number.value),
        *(
            MetadataItem(name, day.isoformat() if day else None)
            for name, day in days.items()
            if day or name in {"成文日期", "发布日期"}
        ),
        MetadataItem("主送", facts.addressees.value),
    )


def _sections(stored: StoredDocument) -> Iterator[Section]:
    """Yield the sections in the document's order; a heading is a section of its own."""
    gathered: list[Unit] = []
    for unit in stored.units:
        if unit.kind.value == "chrome":
            continue
        if unit.kind.value == "heading":
            yield from _flushed(gathered, stored.text)
            gathered = []
            yield Section(address=unit.clause, level=1, heading=unit.text)
            continue
        if gathered and gathered[-1].clause != unit.clause:
            yield from _flushed(gathered, stored.text)
            gathered = []
        gathered.append(unit)
    yield from _flushed(gathered, stored.text)


def _flushed(units: list[Unit], text: str) -> Iterator[Section]:
    if not units:
        return
    clause = units[0].clause
    yield Section(
        address=clause,
        level=1 if clause in {"〇", "落款"} else 2,
        sentences=tuple(
            Sentence(
                address=unit.address,
                text=unit.text,
                is_heading=unit.sentence == 1 and _is_own_heading(unit.text),
                starts_paragraph=_begins_line(text, unit.start),
            )
            for unit in units
        ),
    )


def _is_own_heading(text: str) -> bool:
    return bool(_NUMBERED.match(text)) and len(text) <= _LONGEST_HEADING


def _begins_line(text: str, start: int) -> bool:
    """Tell whether nothing but white space (no-break spaces included) precedes on the line."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()
