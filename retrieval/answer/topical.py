"""Sentences on a topic that the vocabulary knows: pure."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answer.candidate import Candidate, Selected
from retrieval.search.naming import names_its_matter
from retrieval.search.needs import without_particulars
from retrieval.search.question import Question
from retrieval.search.vocabulary import vocabulary
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised

MOST_QUOTES = 3
_NO_MATTER = 2  # characters left of 几天答复 without what asks
_A_WORD = 2  # characters


def stands_under_the_topic(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence or the titles above it speak of a topic asked about."""
    form = normalised(under_its_titles(candidate)).lower()
    return any(concept.everyday.search(form) for concept in question.concepts)


def is_titled(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence's document is by its title about every topic asked about: has its name,
    or the question's word for it, and not in a compound that is something else."""
    title = normalised(candidate.record.metadata.title.value or "").lower()
    form = normalised(question.search_text).lower()
    return bool(question.concepts) and all(
        concept.label in title
        or (
            (word := concept.everyday.search(form)) is not None
            and word.group() in title
            and concept.everyday.search(title) is not None
        )
        for concept in question.concepts
    )


def under_its_titles(candidate: Candidate) -> str:
    title, unit = candidate.record.metadata.title.value or "", candidate.stored.unit
    return f"{title}\n{unit.headings}\n{unit.text}"


def names_the_topic(question: Question, candidate: Candidate) -> bool:
    form = candidate.form.lower()
    return any(word in form for word in question.topic_words)


def is_named(question: Question, candidate: Candidate) -> bool:
    """Whether a question has the very words of a topic of the sentence or of its document."""
    title = candidate.record.metadata.title.value or ""
    return names_the_topic(question, candidate) or names_its_matter(question.official_text, title)


def is_on_topic(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence has the official or the everyday words of a topic asked about; any does
    where the question names no known topic."""
    official = (phrase for concept in question.concepts for phrase in concept.official)
    return (
        not question.concepts
        or any(phrase in candidate.form for phrase in official)
        or names_the_topic(question, candidate)
    )


def by_topic(question: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
    is_list = question.is_list
    left_out = [phrase for concept in question.excluded for phrase in concept.official]
    chosen: dict[int, Selected] = {}
    for rank in range(max((len(c.official) for c in question.concepts), default=0)):
        for concept in question.concepts:
            if rank >= len(concept.official):
                continue
            phrase = concept.official[rank]
            if any(other in phrase or phrase in other for other in left_out):
                continue
            holder = next((c for c in candidates if phrase in c.form), None)
            if holder is not None:
                selected = Selected(holder, concept, phrase, is_item=is_list)
                key = holder.stored.id if not is_list else len(chosen)
                chosen.setdefault(key, selected)
    ordered = tuple(chosen.values())
    return ordered if is_list else ordered[:MOST_QUOTES]


def records_of(selected: Sequence[Selected]) -> dict[str, DocumentRecord]:
    """The documents of a selection, by their ids."""
    return {item.candidate.record.id: item.candidate.record for item in selected}


def is_of_another_matter(
    question: Question, topical: Sequence[Selected], candidates: Sequence[Candidate]
) -> bool:
    """Whether a topic was recognised by a particular alone, and the matter it is asked of stands
    in other documents only: 房改房想卖,几天给答复 is not asked of what enterprises bring up."""
    form = normalised(question.text).lower()
    found = [c.everyday.search(form) for c in question.concepts]
    named = [match.group() for match in found if match]
    if not named or any(len(without_particulars(words)) > _NO_MATTER for words in named):
        return False
    ours = records_of(topical)
    texts = [normalised(record.text) for record in ours.values()]
    matter = [
        word
        for word in vocabulary().official.findall(question.official_text)
        if not any(word in text for text in texts)
    ]
    beyond = [c for c in candidates if c.record.id not in ours]
    return any(word in normalised(under_its_titles(c)) for word in matter for c in beyond)


def is_part_of_a_title(question: Question, topical: Sequence[Selected], other: Candidate) -> bool:
    """Whether every topic was recognised inside a longer word that another document has in its
    title and those on the topic have nowhere: 土地 of 土地调查, where there is a 土地调查条例."""
    form = normalised(question.text).lower()
    title = normalised(other.record.metadata.title.value or "").lower()
    ours = records_of(topical)
    texts = [normalised(record.text).lower() for record in ours.values()]

    def is_within(start: int, end: int) -> bool:
        longer = (form[max(start - _A_WORD, 0) : end], form[start : end + _A_WORD])
        return any(
            len(word) == end - start + _A_WORD
            and word in title
            and not any(word in text for text in texts)
            for word in longer
        )

    stretches = [span for concept in question.concepts for span in concept.stretches(form)]
    return bool(stretches) and all(is_within(*span) for span in stretches)
