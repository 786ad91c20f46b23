"""Clauses of the plan that indicators and tasks rest on, as citations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import structlog

from bot.dialogue.links import clause_url
from bot.messages import Citation
from bot.validity_label import validity_label

if TYPE_CHECKING:
    from retrieval import Citation as LibraryCitation
    from retrieval import PolicyLibrary

_log = structlog.get_logger(__name__)


class PlanClauses:
    """Cites the one document whose title contains `title`.

    An address that the library does not hold is not cited: the figure or the task stands
    without it, and the log says so.
    """

    def __init__(self, library: PolicyLibrary, title: str, *, public_url: str) -> None:
        self._library = library
        self._title = title
        self._public_url = public_url

    def cite(self, address: str, *, on: date) -> Citation | None:
        """Return the citation of a clause or sentence of the plan on business date `on`."""
        document_id = self._plan()
        cited = None
        if document_id is not None:
            cited = self._library.cite(document_id, address, on=on)
        if cited is None:
            _log.debug("clause_not_in_library", clause=address)
            return None
        return reply_citation(cited, self._public_url)

    def is_held(self) -> bool:
        """Tell whether the library holds the plan."""
        return self._plan() is not None

    def _plan(self) -> str | None:
        for summary in self._library.documents():
            if self._title in summary.title:
                return summary.document_id
        return None


def reply_citation(citation: LibraryCitation, public_url: str) -> Citation:
    """Return a citation of the library as a reply carries it."""
    return Citation(
        document=citation.document,
        document_number=citation.document_number,
        clause=citation.clause,
        quote=citation.quote,
        validity=validity_label(citation.validity),
        url=clause_url(public_url, citation.document_id, citation.clause, citation.quote),
    )
