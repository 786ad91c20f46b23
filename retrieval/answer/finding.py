"""Finding the sentences that may answer, with all that is known of how well they do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from retrieval.answer.bearing import bearing, label_of
from retrieval.answer.candidate import Candidate
from retrieval.answer.case import opens_elsewhere
from retrieval.answer.fit import fit
from retrieval.answer.passages import announces, is_item, lead_in, place_of, text_with_items
from retrieval.answer.quoted_part import says_nothing
from retrieval.answer.ranges import of_the_case
from retrieval.embedding.embedder import Embedder
from retrieval.live_index import LiveIndex, searched_text
from retrieval.search.accounting import Accounting
from retrieval.search.confidence import Confidence, Whole
from retrieval.search.expanding import expansion_of
from retrieval.search.hybrid import Found, search
from retrieval.search.question import Need, Question
from retrieval.stages import stage
from retrieval.store import DocumentRecord, Store, StoredUnit

Clauses = dict[str, list[StoredUnit]]
_CANDIDATES = 40
# A list is gathered from all over a document, and some documents only are a small part of all.
_CANDIDATES_FROM_AFAR = 200
_PER_STRANGE_WORD = 0.015
_MOST_STRANGE_WORDS = 1


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
            candidates: list[Candidate] = []
            clauses: dict[str, Clauses] = {}  # a table of 100 000 rows is gone through once
            for item in found:
                unit = stored.get(item.number)
                record = records.get(unit.document_id) if unit else None
                if unit is None or record is None or says_nothing(unit):
                    continue
                if within is not None and record.id not in within:
                    continue
                text = searched_text(record, unit)
                members = index.members.get(record.id) or [unit.id]
                whole = Whole(
                    record.metadata.title.value or "", record.text, members[0], members[-1]
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
                        opens_elsewhere(record, unit.unit.text, asked),
                        _is_close(
                            item.similarity,
                            close,
                            accounting.strange_words(whole.first, whole.last, whole.text),
                        ),
                    )
                )
            return candidates

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


def _is_close(similarity: float, close: float | None, strange: int | None) -> bool:
    """Whether a sentence means what is asked; the surer, the more strange words it may lack."""
    if close is None or strange is None:
        return False
    return similarity >= close + _PER_STRANGE_WORD * strange and strange <= _MOST_STRANGE_WORDS
