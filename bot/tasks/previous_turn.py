"""What was said before a message, as desks see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class PreviousTurn(Protocol):
    """What was said before; `query` is what our reply carried."""

    @property
    def role(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def query(self) -> Mapping[str, Any] | None: ...


def last_query(previous: Sequence[PreviousTurn]) -> Mapping[str, Any]:
    """Return what our last reply carried."""
    for turn in reversed(previous):
        if turn.role != "user":
            return turn.query or {}
    return {}
