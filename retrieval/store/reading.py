"""What reading needs whatever the database: values a few at a time, moments with their zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

_PARAMETERS = 500  # SQLite takes a limited number of parameters in one statement

V = TypeVar("V")


def in_parts(values: Sequence[V]) -> Iterator[list[V]]:
    """Give the values, in order, as many at a time as one statement takes."""
    return (list(values[at : at + _PARAMETERS]) for at in range(0, len(values), _PARAMETERS))


def aware(moment: datetime) -> datetime:
    """Return a moment as it was stored, in UTC: SQLite gives it back without its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
