"""One question as it is answered: what is asked, of which documents, as of which day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from retrieval.answer import wording
from retrieval.answer.candidate import Candidate, Selected
from retrieval.answer.composing import Remark
from retrieval.answer.gaps import is_bare_claim
from retrieval.answer.screening import off_topic, without_private_purchase
from retrieval.answer.standing import is_ended
from retrieval.answer.topical import is_on_topic
from retrieval.documents.document_number import document_numbers_in
from retrieval.documents.titles import title_key
from retrieval.results import RefusalReason, Turn
from retrieval.search.as_of import as_of, of_another_day, without_day
from retrieval.search.filters import Filters
from retrieval.search.naming import (
    documents_named,
    lays_down_a_rule,
    names_its_matter,
    narrower_matter,
)
from retrieval.search.narrowing import filters_in, level_asked, without_filters
from retrieval.search.needs import Need
from retrieval.search.places import containing, is_city, parts_of, places_in, places_in_label
from retrieval.search.question import Question, understand
from retrieval.search.taking_up import places_before
from retrieval.search.vocabulary import vocabulary
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised

Records = Mapping[str, DocumentRecord]
# 江苏的企业能申请吗 asks about an enterprise, not about the province's rules.
_IN_THE_WIDER = re.compile(
    r"(?:[省市]|自治区)?(?:的|里|内|本地)?(?:企业|公司|厂|户籍|户口|居民|人(?!才|大)|客户|产品|名牌|项目)(?!.{0,2}政策)"
)
_HEAD = 300  # characters
_OPENING = 16
_OUR_OWN = re.compile("[我本][省市州县区]")
_ASKS_WHERE = re.compile(
    "(?:哪些|哪几个?|哪个|什么|多少个?|几个)(?:省|市|地|区(?!别|分)|县|城市)|(?:省|市|地区|地方|城市|区|县)(?:都|主要)?(?:有|是|包括)(?:哪些|哪几|哪个|什么)|哪里|哪儿"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One question as it is answered: what is asked, of which documents, on which business date.

    `past` is the earlier day the question is put back to, if it is, and `later` are the documents
    not yet issued on it; `elsewhere` are the places asked about that no document here is from.
    """

    asked: Question
    records: Records
    filters: Filters
    on: date
    past: date | None
    later: Records
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
    question = of_another_day(question, earlier)
    past = as_of(question, on, earlier)
    day = past or on
    here = _own_places(everything)
    stated = filters_in(question)
    if stated.region and not places_in(stated.region) & here:
        # Nobody here is from there: that is said in words of its own.
        stated = replace(stated, region=None)
    bare = without_filters(question)
    wanted = filters.over(stated)
    records = {
        key: r
        for key, r in everything.items()
        if wanted.admits(r, day) and not is_of_another_year(r, bare)
    }
    later = {k: r for k, r in records.items() if past and _is_later(r, day)}
    records = {k: r for k, r in records.items() if k not in later}
    industries = [i for record in everything.values() for i in record.metadata.industries]
    asked = understand(without_day(bare) if past else bare, previous, industries)
    if not understand(without_private_purchase(question), (), industries).concepts:
        # What is known of enterprises' matters says nothing about a flat or a car.
        asked = asked if not off_topic(question) else replace(asked, concepts=())
    if not asked.concepts and is_bare_claim(asked.text):
        # What is granted at all says what is to be said of an amount that somebody claims.
        asked = replace(asked, concepts=vocabulary().granting, needs=asked.needs | {Need.AMOUNT})
        asked = replace(asked, is_bare=False, is_silent=False)
    elsewhere = asked.places - here
    return Case(asked, records, wanted, on, past, later, elsewhere, previous)


def issued_or_named(case: Case) -> Records:
    """The documents of which something can be asked; on a day in the past those issued by then,
    and the others too where none of them is named: they were not issued yet."""
    if not case.past or documents_named(case.asked.text, case.records):
        return case.records
    return {**case.records, **case.later}


def of_what_is_named(asked: Question, named: Sequence[DocumentRecord]) -> Question:
    """The question as it is looked for in the documents it names: without their numbers, which
    no sentence of theirs repeats, and without topics known from other documents."""
    if not named:
        return asked
    texts = [normalised(record.text) for record in named]
    held = (
        concept
        for concept in asked.concepts
        if any(phrase in text for phrase in concept.official for text in texts)
    )
    return replace(
        asked,
        text=_without_numbers(asked.text),
        search_text=_without_numbers(asked.search_text),
        concepts=tuple(held),
    )


def _without_numbers(text: str) -> str:
    for number in document_numbers_in(text):
        text = text.replace(number, "")
    return text


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?!月)")


