"""What a question asks: topic, industry, the particulars wanted, and what it leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.documents.document_number import document_numbers_in
from retrieval.documents.metadata import Industry
from retrieval.results import Turn
from retrieval.search.distress import is_distressed
from retrieval.search.document_facts import (
    DocumentFact,
    facts_asked,
    names_a_document,
    names_a_policy,
    names_a_rule_asked_about,
    without_fact_words,
)
from retrieval.search.needs import (
    Need,
    names_no_matter,
    needs_in,
    without_asking,
    without_common_words,
    without_needs,
)
from retrieval.search.spelling import corrected
from retrieval.search.taking_up import LEANS, in_full, places_meant, point_named, put_instead
from retrieval.search.vocabulary import Concept, ConceptKind, vocabulary
from retrieval.text_form import normalised

_INSTEAD = re.compile(r"那?么?.{3,}呢[?]?")

_ASKS_LEAVE = re.compile(r"行不行|行吗|可以吗|可不可以|够不够|够吗")
# What stays of 不备案怎么罚 or 超过多少才能扣 beside the word of the question before.
_SHORT_OF_MATTER = re.compile(r"不|未|没|超过|达到|低于|才|就|罚款?|处罚|后果|[?,。!]")
_ASKS_WHO = re.compile(r"^(?:那么?)?[^,。;?]{2,4}(?:有|是|包括)?(?:哪些|哪几[个家位]?|谁)[?]?$")
_LONGEST_REPEATED = 4
_AFTERWARDS = re.compile("了?[以之]?后")
_ELIGIBLE = re.compile(
    r"(?:能不能|可不可以|能|可以|有没有资格|够不够格)(?:也)?(?:享受|申请|申报|参加|适用|拿到?|算|用)"
)
_SHORTEST_WORD, _ADDITION, _SHORTEST_SUBJECT = 2, 3, 4  # characters
# 除了技改还支持什么: what is left out, and what is asked of the rest.
_LEFT_OUT = re.compile(
    r"(?:除了?|除开|不算|不包括|不含|抛开|撇开)(?P<what>[^,。;?]{2,16}?)(?:之外|以外|外)?,?"
    r"(?=还|其他|其它|别的|另外|有什么|有哪些|有啥|能|可以)"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `text` is the question itself after spelling; `search_text` adds the earlier turn it leans
    on. `needs` are the particulars asked for; `places` the other cities and provinces named;
    `excluded` are the topics left out, as 技改 in 除了技改还支持什么; `facts` what is asked about a
    document itself; `is_bare` says that nothing names a topic,
    `is_silent` that nothing is asked either, as in 好的; `ordinal` is the number in 上面第二条.
    """

    text: str
    search_text: str
    corrections: tuple[tuple[str, str], ...]
    concepts: tuple[Concept, ...]
    industries: tuple[Industry, ...]
    needs: frozenset[Need]
    places: frozenset[str]
    facts: tuple[DocumentFact, ...]
    is_bare: bool
    is_silent: bool
    is_follow_up: bool
    is_distressed: bool
    ordinal: int | None
    excluded: tuple[Concept, ...] = ()

    @property
    def topic_text(self) -> str:
        """The question without the words that only make it a question."""
        return without_asking(self.official_text)

    @property
    def official_text(self) -> str:
        """What is searched for, its everyday words replaced by official ones."""
        return vocabulary().asked_in_official_words(self.search_text)

    @property
    def subject(self) -> str:
        """What the particulars are asked of, without the words that ask for them; nothing where
        too little is left to tell one subject from another."""
        words = without_common_words(without_needs(normalised(self.official_text).lower()))
        return words if len(words) >= _SHORTEST_SUBJECT else ""

    @property
    def topic_words(self) -> tuple[str, ...]:
        """The words by which the question names its known topics."""
        form = normalised(self.search_text).lower()
        found = (concept.everyday.search(form) for concept in self.concepts)
        words = (match.group() for match in found if match)
        return tuple(word for word in words if len(word) > _SHORTEST_WORD)

    @property
    def asks_validity(self) -> bool:
        """Whether it is asked if what was found is still in force."""
        return DocumentFact.VALIDITY in facts_asked(self.text)

    @property
    def instead(self) -> str:
        """What a follow-up puts in the place of what was asked of before it: 合伙 of 那合伙呢."""
        return put_instead(self.text) if self.is_follow_up else ""

    @property
    def with_particulars(self) -> str:
        """The question with the particulars it asks for: 那合伙呢 asks for those of before, and
        那期限呢 for another."""
        return self.search_text if self.instead and not self.asks_another else self.text

    @property
    def asks_another(self) -> bool:
        """Whether a follow-up names nothing but another particular of what was asked of before."""
        return self.is_follow_up and self.is_bare and bool(self.needs)

    @property
    def earlier(self) -> str:
        """The question that a follow-up leans on; nothing where it is none."""
        return self.search_text.removesuffix(self.text).strip() if self.is_follow_up else ""

    @property
    def rest(self) -> str:
        """What the question speaks of beyond its known topics, in its own words; often nothing."""
        form = normalised(self.text).lower()
        for concept in self.concepts:
            form = concept.everyday.sub(" ", form)
        words = without_common_words(without_needs(form)).split()
        return " ".join(word for word in words if len(word) >= _SHORTEST_WORD)

    @property
    def is_list(self) -> bool:
        """Whether a whole list is asked for, not one provision."""
        return any(concept.is_list for concept in self.concepts)


