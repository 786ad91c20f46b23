"""Documents of the policy library as the pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.clause_label import clause_label, read_from_in_words
from bot.library import wording
from bot.library.changes import changing_document, stating_document, where_stated, with_notes
from bot.validity_label import Tone, tone_of, validity_label
from bot.web.document_page import (
    DocumentPage,
    Edition,
    MetadataItem,
    RelatedDocument,
    Section,
    Sentence,
    ValidityNotice,
)
from retrieval.documents.structure import Unit, UnitKind

if TYPE_CHECKING:
    from retrieval import PolicyLibrary, StoredDocument, Validity
    from retrieval.documents.changes import Change
    from retrieval.documents.metadata import DocumentMetadata
    from retrieval.results import EarlierText

_NUMBERED = re.compile(r"\s*(?:[(（][一二三四五六七八九十]+[)）]|\d+\s*[.．、])")
_LONGEST_HEADING = 60

_MOST_DUTIES = 12
_ALWAYS_SHOWN = frozenset({"发文机关", "发文字号", "成文日期", "发布日期"})


def document_page(library: PolicyLibrary, document_id: str, on: date) -> DocumentPage | None:
    """Return the page of a document on business date `on`; None when the library lacks it."""
    stored = library.document(document_id)
    if stored is None:
        return None
    from retrieval.documents.loaded_text import is_from_scan

    facts = stored.metadata
    validity = stored.validity(on)
    sections, general = with_notes(list(_sections(stored)), validity.changes)
    return DocumentPage(
        document_id=document_id,
        title=facts.title.value or document_id,
        validity=_notice(facts, validity),
        metadata=_metadata(stored),
        sections=sections,
        related=tuple(_related(library, stored, general, on)),
        caution=wording.FROM_SCAN if is_from_scan(stored.media_type) else None,
        editions=tuple(_edition(one) for one in library.earlier(document_id)),
    )


def edition_page(
    library: PolicyLibrary, document_id: str, edition: str, on: date
) -> DocumentPage | None:
    """Return the page of an earlier text of a document that is here; None when there is none."""
    wanted = (one for one in library.earlier(document_id) if _edition(one).name == edition)
    text = next(wanted, None)
    present = document_page(library, document_id, on)
    if text is None or present is None:
        return None
    stored = library.earlier_document(document_id, text.content_hash)
    if stored is None:
        return None
    facts = stored.metadata
    return DocumentPage(
        document_id=document_id,
        title=facts.title.value or document_id,
        validity=ValidityNotice(
            tone=Tone.ENDED,
            label=wording.EARLIER_TEXT,
            reason=wording.until(text.at),
            by=RelatedDocument(wording.PRESENT_TEXT, present.title, f"/documents/{document_id}"),
            source=wording.PRESENT_TEXT,
        ),
        metadata=_metadata(stored),
        sections=tuple(_sections(stored)),
        edition=edition,
        editions=present.editions,
    )


def _edition(text: EarlierText) -> Edition:
    return Edition(text.content_hash[:12], wording.until(text.at))


def _notice(facts: DocumentMetadata, validity: Validity) -> ValidityNotice:
    from retrieval.answer.validity_wording import validity as validity_sentence

    decisive = validity.decisive
    return ValidityNotice(
        tone=tone_of(validity),
        label=validity_label(validity),
        reason=validity_sentence(facts, validity).removeprefix("时效："),
        source=where_stated(decisive) if decisive else read_from_in_words(validity.source),
        by=stating_document(decisive) if decisive else None,
        quote=decisive.effect.quote if decisive else None,
    )


def _metadata(stored: StoredDocument) -> tuple[MetadataItem, ...]:
    facts = stored.metadata
    texts = {
        "发文机关": facts.issuer,
        "层级": facts.level,
        "发文字号": facts.document_number,
        "索引号": facts.index_number,
    }
    days = {
        "成文日期": facts.issued_on,
        "发布日期": facts.published_on,
        "施行日期": facts.effective_on,
        "有效期至": facts.valid_until,
    }
    return (
        *(
            MetadataItem(name, field.value, read_from_in_words(field.read_from))
            for name, field in texts.items()
            if field.value or name in _ALWAYS_SHOWN
        ),
        *(
            MetadataItem(
                name,
                field.value.isoformat() if field.value else None,
                read_from_in_words(field.read_from),
            )
            for name, field in days.items()
            if field.value or name in _ALWAYS_SHOWN
        ),
        MetadataItem("主题分类", facts.topic.value, read_from_in_words(facts.topic.read_from)),
        MetadataItem(
            "主送", facts.addressees.value, read_from_in_words(facts.addressees.read_from)
        ),
        *_duties(stored),
    )


def _duties(stored: StoredDocument) -> Iterator[MetadataItem]:
    """Who answers for which clause, each with the sentence that notes it."""
    noted = stored.duties()
    for duty in noted[:_MOST_DUTIES]:
        name = wording.DUTIES[duty.role]
        yield MetadataItem(name, "、".join(duty.offices), clause_label(duty.address))
    if len(noted) > _MOST_DUTIES:
        yield MetadataItem(wording.MORE_DUTIES, wording.as_many(len(noted)))


def _related(
    library: PolicyLibrary, stored: StoredDocument, general: Sequence[Change], on: date
) -> Iterator[RelatedDocument]:
    """The basis, what other documents have done to this one, what it does to others, and which
    offices it names bear another name now."""
    from retrieval.departments import renamed_in

    facts = stored.metadata
    if facts.basis.value:
        yield RelatedDocument(wording.BASIS, facts.basis.value)
    yield from dict.fromkeys(map(changing_document, general))
    said = library.effects(stored.document_id)
    yield from dict.fromkeys(
        RelatedDocument(
            wording.does(effect),
            wording.named(effect.title, effect.number),
            f"/documents/{meant}" if meant else None,
        )
        for effect, meant in said
    )
    for office in renamed_in(stored.text, facts.region.value, on):
        present = office.successor_on(on) or office.name
        yield RelatedDocument(
            wording.RENAMED, wording.successor(office.name, present, office.since)
        )


def _sections(stored: StoredDocument) -> Iterator[Section]:
    """Yield the sections in the document's order; a heading is a section of its own."""
    gathered: list[Unit] = []
    for unit in stored.units:
        if unit.kind is UnitKind.CHROME:
            continue
        if unit.kind is UnitKind.HEADING:
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
