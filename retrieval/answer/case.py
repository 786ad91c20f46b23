"""One question as it is answered: what is asked, of which documents, as of which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from retrieval.answer.screening import off_topic, without_private_purchase
from retrieval.answer.selecting import Candidate
from retrieval.results import RefusalReason, Turn
from retrieval.search.as_of import as_of, without_day
from retrieval.search.filters import Filters, filters_in, without_filters
from retrieval.search.places import containing, parts_of, places_in
from retrieval.search.question import Question, understand
from retrieval.store import DocumentRecord

Records = Mapping[str, DocumentRecord]


@dataclass(frozen=True, slots=True)
class Case:
    """One question as it is answered: what is asked, of which documents, on which business date.

    `past` is the earlier day the question is put back to, if it is; `elsewhere`
    are the places asked about that no document here is from.
    """

    asked: Question
    records: Records
    filters: Filters
    on: date
    past: date | None
    elsewhere: frozenset[str]
    previous: Sequence[Turn]

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.past or self.on


def case_of(
    question: str, everything: Records, on: date, previous: Sequence[Turn], filters: Filters
) -> Case:
    """Read a question: its topic, its day, and the documents that may answer it."""
    earlier = [turn.text for turn in previous if turn.role == "user"]
    past = as_of(question, on, earlier)
    day = past or on
    wanted = filters.over(filters_in(question))
    records = {key: r for key, r in everything.items() if wanted.admits(r, day)}
    if past:
        records = {k: r for k, r in records.items() if not _is_later(r, day)}
    industries = [i for record in everything.values() for i in record.metadata.industries]
    bare = without_filters(without_day(question) if past else question)
    asked = understand(bare, previous, industries)
    if not understand(without_private_purchase(question), (), industries).concepts:
        # What is known of enterprises' matters says nothing about a flat or a car.
        asked = asked if not off_topic(question) else replace(asked, concepts=())
    elsewhere = asked.places - _own_places(everything)
    return Case(asked, records, wanted, on, past, elsewhere, previous)


def why_nothing(case: Case, off_topic_reason: RefusalReason | None) -> RefusalReason:
    """Why a question on which nothing was found is refused; `off_topic_reason` is what its kind
    tells, if anything."""
    if case.elsewhere and not any(_may_be_of(r, case.elsewhere) for r in case.records.values()):
        return RefusalReason.OTHER_PLACE
    if off_topic_reason:
        return off_topic_reason
    is_narrowed = case.past or not case.filters.is_empty
    return RefusalReason.OUTSIDE_FILTERS if is_narrowed else RefusalReason.NOT_IN_LIBRARY


def _may_be_of(record: DocumentRecord, places: frozenset[str]) -> bool:
    """Whether a document that does not say where it is from speaks of the places."""
    return not _with_neighbours(_stated_origin(record)) and all(p in record.text for p in places)


def _stated_origin(record: DocumentRecord) -> str:
    metadata = record.metadata
    return f"{metadata.region.value} {metadata.title.value} {metadata.issuer.value}"


def _is_later(record: DocumentRecord, day: date) -> bool:
    issued = record.metadata.issued_on.value
    return issued is not None and issued > day


def _own_places(records: Records) -> frozenset[str]:
    """The places whose people are served: the documents' regions, all they are part of, and
    their parts."""
    regions = {record.metadata.region.value or "" for record in records.values()}
    return _with_neighbours(" ".join(sorted(regions)))


@lru_cache(maxsize=4_096)
def _with_neighbours(regions: str) -> frozenset[str]:
    own = places_in(regions)
    return containing(own) | parts_of(own)


def may_speak_of(candidate: Candidate, asked: Question, elsewhere: frozenset[str]) -> bool:
    """Whether a sentence may answer a question that names places; `elsewhere` are those among
    them that no document here is from.

    It may when its document is from one of them, from a part or from what they are part of. A
    document from somewhere else speaks of them only where it names them on the very topic asked: a
    plan that sends its recruiters to 深圳 holds nothing about what 深圳 grants.
    """
    stated = _stated_origin(candidate.record)
    theirs = _with_neighbours(stated)
    if theirs & asked.places or containing(asked.places) & places_in(stated):
        # 沈阳对驰援湖北的人员: one place's rules may be about somebody from, or in, another.
        return all(place in theirs or place in candidate.record.text for place in elsewhere)
    if not theirs and not elsewhere:
        return True
    text = candidate.stored.unit.text
    if not theirs:
        # Nothing says where it is from: it may be theirs where it speaks of them at all.
        return all(place in candidate.record.text for place in elsewhere)
    is_on_topic = any(
        phrase in candidate.form for concept in asked.concepts for phrase in concept.official
    )
    return is_on_topic and asked.places <= places_in(text)
