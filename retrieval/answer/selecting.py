"""Which of the found sentences make the answer: pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retrieval.answer.addressing import provision_of
from retrieval.answer.candidate import Candidate, Selected
from retrieval.answer.fit import unstated
from retrieval.answer.gaps import denies, leaves_the_amount_open, states_money
from retrieval.answer.instead import is_of_another, speaks_of
from retrieval.answer.preferring import (
    CURRENT_IS_CLOSE,
    is_of_its_matter,
    latest_alike,
    nearest_alike,
    of_every_word,
    of_the_whole,
    special_alike,
)
from retrieval.answer.standing import (
    applies_longer,
    are_ended,
    are_of_one_place,
    is_ended,
    is_no_rule_now,
    is_to_come,
    is_told,
)
from retrieval.answer.topical import (
    MOST_QUOTES,
    by_topic,
    is_named,
    is_of_another_matter,
    is_part_of_a_title,
    records_of,
    stands_under_the_topic,
    under_its_titles,
)
from retrieval.results import Gap
from retrieval.search.confidence import LEAST_CONFIDENCE
from retrieval.search.copies import wording_of
from retrieval.search.measure import is_set_by
from retrieval.search.needs import Need, without_common_words
from retrieval.search.question import Question
from retrieval.text_form import normalised, pairs_of

_MOST_IN_A_LIST = 6
_MOST_OTHERS = 2
_A_LIST = 3
# Less than LEAST_CONFIDENCE is enough where the sentence has the very words by which the question
# names a known topic.
_LEAST_ON_TOPIC = 0.4
# … or where its document knows every content word of the question.
_LEAST_ACCOUNTED = 0.5
# … or where its sense is the question's: an everyday question shares few words with a rule.
_LEAST_CLOSE = 0.0
_NEARLY_AS_GOOD = 0.93
_ABOUT_AS_SURE = 0.1
# Another document's wording is this much closer than that of the sentence on the known topic.
_CLEARLY_CLOSER = 0.45
# … or speaks of what the sentence on the known topic hardly mentions.
_SPEAKS_MORE_OF_THE_REST = 0.35
# What another sentence of the same provision adds to the particular asked for is quoted too.
_ALSO_IN_THE_ARTICLE = 0.6
# … or the amount of the same document, where the best sentence has none.
_HAS_THE_AMOUNT = 0.65


def select(question: Question, candidates: Sequence[Candidate], on: date) -> tuple[Selected, ...]:
    """Choose the sentences to quote, most important first; none when nothing answers.

    A sentence that holds the official words for what was asked answers it. Where the topic
    is unknown to the vocabulary, or another document's wording is clearly closer, the best
    sentence must hold enough of the question itself.
    """
    topical = by_topic(question, candidates)
    if not topical or is_of_another_matter(question, topical, candidates):
        return _direct(question, candidates, on)
    ours = records_of(topical)
    if question.is_list and len(topical) >= _A_LIST and not are_ended(ours.values(), on):
        return topical
    beyond = [c for c in candidates if c.record.id not in ours]
    if stating := _stating_the_amount(question, topical, beyond, on):
        is_sure = stating[0].candidate.confidence >= LEAST_CONFIDENCE
        return stating if is_sure else (*stating, *topical[:1])
    if question.is_list:
        # Beside a list that has ended, what merely shares words with the question is no other.
        beyond = [c for c in beyond if stands_under_the_topic(question, c)]
    others = _direct(question, beyond, on)
    if not others:
        return topical
    best = others[0].candidate
    sure = max(item.candidate.confidence for item in topical)
    rest = max(item.candidate.rest for item in topical)
    is_closer = best.confidence > sure + _CLEARLY_CLOSER
    is_far = best.confidence < sure - _CLEARLY_CLOSER
    speaks_more = best.rest > rest + _SPEAKS_MORE_OF_THE_REST and not is_far
    if is_closer or speaks_more or is_part_of_a_title(question, topical, best):
        return others
    closest = max(candidates, key=lambda c: c.confidence)
    if closest.record.id in ours and not are_ended(ours.values(), on):
        return topical
    return _current_first((*topical[:1], *others[:_MOST_OTHERS], *topical[1:]), on)


def _stating_the_amount(
    question: Question, topical: Sequence[Selected], beyond: Sequence[Candidate], on: date
) -> tuple[Selected, ...]:
    """The sentences of other documents that state the amount asked for, or deny it, where those on
    the known topic leave it open: that none is laid down must not be said where one is."""
    texts = [item.candidate.stored.unit.text for item in topical]
    if question.is_list or not leaves_the_amount_open(question, texts):
        return ()
    stating = [
        c
        for c in beyond
        if c.confidence >= _LEAST_ON_TOPIC
        and not (c.is_rival or c.is_sibling)
        and ((c.fit > 0 and states_money(c.form)) or denies(c.form))
        and stands_under_the_topic(question, c)
    ]
    stating = [c for c in stating if not is_ended(c.record, on)] or stating
    first = max(stating, key=lambda c: c.relevance, default=None)
    if first is None:
        return ()
    close = (
        c
        for c in stating
        if c.relevance >= first.relevance * _NEARLY_AS_GOOD
        or (_is_same_provision(c, first) and c.relevance >= first.relevance * _ALSO_IN_THE_ARTICLE)
    )
    ranked = sorted(close, key=lambda c: -c.relevance)
    return tuple(Selected(c) for c in ranked if c.record.id == first.record.id)[:_MOST_OTHERS]


def is_only_near(selected: Sequence[Selected]) -> bool:
    """Whether what was selected stands on its sense alone, and not on the question's words."""
    found = [item.candidate for item in selected if item.concept is None]
    return any(c.is_close for c in found) and all(c.confidence < _LEAST_ACCOUNTED for c in found)


