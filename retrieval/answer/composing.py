"""Putting an answer together: conclusion, quotations, what is missing, where to turn, validity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answer import validity_wording, wording
from retrieval.answer.amended import Amendment
from retrieval.answer.candidate import Candidate, Selected
from retrieval.answer.duty import Duty
from retrieval.answer.fit import asks_when_to_apply, told_as_unstated
from retrieval.answer.gaps import (
    answers_outright,
    asked_for,
    asks_for_a_telephone,
    claims_unstated,
    gaps_of,
)
from retrieval.answer.passages import tells_the_former_rule
from retrieval.answer.quoted_part import last_paragraph, segment_with
from retrieval.answer.selecting import is_only_near
from retrieval.answer.strength import Strength, strength_of
from retrieval.departments import department_called, is_of_the_city, renamed_in
from retrieval.documents.document_number import document_numbers_in, number_key
from retrieval.documents.loaded_text import is_from_scan
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.told import told_as
from retrieval.documents.validity import validity_of
from retrieval.results import Citation, Gap, Outcome, PolicyAnswer
from retrieval.search.question import Need, Question
from retrieval.search.vocabulary import Concept, ConceptKind, vocabulary
from retrieval.store import DocumentRecord, StoredUnit

# Delivery splits what is longer than a channel's message; this is as much as a person reads.
_MOST_BYTES = 6000
_SUGGESTIONS = 3
_MOST_COPIES = 3
_HANDLING = re.compile(r"应答|答复|办结|受理|审批|审查|审核|作出|办理|核发|发放|公示")
_TIME_LIMIT = re.compile(r"\d+\s*(?:个)?(?:工作日|天)")


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer not yet checked, and the documents it cites."""

    answer: PolicyAnswer
    records: tuple[DocumentRecord, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What has to be said of a document quoted, and the other document it speaks of, if any."""

    text: str
    about: DocumentRecord | None = None


def compose(
    question: Question,
    selected: Sequence[Selected],
    duty: Duty | None,
    on: date,
    today: date | None = None,
    amendments: Sequence[Amendment] = (),
    copies: Sequence[Candidate] = (),
    remarks: Sequence[Remark] = (),
) -> Draft:
    """Compose the answer to a question from the sentences selected for it (at least one).

    `on` is the day asked about; `today` is given where that day is past; `amendments` are what has
    become of the sentences by that day; `copies` the same sentences in other documents;
    `remarks` what has to be said of the documents quoted, as whose they are.
    """
    quotes = _quotes(selected)
    cited = [_citation(item, on) for item in selected]
    records = {item.candidate.record.id: item.candidate.record for item in selected}
    gaps = _gaps(question, selected, _texts(selected))
    if duty and duty.is_noted and not asks_for_a_telephone(question.text):
        gaps = tuple(gap for gap in gaps if gap is not Gap.CONTACT)
    turn_to = duty if _needs_an_office(question, gaps) else None
    quoted = [record.metadata for record in records.values()]
    head = _head(question, selected, quoted, gaps, on, today)
    closing = [*_amended(amendments), *_also_in(copies), *(remark.text for remark in remarks)]
    closing += _closing(question, selected, gaps, turn_to, on, today)
    text = _fitting(head, quotes, closing, cited)
    beside = [remark.about for remark in remarks if remark.about]
    for record, citation in _beside(copies, amendments, on):
        beside.append(record)
        cited.append(citation)
    if turn_to:
        beside.append(turn_to.record)
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
    for record in beside:
        records.setdefault(record.id, record)
    return Draft(answer, tuple(records.values()))


def _head(
    question: Question,
    selected: Sequence[Selected],
    quoted: Sequence[DocumentMetadata],
    gaps: tuple[Gap, ...],
    on: date,
    today: date | None,
) -> str:
    """What is said before the quotations: of what day, in force or not, and the conclusion."""
    head = _conclusion(question, selected, gaps, on)
    if claims_unstated(question.text, _texts(selected)):
        head = f"{wording.UNSTATED_FIGURE}{head}"
    if question.asks_validity and not _is_of_another(question, quoted):
        head = "\n".join([*_validities(quoted, on, today, is_named=True), head])
    return f"{wording.as_of(on)}{head}" if today else head


def _texts(selected: Sequence[Selected]) -> list[str]:
    return [item.candidate.stored.unit.text for item in selected]


def _also_in(copies: Sequence[Candidate]) -> list[str]:
    titles = [short_title(copy.record.metadata) for copy in copies]
    return [wording.also_in(titles[:_MOST_COPIES], len(titles))] if titles else []


def _beside(
    copies: Sequence[Candidate], amendments: Sequence[Amendment], on: date
) -> Iterator[tuple[DocumentRecord, Citation]]:
    """What is cited beside the sentences quoted: where else they stand, what has become of them."""
    for copy in copies[:_MOST_COPIES]:
        yield copy.record, cite(copy.record, copy.stored, on)
    for item in amendments:
        effect = item.change.effect
        yield item.by, _cited(item.by, effect.address, effect.quote, on)


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


def present_name(department: str, on: date, region: str | None = None) -> str:
    """An office's name in the text, with its successor's where it has one by that day, in a
    document of this city."""
    found = department_called(department) if is_of_the_city(region) else None
    return wording.present_name(found.name, found.successor_on(on)) if found else department


def _citation(item: Selected, on: date) -> Citation:
    return cite(item.candidate.record, item.candidate.stored, on)


def _gaps(
    question: Question, selected: Sequence[Selected], texts: Sequence[str]
) -> tuple[Gap, ...]:
    if question.asks_validity:
        return ()
    if selected[0].concept is None:
        return told_as_unstated(question.with_particulars, texts)
    return gaps_of(question, texts)


def _amended(amendments: Sequence[Amendment]) -> list[str]:
    lines: list[str] = []
    for item in amendments:
        title, effect = short_title(item.by.metadata), item.change.effect
        reference = wording.reference(title, effect.address)
        lines += [item.note, wording.quotation(effect.quote, reference)]
    return lines


def _quotes(selected: Sequence[Selected]) -> list[str]:
    """The quotations; a document is named once and then referred to."""
    quotes: list[str] = []
    named = ""
    for item in selected:
        title = short_title(item.candidate.record.metadata)
        shown = wording.SAME_DOCUMENT if title == named else title
        address = item.candidate.stored.unit.address
        quote = wording.quotation(_quoted(item), wording.reference(shown, address))
        quotes.append(wording.listed(quote) if item.is_item else quote)
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
        return opening + wording.lead(named.name, present_name(named.lead, on))
    if concept and concept.id == "the_industries" and gaps:
        return opening + wording.membership()
    if is_only_near(selected):
        return opening + wording.near(gaps)
    if limit := _time_limit(question, selected[0], gaps):
        return opening + wording.stated_time(wording.quotation(limit, ""))
    if concept is None:
        return opening + wording.found(gaps)
    if gaps and answers_outright(question, gaps) and not asked_for(question, gaps):
        return opening + wording.stated_in_part(_subject(selected))
    return opening + wording.conclusion(_subject(selected), gaps, asked_for(question, gaps))


def _subject(selected: Sequence[Selected]) -> str:
    """What the quotations are about: each topic once, in their order."""
    labels = dict.fromkeys(item.concept.label for item in selected if item.concept)
    return wording.together(tuple(labels))


def _time_limit(question: Question, first: Selected, gaps: tuple[Gap, ...]) -> str | None:
    """The stretch that says how many days, when that is what is asked or complained about; None
    where several do, for other matters or steps: the text itself says which is which."""
    asked = question.is_distressed or Need.DEADLINE in question.needs
    if not asked or Gap.DEADLINE in gaps or asks_when_to_apply(question.text):
        return None
    if not _HANDLING.search(first.candidate.stored.unit.text):
        return None
    parts = re.split(r"[,，;；。]", first.candidate.stored.unit.text)
    stating = [part.strip() for part in parts if _TIME_LIMIT.search(part)]
    return stating[0] if len(stating) == 1 else None


def _closing(
    question: Question,
    selected: Sequence[Selected],
    gaps: tuple[Gap, ...],
    duty: Duty | None,
    on: date,
    today: date | None,
) -> list[str]:
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
    is_of_another = _is_of_another(question, list(metadata.values()))
    if not question.asks_validity or is_of_another:
        lines += _validities(list(metadata.values()), on, today, is_named=is_of_another)
    return [line for line in lines if line]


def _tellings(quoted: Sequence[DocumentRecord]) -> list[str]:
    """Which of the documents quoted only tell of what others lay down, each once."""
    kinds: dict[str, str] = {}
    for record in quoted:
        kind = told_as(record.metadata.title.value or "", record.text)
        if kind:
            kinds.setdefault(short_title(record.metadata), kind)
    return [wording.is_a_telling(title, kind) for title, kind in kinds.items()]


def _is_of_another(question: Question, quoted: Sequence[DocumentMetadata]) -> bool:
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


def _validities(
    documents: Sequence[DocumentMetadata], on: date, today: date | None, *, is_named: bool = False
) -> list[str]:
    """The validity of each; `is_named` where another document than the one quoted may be meant."""
    lines: list[str] = []
    for stated in documents:
        named = wording.about(short_title(stated)) if is_named or len(documents) > 1 else ""
        if today:
            lines.append(named + validity_wording.validity_then(stated, validity_of(stated, on)))
        lines.append(named + validity_wording.validity(stated, validity_of(stated, today or on)))
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
