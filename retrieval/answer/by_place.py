"""What a question asks for by its place: a clause, the parts of a heading, a section, an office."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.addressing import (
    addresses_asked,
    sentence_asked,
    sentences_of,
    without_address,
)
from retrieval.answer.candidate import Candidate, Selected, of_its_place
from retrieval.answer.lists import is_heading, outline_under
from retrieval.answer.naming_parts import headed, office_asked, words_of_a_heading
from retrieval.documents.structure import UnitKind
from retrieval.index.live_index import LiveIndex
from retrieval.search.needs import ON_NO_PARTICULAR, without_common_words
from retrieval.search.question import Question
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised

_MOST_ITEMS = 40
_MOST_OF_AN_OFFICE = 3
_MOST_OF_A_PART = 8
_MOST_HEADINGS = 30
_DOCUMENTS_LOOKED_AT = 3
_HOW_MANY_PARTS = re.compile(
    r"[有分包括]*(?:哪)?[几多][少]?(?:个方面|大方面|大项|大类|条|项|点|个?部分)"
)
_SAYS = re.compile(r"说|写|讲|规定|原文|全文|解释|意思|看看?|查")
_BEFORE_A_TITLE = re.compile(r"^[(（]?[一二三四五六七八九十]+[)）]?[、.．]?")
_ON_THE_WHOLE = re.compile(
    r"(?:主要|大致|大概|全部|基本|核心)(?:内容|意思|精神)|(?:讲|说|写|规定)(?:的|了)?(?:些|点)?(?:什么|啥|哪些)(?:内容|东西)?[了呢啊]?[?。]*$|概要|摘要|梗概|总结一?下|有哪些(?:内容|部分|章节)"
)


def only_places(asked: Question) -> bool:
    """Whether a question is nothing but a clause's address: 第三条第二款怎么说."""
    if asked.ordinal is not None or not addresses_asked(asked.text):
        return False
    return _SAYS.sub("", without_common_words(without_address(asked.text))) == ""


class ByPlace:
    """Looks for what a question names by its place in a document."""

    def __init__(self, live: LiveIndex) -> None:
        self._live = live

    def counted(self, asked: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
        """The headings under the one asked about, where it is asked how many parts it has."""
        if not candidates or not _HOW_MANY_PARTS.search(normalised(asked.text)):
            return ()
        for record in {c.record.id: c.record for c in candidates[:_DOCUMENTS_LOOKED_AT]}.values():
            units = self._live.units_of(record.id)
            for at, stored in enumerate(units):
                own = _BEFORE_A_TITLE.sub("", normalised(stored.unit.text)).rstrip("。")
                is_title = stored.unit.kind is UnitKind.HEADING or is_heading(units, at)
                if is_title and own and normalised(asked.text).startswith(own):
                    parts = outline_under(units, at, most=_MOST_HEADINGS)
                    return tuple(of_its_place(record, unit, is_item=True) for unit in parts)
        return ()

    def clause(self, asked: Question, record: DocumentRecord | None) -> tuple[Selected, ...]:
        """What a question asks for by its number, in the document it means; a part too long to
        quote is given by its headings."""
        addresses = addresses_asked(asked.text)
        if not addresses or record is None:
            return ()
        units = self._live.units_of(record.id)
        for address in addresses:
            found = sentences_of(units, address)
            if number := sentence_asked(asked.text):
                # 第三部分第1句 is of its heading, or of what stands before its first item.
                own = {f"{one}#s{number}" for one in (address, f"{address}-〇") if one in addresses}
                found = [u for u in found if u.unit.address in own]
            if len(found) > _MOST_ITEMS // 2:
                at = next(i for i, u in enumerate(units) if u.unit.clause == address or u in found)
                found = outline_under(units, at, most=_MOST_HEADINGS) or found[:_MOST_ITEMS]
            if found:
                is_long = len(found) > 1
                return tuple(of_its_place(record, unit, is_item=is_long) for unit in found)
        return ()

    def contents(self, asked: Question, record: DocumentRecord | None) -> tuple[Selected, ...]:
        """The headings of the document meant, when it is asked what it says on the whole."""
        if record is None or not _ON_THE_WHOLE.search(normalised(asked.text)):
            return ()
        headings = outline_under(self._live.units_of(record.id), None, most=_MOST_HEADINGS)
        return tuple(of_its_place(record, unit, is_item=True) for unit in headings)

    def part(self, asked: Question, record: DocumentRecord | None) -> tuple[Selected, ...]:
        """The part of a document that has the name of a topic of the question (保障措施); a long
        one is given by its headings."""
        if record is None:
            return ()
        units = self._live.units_of(record.id)
        for at, stored in enumerate(units):
            form = normalised(stored.unit.text).lower()
            is_named = any(concept.everyday.search(form) for concept in asked.concepts)
            if not is_named or not is_heading(units, at):
                continue
            found = sentences_of(units, stored.unit.clause)
            if len(found) > _MOST_OF_A_PART:
                found = outline_under(units, at, most=_MOST_HEADINGS) or found[:_MOST_ITEMS]
            return tuple(of_its_place(record, unit, is_item=True) for unit in found)
        return ()

    def section(self, asked: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
        """What stands under the one heading that the question names in the heading's own words:
        考核激励怎么完善 means (二)完善考核激励. Nothing where several headings are named alike."""
        words = words_of_a_heading(asked.topic_text)
        if not words or not asked.needs <= ON_NO_PARTICULAR:
            return ()
        documents = list(dict.fromkeys(c.record.id for c in candidates))[:_DOCUMENTS_LOOKED_AT]
        by_id = {c.record.id: c.record for c in candidates}
        found: list[tuple[DocumentRecord, str]] = []
        for document in documents:
            clauses = headed(words, self._live.units_of(document))
            found += [(by_id[document], clause) for clause in clauses]
        if len(found) != 1:
            return ()
        record, clause = found[0]
        units = sentences_of(self._live.units_of(record.id), clause)
        return tuple(of_its_place(record, unit, is_item=True) for unit in units[:_MOST_ITEMS])

    def office(self, asked: Question, candidates: Sequence[Candidate]) -> tuple[Selected, ...]:
        """The sentences that name an office, where the question names that office and no topic:
        市效能办管什么, 经信委电话多少."""
        names = office_asked(asked.topic_text)
        holding_it = [c for c in candidates if any(name in c.form for name in names)]
        if not holding_it:
            return ()
        first = holding_it[0].record.id
        here = [c for c in holding_it if c.record.id == first][:_MOST_OF_AN_OFFICE]
        return tuple(Selected(c, is_item=len(here) > 1) for c in here)
