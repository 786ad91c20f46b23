"""What tasks and alerts ask of the policy library."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.messages import Citation


class Clauses(Protocol):
    """Cites the clause that a task rests on."""

    def cite(self, address: str, *, on: date) -> Citation | None:
        """Return the citation of a clause or sentence on a business date, None if unknown."""
        ...
