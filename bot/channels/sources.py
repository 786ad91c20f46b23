"""The sources of a reply that a person can open from a chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.messages import Citation

_MAX_SOURCES = 5
_UNSAFE = frozenset("\"'<> \n\r\t")


class Source(NamedTuple):
    """A page that holds a cited clause: its address and what to call it."""

    url: str
    name: str


def sources(citations: Sequence[Citation]) -> list[Source]:
    """Return each cited page once, in order, at most five.

    A relative address opens nothing outside the service's own pages and is left out, and so
    is one that could break out of the markup around it.
    """
    named: dict[str, str] = {}
    for citation in citations:
        is_absolute = citation.url.startswith(("https://", "http://"))
        if is_absolute and not _UNSAFE & set(citation.url):
            named.setdefault(citation.url, f"{citation.document} {citation.clause}")
    return [Source(url, name) for url, name in named.items()][:_MAX_SOURCES]
