"""Addresses of pages that a reply points to."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, urlencode

from retrieval.text_form import normalised

_MARK_DIGITS = 10
_LONGEST_LENGTH = 6
_CHINESE = "一二三四五六七八九十百零"
_NUMBER = re.compile(
    rf"(?:第[{_CHINESE}\d]+[条章节款项]|\([{_CHINESE}\d]+\)|[{_CHINESE}\d]+[、.])", re.ASCII
)


def clause_url(public_url: str, document_id: str, clause: str, quoted: str) -> str:
    """Return the address of `clause` on the document's page.

    With `public_url` empty the address is relative to the service's own root. The clause
    travels as a query, not as a fragment, because some in-app browsers drop fragments; `quoted`
    travels as its mark, by which the page tells whether the document has changed since.
    """
    query = urlencode({"clause": clause, "mark": quote_mark(quoted)})
    return f"{public_url.rstrip('/')}/documents/{quote(document_id, safe='')}?{query}"


def quote_mark(text: str) -> str:
    """Return what stays with a text as long as its wording stays: its length and ten
    hexadecimal digits.

    White space and the width of characters do not count: another file format of the same
    document may set them otherwise. Nor does a leading number: a clause put in before it changes
    that and nothing else.
    """
    wording = normalised(text)
    wording = wording[found.end() :] or wording if (found := _NUMBER.match(wording)) else wording
    return f"{len(wording)}-{_digits(wording)}"


def holds_marked(text: str, mark: str) -> bool:
    """Tell whether the text of `mark` is in `text`; an amendment may be quoted in part. False
    for what is no mark."""
    length, _, digits = mark.partition("-")
    if not (length.isdecimal() and len(length) <= _LONGEST_LENGTH and int(length)):
        return False
    wording, size = normalised(text), int(length)
    starts = range(len(wording) - size + 1)
    return any(_digits(wording[start : start + size]) == digits for start in starts)


def _digits(wording: str) -> str:
    return hashlib.sha256(wording.encode()).hexdigest()[:_MARK_DIGITS]
