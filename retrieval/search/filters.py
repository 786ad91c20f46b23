"""Which documents a question may be answered from: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from retrieval.departments import departments
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.validity import ValidityStatus, validity_of
from retrieval.search.places import containing, is_city, places_in_label
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised

_form = lru_cache(maxsize=16_384)(normalised)
# Of texts only the last few: one document is asked about many offices or industries in a row.
_text_form = lru_cache(maxsize=4)(normalised)


@dataclass(frozen=True, slots=True)
class Filters:
    """An empty field excludes nothing.

    `status` is the validity on the day asked about, `valid_since` a day (in China) on or after
    which a document was in force; `issued_from` and `issued_until` the first and the last day (in
    China) it may have been issued on; `issuer` a part of the issuing office's name, under an older
    or newer name too, `level` its level of government; `region` a place a document is from or
    names in its title, or the city its place belongs to; `industry` a word that its metadata,
    title or text holds. With `is_stated` only what a document states of itself counts: one that
    does not say who issued it is no office's.
    """

    status: ValidityStatus | None = None
    issuer: str | None = None
    region: str | None = None
    industry: str | None = None
    level: str | None = None
    valid_since: date | None = None
    issued_from: date | None = None
    issued_until: date | None = None
    is_stated: bool = False

    @property
    def is_empty(self) -> bool:
        return not (
            self.status
            or self.issuer
            or self.region
            or self.industry
            or self.level
            or self.valid_since
            or self.issued_from
            or self.issued_until
        )

    def admits(self, record: DocumentRecord, on: date) -> bool:
        """Whether a document passes all of them on a day."""
        metadata = record.metadata
        if self.status and not _has(self.status, validity_of(metadata, on).status):
            return False
        if self.valid_since and not _was_in_force(metadata, self.valid_since):
            return False
        if not self._admits_its_day(metadata):
            return False
        if self.level and not _is_of_level(metadata, self.level):
            return False
        if self.issuer and not (
            issued_by(metadata, self.issuer)
            or (not self.is_stated and _may_be(record, self.issuer))
        ):
            return False
        if self.region and not _is_from(metadata, self.region):
            return False
        return not self.industry or _concerns(record, self.industry)

    def _admits_its_day(self, metadata: DocumentMetadata) -> bool:
        """A document that does not say when it was issued passes no filter on that day."""
        if not (self.issued_from or self.issued_until):
            return True
        day = metadata.issued_on.value or metadata.published_on.value
        first, last = self.issued_from or date.min, self.issued_until or date.max
        return day is not None and first <= day <= last

    def over(self, weaker: Filters) -> Filters:
        """These, with the other's where these are silent."""
        return replace(
            self,
            status=self.status or weaker.status,
            issuer=self.issuer or weaker.issuer,
            region=self.region or weaker.region,
            industry=self.industry or weaker.industry,
            level=self.level or weaker.level,
            valid_since=self.valid_since or weaker.valid_since,
            issued_from=self.issued_from or weaker.issued_from,
            issued_until=self.issued_until or weaker.issued_until,
        )


NO_FILTERS = Filters()


def issued_by(metadata: DocumentMetadata, office: str) -> bool:
    """Whether a document was issued by an office, under any of the names it has had: 市经信委 of
    the document's own city, never of another."""
    return _is_by(metadata.issuer.value or "", metadata.region.value or "", office)


@lru_cache(maxsize=65_536)
def _is_by(issuer: str, region: str, office: str) -> bool:
    plain, theirs = _plain(issuer), places_in_label(f"{issuer} {region}")
    if not plain or (theirs and not places_in_label(office) <= theirs):
        return False
    issuers = [_plain(each) for each in _BETWEEN_OFFICES.split(normalised(issuer))]
    return any(
        name in plain or any(is_short_for(name, each) for each in issuers)
        for name in _names_of(office)
    )