def understand(question: str, previous: Sequence[Turn], industries: Sequence[Industry]) -> Question:
    """Read a question in the light of the turns before it (oldest first)."""
    text, corrections = _without_slips(question.strip())
    text = in_full(text, previous)
    named = industries_in(text, industries)
    excluded, rest = _left_out(text)
    own = vocabulary().concepts_in(rest, with_industry=bool(named))
    concepts = own = _without_strange_overview(rest, own, named)
    if excluded and not concepts:
        concepts = own = vocabulary().overview
    official = vocabulary().in_official_words(text)
    is_bare = not concepts and not named and names_no_matter(official)
    earlier = _leaned_on(text, concepts, previous, industries, is_bare=is_bare)
    if earlier:
        named = named or industries_in(earlier, industries)
        concepts = concepts or vocabulary().concepts_in(earlier, with_industry=bool(named))
    form = normalised(text)
    ordinal = point_named(form, previous) or (_point_before(previous) if is_bare else None)
    needs = needs_in(form)
    facts = _document_facts(text, own, previous)
    return Question(
        text=text,
        search_text=f"{earlier} {text}" if earlier else text,
        corrections=corrections,
        concepts=_most_specific(concepts),
        industries=named,
        needs=needs,
        places=places_meant(text, previous, leans=earlier is not None),
        facts=facts,
        is_bare=is_bare,
        is_silent=is_bare
        and not (needs or facts or LEANS.search(form) or _ASKS_LEAVE.search(form)),
        is_follow_up=earlier is not None,
        is_distressed=is_distressed(text),
        ordinal=ordinal if previous else None,
        excluded=excluded,
    )


def is_particular_only(text: str) -> bool:
    """Whether a question names no matter at all: 那找谁, 具体怎么办."""
    known = vocabulary().concepts_in(text, with_industry=False)
    return not known and names_no_matter(vocabulary().in_official_words(text))


def _point_before(previous: Sequence[Turn]) -> int | None:
    """The point that 那找谁 is asked of after 第二条具体怎么办."""
    for at, turn in reversed([*enumerate(previous)]):
        if turn.role == "user":
            number = point_named(normalised(turn.text), previous[:at])
            if number or not is_particular_only(turn.text):
                return number
    return None


def _repeats(form: str, previous: Sequence[Turn]) -> bool:
    """Whether a question has no matter but a word of what was asked or told: 不备案怎么罚."""
    asked = [normalised(turn.text) for turn in previous if turn.role == "user"]
    words = _SHORT_OF_MATTER.sub("", without_common_words(without_needs(form)))
    if not asked or not 0 < len(words) <= _LONGEST_REPEATED:
        return False
    # 成员有哪些 after 组长由…担任，成员由…组成.
    told = normalised(previous[-1].text) if previous[-1].role == "bot" else ""
    is_of_the_answer = len(words) >= _SHORTEST_WORD and words in told
    return words in asked[-1] or (is_of_the_answer and _ASKS_WHO.search(form) is not None)


