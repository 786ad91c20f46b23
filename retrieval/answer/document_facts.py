"""The answer to a question about a document itself: from its metadata, with where it was read.

Nothing is inferred: what the metadata do not hold is said to be unstated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answer import validity_wording, wording
from retrieval.answer.citing import cite_clause, short_title
from retrieval.answer.composing import Draft, suggestions_after
from retrieval.answer.standing import ENDED
from retrieval.documents.changes import ENDING, ChangeKind, Effect
from retrieval.documents.document_number import document_numbers_in
from retrieval.documents.metadata import DateField, DocumentMetadata, TextField
from retrieval.documents.structure import UnitKind
from retrieval.documents.validity import brought_back, validity_of
from retrieval.results import Citation, Outcome, PolicyAnswer, Turn
from retrieval.search.document_facts import DocumentFact
from retrieval.search.naming import calls_another, core_of, documents_named, may_follow
from retrieval.search.question import Question
from retrieval.store import DocumentRecord, StoredUnit
from retrieval.text_form import normalised

_MOST_NEWER = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """One stated fact: its wording, and the words to look for in the original."""

    text: str
    is_stated: bool
    needle: str | None = None


def document_meant(
    question: Question, records: Mapping[str, DocumentRecord], previous: Sequence[Turn]
) -> DocumentRecord | None:
    """The document a question speaks of: the one it names, of several editions the one of the
    year it names or the last, the one answered from last, the only one; None when that leaves a
    choice."""
    named = documents_named(question.text, records)
    named = _edition_meant(question.text, [records[key] for key in sorted(named)]) or named
    if len(named) == 1:
        return records[next(iter(named))]
    last = next((turn.text for turn in reversed(previous) if turn.role == "bot"), "")
    about = last.partition("\n")[0]
    quoted = [
        r
        for r in records.values()
        if f"〔{short_title(r.metadata)} " in last or f"《{short_title(r.metadata)}》" in about
    ]
    if len(quoted) == 1:
        return quoted[0]
    if only := _only_of_its_kind(question.text, records):
        return only
    return next(iter(records.values())) if len(records) == 1 else None


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|版)")


def _edition_meant(question: str, named: Sequence[DocumentRecord]) -> frozenset[str]:
    """Of documents of one title, those of the year asked about, else those that none of the
    others has ended."""
    if len({core_of(record.metadata.title.value or "") for record in named}) != 1:
        return frozenset()
    years = set(_YEAR.findall(normalised(question)))
    of_year = {
        r.id for r in named if (day := r.metadata.issued_on.value) and str(day.year) in years
    }
    ids = {record.id for record in named}
    standing = {
        r.id
        for r in named
        if not any(
            c.document_id in ids
            and c.effect.kind in ENDING
            and not brought_back(c, r.metadata.changes)
            for c in r.metadata.changes
        )
    }
    return frozenset(of_year or standing)


_KIND = re.compile(r"方案|办法|条例|细则|规划|公告|批复")


def _only_of_its_kind(
    question: str, records: Mapping[str, DocumentRecord]
) -> DocumentRecord | None:
    """The one document that is what a question calls it: 这个方案, where one 方案 is held."""
    kind = _KIND.search(normalised(question))
    if kind is None:
        return None
    held = [
        record
        for record in records.values()
        if core_of(short_title(record.metadata)).endswith(kind.group())
    ]
    return held[0] if len(held) == 1 else None


_QUOTED_TITLE = re.compile(r"《([^《》]{4,})》")


def names_another(question: Question, record: DocumentRecord) -> bool:
    """Whether a question gives a title, a matter or a document number that is not this
    document's."""
    form = normalised(question.text)
    own = normalised(f"{record.metadata.title.value} {short_title(record.metadata)}")
    if not documents_named(form, {record.id: record}) and calls_another(form, own, record.text):
        return True
    if any(title not in own for title in _QUOTED_TITLE.findall(form)):
        return True
    number = normalised(record.metadata.document_number.value or "")
    return any(normalised(found) != number for found in document_numbers_in(form))


def compose_facts(
    question: Question,
    record: DocumentRecord,
    units: Sequence[StoredUnit],
    others: Iterable[DocumentRecord],
    on: date,
    effects: Sequence[Effect] = (),
    today: date | None = None,
) -> Draft:
    """Answer every fact asked about `record`; `units` are its units, `others` the library's
    other documents, `effects` what it states about others; `today` is given where the day asked
    about is past."""
    metadata = record.metadata
    lines = [
        line
        for fact in question.facts
        for line in _lines(fact, metadata, effects, today or on, on if today else None)
    ]
    over = validity_wording.over_by_then(question.text, metadata, today or on)
    if over and DocumentFact.VALIDITY in question.facts:
        lines.append(_Line(over, is_stated=True))
    shown: list[str] = []
    citations: list[Citation] = []
    for line in lines:
        found = _line_with(line.needle, units) if line.needle else None
        if found is None:
            shown.append(line.text)
            continue
        address, quote = found
        reference = wording.reference(short_title(metadata), address)
        is_all = normalised(quote).rstrip(":") == normalised(line.needle or "")
        shown.append(
            line.text + (reference if is_all else "\n" + wording.quotation(quote, reference))
        )
        citations.append(cite_clause(record, address, quote, on))
    if not citations and (title := _line_with(metadata.title.value, units)):
        citations.append(cite_clause(record, *title, on))
    held = list(others)
    later = [other for other in held if _is_newer(other.metadata, metadata)]
    newer = [other for other in later if may_follow(other.metadata, metadata)]
    has_undated = any(other.metadata.issued_on.value is None for other in held)
    nothing = wording.NOTHING_NEWER_DATED if has_undated else wording.NOTHING_NEWER
    nothing = wording.NOTHING_ALIKE if later else nothing
    shown += _closing(question, metadata, newer, today or on, nothing)
    text = "\n".join([wording.about_document(short_title(metadata)), *shown])
    answer = PolicyAnswer(
        outcome=Outcome.ANSWERED
        if all(line.is_stated for line in lines)
        else Outcome.ANSWERED_WITH_GAP,
        text=text,
        citations=tuple(dict.fromkeys(citations)),
        suggestions=suggestions_after(()),
    )
    return Draft(answer, (record, *newer[:_MOST_NEWER]))