def is_short_for(name: str, office: str) -> bool:
    """Whether a name is one office's with characters left out: 人社局 of 人力资源和社会保障局. Both
    begin with the same word, end in the same kind of office and are of no two levels; 市政府办 is
    no other office of the government."""
    (level, short), (its_level, full) = _levelled(name), _levelled(office)
    kind = _KINDS.get(short[-1:])
    if kind is None or not full.endswith(kind) or (level and its_level and level != its_level):
        return False
    if _OF_ALL.fullmatch(short):
        return full in {short, f"{short}公室"}
    full = _GOVERNMENT.sub("", full)
    if short[0] != full[:1] or len(short) > _LONGEST_SHORT_NAME:
        return False
    characters = iter(full)
    return all(one in characters for one in short)


def _levelled(office: str) -> tuple[str, str]:
    """The mark of its level that an office's name begins with, if it has one, and the rest."""
    return (office[0], office[1:]) if office[:1] in _LEVELS else ("", office)


_LEVELS = frozenset("省市区县")
_BETWEEN_OFFICES = re.compile(r"[、,;\s]+")
_GOVERNMENT = re.compile(r"^(?:人民)?政府")
_OF_ALL = re.compile(r"(?:(?:人民)?政府|委)办")
_LONGEST_SHORT_NAME = 6
_KINDS: dict[str, str | tuple[str, ...]] = {
    "局": "局", "厅": "厅", "委": ("委", "委员会"), "办": ("办", "办公室"),
}  # fmt: skip


def _is_of_level(metadata: DocumentMetadata, wanted: str) -> bool:
    own = metadata.level.value
    # A municipality has a province's rank, and its people call its rules 我市的.
    is_municipal = own == _PROVINCIAL and any(map(is_city, places_in_label(_origin(metadata))))
    return own == wanted or (wanted == _OF_A_CITY and is_municipal)


_PROVINCIAL, _OF_A_CITY = "省级", "市级"


def _origin(metadata: DocumentMetadata) -> str:
    return f"{metadata.issuer.value or ''} {metadata.region.value or ''}"


def _has(wanted: ValidityStatus, status: ValidityStatus) -> bool:
    # What is amended in part is in force in the rest.
    is_in_force = wanted is ValidityStatus.IN_FORCE and status is ValidityStatus.AMENDED
    return status is wanted or is_in_force


def _was_in_force(metadata: DocumentMetadata, day: date) -> bool:
    """Whether a document was in force on a day, or came into force after it."""
    begun = (metadata.issued_on, metadata.published_on, metadata.effective_on)
    then = max([day, *(field.value for field in begun if field.value)])
    return _has(ValidityStatus.IN_FORCE, validity_of(metadata, then).status)


def _may_be(record: DocumentRecord, office: str) -> bool:
    """Whether a document that does not say who issued it at least speaks of an office."""
    return record.metadata.issuer.value is None and _plain(office) in _text_form(record.text)


@lru_cache(maxsize=1_024)
def _names_of(office: str) -> frozenset[str]:
    """Every name an office has had, without the place before it."""
    asked = _plain(office)
    names = {asked}
    for entry in departments():
        own = {_plain(name) for name in (*entry.names, entry.successor) if name}
        if asked in own:
            names |= own
    return frozenset(names - {""})


@lru_cache(maxsize=4_096)
def _plain(office: str) -> str:
    """An office's name without the place before it: 泰州市经信委 and 市经信委 are one."""
    form = normalised(office)
    for place in sorted(places_in_label(form), key=len, reverse=True):
        form = re.sub(rf"^{place}(?=[省市区县])", "", form)
    return form.replace("市政府", "市人民政府").replace("省政府", "省人民政府")


def _is_from(metadata: DocumentMetadata, region: str) -> bool:
    stated = (metadata.region.value, metadata.title.value, metadata.issuer.value)
    return _names_the_place(" ".join(filter(None, stated)), region)


@lru_cache(maxsize=65_536)
def _names_the_place(stated: str, region: str) -> bool:
    place = _form(region).rstrip("省市区县")
    if place and place in _form(stated):
        return True
    # What a district lays down is part of what its city's people live by; 江苏 is no such city.
    asked = places_in_label(region)
    return bool(asked) and all(map(is_city, asked)) and asked <= containing(places_in_label(stated))


def _concerns(record: DocumentRecord, industry: str) -> bool:
    word = _form(industry)
    named = [w for i in record.metadata.industries for w in (i.code, i.name, *i.words)]
    return any(word in _form(w) for w in named) or word in _text_form(record.text)
