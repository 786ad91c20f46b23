"""The way of a question: screened, understood, searched, selected, composed, checked."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import date

from retrieval.answer import wording
from retrieval.answer.checking import Source, check
from retrieval.answer.composing import Draft, Duty, compose, short_title, suggestions_after
from retrieval.answer.document_facts import compose_facts, document_meant, names_another
from retrieval.answer.screening import off_topic, screened, without_private_purchase
from retrieval.answer.selecting import Candidate, Selected, confidence_of, select
from retrieval.embedding.embedder import Embedder
from retrieval.live_index import LiveIndex, searched_text
from retrieval.results import Outcome, PolicyAnswer, RefusalReason, Turn
from retrieval.search.hybrid import search
from retrieval.search.measure import is_named, measures_asked
from retrieval.search.places import places_in
from retrieval.search.question import Need, Question, understand
from retrieval.search.vocabulary import ConceptKind, vocabulary
from retrieval.store import DocumentRecord, Store, StoredUnit
from retrieval.text_form import normalised

_log = logging.getLogger(__name__)
_CANDIDATES = 40
# A list is gathered from all over a document.
_CANDIDATES_FOR_A_LIST = 200
_OFFERED = 3
_NOT_PARTICULAR = frozenset({Need.SUPPORT, Need.REQUIREMENT, Need.LIST})
_REFERENCE = re.compile(r"〔[^〔〕]*? ([^ 〔〕]+)〕")


class Answering:
    """Answers questions from the stored documents, without any language model."""

    def __init__(self, store: Store, embedder: Embedder, live: LiveIndex) -> None:
        self._store = store
        self._embedder = embedder
        self._live = live

    def answer(self, question: str, on: date, previous: Sequence[Turn]) -> PolicyAnswer:
        """Answer on the business date `on`; `previous` are the turns before, oldest first."""
        if not normalised(question):
            return _refused(RefusalReason.EMPTY_QUESTION)
        if reason := screened(question):
            return _refused(reason)
        records = self._live.records()
        if not records:
            return _refused(RefusalReason.EMPTY_LIBRARY)
        industries = [i for record in records.values() for i in record.metadata.industries]
        asked = understand(question, previous, industries)
        public = understand(without_private_purchase(question), (), industries)
        if (reason := off_topic(question)) and not public.concepts:
            return _refused(reason)
        if asked.is_silent:
            return _clarified()
        elsewhere = asked.places - _own_places(records)
        if asked.facts:
            return self._about_document(asked, records, previous, elsewhere, on)
        if asked.is_bare and not asked.concepts:
            return _which_policy(asked)
        candidates = self._candidates(asked, records)
        if elsewhere:
            candidates = [c for c in candidates if _may_speak_of(c, asked, elsewhere)]
        selected = self._pointed_at(asked, candidates, previous) or select(asked, candidates)
        if not selected:
            reason = RefusalReason.OTHER_PLACE if elsewhere else RefusalReason.NOT_IN_LIBRARY
            return _refused(reason)
        draft = compose(asked, selected, self._duty(asked, selected), on)
        if draft.answer.outcome is Outcome.ANSWERED and _misses_the_measure(asked, selected):
            return _refused(RefusalReason.NOT_IN_LIBRARY)
        return _checked(draft)

    def _about_document(
        self,
        asked: Question,
        records: dict[str, DocumentRecord],
        previous: Sequence[Turn],
        elsewhere: frozenset[str],
        on: date,
    ) -> PolicyAnswer:
        """What a document states about itself; another document than those held is refused."""
        record = document_meant(asked, records, previous)
        if elsewhere:
            return _refused(RefusalReason.OTHER_PLACE)
        if record is None:
            return _which_document(asked, records)
        if names_another(asked, record):
            return _refused(RefusalReason.NOT_IN_LIBRARY)
        others = [other for other in records.values() if other.id != record.id]
        return _checked(compose_facts(asked, record, self._store.units_of(record.id), others, on))

    def _candidates(self, asked: Question, records: dict[str, DocumentRecord]) -> list[Candidate]:
        query = self._embedder.embed_query(asked.search_text)
        with self._live.current() as index:
            found = search(
                asked.search_text,
                query,
                index.vectors,
                index.lexical,
                limit=_CANDIDATES_FOR_A_LIST if asked.is_list else _CANDIDATES,
                expansion=asked.expansion,
            )
            stored = self._store.units_with([item.number for item in found])
            attainable = max(index.lexical.attainable(asked.search_text), 1e-9)
            candidates: list[Candidate] = []
            for item in found:
                unit = stored.get(item.number)
                record = records.get(unit.document_id) if unit else None
                if unit is None or record is None:
                    continue
                coverage = index.lexical.coverage(asked.topic_text, searched_text(record, unit))
                confidence = confidence_of(
                    coverage,
                    item.bm25 / attainable,
                    names_place=all(place in record.text for place in asked.places),
                )
                candidates.append(Candidate(unit, record, item.score, confidence))
            return candidates

    def _pointed_at(
        self, asked: Question, candidates: Sequence[Candidate], previous: Sequence[Turn]
    ) -> tuple[Selected, ...]:
        """The sentence meant by 上面第二条: the second one quoted in the last answer."""
        if asked.ordinal is None:
            return ()
        answers = [turn.text for turn in previous if turn.role == "bot"]
        addresses = list(dict.fromkeys(_REFERENCE.findall(answers[-1]))) if answers else []
        if not 1 <= asked.ordinal <= len(addresses):
            return ()
        address = addresses[asked.ordinal - 1]
        found = next((c for c in candidates if c.stored.unit.address == address), None)
        return (Selected(found),) if found else ()

    def _duty(self, asked: Question, selected: Sequence[Selected]) -> Duty | None:
        """The office to turn to, by the document that is quoted first."""
        record = selected[0].candidate.record
        lead = next((i for i in asked.industries if i in record.metadata.industries), None)
        coordinator = record.metadata.coordinator
        if lead:
            sentence = self._sentence(record, lead.clause)
            return Duty(lead.lead, sentence, record, is_coordinator=False) if sentence else None
        if coordinator:
            sentence = self._sentence(record, coordinator.clause)
            department = coordinator.department
            return Duty(department, sentence, record, is_coordinator=True) if sentence else None
        return None

    def _sentence(self, record: DocumentRecord, address: str) -> StoredUnit | None:
        units = self._store.units_of(record.id)
        return next((unit for unit in units if unit.unit.address == address), None)


def _refused(reason: RefusalReason) -> PolicyAnswer:
    is_promise = reason is RefusalReason.PROMISE
    return PolicyAnswer(
        outcome=Outcome.HANDED_OVER if is_promise else Outcome.REFUSED,
        text=wording.refusal(reason),
        refusal=reason,
        suggestions=suggestions_after(()),
    )


def _which_policy(asked: Question) -> PolicyAnswer:
    """Ask which policy is meant, and offer the question with a topic put to it."""
    measures = [c for c in vocabulary().concepts if c.kind is ConceptKind.MEASURE]
    offered = measures[:: max(len(measures) // _OFFERED, 1)][:_OFFERED]
    return _clarified(tuple(wording.with_topic(c.label, asked.text) for c in offered))


def _which_document(asked: Question, records: dict[str, DocumentRecord]) -> PolicyAnswer:
    titles = [short_title(record.metadata) for record in records.values()]
    return _clarified(tuple(wording.with_document(t, asked.text) for t in titles[:_OFFERED]))


def _clarified(suggestions: tuple[str, ...] = ()) -> PolicyAnswer:
    return PolicyAnswer(
        outcome=Outcome.CLARIFY,
        text=wording.refusal(RefusalReason.WHICH_POLICY),
        refusal=RefusalReason.WHICH_POLICY,
        suggestions=suggestions,
    )


def _misses_the_measure(asked: Question, selected: Sequence[Selected]) -> bool:
    """Whether a quantity is asked for by a name that no sentence selected speaks of.

    The particulars of a measure (amount, date, place) are gaps of their own.
    """
    if not asked.needs <= _NOT_PARTICULAR:
        return False
    units = [item.candidate.stored.unit for item in selected]
    text = "\n".join(f"{unit.headings}\n{unit.text}" for unit in units)
    measures = measures_asked(asked.text, asked.concepts)
    return any(not is_named(measure, text) for measure in measures)


def _checked(draft: Draft) -> PolicyAnswer:
    sources = {record.id: Source(record.text, record.metadata) for record in draft.records}
    checked = check(draft.answer.text, draft.answer.citations, sources)
    if checked.is_proven:
        return draft.answer
    _log.error("policy answer withheld: %s: %s", checked.reason, checked.offender)
    return _refused(RefusalReason.UNPROVEN)


def _own_places(records: dict[str, DocumentRecord]) -> frozenset[str]:
    regions = [record.metadata.region.value or "" for record in records.values()]
    return places_in(" ".join(regions))


def _may_speak_of(candidate: Candidate, asked: Question, elsewhere: frozenset[str]) -> bool:
    """Whether a sentence may answer a question that names other places.

    One region's own document speaks of them only where it names them on the very topic asked:
    a plan that sends its recruiters to 深圳 holds nothing about what 深圳 grants.
    """
    metadata = candidate.record.metadata
    if metadata.region.value is None:
        return True
    named = f"{metadata.title.value} {metadata.issuer.value} {candidate.stored.unit.text}"
    is_on_topic = any(
        phrase in candidate.form for concept in asked.concepts for phrase in concept.official
    )
    return is_on_topic and elsewhere <= places_in(named)
