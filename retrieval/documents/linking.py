"""Which document a statement means: by 发文字号 first, else by title; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.documents.changes import Change, ChangeKind, Effect
from retrieval.documents.document_number import number_key
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.titles import is_trial, title_key


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells documents of one name apart, and since when one's statements hold.

    `place` is whose territory it was issued for: a region, 国家级, else the issuer; None unknown.
    """

    document_id: str
    title: str
    number: str | None
    issued_on: date | None
    effective_on: date | None
    place: str | None = None
    valid_until: date | None = None

    @classmethod
    def of(cls, document_id: str, stated: DocumentMetadata) -> Identity:
        return cls(
            document_id,
            stated.title.value or document_id,
            stated.document_number.value,
            stated.issued_on.value,
            stated.effective_on.value,
            _place(stated),
            stated.valid_until.value,
        )

    def change(self, effect: Effect) -> Change:
        """The effect as stated by this document: without a day of its own it holds from the day
        this document takes effect, else from the day it was issued; a suspension without an end of
        its own ends with this document's term."""
        is_endless = not (effect.until or effect.months or effect.is_open)
        if effect.kind in _SUSPENSIONS and is_endless and self.valid_until:
            effect = effect.model_copy(update={"until": self.valid_until})
        return Change(
            effect=effect,
            since=effect.on or self.effective_on or self.issued_on,
            document_id=self.document_id,
            document=self.title,
            document_number=self.number,
            stated_on=self.issued_on,
        )


_SUSPENSIONS = frozenset({ChangeKind.SUSPENDED, ChangeKind.CLAUSE_SUSPENDED})


def meant_by(effect: Effect, by: Identity, candidates: Sequence[Identity]) -> list[str]:
    """The ids of those among `candidates` (documents of that number or title) that are meant.

    A number that agrees decides. By title alone a document with another number is not meant,
    nor one of another place (unless the title names the place), nor one issued after the
    statement; a newer edition supersedes only what is older.
    """
    others = [item for item in candidates if item.document_id != by.document_id]
    wanted = number_key(effect.number or "")
    if wanted:
        same = [item for item in others if _has_number(item, wanted, by)]
        if same:
            return [item.document_id for item in same]
        others = [item for item in others if not item.number]
    if effect.title is None:
        return []
    is_edition = effect.kind is ChangeKind.SUPERSEDED
    meant = [
        item
        for item in others
        if _is_of_one_place(item, by, effect.title) and _is_older(item, by, strictly=is_edition)
    ]
    # Of 办法（试行） and 办法 the one that is written so is meant; a new edition follows both.
    exactly = [item for item in meant if is_trial(item.title) == is_trial(effect.title)]
    return [item.document_id for item in (exactly if exactly and not is_edition else meant)]


def also_called(title: str, place: str | None) -> tuple[str, ...]:
    """How documents of its own place may call one: with the place's name, and without it."""
    found = _SMALLEST.findall(place or "")
    bare = title_key(title)
    if not found or not bare:
        return ()
    named = found[-1]
    if bare.startswith(named):
        rest = bare.removeprefix(named)
        return (rest,) if len(rest) >= _SHORTEST else ()
    return (f"{named}{bare}",)


_SHORTEST = 6  # characters
_ORDER = re.compile(r"令第\d+号$")


_SMALLEST = re.compile(r"[\u4e00-\u9fa5]{2,8}?(?:自治州|自治区|省|市|地区|盟|县|区|旗)")
_EVERYWHERE = ("中华人民共和国", "国家", "全国")


def _has_number(item: Identity, wanted: str, by: Identity) -> bool:
    """Whether a document bears a number; an order's issuer is often shortened: 市政府令第3号."""
    own = number_key(item.number or "")
    order, own_order = _ORDER.search(wanted), _ORDER.search(own)
    if order is None or own_order is None:
        return own == wanted
    is_elsewhere = item.place and by.place and not is_one_place(item.place, by.place)
    return order[0] == own_order[0] and not is_elsewhere


def _place(stated: DocumentMetadata) -> str | None:
    if stated.level.value == "国家级":
        return stated.level.value
    return stated.region.value or stated.issuer.value


def _is_of_one_place(item: Identity, by: Identity, title: str) -> bool:
    """Whether two documents of a title can be one: 人才奖励办法 exists in every city."""
    smallest = [_SMALLEST.findall(place)[-1:] for place in (item.place, by.place) if place]
    if title.startswith(_EVERYWHERE) or any(name in title for [name] in filter(None, smallest)):
        return True
    if item.place is None or by.place is None:
        return item.place == by.place
    return is_one_place(item.place, by.place)


def is_one_place(one: str, other: str) -> bool:
    """江苏省泰州市 and 泰州市 are one place."""
    return one.endswith(other) or other.endswith(one)


def _is_older(item: Identity, by: Identity, *, strictly: bool) -> bool:
    if item.issued_on is None or by.issued_on is None:
        return not strictly
    return item.issued_on < by.issued_on or (item.issued_on == by.issued_on and not strictly)