def _direct(question: Question, candidates: Sequence[Candidate], on: date) -> tuple[Selected, ...]:
    answering = _put_instead(question, candidates, _answering(question, candidates))
    if not answering:
        return ()
    fitting = max((c.fit for c in answering if not c.is_preamble), default=0.0)
    answering = [c for c in answering if not c.is_preamble or c.fit > fitting] or answering
    of_it = {c.record.id for c in answering if c.case > 0}
    answering = [c for c in answering if c.case >= 0 or c.record.id not in of_it]
    # What will only be issued later answers where nothing else does.
    answering = [c for c in answering if not is_to_come(c.record, on)] or answering
    ranked = sorted(answering, key=lambda c: -c.relevance)
    best = ranked[0]
    rules = [c for c in ranked if not is_no_rule_now(c.record, on) or applies_longer(c, on)]
    if best not in rules:
        is_over = is_ended(best.record, on)
        alike = (c for c in rules if not is_over or is_of_its_matter(c, best))
        best = next((c for c in alike if _stands_in_for(question, c, best)), best)
    best = of_the_whole(question, latest_alike(question, best, rules), rules)
    best = special_alike(question, best, rules)
    knowing = of_every_word(best, rules if best in rules else ranked)
    if knowing is not best:
        best, ranked = knowing, [c for c in ranked if c.is_accounted]
        rules = [c for c in rules if c.is_accounted]
    # What still applies is not put behind what no longer does.
    best = _with_the_particular(question, best, rules if best in rules else ranked)
    is_list = Need.LIST in question.needs
    most = _MOST_IN_A_LIST if is_list else MOST_QUOTES - 1
    chosen = {best.form: best}
    for candidate in ranked:
        is_over = is_ended(candidate.record, on) and not applies_longer(candidate, on)
        if is_over and not is_ended(best.record, on):
            continue
        adds = candidate.fit >= best.fit > 0 and _is_same_provision(candidate, best)
        enough = _ALSO_IN_THE_ARTICLE if adds else _NEARLY_AS_GOOD
        if _has_the_amount(question, candidate, best, ranked):
            enough = _HAS_THE_AMOUNT
        if candidate.relevance >= best.relevance * enough:
            told = nearest_alike(candidate, best, candidates)
            chosen.setdefault(told.form, told)
    first, *others = list(chosen.values())[:most]
    others.sort(key=lambda c: is_no_rule_now(c.record, on))
    return tuple(Selected(c) for c in (first, *others))


def _with_the_particular(
    question: Question, best: Candidate, ranked: Sequence[Candidate]
) -> Candidate:
    """The best sentence, or one of its document about as good that has the particular asked for,
    which the best one leaves open: several such could crowd it out of the few that are quoted."""
    asked = question.with_particulars
    if not (missing := unstated(asked, [best.form])):
        return best
    holds = (
        c
        for c in ranked
        if c.record.id == best.record.id
        and c.fit > best.fit
        and c.relevance >= best.relevance * _NEARLY_AS_GOOD
        and set(unstated(asked, [c.form])) < set(missing)
    )
    return next(holds, best)


