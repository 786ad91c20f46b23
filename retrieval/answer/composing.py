"""Putting an answer together: conclusion, quotations, what is missing, where to turn, validity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answer import wording
from retrieval.answer.amended import Amendment
from retrieval.answer.candidate import Candidate, Selected
from retrieval.answer.citing import cite, cite_clause, present_name, short_title
from retrieval.answer.closing import closing_of, is_of_another, validities
from retrieval.answer.duty import Duty
from retrieval.answer.fit import asks_when_to_apply, told_as_unstated
from retrieval.answer.gaps import (
    answers_outright,
    asked_for,
    asks_for_a_telephone,
    claims_unstated,
    gaps_of,
)
from retrieval.answer.quoted_part import last_paragraph, segment_with
from retrieval.answer.selecting import is_only_near
from retrieval.documents.metadata import DocumentMetadata
from retrieval.results import Citation, Gap, Outcome, PolicyAnswer
from retrieval.search.needs import Need
from retrieval.search.question import Question
from retrieval.search.vocabulary import Concept, ConceptKind, vocabulary
from retrieval.store import DocumentRecord

# Delivery splits what is longer than a channel's message; this is as much as a person reads.
_MOST_BYTES = 6001  # with the end of each line
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
    closing += closing_of(question, selected, gaps, turn_to, on, today)
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
    if question.asks_validity and not is_of_another(question, quoted):
        head = "\n".join([*validities(question, quoted, on, today, is_named=True), head])
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
        yield item.by, cite_clause(item.by, effect.address, effect.quote, on)


def _outcome(question: Question, gaps: tuple[Gap, ...]) -> Outcome:
    if question.is_distressed:
        return Outcome.HANDED_OVER
    return Outcome.ANSWERED_WITH_GAP if gaps else Outcome.ANSWERED


def _needs_an_office(question: Question, gaps: tuple[Gap, ...]) -> bool:
    return not question.is_distressed and (bool(gaps) or Need.CONTACT in question.needs)


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
    lines: dict[str, list[str]] = {}
    for item in amendments:
        title, effect = short_title(item.by.metadata), item.change.effect
        reference = wording.reference(title, effect.address)
        lines.setdefault(wording.quotation(effect.quote, reference), []).append(item.note)
    return [line for quoted, notes in lines.items() for line in (*notes, quoted)]


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


def _fitting(
    head: str, quotes: Sequence[str], closing: Sequence[str], cited: list[Citation]
) -> str:
    """Join the parts; later quotations go, with their citations, where the message is too long.

    The first quotation, what is missing and the validity always stay.
    """
    kept, ending = list(quotes), list(closing)
    size = sum(map(_bytes_of, [head, *kept, *ending]))
    if size > _MOST_BYTES and len(kept) > 1:
        ending = [wording.MORE, *closing]
        size += _bytes_of(wording.MORE)
    while size > _MOST_BYTES and len(kept) > 1:
        size -= _bytes_of(kept.pop())
    del cited[len(kept) :]
    return "\n".join([head, *kept, *ending])


def _bytes_of(line: str) -> int:
    return len(line.encode()) + 1


def suggestions_after(concepts: Sequence[Concept]) -> tuple[str, ...]:
    """Ask next: the measures that follow this one in the table, which is ordered by subject."""
    measures = [c for c in vocabulary().concepts if c.kind is ConceptKind.MEASURE]
    at = next((i for i, c in enumerate(measures) if c in concepts), -1)
    following = [*measures[at + 1 :], *measures][:_SUGGESTIONS]
    return tuple(wording.suggestion(concept.label) for concept in following)
