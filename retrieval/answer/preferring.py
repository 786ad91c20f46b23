"""Which of rules that say about the same goes first, as the latest, the city's own or a special
one: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from retrieval.answer.candidate import Candidate
from retrieval.search.naming import matter_of, may_follow
from retrieval.search.places import containing, is_city, places_in, places_in_label
from retrieval.search.question import Question
from retrieval.search.segmenting import words_of
from retrieval.text_form import normalised

# Text in force goes before ended text that is not clearly closer to the question.
CURRENT_IS_CLOSE = 0.75
# Of a city's rule and that of one of its parts, of a special rule and the general one.
_AS_GOOD = 0.8
_CLEARLY_SURER = 0.15
_YEAR = re.compile(r"(?:19|20)\d{2}年?|[去前今明]年")
# 自7月1日起，上限由29000元调整为31200元 says the same as 上限为19800元 but for figures and days.
_BUT_FOR_FIGURES = re.compile(
    r"第[一二三四五六七八九十百零\d]+[条款项]|^[(]?[一二三四五六七八九十\d]{1,3}[)、.]"
    r"|[自从]?\d{4}年(?:度|\d{1,2}月\d{1,2}日)?起?|由[每年月]*[\d.]+[百千万亿]*[元%](?=[^,。;]{0,4}[到至为])"
    r"|(?:调整|提高|降低|上调|下调|确定)?[为到至]|[\d.]+|[零〇一二两三四五六七八九十百千万亿]+"
    r"|最高|不(?:得)?(?:超过|低于)|[^\w]"
)
_SHORTEST_MATTER = 6
_SHORTEST_WORD = 2
_WORD = re.compile(rf"[\u4e00-\u9fff]{{{_SHORTEST_WORD}}}")
_LABEL = re.compile(r"^第[^条]{1,5}条\s*")
_SPECIAL = re.compile("特别(?:规定|办法|规则|条例|措施)")


def is_of_its_matter(rule: Candidate, closer: Candidate) -> bool:
    """Whether a rule is about what another is that was found to be closer: the amount of another
    grant is no answer because the grant asked for is over."""
    return rule.confidence >= closer.confidence * CURRENT_IS_CLOSE


def of_the_whole(question: Question, best: Candidate, rules: Sequence[Candidate]) -> Candidate:
    """The rule of the city, where the best is that of one of its districts or counties, the
    question names no place and the city's own is about as good."""
    own = _origin(best)
    cities = {place for place in containing(own) - own if is_city(place)}
    if question.places or not cities or own & places_in(question.text):
        return best
    of_the_city = (
        c
        for c in rules
        if _origin(c) & cities
        and c.fit >= best.fit
        and c.relevance >= best.relevance * _AS_GOOD
        and is_of_its_matter(c, best)
    )
    return next(of_the_city, best)


def _origin(candidate: Candidate) -> frozenset[str]:
    stated = candidate.record.metadata
    return places_in_label(stated.region.value or stated.title.value or "")


def latest_alike(question: Question, best: Candidate, ranked: Sequence[Candidate]) -> Candidate:
    """Of sentences that say the same but for their figures, as the notices of two years do, the
    latest, where the question names no year."""
    if _YEAR.search(normalised(question.text)):
        return best
    alike = [
        c
        for c in ranked
        if c.relevance >= best.relevance * CURRENT_IS_CLOSE
        and c.record.metadata.region.value == best.record.metadata.region.value
        and may_follow(c.record.metadata, best.record.metadata)
        and _are_alike(c, best)
    ]
    return max([best, *alike], key=lambda c: c.record.metadata.issued_on.value or date.min)


def special_alike(question: Question, best: Candidate, rules: Sequence[Candidate]) -> Candidate:
    """The sentence of a rule which calls itself a special one (特别规定) of the matter and place
    that the best is of, where it is about as good and not for less than is asked about."""
    title = best.record.metadata.title.value or ""
    if _SPECIAL.search(title):
        return best
    special = (
        c
        for c in rules
        if _SPECIAL.search(named := c.record.metadata.title.value or "")
        and matter_of(_SPECIAL.sub("规定", named)) == matter_of(title)
        and places_in(named) == places_in(title)
        and c.record.metadata.region.value == best.record.metadata.region.value
        and c.fit >= best.fit
        and c.relevance >= best.relevance * _AS_GOOD
        and is_of_its_matter(c, best)
        and not _is_for_less(question, c, best)
    )
    return next(special, best)


def of_every_word(best: Candidate, ranked: Sequence[Candidate]) -> Candidate:
    """The sentence of a document that knows every word of the question, where that of the best one
    does not, and it is surer, of the same place and about as good: the limit of 基本医疗保险 is
    none of 大病保险, however well its years fit."""
    if best.is_accounted:
        return best
    knowing = (
        c
        for c in ranked
        if c.is_accounted
        and _origin(c) == _origin(best)
        and c.fit >= best.fit
        and c.confidence >= best.confidence + _CLEARLY_SURER
        and c.relevance >= best.relevance * _AS_GOOD
    )
    return next(knowing, best)


def nearest_alike(candidate: Candidate, best: Candidate, found: Sequence[Candidate]) -> Candidate:
    """Of the sentences of one document that say the same but for their figures, the one that stands
    nearest to the best: what is shared of a 外观设计 is not told beside the points of 发明专利."""
    if candidate.record.id != best.record.id or _are_alike(candidate, best):
        return candidate
    alike = [c for c in found if c.record.id == candidate.record.id and _are_alike(c, candidate)]
    return min([candidate, *alike], key=lambda c: abs(c.stored.id - best.stored.id))


def _is_for_less(question: Question, special: Candidate, best: Candidate) -> bool:
    """Whether a sentence has, before the first word it shares with the question and the other,
    what neither of them has: 休闲渔船 where 渔船 is asked about."""
    asked = normalised(question.text)
    words = (word for word in words_of(asked) if len(word) >= _SHORTEST_WORD and word in best.form)
    word = next((word for word in words if word in special.form), None)
    if word is None:
        return False
    before = _LABEL.sub("", special.form).partition(word)[0][-_SHORTEST_WORD:]
    return _WORD.fullmatch(before) is not None and before not in best.form + asked


def _are_alike(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences say the same but for their figures; what one of them says beside may
    stand in the title of the other: 住房 of 住房公积金."""
    forms = ((_BUT_FOR_FIGURES.sub("", c.form), c) for c in (one, other))
    (short, shorter), (long, _) = sorted(forms, key=lambda pair: len(pair[0]))
    if not short or short == long:
        return bool(short)
    before, same, after = long.partition(short)
    title = normalised(shorter.record.metadata.title.value or "")
    return len(same) >= _SHORTEST_MATTER and before in title and after in title
