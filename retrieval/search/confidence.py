"""How sure the search is that what it found is about the question.

One computation, for the answers and for what is reported of them (`bot evaluate retrieval`,
`bot evaluate refusals`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.index.lexical import LexicalIndex
from retrieval.search.hybrid import Found
from retrieval.search.naming import lays_down_a_rule
from retrieval.search.places import containing, places_in
from retrieval.search.question import Question
from retrieval.text_form import comparable, pairs_of

# A sentence answers a question on no known topic from here on. Weights and bound were chosen on
# policy_document as a library of sentences, where the bound refuses one in thirty of the questions
# it could answer; decision 24 has the figures, and what they are on halves that chose no bound.
LEAST_CONFIDENCE = 0.76
_ATTAINED_WEIGHT = 2.0
_WHOLE_WEIGHT = 1.0
_LEAD_WEIGHT = 0.3
_LEAD_OVER = 5
_LENGTH_WEIGHT = 0.2
_FEWEST_PAIRS = 8  # shorter questions are no surer for being shorter still
_HEAD_PENALTY = 0.2
_PLACE_PENALTY = 0.3
# A sentence on the subject answers, with a gap, though it is silent on the particular asked for.
_WITHOUT_THE_PARTICULAR = 0.1
_HEAD = 300  # characters


@dataclass(frozen=True, slots=True)
class Whole:
    """The document a sentence is from; its sentences have the numbers `first` to `last`."""

    title: str
    text: str
    first: int
    last: int


class Confidence:
    """The confidence in every passage found for one question, comparable between questions.

    Weighs, each as a share (0-1): how much of the question's wording, rarest first, the sentence
    with its titles holds; how much its whole document holds; the attained part of the BM25 score,
    of its own words: by what stands before it a sentence is found, and no surer to answer.
    What stands out from the rest of what was found counts too, as does naming the place asked
    about. Long questions attain less of everything as a matter of course, short ones more.
    """

    def __init__(
        self, asked: Question, expansion: str, found: Sequence[Found], lexical: LexicalIndex
    ) -> None:
        self._of_topic = lexical.covering(asked.topic_text)
        self._of_subject = lexical.covering(asked.subject)
        self._held = lexical.holding(asked.topic_text)
        self._attained = lexical.attaining(f"{asked.official_text} {expansion}")
        self._named = places_in(asked.text)
        # The place of a question before need not be named by what is from all places.
        self._asked_about = asked.places & self._named
        self._on_every = _LEAD_WEIGHT * lead_of([item.score for item in found])
        self._on_every -= _LENGTH_WEIGHT * math.log(max(pairs_in(asked.topic_text), _FEWEST_PAIRS))
        self._without_places = lexical.covering(without(asked.topic_text, self._asked_about))
        self._of_whole: dict[int, float] = {}
        self._of_the_wider: dict[int, bool] = {}

    def of(self, text: str, whole: Whole) -> float:
        """How sure it is that a passage is about the question; `text` is the passage under its
        titles, `whole` the document it is from."""
        if whole.first not in self._of_whole:
            self._of_the_wider[whole.first] = self._is_of_the_wider(whole)
            self._of_whole[whole.first] = self._judged(whole)
        is_wider = self._of_the_wider[whole.first]
        topic = self._without_places(text) if is_wider else self._of_topic(text)
        covered = max(topic, self._of_subject(text) - _WITHOUT_THE_PARTICULAR)
        attained = _ATTAINED_WEIGHT * self._attained(text)
        return covered + attained + self._of_whole[whole.first] + self._on_every

    def _judged(self, whole: Whole) -> float:
        value = _WHOLE_WEIGHT * self._held(whole.first, whole.last)
        if self._of_the_wider[whole.first]:
            return value
        # A document names the place it is for at its head; other places anywhere.
        if self._named and not self._named <= _places_at_the_head(whole):
            value -= _HEAD_PENALTY
        if not all(place in whole.text for place in self._asked_about):
            value -= _PLACE_PENALTY
        return value

    def _is_of_the_wider(self, whole: Whole) -> bool:
        """Whether a document is, by its head, from what every place asked about is part of: the
        rule of a province holds in its cities, which it need not name."""
        asked = self._asked_about
        if not asked or not lays_down_a_rule(whole.title):
            return False
        own = _places_at_the_head(whole)
        return all(place not in own and containing(frozenset({place})) & own for place in asked)


def _places_at_the_head(whole: Whole) -> frozenset[str]:
    return places_in(f"{whole.title}\n{whole.text[:_HEAD]}")


def without(text: str, words: Iterable[str]) -> str:
    """A text without some words."""
    for word in words:
        text = text.replace(word, " ")
    return text


def lead_of(scores: Sequence[float]) -> float:
    """How far the best score stands above the fifth: one passage that answers stands out, where
    many speak of the subject and none of what is asked."""
    return scores[0] - scores[min(_LEAD_OVER, len(scores)) - 1] if scores else 0.0


def pairs_in(text: str) -> int:
    """How many different pairs of neighbouring characters the words of a text have; words are
    parted by spaces."""
    forms = [comparable(word) for word in text.split()]
    return len({pair for form in forms for pair in pairs_of(form)})
