"""The shelf as people look through it: documents by what is written on them, narrowed, and what
there is to narrow them by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from threading import Lock

from retrieval.search.filters import Filters
from retrieval.shelf.overview import Overview, StandingDocument
from retrieval.store import DocumentRecord
from retrieval.text_form import comparable

_REMEMBERED = 64
_comparable = lru_cache(maxsize=16_384)(comparable)


@dataclass(frozen=True, slots=True)
class Facet:
    """A value one may narrow the shelf to, and how many documents that leaves."""

    value: str
    documents: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What there is to choose from, under the other filters; the most frequent first."""

    statuses: tuple[Facet, ...]
    issuers: tuple[Facet, ...]
    regions: tuple[Facet, ...]
    industries: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents found, the newest first, and what they can be narrowed to; `library` is how
    many documents there are at all."""

    documents: tuple[StandingDocument, ...]
    facets: Facets
    library: int


@dataclass(frozen=True, slots=True)
class _Narrowed:
    documents: list[StandingDocument]
    facets: Facets
    library: int


class Shelves:
    """Looks through the documents; safe to share between threads. What filters admit, and what
    there is to choose from beside them, is remembered until a document changes."""

    def __init__(
        self,
        overview: Overview,
        records: Callable[[], Mapping[str, DocumentRecord]],
        generation: Callable[[], int],
    ) -> None:
        self._overview = overview
        self._records = records
        self._generation = generation
        self._lock = Lock()
        self._known: dict[tuple[int, date, Filters], _Narrowed] = {}

    def shelf(self, words: str, on: date, filters: Filters) -> Shelf:
        """The documents that the filters admit on a day and whose labels hold every word."""
        narrowed = self._narrowed(on, filters)
        found = tuple(one for one in narrowed.documents if is_called(one, words))
        return Shelf(found, narrowed.facets, narrowed.library)

    def admitted(self, on: date, filters: Filters) -> set[str]:
        """The ids of the documents that the filters admit on a day."""
        return {one.summary.document_id for one in self._narrowed(on, filters).documents}

    def _narrowed(self, on: date, filters: Filters) -> _Narrowed:
        key = (self._generation(), on, filters)
        narrowed = self._known.get(key)
        if narrowed is None:
            narrowed = _narrowed(self._overview.standing(on), self._records(), filters, on)
            with self._lock:
                while len(self._known) >= _REMEMBERED:
                    del self._known[next(iter(self._known))]
                self._known[key] = narrowed
        return narrowed


def is_called(one: StandingDocument, words: str) -> bool:
    """Whether a document has every one of the words (parted by spaces) in its title, its number
    or its issuer, whatever the brackets, the width and the case of characters."""
    stated = (one.summary.title, one.summary.document_number, one.summary.issuer)
    labels = [_comparable(text) for text in stated if text]
    wanted = [comparable(word) for word in words.split()]
    return all(any(word in label for label in labels) for word in wanted)


def _narrowed(
    documents: Sequence[StandingDocument],
    records: Mapping[str, DocumentRecord],
    filters: Filters,
    on: date,
) -> _Narrowed:
    """The documents admitted, and the facets; each is counted under the other filters, so that
    taking it leaves that many."""
    admitted, beside = _admitted(documents, records, filters, on)

    def counted(name: str, chosen: Mapping[str, Filters]) -> tuple[Facet, ...]:
        counts: Counter[str] = Counter()
        # Document by document: what is worked out of a text serves all the values.
        for one in beside[name]:
            record = records[one.summary.document_id]
            counts.update(value for value, part in chosen.items() if part.admits(record, on))
        return _ordered(counts)

    issuers = _stated(one.summary.issuer for one in beside["issuer"])
    regions = _stated(one.metadata.region.value for one in beside["region"])
    industries = {industry.name for one in documents for industry in one.metadata.industries}
    facets = Facets(
        statuses=_ordered(Counter(one.validity.status.value for one in beside["status"])),
        issuers=counted("issuer", {v: Filters(issuer=v, is_stated=True) for v in issuers}),
        regions=counted("region", {v: Filters(region=v) for v in regions}),
        industries=counted("industry", {v: Filters(industry=v) for v in industries}),
    )
    return _Narrowed(admitted, facets, len(documents))


def _admitted(
    documents: Sequence[StandingDocument],
    records: Mapping[str, DocumentRecord],
    filters: Filters,
    on: date,
) -> tuple[list[StandingDocument], dict[str, list[StandingDocument]]]:
    """The documents admitted, and those that would be, were it not for one of the filters: by
    its name."""
    parts = {
        "status": Filters(status=filters.status),
        "issuer": Filters(issuer=filters.issuer, is_stated=filters.is_stated),
        "region": Filters(region=filters.region),
        "industry": Filters(industry=filters.industry),
    }
    rest = replace(filters, status=None, issuer=None, region=None, industry=None)
    admitted: list[StandingDocument] = []
    beside: dict[str, list[StandingDocument]] = {name: [] for name in parts}
    for one in documents:
        record = records.get(one.summary.document_id)
        if record is None or not rest.admits(record, on):
            continue
        failed = [name for name, part in parts.items() if not part.admits(record, on)]
        if not failed:
            admitted.append(one)
        for name in parts:
            if failed in ([], [name]):
                beside[name].append(one)
    return admitted, beside


def _stated(values: Iterable[str | None]) -> set[str]:
    return {value for value in values if value}


def _ordered(counts: Mapping[str, int]) -> tuple[Facet, ...]:
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(value, number) for value, number in found if number)