def is_of_another_year(record: DocumentRecord, question: str) -> bool:
    """Whether a document is for one year by its title, and a question names only others: the
    holidays of 2019 say nothing of those of 2020."""
    asked = set(_YEAR.findall(normalised(question)))
    title = normalised(record.metadata.title.value or "")
    own = set(_YEAR.findall(title))
    return bool(asked) and len(own) == 1 and not (own & asked) and not _SPAN.search(title)


_SPAN = re.compile(r"\d{4}年?[-—至]+\d{4}年?")


def why_nothing(case: Case, off_topic_reason: RefusalReason | None) -> RefusalReason:
    """Why a question on which nothing was found is refused; `off_topic_reason` is what its kind
    tells, if anything."""
    if case.elsewhere and not any(_may_be_of(r, case.elsewhere) for r in case.records.values()):
        return RefusalReason.OTHER_PLACE
    titles = [record.metadata.title.value or "" for record in case.records.values()]
    if off_topic_reason and not any(names_its_matter(case.asked.text, t) for t in titles):
        return off_topic_reason
    origins = [places_in_label(_stated_origin(record)) for record in case.records.values()]
    theirs = frozenset(place for own in origins for place in own | parts_of(own))
    of_a_level = level_asked(case.asked.text) or (
        case.asked.places and not case.elsewhere and not case.asked.places <= theirs
    )
    is_narrowed = case.past or not case.filters.is_empty or of_a_level
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
    stated = {r.metadata.region.value or _stated_origin(r) for r in records.values()}
    # Side by side 台州市泰州市 reads as a place and its part.
    return _with_neighbours("、".join(sorted(stated)))


@lru_cache(maxsize=4_096)
def _with_neighbours(regions: str) -> frozenset[str]:
    own = places_in(regions)
    return containing(own) | parts_of(own)


def remarks_on(case: Case, selected: Sequence[Selected]) -> tuple[Remark, ...]:
    """What has to be said of the documents quoted: whose they are, that they are about less than
    is asked, which have later namesakes."""
    quoted = {item.candidate.record.id: item.candidate.record for item in selected}
    first = selected[0]
    is_one = len(quoted) == 1 and first.concept is None and not case.previous
    whose = whose_rules(case, first.candidate.record) if is_one or case.asked.places else None
    whose = whose or _strays(case, quoted.values())
    later = [
        Remark(wording.later_namesake(record.metadata.title.value or "", day), other)
        for record in quoted.values()
        if (other := _later_namesake(record, quoted, case))
        and (day := other.metadata.issued_on.value)
    ]
    texts = [item.candidate.stored.unit.text for item in selected]
    title = first.candidate.record.metadata.title.value or ""
    matter = narrower_matter(case.asked.text, title, texts) if first.concept is None else None
    narrower = [Remark(wording.of_a_narrower_matter(matter))] if matter else []
    return (*([Remark(whose)] if whose else []), *narrower, *later)


def takes_its_place_up(asked: Question) -> bool:
    """Whether the place a question is about is that of the question before it."""
    return bool(asked.places) and not asked.places & places_in(asked.text)


def _strays(case: Case, quoted: Iterable[DocumentRecord]) -> str | None:
    """What is said where a question that names no place follows on one that does, and a document
    of another place is quoted."""
    meant = places_before(case.previous, places_in)
    if not meant or (case.asked.places and not takes_its_place_up(case.asked)):
        return None
    near = meant | containing(meant) | parts_of(meant)
    for record in quoted:
        own = places_in_label(_stated_origin(record))
        if own and not own & near:
            return wording.rules_of(record.metadata.region.value or "、".join(sorted(own)))
    return None


def _later_namesake(record: DocumentRecord, quoted: Records, case: Case) -> DocumentRecord | None:
    """The last document of the same title and place, of those issued after one that nothing has
    ended."""
    key = _key(record.metadata.title.value or "")
    issued = record.metadata.issued_on.value
    if len(key) < _LONG_ENOUGH or issued is None or is_ended(record, case.day):
        return None
    later = [
        (day, other)
        for other in case.records.values()
        if other.id not in quoted
        and (day := other.metadata.issued_on.value)
        and issued < day <= case.day
        and _key(other.metadata.title.value or "") == key
        and other.metadata.region.value == record.metadata.region.value
    ]
    return max(later, key=lambda pair: pair[0])[1] if later else None


_key = lru_cache(maxsize=16_384)(title_key)
_LONG_ENOUGH = 8  # characters; 会议纪要 is no one document's name


