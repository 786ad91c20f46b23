"""The sources of a reply that a person can open from a chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.clause_label import clause_label
from bot.messages import Citation

_MAX_SOURCES = 5
_UNSAFE = frozenset("\"'<> \n\r\t")


class Source(NamedTuple):
    """A page that holds a cited clause: its address, and what stands there."""

    url: str
    document: str
    clause: str

    @property
    def name(self) -> str:
        """What to call it in a line of text."""
        return f"{self.document} {self.clause}"


def sources(citations: Sequence[Citation]) -> list[Source]:
    """Return each cited page once, in order, at most five.

    A relative address opens nothing outside the service's own pages and is left out, and so
    is one that could break out of the markup around it.
    """
    found: dict[str, Source] = {}
    for citation in citations:
        is_absolute = citation.url.startswith(("https://", "http://"))
        if is_absolute and not _UNSAFE & set(citation.url):
            clause = clause_label(citation.clause)
            page = Source(citation.url, citation.document, clause)
            found.setdefault(citation.url, page)
    return list(found.values())[:_MAX_SOURCES]
