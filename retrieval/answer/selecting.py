"""Which of the found sentences make the answer: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.search.question import Question
from retrieval.search.vocabulary import Concept
from retrieval.store import DocumentRecord, StoredUnit
from retrieval.text_form import normalised

_MOST_QUOTES = 3
# Without a known topic a sentence answers when the library is this sure of it, and a second is
# quoted when it is nearly as good. On policy_document the bound refuses three quarters of the
# questions whose document is absent, and one in twenty of the others.
_LEAST_CONFIDENCE = 0.70
_SCORE_WEIGHT = 1.5
_PLACE_PENALTY = 0.1
_NEARLY_AS_GOOD = 0.93


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence found for a question; `confidence` (see confidence_of) compares across
    questions, `score` only within one."""

    stored: StoredUnit
    record: DocumentRecord
    score: float
    confidence: float

    @property
    def form(self) -> str:
        return normalised(self.stored.unit.text)


@dataclass(frozen=True, slots=True)
class Selected:
    """A sentence that will be quoted, and the phrase and topic it was chosen for, if any."""

    candidate: Candidate
    concept: Concept | None = None
    phrase: str | None = None


def confidence_of(coverage: float, attained: float, *, names_place: bool) -> float:
    """How sure it is that a sentence is about the question, without a known topic.

    `coverage` is the rarity-weighted share of the question's wording that the sentence and its
    titles hold, `attained` the share of the attainable BM25 score, both 0-1; `names_place` is
    False when the question names a place that the document does not.
    """
    return coverage + _SCORE_WEIGHT * attained - (0.0 if names_place else _PLACE_PENALTY)


def select(question: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
    """Choose the sentences to quote, most important first; none when nothing answers.

    A sentence that holds the official words for what was asked answers it. Where the topic
    is unknown to the vocabulary, the best sentence must hold enough of the question itself.
    """
    by_topic = _by_topic(question, candidates)
    if by_topic:
        return by_topic
    answering = [c for c in candidates if c.confidence >= _LEAST_CONFIDENCE]
    if not answering:
        return ()
    best = answering[0]
    return tuple(
        Selected(c)
        for c in answering[: _MOST_QUOTES - 1]
        if c.score >= best.score * _NEARLY_AS_GOOD
    )


def _by_topic(question: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
    is_list = question.is_list
    chosen: dict[int, Selected] = {}
    for rank in range(max((len(c.official) for c in question.concepts), default=0)):
        for concept in question.concepts:
            if rank >= len(concept.official):
                continue
            phrase = concept.official[rank]
            holder = next((c for c in candidates if phrase in c.form), None)
            if holder is not None:
                selected = Selected(holder, concept, phrase)
                key = holder.stored.id if not is_list else len(chosen)
                chosen.setdefault(key, selected)
    ordered = tuple(chosen.values())
    return ordered if is_list else ordered[:_MOST_QUOTES]


def segment_with(text: str, phrase: str) -> str:
    """The part of a sentence, between commas and semicolons, that holds a phrase, verbatim.

    The phrase may run over a comma; the whole text is returned when it cannot be placed.
    """
    parts: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if character in ",，;；。":
            parts.append(text[start : at + 1])
            start = at + 1
    parts.append(text[start:])
    for size in range(1, len(parts) + 1):
        for first in range(len(parts) - size + 1):
            joined = "".join(parts[first : first + size])
            if phrase in normalised(joined):
                return joined.strip().rstrip(",，;；。")
    return text


def last_paragraph(text: str) -> str:
    """What is quoted of a sentence that runs over several lines: its last line.

    The lines before it are titles, addressees and signatures of the preamble.
    """
    return text.rsplit("\n", 1)[-1]
