"""Finding the sentences that may answer, with all that is known of how well they do."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from retrieval.answer.fit import fit
from retrieval.answer.passages import announces, text_with_items
from retrieval.answer.selecting import Candidate, confidence_of
from retrieval.embedding.embedder import Embedder
from retrieval.live_index import LiveIndex, searched_text
from retrieval.search.hybrid import search
from retrieval.search.question import Need, Question
from retrieval.stages import stage
from retrieval.store import DocumentRecord, Store, StoredUnit

_CANDIDATES = 40
# A list is gathered from all over a document, and some documents only are a small part of all.
_CANDIDATES_FROM_AFAR = 200
# A sentence on the subject answers, with a gap, though it is silent on the particular asked for.
_WITHOUT_THE_PARTICULAR = 0.1


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
        is_far = asked.is_list or Need.LIST in asked.needs or within is not None
        with self._live.current() as index:
            found = search(
                asked.official_text,
                query,
                index.vectors,
                index.lexical,
                limit=_CANDIDATES_FROM_AFAR if is_far else _CANDIDATES,
                expansion=asked.expansion,
            )
            stored = self._store.units_with([item.number for item in found])
            attainable = max(index.lexical.attainable(asked.official_text), 1e-9)
            of_topic = index.lexical.covering(asked.topic_text)
            of_subject = index.lexical.covering(asked.subject)
            of_rest = index.lexical.covering(asked.rest)
            candidates: list[Candidate] = []
            for item in found:
                unit = stored.get(item.number)
                record = records.get(unit.document_id) if unit else None
                if unit is None or record is None:
                    continue
                if within is not None and record.id not in within:
                    continue
                text = searched_text(record, unit)
                coverage = max(of_topic(text), of_subject(text) - _WITHOUT_THE_PARTICULAR)
                confidence = confidence_of(
                    coverage,
                    item.bm25 / attainable,
                    names_place=all(place in record.text for place in asked.places),
                )
                rest = of_rest(text)
                candidates.append(
                    Candidate(
                        unit,
                        record,
                        item.score,
                        confidence,
                        fit(asked.text, self._with_items(unit)),
                        rest if asked.rest else 1.0,
                    )
                )
            return candidates

    def _with_items(self, stored: StoredUnit) -> str:
        if not announces(stored.unit.text):
            return stored.unit.text
        units = self._store.units_of(stored.document_id)
        at = next(i for i, unit in enumerate(units) if unit.id == stored.id)
        return text_with_items(units, at)

    def coverage(self, text: str, other: str) -> float:
        """Share (0-1) of a text's wording, weighted by rarity, that another holds."""
        with self._live.current() as index:
            return index.lexical.coverage(text, other)
