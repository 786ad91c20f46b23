"""Finding the sentences that may answer, with all that is known of how well they do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.bearing import bearing, label_of
from retrieval.answer.candidate import Candidate
from retrieval.answer.case import opens_elsewhere
from retrieval.answer.fit import fit
from retrieval.answer.lists import announces, is_item, lead_in, text_with_items
from retrieval.answer.passages import place_of
from retrieval.answer.penalties import punishing
from retrieval.answer.quoted_part import is_blank, is_only_of_documents, says_nothing
from retrieval.answer.ranges import of_the_case
from retrieval.embedding.embedder import Embedder
from retrieval.index.live_index import LiveIndex, searched_text
from retrieval.search.accounting import Accounting
from retrieval.search.confidence import Confidence, Whole
from retrieval.search.expanding import expansion_of
from retrieval.search.hybrid import Found, search
from retrieval.search.measure import punishes
from retrieval.search.question import Need, Question
from retrieval.stages import stage
from retrieval.store import DocumentRecord, Store, StoredUnit

Clauses = dict[str, list[StoredUnit]]
_CANDIDATES = 40
# A list is gathered from all over a document, and some documents only are a small part of all.
_CANDIDATES_FROM_AFAR = 200
_MAY_BE_BROKEN = 5
_PER_STRANGE_WORD = 0.015
_MOST_STRANGE_WORDS = 1
_MOST_STRANGE_IN_AGREEMENT = 2
_FIRST, _NEARLY_ALL = 8, 7


class Finder:
    """Searches the index of sentences and judges what it finds."""

    def __init__(self, store: Store, embedder: Embedder, live: LiveIndex) -> None:
        self._store = store
        self._embedder = embedder
        self._live = live

    @stage("policy_find")
    def candidates(
        self,
        asked: Question,
        records: Mapping[str, DocumentRecord],
        within: Collection[str] | None = None,
    ) -> list[Candidate]:
        """The sentences found, best first, in all documents or in those `within`."""
        query = self._embedder.embed_query(asked.search_text)
        close = self._embedder.close
        is_far = asked.is_list or Need.LIST in asked.needs or within is not None
        limit = _CANDIDATES_FROM_AFAR if is_far else _CANDIDATES
        with self._live.current() as index:
            expansion = expansion_of(asked, index.lexical)
            found = search(
                asked.official_text,
                query,
                index.vectors,
                index.lexical,
                limit=limit,
                expansion=expansion.text,
                among=None if within is None else index.numbers_of(within),
            )
            # In a large library the question's other words can crowd out the official ones.
            known = {item.number for item in found}
            found += [Found(n, 0.0, 0.0, 0.0) for n in expansion.closest if n not in known]
            stored = self._store.units_with([item.number for item in found])
            confidence = Confidence(asked, expansion.text, found, index.lexical)
            accounting = Accounting(asked, index.lexical)
            of_rest = index.lexical.covering(asked.rest)
            senses: list[_Sense] = []
            candidates: list[Candidate] = []
            clauses: dict[str, Clauses] = {}  # a table of 100 000 rows is gone through once
            for item in found:
                unit = stored.get(item.number)
                record = records.get(unit.document_id) if unit else None
                if unit is None or record is None:
                    continue
                if says_nothing(unit) or is_blank(asked.text, unit):
                    continue
                if within is not None and record.id not in within:
                    continue
                text = searched_text(record, unit)
                members = index.members.get(record.id) or [unit.id]
                whole = Whole(
                    record.metadata.title.value or "", record.text, members[0], members[-1]
                )
                senses.append(
                    _Sense(
                        item.similarity,
                        accounting.strange_words(whole.first, whole.last, whole.text),
                        accounting.lacks_where_or_when(whole.first, whole.last, whole.text),
                    )
                )
                candidates.append(
                    Candidate(
                        unit,
                        record,
                        item.score,
                        confidence.of(item, text, whole),
                        fit(asked.with_particulars, self.in_its_list(unit)),
                        of_rest(text) if asked.rest else 1.0,
                        self._bearing(asked, unit, clauses),
                        accounting.knows_every_word(whole.first, whole.last, whole.text),
                        accounting.is_of_a_rival(text, whole.title),
                        accounting.has_a_sibling(text),
                        of_the_case(asked.text, unit.unit.text),
                        opens_elsewhere(record, unit.unit.text, asked)
                        or is_only_of_documents(asked.text, unit.unit.text),
                    )
                )
            return _with_sense(candidates, senses, close)

    def punishing(
        self, asked: Question, candidates: Sequence[Candidate]
    ) -> list[tuple[Candidate, Candidate]]:
        """The sentences that punish, by its number, the breach of a clause found, as near to the
        question as that is; each with the clause."""
        nearest = sorted(candidates, key=lambda c: -c.relevance)[:_MAY_BE_BROKEN]
        return [
            (replace(broken, stored=told, fit=fit(asked.with_particulars, told.unit.text)), broken)
            for broken in nearest
            if not punishes(broken.form)
            for told in punishing(self._live.units_of(broken.record.id), broken.stored.unit.address)
        ]

    def in_its_list(self, stored: StoredUnit) -> str:
        """A sentence with the items it announces, or with the sentence that announces it."""
        if not announces(stored.unit.text) and not is_item(stored.unit.text):
            return stored.unit.text
        units = self._live.units_of(stored.document_id)
        at = place_of(stored, units)
        above = lead_in(units, at)
        text = text_with_items(units, at)
        return f"{above.unit.text}\n{text}" if above else text

    def _bearing(self, asked: Question, stored: StoredUnit, clauses: dict[str, Clauses]) -> float:
        units = self._live.units_of(stored.document_id)
        if stored.document_id not in clauses:
            parted = clauses[stored.document_id] = defaultdict(list)
            for other in units:
                parted[other.unit.clause].append(other)
        clause = [
            other.unit.text
            for other in clauses[stored.document_id][stored.unit.clause]
            if other.unit.sentence <= stored.unit.sentence
        ]
        if not clause or not label_of(clause[0]):
            return bearing(asked.text, clause)
        labels = (label_of(other.unit.text) for other in units if other.unit.sentence == 1)
        return bearing(asked.text, clause, [label for label in labels if label])

    def coverage(self, text: str, other: str) -> float:
        """Share (0-1) of a text's wording, weighted by rarity, that another holds."""
        with self._live.current() as index:
            return index.lexical.coverage(text, other)


@dataclass(frozen=True, slots=True)
class _Sense:
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


def _with_sense(
    candidates: Sequence[Candidate], senses: Sequence[_Sense], close: float | None
) -> list[Candidate]:
    """The candidates with what their sense tells of them, if anything is known of similarities."""
    if close is None or not candidates:
        return list(candidates)
    agreed = _agreed_on(candidates, senses)
    return [
        replace(
            candidate,
            is_close=sense.is_close(close)
            or (candidate.record.id == agreed and sense.is_close_in_agreement(close)),
        )
        for candidate, sense in zip(candidates, senses, strict=True)
    ]


def _agreed_on(candidates: Sequence[Candidate], senses: Sequence[_Sense]) -> str | None:
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