def _lines(
    fact: DocumentFact,
    m: DocumentMetadata,
    effects: Sequence[Effect],
    today: date,
    past: date | None,
) -> list[_Line]:
    if fact is DocumentFact.REPEALS:
        return _repeals(effects)
    if fact is DocumentFact.VALIDITY:
        now = _Line(validity_wording.validity(m, validity_of(m, today)), is_stated=True)
        if past is None:
            return [now]
        then = validity_wording.validity_then(m, validity_of(m, past))
        return [_Line(f"{wording.as_of(past)}{then}", is_stated=True), now]
    if fact is DocumentFact.DATES:
        return [_day(wording.ISSUED, m.issued_on), _day(wording.PUBLISHED, m.published_on)]
    if fact is DocumentFact.EFFECTIVE_ON:
        return [_day(wording.FACTS[fact], m.effective_on), _day(wording.ISSUED, m.issued_on)]
    if fact is DocumentFact.PERIOD:
        lines = (_period(m), _day(wording.VALID_UNTIL, m.valid_until))
        return [line for line in lines if line]
    texts = {
        DocumentFact.TITLE: m.title,
        DocumentFact.DOCUMENT_NUMBER: m.document_number,
        DocumentFact.INDEX_NUMBER: m.index_number,
        DocumentFact.ISSUER: m.issuer,
        DocumentFact.ADDRESSEES: m.addressees,
        DocumentFact.BASIS: m.basis,
    }
    return [_text(wording.FACTS[fact], texts[fact])]


def _repeals(effects: Sequence[Effect]) -> list[_Line]:
    """The sentences that end other documents, each once."""
    label = wording.FACTS[DocumentFact.REPEALS]
    stating = dict.fromkeys(e.quote for e in effects if e.kind is ChangeKind.REPEALED)
    if not stating:
        return [_Line(wording.not_stated(label), is_stated=False)]
    return [_Line(wording.fact(label, quote, None), True, quote) for quote in stating]


def _text(label: str, field: TextField) -> _Line:
    if not field.value:
        return _Line(wording.not_stated(label), is_stated=False)
    return _Line(wording.fact(label, field.value, field.read_from), True, field.value)


def _day(label: str, field: DateField) -> _Line:
    if not field.value:
        return _Line(wording.not_stated(label), is_stated=False)
    day = wording.day(field.value)
    return _Line(wording.fact(label, day, field.read_from), True, day)


def _period(m: DocumentMetadata) -> _Line | None:
    label = wording.FACTS[DocumentFact.PERIOD]
    start, end = m.period_start.value, m.period_end.value
    if (not start or not end) and m.valid_until.value:
        return None
    if not start or not end:
        return _Line(wording.not_stated(label), is_stated=False)
    years = wording.years(start, end)
    return _Line(wording.fact(label, years, m.period_end.read_from), True, m.title.value)


def _line_with(needle: str | None, units: Sequence[StoredUnit]) -> tuple[str, str] | None:
    """The address and the line of the first sentence that holds the words."""
    wanted = normalised(needle or "")
    for stored in units:
        if not wanted or stored.unit.kind is not UnitKind.SENTENCE:
            continue
        for line in stored.unit.text.split("\n"):
            if wanted in normalised(line):
                return stored.unit.address, line
    return None


def _closing(
    question: Question,
    metadata: DocumentMetadata,
    newer: Sequence[DocumentRecord],
    on: date,
    nothing: str,
) -> list[str]:
    """The validity, which every answer states, and what the library holds beyond it, or that it
    holds `nothing`: of documents whose dates can be compared."""
    judged = validity_of(metadata, on)
    asked = DocumentFact.VALIDITY in question.facts
    lines = [] if asked else [validity_wording.validity(metadata, judged)]
    has_ended = judged.status in ENDED
    if not asked and not has_ended:
        return lines
    if newer:
        return [*lines, wording.newer([short_title(r.metadata) for r in newer[:_MOST_NEWER]])]
    if not has_ended or metadata.issued_on.value is None:
        return lines
    return [*lines, nothing]


def _is_newer(other: DocumentMetadata, than: DocumentMetadata) -> bool:
    theirs, ours = other.issued_on.value, than.issued_on.value
    return theirs is not None and ours is not None and theirs > ours
