"""Putting an answer together: conclusion, quotations, what is missing, where to turn, validity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answer import wording
from retrieval.answer.gaps import asked_for, gaps_of
from retrieval.answer.selecting import Selected, last_paragraph, segment_with
from retrieval.answer.strength import Strength, strength_of
from retrieval.documents.metadata import Department, DocumentMetadata
from retrieval.documents.validity import validity_of
from retrieval.results import Citation, Gap, Outcome, PolicyAnswer
from retrieval.search.question import Need, Question
from retrieval.search.vocabulary import Concept, ConceptKind, vocabulary
from retrieval.store import DocumentRecord, StoredUnit

# Delivery splits what is longer than a channel's message; this is as much as a person reads.
_MOST_BYTES = 6000
_SUGGESTIONS = 3
_TIME_LIMIT = re.compile(r"\d+\s*(?:个)?(?:工作日|天)")


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer not yet checked, and the documents it cites."""

    answer: PolicyAnswer
    records: tuple[DocumentRecord, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """An office that a document puts in charge, and the sentence that says so."""

    department: str
    sentence: StoredUnit
    record: DocumentRecord
    is_coordinator: bool


def compose(question: Question, selected: Sequence[Selected], duty: Duty | None, on: date) -> Draft:
    """Compose the answer to a question from the sentences selected for it (at least one)."""
    quotes = _quotes(selected)
    cited = [_citation(item, on) for item in selected]
    records = {item.candidate.record.id: item.candidate.record for item in selected}
    gaps = gaps_of(question, [item.candidate.stored.unit.text for item in selected])
    turn_to = duty if _needs_an_office(question, gaps) else None
    head = _conclusion(question, selected, gaps, on)
    text = _fitting(head, quotes, _closing(question, selected, gaps, turn_to, on), cited)
    if turn_to:
        records.setdefault(turn_to.record.id, turn_to.record)
        if turn_to.sentence.unit.address not in {citation.clause for citation in cited}:
            cited.append(cite(turn_to.record, turn_to.sentence, on))
    answer = PolicyAnswer(
        outcome=_outcome(question, gaps),
        text=text,
        # A sentence quoted in parts is cited once.
        citations=tuple(dict.fromkeys(cited)),
        gaps=gaps,
        suggestions=suggestions_after(question.concepts),
    )
    return Draft(answer, tuple(records.values()))


def _outcome(question: Question, gaps: tuple[Gap, ...]) -> Outcome:
    if question.is_distressed:
        return Outcome.HANDED_OVER
    return Outcome.ANSWERED_WITH_GAP if gaps else Outcome.ANSWERED


def _needs_an_office(question: Question, gaps: tuple[Gap, ...]) -> bool:
    return not question.is_distressed and (bool(gaps) or Need.CONTACT in question.needs)


def cite(record: DocumentRecord, stored: StoredUnit, on: date) -> Citation:
    """Cite a whole sentence of a document, as of the business date."""
    return _cited(record, stored.unit.address, last_paragraph(stored.unit.text), on)


def cite_clause(record: DocumentRecord, clause: str, quote: str, on: date) -> Citation:
    """Cite a clause as a whole."""
    return _cited(record, clause, quote, on)


def _cited(record: DocumentRecord, address: str, quote: str, on: date) -> Citation:
    metadata = record.metadata
    return Citation(
        document_id=record.id,
        document=metadata.title.value or record.source,
        short_title=short_title(metadata),
        issuer=metadata.issuer.value,
        document_number=metadata.document_number.value,
        issued_on=metadata.issued_on.value,
        clause=address,
        quote=quote,
        validity=validity_of(metadata, on),
    )


def short_title(metadata: DocumentMetadata) -> str:
    """The name by which an answer refers to a document: its own short one, or what it issues."""
    title = metadata.title.value or ""
    issued = re.search(r"印发[《]?(.+?)[》]?的?通知$", title)
    return metadata.short_title or (issued.group(1) if issued else title)


def present_name(department: str, departments: Sequence[Department], on: date) -> str:
    """An office's name in the text, with its successor's where it has one by that day."""
    for entry in departments:
        if department in (entry.name, entry.full_name, *entry.written):
            has_changed = entry.successor and entry.since and on >= entry.since
            return wording.present_name(entry.name, entry.successor if has_changed else None)
    return department


def _citation(item: Selected, on: date) -> Citation:
    return cite(item.candidate.record, item.candidate.stored, on)


def _quotes(selected: Sequence[Selected]) -> list[str]:
    """The quotations; a document is named once and then referred to."""
    quotes: list[str] = []
    named = ""
    for item in selected:
        title = short_title(item.candidate.record.metadata)
        shown = wording.SAME_DOCUMENT if title == named else title
        address = item.candidate.stored.unit.address
        quote = wording.quotation(_quoted(item), wording.reference(shown, address))
        is_listed = item.concept is not None and item.concept.is_list
        quotes.append(wording.listed(quote) if is_listed else quote)
        named = title
    return quotes


def _quoted(item: Selected) -> str:
    text = last_paragraph(item.candidate.stored.unit.text)
    if item.phrase and item.concept and item.concept.is_list:
        return segment_with(text, item.phrase)
    return text


def _conclusion(
    question: Question, selected: Sequence[Selected], gaps: tuple[Gap, ...], on: date
) -> str:
    concept = selected[0].concept
    opening = wording.correction(question.corrections) if question.corrections else ""
    if concept and concept.id == "lead_department" and question.industries:
        named = question.industries[0]
        departments = selected[0].candidate.record.metadata.departments
        return opening + wording.lead(named.name, present_name(named.lead, departments, on))
    if concept and concept.id == "the_industries" and gaps:
        return opening + wording.membership()
    if limit := _time_limit(question, selected[0], gaps):
        return opening + wording.stated_time(wording.quotation(limit, ""))
    label = concept.label if concept else None
    return opening + wording.conclusion(label, gaps, asked_for(question, gaps))


def _time_limit(question: Question, first: Selected, gaps: tuple[Gap, ...]) -> str | None:
    """The stretch that says how many days, when that is what is asked or complained about."""
    asked = question.is_distressed or Need.DEADLINE in question.needs
    if not asked or Gap.DEADLINE in gaps:
        return None
    parts = re.split(r"[,，;；。]", first.candidate.stored.unit.text)
    return next((part.strip() for part in parts if _TIME_LIMIT.search(part)), None)


def _closing(
    question: Question,
    selected: Sequence[Selected],
    gaps: tuple[Gap, ...],
    duty: Duty | None,
    on: date,
) -> list[str]:
    lines = [_strength_note(selected), _inference(question)]
    lines.append(wording.gap_note(gaps) if gaps else None)
    lines.append(_where_to_turn(question, gaps, duty, on))
    metadata = {item.candidate.record.id: item.candidate.record.metadata for item in selected}
    lines += [wording.validity(stated, validity_of(stated, on)) for stated in metadata.values()]
    return [line for line in lines if line]


def _inference(question: Question) -> str | None:
    asks_membership = Need.CONDITION in question.needs or any(
        concept.id == "the_industries" for concept in question.concepts
    )
    if not question.industries or not asks_membership:
        return None
    return wording.inference(question.industries[0].name)


def _where_to_turn(
    question: Question, gaps: tuple[Gap, ...], duty: Duty | None, on: date
) -> str | None:
    if question.is_distressed:
        return wording.handed_over()
    if duty is None:
        return wording.HUMAN if gaps else None
    metadata = duty.record.metadata
    address = wording.reference(short_title(metadata), duty.sentence.unit.address)
    name = present_name(duty.department, metadata.departments, on)
    return wording.where_to_turn(name, address, is_coordinator=duty.is_coordinator)


def _strength_note(selected: Sequence[Selected]) -> str | None:
    first = selected[0]
    if not first.concept or first.concept.kind is not ConceptKind.MEASURE or not first.phrase:
        return None
    segment = segment_with(first.candidate.stored.unit.text, first.phrase)
    degree, word = strength_of(segment)
    return None if degree is Strength.FIRM else wording.strength(degree, word)


def _fitting(
    head: str, quotes: Sequence[str], closing: Sequence[str], cited: list[Citation]
) -> str:
    """Join the parts; later quotations go, with their citations, where the message is too long.

    The first quotation, what is missing and the validity always stay.
    """
    kept, ending = list(quotes), list(closing)
    while len(kept) > 1 and len("\n".join([head, *kept, *ending]).encode()) > _MOST_BYTES:
        kept.pop()
        ending = [wording.MORE, *closing]
    del cited[len(kept) :]
    return "\n".join([head, *kept, *ending])


def suggestions_after(concepts: Sequence[Concept]) -> tuple[str, ...]:
    """Ask next: the measures that follow this one in the table, which is ordered by subject."""
    measures = [c for c in vocabulary().concepts if c.kind is ConceptKind.MEASURE]
    at = next((i for i, c in enumerate(measures) if c in concepts), -1)
    following = [*measures[at + 1 :], *measures][:_SUGGESTIONS]
    return tuple(wording.suggestion(concept.label) for concept in following)
