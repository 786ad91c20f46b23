"""Whose lists are asked for: every plan has goals, tasks and safeguards, and the vocabulary knows
those of one. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from retrieval.answer.candidate import Candidate
from retrieval.answer.case import Case
from retrieval.answer.document_facts import document_meant
from retrieval.answer.topical import by_topic, records_of
from retrieval.search.places import places_in
from retrieval.search.question import Question, industries_in
from retrieval.search.vocabulary import ConceptKind, vocabulary
from retrieval.store import DocumentRecord
from retrieval.text_form import comparable, normalised, pairs_of

_THE_FIVE = re.compile("五大|主导产业")
_HALF = 0.5
_MOST = 2 / 3
_FEWEST_PAIRS = 2
_SHORTEST = 3  # characters of 碳达峰的主要目标


def of_whose_list(question: Question, candidates: Sequence[Candidate], case: Case) -> Question:
    """The question without its topics, where they are lists (保障措施) and it asks for those of
    another matter than the documents on the topics speak of: 消费扶贫的保障措施, where a document
    is titled by it, or 乡村振兴的保障措施, where none is, or 那保障措施有哪些 after an answer from
    another document. The question as it stands otherwise."""
    if not question.is_list:
        return question
    ours = records_of(by_topic(question, candidates))
    if not ours:
        return question
    names_ours = _names_the_industries(question, ours)
    leans = question.is_follow_up and not names_ours
    if leans and any(c.kind is ConceptKind.OUTLINE for c in question.concepts):
        meant = document_meant(question, case.records, case.previous)
        return replace(question, concepts=()) if meant and meant.id not in ours else question
    # What names the plan's own matter is not of the one asked about before.
    whole = question if names_ours else replace(question, text=question.search_text)
    matter = _matter_of(whole)
    own = {pair for record in ours.values() for pair in pairs_of(comparable(record.text))}
    strange = [pair for pair in matter if pair not in own]
    if len(strange) < _FEWEST_PAIRS or len(strange) <= _HALF * len(matter):
        return question
    is_titled = any(_is_titled(r, strange) for r in case.records.values() if r.id not in ours)
    return replace(question, concepts=()) if is_titled or _asks_for_its(question) else question


def whose_outline(
    question: Question, records: Mapping[str, DocumentRecord], meant: DocumentRecord | None
) -> DocumentRecord | None:
    """The document whose goals, tasks or safeguards are asked for, where it is not the one whose
    parts the vocabulary knows: the only one titled by what the question names, else, where that
    names nothing, the one `meant` by its name or answered from last."""
    parts = [c for c in question.concepts if c.kind is ConceptKind.OUTLINE]
    if not parts:
        return None
    matter = _matter_of(question)
    if not matter and _names_the_industries(question, records):
        return None
    titled = [r for r in records.values() if _is_titled(r, matter)] if matter else [meant]
    document = titled[0] if len(titled) == 1 else None
    if document is None:
        return None
    text = normalised(document.text)
    is_known = any(phrase in text for concept in parts for phrase in concept.official)
    return None if is_known else document


def _is_titled(record: DocumentRecord, matter: Sequence[str]) -> bool:
    """Whether a document's title has most of the pairs of what a question names."""
    title = comparable(record.metadata.title.value or "")
    return len(matter) >= _FEWEST_PAIRS and sum(p in title for p in matter) >= _MOST * len(matter)


def _names_the_industries(question: Question, records: Mapping[str, DocumentRecord]) -> bool:
    """Whether a question names itself what the plan is for, whatever was answered before:
    那五大主导产业的呢, 生物医药的重点任务呢."""
    industries = [i for record in records.values() for i in record.metadata.industries]
    return bool(_THE_FIVE.search(normalised(question.text))) or bool(
        industries_in(question.text, industries)
    )


def _matter_of(question: Question) -> list[str]:
    """The pairs of characters of what a question names beyond its topics, places left out."""
    words = vocabulary().in_official_words(question.rest)
    for place in places_in(question.text):
        words = words.replace(place, " ")
    return [pair for word in words.split() for pair in pairs_of(comparable(word))]


def _asks_for_its(question: Question) -> bool:
    """Whether the part of a plan is asked for as that of what stands right before it."""
    form, words = normalised(question.text).lower(), question.rest.split()
    return bool(words) and any(
        len(words[-1]) >= _SHORTEST and form[:start].endswith(f"{words[-1]}的")
        for concept in question.concepts
        if concept.kind is ConceptKind.OUTLINE
        for start, _ in concept.stretches(form)
    )
