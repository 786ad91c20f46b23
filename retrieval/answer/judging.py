"""Judging the sentences that a search found: all that is known of how well each answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.addressing import provision_of
from retrieval.answer.aside import is_aside
from retrieval.answer.bearing import Bearings
from retrieval.answer.candidate import Candidate
from retrieval.answer.case import opens_elsewhere
from retrieval.answer.fit import fit
from retrieval.answer.lists import announces, is_item, lead_in, text_with_items
from retrieval.answer.passages import place_of
from retrieval.answer.quoted_part import is_only_of_documents
from retrieval.answer.ranges import of_the_case
from retrieval.index.live_index import LiveIndex, searched_text
from retrieval.index.sentences import SentenceIndex
from retrieval.search.accounting import Accounting
from retrieval.search.aid import is_of_another_aid
from retrieval.search.confidence import Confidence, Whole
from retrieval.search.document_facts import names_an_edition
from retrieval.search.hybrid import Found
from retrieval.search.question import Question
from retrieval.store import DocumentRecord, StoredUnit

_PER_STRANGE_WORD = 0.015
_MOST_STRANGE_WORDS = 1
_MOST_STRANGE_IN_AGREEMENT = 2
_FIRST, _NEARLY_ALL = 8, 7


class Judge:
    """Judges what one search found: what is the same for all of it is worked out once."""

    def __init__(
        self,
        asked: Question,
        expansion: str,
        found: Sequence[Found],
        index: SentenceIndex,
        live: LiveIndex,
    ) -> None:
        self._asked = asked
        self._live = live
        self._members = index.members
        self._confidence = Confidence(asked, expansion, found, index.lexical)
        self._accounting = Accounting(asked, index.lexical)
        self._of_rest = index.lexical.covering(asked.rest)
        self._bearings: dict[str, Bearings] = {}
        self._articles: dict[str, dict[str, str]] = {}

    def judged(
        self, item: Found, stored: StoredUnit, record: DocumentRecord
    ) -> tuple[Candidate, Sense]:
        """The sentence as a candidate, and how near it comes in sense."""
        asked, accounting = self._asked, self._accounting
        text = searched_text(record, stored)
        members = self._members.get(record.id) or [stored.id]
        whole = Whole(record.metadata.title.value or "", record.text, members[0], members[-1])
        its = (whole.first, whole.last, self._told_by(record))
        listed = in_its_list(stored, self._live.units_of(record.id))
        above = "" if listed.startswith(stored.unit.text) else listed.partition("\n")[0]
        candidate = Candidate(
            stored,
            record,
            item.score,
            confidence=self._confidence.of(text, whole),
            fit=fit(asked.with_particulars, listed),
            rest=self._of_rest(text) if asked.rest else 1.0,
            bearing=self._bearing(stored),
            is_accounted=accounting.knows_every_word(*its),
            is_rival=accounting.is_of_a_rival(text, whole.title)
            or self._is_of_another_aid(stored, listed, whole.title),
            is_sibling=accounting.has_a_sibling(text),
            case=of_the_case(asked.text, stored.unit.text, above),
            is_elsewhere=opens_elsewhere(record, stored.unit.text, asked)
            or is_only_of_documents(asked.text, stored.unit.text)
            or is_aside(asked.text, stored.unit.text),
        )
        strange, lacks = accounting.strange_words(*its), accounting.lacks_where_or_when(*its)
        return candidate, Sense(item.similarity, strange, lacks)

    def _told_by(self, record: DocumentRecord) -> str:
        """A document's text, with the year it was issued in where the question tells editions
        apart by it: 2008年的某某办法 need not write its own year in these digits."""
        issued = record.metadata.issued_on.value
        if issued is None or not names_an_edition(self._asked.text, issued.year):
            return record.text
        return f"{record.text}\n{issued.year}"

    def _is_of_another_aid(self, stored: StoredUnit, listed: str, title: str) -> bool:
        own = f"{stored.unit.headings}\n{listed}"
        return is_of_another_aid(self._asked.text, own, self._around(stored, title))

    def _around(self, stored: StoredUnit, title: str) -> Iterator[str]:
        """What a sentence stands in, the narrowest first, each put together only when needed."""
        if stored.document_id not in self._articles:
            texts: dict[str, list[str]] = defaultdict(list)
            for other in self._live.units_of(stored.document_id):
                texts[provision_of(other)].append(other.unit.text)
            self._articles[stored.document_id] = {at: "\n".join(of) for at, of in texts.items()}
        yield self._articles[stored.document_id][provision_of(stored)]
        yield title

    def _bearing(self, stored: StoredUnit) -> float:
        if stored.document_id not in self._bearings:
            units = [other.unit for other in self._live.units_of(stored.document_id)]
            self._bearings[stored.document_id] = Bearings(self._asked.text, units)
        return self._bearings[stored.document_id].of(stored.unit)


@dataclass(frozen=True, slots=True)
class Sense:
    """How near a sentence comes to the question in sense, how many words of it that other
    documents hold its own lacks (None where it holds none), and whether a place or a year is
    among them."""

    similarity: float
    strange: int | None
    lacks_where_or_when: bool

    def is_close(self, close: float) -> bool:
        """Whether a sentence means what is asked; the surer, the more strange words it may lack."""
        if self.strange is None or self.strange > _MOST_STRANGE_WORDS:
            return False
        return self.similarity >= close + _PER_STRANGE_WORD * self.strange

    def is_close_in_agreement(self, close: float) -> bool:
        """The same where nearly all that was found is of its document: then the words it lacks
        are how people talk, unless they say where or when."""
        if self.strange is None or self.lacks_where_or_when:
            return False
        return self.similarity >= close and self.strange <= _MOST_STRANGE_IN_AGREEMENT


def in_its_list(stored: StoredUnit, units: Sequence[StoredUnit]) -> str:
    """A sentence with the items it announces, or with the sentence that announces it."""
    if not announces(stored.unit.text) and not is_item(stored.unit.text):
        return stored.unit.text
    at = place_of(stored, units)
    above = lead_in(units, at)
    text = text_with_items(units, at)
    return f"{above.unit.text}\n{text}" if above else text


def with_sense(judged: Sequence[tuple[Candidate, Sense]], close: float | None) -> list[Candidate]:
    """The candidates with what their sense tells of them, if anything is known of similarities."""
    candidates, senses = [one for one, _ in judged], [sense for _, sense in judged]
    if close is None or not candidates:
        return candidates
    agreed = agreed_on(candidates, senses)
    return [
        replace(
            candidate,
            is_close=sense.is_close(close)
            or (candidate.record.id == agreed and sense.is_close_in_agreement(close)),
        )
        for candidate, sense in zip(candidates, senses, strict=True)
    ]


def agreed_on(candidates: Sequence[Candidate], senses: Sequence[Sense]) -> str | None:
    """The document that nearly all of the first candidates are from, if the nearest of all in
    sense is too. On one subject that many documents share, they are from many; where all that may
    be found is one document's, they agree on nothing."""
    if len({c.record.id for c in candidates}) == 1:
        return None
    first = sorted(candidates, key=lambda c: -c.relevance)[:_FIRST]
    document, most = Counter(c.record.id for c in first).most_common(1)[0]
    nearest = max(range(len(senses)), key=lambda at: senses[at].similarity)
    is_agreed = most >= _NEARLY_ALL and candidates[nearest].record.id == document
    return document if is_agreed else None
