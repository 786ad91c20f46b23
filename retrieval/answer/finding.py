"""Finding the sentences that may answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from retrieval.answer.candidate import Candidate
from retrieval.answer.fit import fit
from retrieval.answer.gaps import asks_for_a_telephone
from retrieval.answer.judging import Judge, in_its_list, with_sense
from retrieval.answer.penalties import punishing
from retrieval.answer.quoted_part import is_blank, says_nothing
from retrieval.embedding.embedder import Embedder
from retrieval.index.live_index import LiveIndex
from retrieval.search.accounting import content_words
from retrieval.search.confidence import LEAST_CONFIDENCE
from retrieval.search.expanding import expansion_of
from retrieval.search.hybrid import Found, search
from retrieval.search.measure import punishes
from retrieval.search.needs import Need
from retrieval.search.question import Question
from retrieval.search.vocabulary import vocabulary
from retrieval.stages import stage
from retrieval.store import DocumentRecord, Store, StoredUnit
from retrieval.text_form import normalised

_CANDIDATES = 40
# A list is gathered from all over a document, and some documents only are a small part of all.
_CANDIDATES_FROM_AFAR = 200
_MAY_BE_BROKEN = 5
_FOOT = 400  # characters
_CALLS = re.compile("电话|号码|热线|咨询|投诉|举报|联系")
_WHAT_BECAME = re.compile("废止|失效|作废|停止|不再|暂停|恢复|[取替代]代|有效|延长")


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
            found += [Found(n, 0.0, 0.0) for n in expansion.closest if n not in known]
            stored = self._store.units_with([item.number for item in found])
            judge = Judge(asked, expansion.text, found, index, self._live)
            judged = [
                judge.judged(item, unit, records[unit.document_id])
                for item in found
                if (unit := stored.get(item.number)) is not None
                and unit.document_id in records
                and (within is None or unit.document_id in within)
                and not (says_nothing(unit) or is_blank(asked.text, unit))
            ]
            return with_sense(judged, self._embedder.close)

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
        return in_its_list(stored, self._live.units_of(stored.document_id))

    def coverage(self, text: str, other: str) -> float:
        """Share (0-1) of a text's wording, weighted by rarity, that another holds."""
        with self._live.current() as index:
            return index.lexical.coverage(text, other)


def of_whom_to_call(asked: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, without the telephone numbers that a page bears at its foot where it is of
    somebody else than the question: those of 发改委 are not where 社保 is asked about."""
    named = (w for w in content_words(asked.official_text) if w not in asked.places)
    words = [word for word in named if not _CALLS.search(word)]
    if not (words and asks_for_a_telephone(asked.text)):
        return list(candidates)

    at_foot = {c.record.id: c.record for c in candidates if _stands_at_foot(c)}
    of_others = {key for key, record in at_foot.items() if not _speaks_of(record, asked, words)}
    return [c for c in candidates if c.record.id not in of_others or not _stands_at_foot(c)]


def _stands_at_foot(candidate: Candidate) -> bool:
    return candidate.stored.unit.start >= len(candidate.record.text) - _FOOT


def _speaks_of(record: DocumentRecord, asked: Question, words: Sequence[str]) -> bool:
    """Whether the head or the foot of a page speaks of what is asked about."""
    stated, text = record.metadata, record.text
    page = f"{stated.title.value} {stated.issuer.value} {text[:_FOOT]} {text[-_FOOT:]}"
    near = vocabulary().in_official_words(normalised(page))
    # 技改 is asked about, and the page is headed 技术改造.
    is_of_topic = any(concept.everyday.search(near) for concept in asked.concepts)
    return is_of_topic or any(word in near for word in words)


def telling_what_became(
    titles: Collection[str], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Those of the candidates that say what has become of a document by one of the titles, all of
    them sure: how much else of a question they hold says nothing where just that is asked."""
    return [
        replace(c, confidence=max(c.confidence, LEAST_CONFIDENCE))
        for c in candidates
        if _WHAT_BECAME.search(c.form) and any(title in c.form for title in titles)
    ]
