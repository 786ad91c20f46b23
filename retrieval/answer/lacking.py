"""Whether what was selected lacks what a question names: a measure, what an aid is for. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answer.candidate import Selected
from retrieval.answer.gaps import is_bare_claim
from retrieval.results import Outcome
from retrieval.search.accounting import content_words
from retrieval.search.confidence import LEAST_CONFIDENCE
from retrieval.search.measure import (
    act_allowed,
    is_named,
    measures_asked,
    misses_what_decides,
    objects_asked,
)
from retrieval.search.needs import ON_NO_PARTICULAR
from retrieval.search.question import Question
from retrieval.search.vocabulary import vocabulary
from retrieval.text_form import normalised

# From here on a sentence is about the question, though it may call what is asked for otherwise.
_BEYOND_DOUBT = LEAST_CONFIDENCE + 0.5
_A_WORD = 2  # characters
_PASSAGE = 400  # characters on either side


def misses_what_is_asked(asked: Question, selected: Sequence[Selected], outcome: Outcome) -> bool:
    """Whether what was selected is no answer, by what a question names: a measure (of which an
    answer with a gap says itself that it is not stated), what an aid is for, an act."""
    is_told = outcome is Outcome.ANSWERED
    return (
        (is_told and misses_the_measure(asked, selected))
        or misses_the_object(asked, selected)
        or misses_the_act(asked, selected)
    )


def misses_the_measure(asked: Question, selected: Sequence[Selected]) -> bool:
    """Whether a quantity is asked for by a name that no sentence selected speaks of.

    The particulars of a measure (amount, date, place) are gaps of their own.
    """
    if not asked.needs <= ON_NO_PARTICULAR:
        return False
    return _lacks(measures_asked(asked.text, asked.concepts), asked, _words_of(selected))


def misses_the_object(asked: Question, selected: Sequence[Selected]) -> bool:
    """Whether an aid or a rate is asked for by what neither a sentence selected nor its document's
    title speaks of: 人才公寓 where the text grants 人才 something else."""
    sure = max(item.candidate.confidence for item in selected)
    is_known = any(item.concept for item in selected)
    text = _words_of(selected)
    if misses_what_decides(asked.text, text):
        return True
    if is_bare_claim(asked.text) or (is_known and asked.industries):
        return False
    titles = _official(
        "\n".join(item.candidate.record.metadata.title.value or "" for item in selected)
    )
    text = f"{titles}\n{text}"
    # What a known topic or industry is called accounts for itself only in what is told of it.
    objects = objects_asked(asked.text, asked.concepts if is_known else ())
    # Other words do for it where the text is the thing beyond doubt, if they share a character.
    is_sure = not is_known and sure > _BEYOND_DOUBT
    return _lacks(objects, asked, text, but_for_a_character=is_sure)


def misses_the_act(asked: Question, selected: Sequence[Selected]) -> bool:
    """Whether it is asked if one may do what no passage selected speaks of, or to what no document
    of theirs does: a rule on homes that says nothing of 养狗 does not tell whether one may, however
    near its subject is."""
    act = act_allowed(_official(asked.text))
    if act is None or any(item.concept for item in selected):
        return False
    words = content_words(act)
    if not words and len(act) == _A_WORD and act not in vocabulary().around:
        words = (act,)
    if not words:
        return False
    # 续租 is told where a tenancy is 续期, and 代领 where somebody may 代为申领.
    units = [_official(item.candidate.stored.unit.text) for item in selected]
    passages = [_official(normalised(_around(item))) for item in selected]
    is_said = any(word in passage for passage in passages for word in words)
    if not is_said and not any(set(act) <= set(unit) for unit in units):
        return True
    # 林权能抵押吗 is not told by when a flat that is 抵押 may be sold.
    records = {item.candidate.record.id: item.candidate.record for item in selected}
    texts = [_official(normalised(record.text)) for record in records.values()]
    others = [word for word in content_words(_official(asked.text)) if word not in words]
    return bool(others) and not any(word in text for text in texts for word in others)


def _around(item: Selected) -> str:
    """The passage that a sentence stands in."""
    unit, text = item.candidate.stored.unit, item.candidate.record.text
    return text[max(unit.start - _PASSAGE, 0) : unit.end + _PASSAGE]


def _lacks(
    names: Sequence[str], asked: Question, text: str, *, but_for_a_character: bool = False
) -> bool:
    """Whether a text lacks one of the names; an everyday one, as 门槛费, stands in no text."""
    official = _official(asked.text).lower()
    is_there = _shares_a_character if but_for_a_character else is_named
    return any(name in official and not is_there(name, text) for name in names)


def _shares_a_character(name: str, text: str) -> bool:
    return not set(name).isdisjoint(text)


def _words_of(selected: Sequence[Selected]) -> str:
    units = [item.candidate.stored.unit for item in selected]
    return _official("\n".join(f"{unit.headings}\n{unit.text}" for unit in units))


def _official(text: str) -> str:
    return vocabulary().in_official_words(text)
