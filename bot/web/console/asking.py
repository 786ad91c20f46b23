"""What the address of a list asks for, and the page of it that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from fastapi import Request

from bot.errors import ConsoleRefused
from bot.web.console import wording

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

ON_A_PAGE = 30
_LONGEST = 100
_LAST_PAGE = 100_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: `number` counts from 1."""

    items: tuple[T, ...]
    number: int
    has_more: bool


class Asked:
    """The query of a request; what it does not understand is as if it was not asked."""

    def __init__(self, request: Request) -> None:
        self._given = request.query_params

    def text(self, name: str, *, longest: int = _LONGEST) -> str:
        """Return a parameter as one trimmed line."""
        return " ".join(self._given.get(name, "").replace("\0", "").split())[:longest]

    def choice(self, name: str, kind: type[E]) -> E | None:
        """Return a parameter as one of `kind`; None when it is none."""
        try:
            return kind(self._given.get(name, ""))
        except ValueError:
            return None

    def day(self, name: str) -> date | None:
        """Return a parameter as a day; None when it is none."""
        return day_of(self._given.get(name, ""))

    def number(self, name: str) -> int | None:
        """Return a parameter as a number above 0; None when it is none."""
        return _number(self._given.get(name, ""))

    def page(self, read: Callable[[int, int], Sequence[T]]) -> Page[T]:
        """Return the page asked for; `read` is handed how many at most, and how many to skip."""
        number = min(max(self.number("page") or 1, 1), _LAST_PAGE)
        # One more than is shown tells whether there is a next page, without counting them all.
        found = read(ON_A_PAGE + 1, (number - 1) * ON_A_PAGE)
        return Page(tuple(found[:ON_A_PAGE]), number, len(found) > ON_A_PAGE)


def day_of(text: str) -> date | None:
    """Return an ISO date; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_or_none(text: str) -> date | None:
    """Return the day of a form's field, None when it is left empty.

    Raises:
        ConsoleRefused: it is no day.
    """
    if not text:
        return None
    found = day_of(text)
    if found is None:
        raise ConsoleRefused(wording.not_a_day(text))
    return found


def number_of(text: str) -> int:
    """Return the number that an address names.

    Raises:
        ConsoleRefused: it is none.
    """
    number = _number(text)
    if number is None:
        raise ConsoleRefused(wording.NOT_FOUND)
    return number


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
