"""What stands below the quotations: what is missing, where to turn, what holds of the documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retrieval.answer import validity_wording, wording
from retrieval.answer.candidate import Selected
from retrieval.answer.citing import present_name, short_title
from retrieval.answer.duty import Duty
from retrieval.answer.passages import tells_the_former_rule
from retrieval.answer.quoted_part import segment_with
from retrieval.answer.strength import Strength, strength_of
from retrieval.departments import renamed_in
from retrieval.documents.document_number import document_numbers_in, number_key
from retrieval.documents.loaded_text import is_from_scan
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.told import told_as
from retrieval.documents.validity import validity_of
from retrieval.results import Gap
from retrieval.search.needs import Need
from retrieval.search.question import Question
from retrieval.search.vocabulary import ConceptKind
from retrieval.store import DocumentRecord


def closing_of(
    question: Question,
    selected: Sequence[Selected],
    gaps: tuple[Gap, ...],
    duty: Duty | None,
    on: date,
    today: date | None,
) -> list[str]:
    """The lines below the quotations (at least one); `duty` says whom to turn to, `today` is given
    where the day asked about is past."""
    lines = [_strength_note(selected), _inference(question)]
    is_known = selected[0].concept is not None
    lines.append(wording.gap_note(gaps, is_whole=is_known) if gaps else None)
    lines.append(_where_to_turn(question, gaps, duty, selected[0].candidate.record.metadata, on))
    lines += _renamed(
        question, selected[0].candidate.record.metadata, on, "\n".join(filter(None, lines))
    )
    metadata = {item.candidate.record.id: item.candidate.record.metadata for item in selected}
    if any(tells_the_former_rule(item.candidate.stored.unit.text) for item in selected):
        lines.append(wording.FORMER_RULE)
    lines += _tellings([item.candidate.record for item in selected])
    if any(is_from_scan(item.candidate.record.media_type) for item in selected):
        lines.append(wording.FROM_SCAN)
    quoted = list(metadata.values())
    is_other = is_of_another(question, quoted)
    if not question.asks_validity or is_other:
        lines += validities(question, quoted, on, today, is_named=is_other)
    return [line for line in lines if line]


def _tellings(quoted: Sequence[DocumentRecord]) -> list[str]:
    """Which of the documents quoted only tell of what others lay down, each once."""
    kinds: dict[str, str] = {}
    for record in quoted:
        kind = told_as(record.metadata.title.value or "", record.text)
        if kind:
            kinds.setdefault(short_title(record.metadata), kind)
    return [wording.is_a_telling(title, kind) for title, kind in kinds.items()]


def is_of_another(question: Question, quoted: Sequence[DocumentMetadata]) -> bool:
    """Whether a question gives the number of a document that is not the one quoted: what becomes
    of it is said by the quotation, not by the validity of the document it stands in."""
    asked = {number_key(number) for number in document_numbers_in(question.text)}
    own = {number_key(stated.document_number.value or "") for stated in quoted}
    return bool(asked) and not asked & own


def _renamed(question: Question, quoted: DocumentMetadata, on: date, said: str) -> list[str]:
    """What has become of the offices that the question itself names, unless `said` already."""
    offices = renamed_in(question.text, quoted.region.value, on)
    named = [(office.name, office.successor_on(on) or "") for office in offices]
    return [wording.renamed(name, present) for name, present in named if present not in said]


def validities(
    question: Question,
    documents: Sequence[DocumentMetadata],
    on: date,
    today: date | None,
    *,
    is_named: bool = False,
) -> list[str]:
    """The validity of each; `is_named` where another document than the one quoted may be meant."""
    lines: list[str] = []
    for stated in documents:
        named = wording.about(short_title(stated)) if is_named or len(documents) > 1 else ""
        if today:
            lines.append(named + validity_wording.validity_then(stated, validity_of(stated, on)))
        lines.append(named + validity_wording.validity(stated, validity_of(stated, today or on)))
        if over := validity_wording.over_by_then(question.text, stated, today or on):
            lines.append(named + over)
    return lines


def _inference(question: Question) -> str | None:
    asks_membership = Need.CONDITION in question.needs or any(
        concept.id == "the_industries" for concept in question.concepts
    )
    if not question.industries or not asks_membership:
        return None
    return wording.inference(question.industries[0].name)


def _where_to_turn(
    question: Question,
    gaps: tuple[Gap, ...],
    duty: Duty | None,
    quoted: DocumentMetadata,
    on: date,
) -> str | None:
    if question.is_distressed:
        return wording.handed_over()
    if duty is None:
        return wording.issuer_to_ask(quoted.issuer.value) if gaps else None
    metadata = duty.record.metadata
    address = wording.reference(short_title(metadata), duty.sentence.unit.address)
    names = [present_name(office, on, metadata.region.value) for office in duty.offices]
    return wording.where_to_turn(duty.kind, names, address, is_open=duty.is_open)


def _strength_note(selected: Sequence[Selected]) -> str | None:
    first = selected[0]
    if not first.concept or first.concept.kind is not ConceptKind.MEASURE or not first.phrase:
        return None
    segment = segment_with(first.candidate.stored.unit.text, first.phrase)
    degree, word = strength_of(segment)
    return None if degree is Strength.FIRM else wording.strength(degree, word)
