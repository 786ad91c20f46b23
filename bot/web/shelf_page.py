"""The list of documents as its page shows it: searched, narrowed, page by page.

What is asked for stands in the page's address, so that it can be passed on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from bot.errors import ShelfRefused
from bot.validity_label import Tone
from bot.web import wording

LONGEST_WORDS = 100
LONGEST_NARROWING = 60
_LONGEST_NUMBER = 6
# What separates and formats may be typed or pasted; what controls a terminal or is no character
# at all may not.
_NO_CHARACTERS = frozenset({"Cc", "Cs", "Cn", "Co"})


@dataclass(frozen=True)
class ShelfQuestion:
    """What is looked for: `words` of title, number, issuer or clauses; a validity status, (part
    of) an office's name, a place, an industry; "" narrows nothing. `page` counts from 1."""

    words: str = ""
    status: str = ""
    issuer: str = ""
    region: str = ""
    industry: str = ""
    page: int = 1

    @property
    def narrowing(self) -> dict[str, str]:
        """What it is narrowed to, by the names of the fields."""
        names = (field.name for field in fields(self) if field.name not in {"words", "page"})
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def url(self, **changed: str | int) -> str:
        """The address that asks for this, with some of it changed."""
        asked = replace(self, **changed)  # type: ignore[arg-type]
        given = {"q": asked.words, **asked.narrowing, "page": asked.page if asked.page > 1 else ""}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"/documents?{query}" if query else "/documents"


@dataclass(frozen=True)
class DocumentLink:
    """A document in the list. `facts` are its office, number and day, ready to be shown."""

    document_id: str
    title: str
    facts: str
    validity_label: str
    tone: Tone


@dataclass(frozen=True)
class ClauseLink:
    """A clause found, word for word; `url` leads to it, `also_in` says where else it stands."""

    document: str
    label: str
    quote: str
    validity_label: str
    tone: Tone
    url: str
    also_in: str = ""


@dataclass(frozen=True)
class ShelfOption:
    """What one may narrow to, and how many documents that leaves; None where that was not
    counted."""

    value: str
    label: str
    documents: int | None = None


@dataclass(frozen=True)
class ShelfField:
    """One way to narrow the list; one without options is typed into."""

    name: str
    label: str
    options: tuple[ShelfOption, ...]

    def said(self, value: str) -> str:
        """A value in words."""
        return next((one.label for one in self.options if one.value == value), value)


@dataclass(frozen=True)
class ShelfPage:
    """One page of what was found: `total` documents and, on the first page, clauses.

    `library` is how many documents there are at all. `is_searched` is False where the clauses
    could not be searched just now.
    """

    question: ShelfQuestion
    library: int
    total: int
    pages: int
    page: int
    documents: tuple[DocumentLink, ...]
    clauses: tuple[ClauseLink, ...]
    fields: tuple[ShelfField, ...]
    is_searched: bool = True

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found."""
        return not self.total and not self.clauses

    @property
    def chips(self) -> tuple[tuple[str, str], ...]:
        """What it is narrowed to, in words, each with the address without it."""
        named = {field.name: field for field in self.fields}
        return tuple(
            (
                f"{named[name].label}：{named[name].said(value)}",
                self.question.url(page=1, **{name: ""}),
            )
            for name, value in self.question.narrowing.items()
        )


def shelf_question(given: Mapping[str, str]) -> ShelfQuestion:
    """Read what an address or a command asks for (q, status, issuer, region, industry, page).

    Raises:
        ShelfRefused: it is too long, holds no character that can be searched, or has control
            characters.
    """
    words = _read(given.get("q", ""), wording.SHELF_WORDS, LONGEST_WORDS)
    if words and not any(character.isalnum() for character in words):
        raise ShelfRefused(wording.SHELF_NOTHING_TO_SEARCH, remedy=wording.SHELF_WRITE_WORDS)
    narrowing = {
        name: _read(given.get(name, ""), label, LONGEST_NARROWING)
        for name, label in wording.SHELF_FIELDS.items()
    }
    if narrowing["status"] not in ("", *wording.SHELF_STATUSES):
        known = "、".join(wording.SHELF_STATUSES.values())
        raise ShelfRefused(wording.SHELF_NO_SUCH_STATUS, remedy=wording.shelf_choose(known))
    number = given.get("page", "")
    is_number = number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER
    return ShelfQuestion(words, **narrowing, page=max(int(number), 1) if is_number else 1)


def _read(text: str, label: str, longest: int) -> str:
    words = " ".join(text.split())
    if len(words) > longest:
        raise ShelfRefused(
            wording.shelf_too_long(label, len(words), longest), remedy=wording.SHELF_SHORTEN
        )
    if any(unicodedata.category(character) in _NO_CHARACTERS for character in words):
        raise ShelfRefused(wording.shelf_unreadable(label), remedy=wording.SHELF_TYPE_AGAIN)
    return words