def _left_out(text: str) -> tuple[tuple[Concept, ...], str]:
    """The topics a question leaves out, and what it asks of the rest; nothing where it leaves
    out no known topic."""
    found = _LEFT_OUT.search(text)
    if not found:
        return (), text
    # 融资 alone names no topic in a question, but it does where it is left out of the others.
    for what in (found["what"], f"{found['what']}方面的支持"):
        if excluded := vocabulary().concepts_in(what, with_industry=False):
            break
    return excluded, text.replace(found.group(), "") if excluded else text


def _without_slips(question: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question as it was meant, and the (wrong, right) pairs."""
    slips = tuple(pair for pair in vocabulary().slips if pair[0] in question)
    for wrong, right in slips:
        question = question.replace(wrong, right)
    text, corrections = corrected(question, vocabulary().terms)
    return text, (*slips, *corrections)


def stands_alone(text: str, industries: Sequence[Industry]) -> bool:
    """Whether a part of a message names a matter of its own, and does not lean on another."""
    named = bool(industries_in(text, industries))
    if vocabulary().concepts_in(text, with_industry=named):
        return True
    form = normalised(text)
    if named or LEANS.search(form):
        return False
    return bool(facts_asked(text)) or len(without_common_words(without_needs(form))) > _ADDITION


def _document_facts(
    text: str, concepts: tuple[Concept, ...], previous: Sequence[Turn]
) -> tuple[DocumentFact, ...]:
    """The facts asked about a document; none when the words are about something else.

    统计数据什么时候发布 asks about the statistics, 方案什么时候发布 about the document.
    """
    facts = facts_asked(text)
    if not facts or names_a_document(text) or document_numbers_in(text):
        return facts
    if concepts and not names_a_rule_asked_about(text):
        return ()
    rest = without_fact_words(text)
    last = next((turn.text for turn in reversed(previous) if turn.role == "user"), "")
    if names_a_policy(last) or names_a_document(last):
        # 到期以后还能用吗 after a question about a licence is about the licence.
        rest = _AFTERWARDS.sub("", rest)
    return facts if names_a_policy(text) or names_no_matter(rest) else ()


def _without_strange_overview(
    text: str, concepts: tuple[Concept, ...], named: tuple[Industry, ...]
) -> tuple[Concept, ...]:
    """Drop the list of all measures where a subject unknown to the vocabulary is asked about:
    养猪场有补贴吗 is no question for everything an industrial enterprise may hope for."""
    if named or names_no_matter(text):
        return concepts
    return tuple(c for c in concepts if c.kind is not ConceptKind.OVERVIEW)


def _leaned_on(
    text: str,
    concepts: tuple[Concept, ...],
    previous: Sequence[Turn],
    industries: Sequence[Industry],
    *,
    is_bare: bool,
) -> str | None:
    """The earlier question that this one leans on, corrected; None when it stands by itself.

    Over 那找谁 and 那多少钱 the way goes back to the question that named the topic.
    """
    form = normalised(text)
    leans = LEANS.search(form) or is_bare or (not concepts and _ELIGIBLE.search(form))
    leans = leans or (not concepts and _repeats(form, previous))
    if not leans:
        return None
    for at, turn in reversed([*enumerate(previous)]):
        if turn.role != "user":
            continue
        # 那东莞呢 before it asked of 东莞 what was asked before that.
        earlier, _ = _without_slips(in_full(turn.text, previous[:at]))
        named = bool(industries_in(earlier, industries))
        if vocabulary().concepts_in(earlier, with_industry=named):
            return earlier
        if not LEANS.search(normalised(earlier)) and not names_no_matter(earlier):
            # 那住房租金呢 after 子女教育扣多少 has a matter of its own.
            return earlier if is_bare or not _INSTEAD.fullmatch(form) else None
    return None


def industries_in(text: str, industries: Sequence[Industry]) -> tuple[Industry, ...]:
    """Those of some industries that a text names."""
    form = normalised(text).lower()
    return tuple(i for i in industries if any(word in form for word in (i.name, *i.words)))


def _most_specific(concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
    """The list on one subject where that is asked; the general one where nothing particular is."""
    lists = tuple(c for c in concepts if c.kind in {ConceptKind.THEME, ConceptKind.OUTLINE})
    particular = tuple(c for c in concepts if c.kind is not ConceptKind.OVERVIEW)
    return lists[:1] or particular or concepts[:1]
