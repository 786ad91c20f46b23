"""Addresses of pages that a reply points to."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def clause_url(public_url: str, document_id: str, clause: str) -> str:
    """Return the address of `clause` on the document's page.

    With `public_url` empty the address is relative to the service's own root. The clause
    travels as a query, not as a fragment, because some in-app browsers drop fragments.
    """
    path = f"/documents/{quote(document_id, safe='')}?{urlencode({'clause': clause})}"
    return public_url.rstrip("/") + path