def whose_rules(case: Case, quoted: DocumentRecord) -> str | None:
    """What is said of the place whose document is quoted to a question that names none, where
    those of other places are held too, or that names only what it is part of; None for nothing."""
    own = places_in_label(_stated_origin(quoted))
    if not own or document_numbers_in(case.asked.text):
        return None
    name = quoted.metadata.region.value or "、".join(sorted(own))
    if case.asked.places:
        # What one district lays down is not what all its city does, though it may answer.
        wider = case.asked.places & (containing(own) - own)
        is_of_a_part = wider and not case.asked.places & own
        return wording.rules_of_a_part(name, "、".join(sorted(wider))) if is_of_a_part else None
    form, title = normalised(case.asked.text), normalised(quoted.metadata.title.value or "")
    if any(part in form and part in title for part in parts_of(own)):
        # 宝安龙岗的补偿谁出 names its districts as the title does, without 区.
        return None
    near = _with_neighbours(_stated_origin(quoted))
    origins = [places_in_label(_stated_origin(record)) for record in case.records.values()]
    whole = {place for place in containing(own) - own if is_city(place)}
    if any(theirs & whole and not theirs & own for theirs in origins):
        # What one county lays down is not what the city does, whose own documents are held.
        return wording.rules_of(name)
    if all(not theirs or theirs & near or containing(theirs) & own for theirs in origins):
        return None
    return wording.rules_of(name)


def opens_elsewhere(record: DocumentRecord, text: str, asked: Question) -> bool:
    """Whether a sentence opens with a place that is neither its document's nor asked about:
    苏州市对…奖励50万元, in another city's document, is no rule of that city. A list of places, what
    is of 我省 though it goes to another, and what answers 哪些省市 are not elsewhere."""
    opening = normalised(text)[:_OPENING]
    named = places_in(opening)
    if len(named) != 1 or _OUR_OWN.search(text) or _ASKS_WHERE.search(normalised(asked.text)):
        return False
    (place,) = named
    stated = _stated_origin(record)
    is_own = place in _with_neighbours(stated) | asked.places
    is_gone_to = re.search(rf"(?:赴|[支驰]援|前往|来自|从|自|由|到|在|向){place}", opening)
    return bool(places_in(stated)) and not is_own and not is_gone_to


def speaking_of(
    candidates: Sequence[Candidate], asked: Question, elsewhere: frozenset[str]
) -> list[Candidate]:
    """The candidates that may answer a question that names places. What a part of them lays down
    is no answer for its sense alone."""
    return [
        replace(c, is_close=False) if _is_of_a_part(c.record, asked) else c
        for c in candidates
        if may_speak_of(c, asked, elsewhere)
    ]


def _is_of_a_part(record: DocumentRecord, asked: Question) -> bool:
    own = places_in_label(_stated_origin(record))
    return not own & asked.places and bool((containing(own) - own) & asked.places)


def may_speak_of(candidate: Candidate, asked: Question, elsewhere: frozenset[str]) -> bool:
    """Whether a sentence may answer a question that names places; `elsewhere` are those among
    them that no document here is from.

    It may when its document is from one of them, from a part or from what they are part of. A
    document from somewhere else speaks of them only where it names them on the very topic asked: a
    plan that sends its recruiters to 深圳 holds nothing about what 深圳 grants.
    """
    record = candidate.record
    stated = _stated_origin(record)
    theirs = _with_neighbours(stated)
    own = places_in(stated)
    text = candidate.stored.unit.text
    wider = asked.places & (containing(own) - own)
    if own and wider == asked.places and not _IN_THE_WIDER.search(normalised(asked.text)):
        # What the province lays down is not what a city in it does, unless the city says so; what
        # a district lays down is part of what its city's people live by, and its title says whose.
        says_so = wider <= places_in(text) and is_on_topic(asked, candidate)
        return all(is_city(place) for place in wider) or says_so
    if theirs & asked.places or containing(asked.places) & places_in(stated):
        # 沈阳对驰援湖北的人员: one place's rules may be about somebody from, or in, another.
        is_rule = lays_down_a_rule(record.metadata.title.value or "")
        known = theirs | {p for p in elsewhere if is_rule and containing(frozenset({p})) & own}
        return all(place in known or place in record.text for place in elsewhere)
    if not theirs:
        # Nothing says where it is from: it may be theirs where it speaks of them, at its head or
        # in the sentence; a table of all provinces says nothing of whose it is.
        if _is_for_all(record):
            return all(place in record.text for place in elsewhere)
        unit = candidate.stored.unit
        near = f"{stated}\n{record.text[:_HEAD]}\n{unit.headings}\n{text}"
        return all(place in near for place in asked.places)
    is_official = any(
        phrase in candidate.form for concept in asked.concepts for phrase in concept.official
    )
    return is_official and asked.places <= places_in(text)


def _is_for_all(record: DocumentRecord) -> bool:
    return record.metadata.level.value == "国家级"