def _put_instead(
    question: Question, candidates: Sequence[Candidate], answering: list[Candidate]
) -> list[Candidate]:
    """The sentences with what a follow-up puts in the place of what was asked, where there are
    any of the subject asked of: 那合伙呢 after 个人最高多少 is not answered by what 个人 get, nor
    那期限呢 by the term of others."""
    if not question.instead:
        return answering
    instead = [
        c
        for c in candidates
        if (question.instead in c.form or (question.asks_another and c.fit > 0))
        and not c.is_rival
        and c.confidence >= _LEAST_ON_TOPIC
        and speaks_of(question.earlier, under_its_titles(c))
    ]
    instead = [c for c in instead if c.fit > 0] or instead or answering
    if not question.asks_another:
        return instead
    # Where only others have the particular, what is known of the one asked of leaves it open.
    of_it = (
        [c for c in each if not is_of_another(question.earlier, c.form)]
        for each in (instead, answering)
    )
    return next(filter(None, of_it), instead)


def _has_the_amount(
    question: Question, candidate: Candidate, best: Candidate, ranked: Sequence[Candidate]
) -> bool:
    """Whether a sentence is the first of its article with the amount asked for, where the best one
    of its document, which is about nothing else by its title, has none: what somebody gets need
    not be named in the article that says how much."""
    title = normalised(best.record.metadata.title.value or "")
    subject = without_common_words(question.official_text)
    return (
        candidate.record.id == best.record.id
        and candidate.fit > best.fit
        and candidate.confidence >= _needed(question, candidate)
        and Gap.AMOUNT in unstated(question.with_particulars, [best.form])
        and states_money(candidate.form)
        and not is_set_by(best.form)
        and not any(
            _is_same_provision(other, candidate)
            and other.fit >= candidate.fit
            and other.stored.id < candidate.stored.id
            for other in ranked
        )
        and any(pair in title for pair in pairs_of(subject))
    )


def _stands_in_for(question: Question, rule: Candidate, best: Candidate) -> bool:
    """Whether a rule goes before what lays nothing down now and was found to be closer; before a
    telling only one of its place, and as sure."""
    if rule.relevance < best.relevance * CURRENT_IS_CLOSE:
        return False
    is_as_sure = (
        rule.confidence >= _needed(question, rule)
        and rule.confidence >= best.confidence - _ABOUT_AS_SURE
    )
    is_its_place = are_of_one_place(rule.record.metadata, best.record.metadata)
    return not is_told(best.record) or (is_as_sure and is_its_place)


def _answering(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are sure enough, each by itself or by another of its document that is:
    then one that ranks before it, and has the particular asked for as well as it, is too. None
    where one has a sibling of the word asked about, unless another means more what is asked."""
    admitted = [c for c in candidates if not (c.is_rival or c.is_sibling)]
    sure = [c for c in admitted if c.confidence >= _needed(question, c)]
    siblings = [c for c in candidates if c.is_sibling]
    nearest = max((c.relevance for c in siblings), default=0.0)
    if siblings and not any(c.is_close and c.relevance > nearest for c in sure):
        return []
    known = {c.stored.id for c in sure}
    best: dict[str, Candidate] = {}
    for candidate in sorted(sure, key=lambda c: c.relevance):
        best[candidate.record.id] = candidate
    beside = [
        c
        for c in admitted
        if (other := best.get(c.record.id))
        and c.confidence >= _LEAST_ON_TOPIC
        and c.relevance > other.relevance
        and c.fit >= other.fit > 0
        and c.stored.id not in known
    ]
    return [*sure, *beside]


def _needed(question: Question, candidate: Candidate) -> float:
    """The confidence that is enough for a sentence: the least that any of its signs asks for."""
    least = _LEAST_ON_TOPIC if is_named(question, candidate) else LEAST_CONFIDENCE
    if not (candidate.is_accounted or candidate.is_close):
        return least
    if candidate.fit <= 0 and unstated(question.with_particulars, [candidate.form]):
        return least
    return min(least, _LEAST_CLOSE if candidate.is_close else _LEAST_ACCOUNTED)


def also_in(selected: Sequence[Selected], found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The sentences of other documents that say the same, word for word, as those selected; of
    each document the first."""
    known = {item.candidate.record.id for item in selected}
    wordings = {wording_of(item.candidate.stored.unit.text) for item in selected} - {None}
    copies: dict[str, Candidate] = {}
    for candidate in found:
        is_copy = wording_of(candidate.stored.unit.text) in wordings
        if is_copy and candidate.record.id not in known:
            copies.setdefault(candidate.record.id, candidate)
    return tuple(copies.values())


def _is_same_provision(one: Candidate, other: Candidate) -> bool:
    return one.record.id == other.record.id and provision_of(one.stored) == provision_of(
        other.stored
    )


def _current_first(selected: tuple[Selected, ...], on: date) -> tuple[Selected, ...]:
    return tuple(sorted(selected, key=lambda item: is_ended(item.candidate.record, on)))
