"""The page inside a web archive (.mht, and .doc files that Word saved as one)."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

from retrieval.documents.formats.character_set import decoded
from retrieval.errors import UnreadableDocument

_BOUNDARY = re.compile(r"multipart/related;.{0,200}?boundary=\"?([-=_.\w]{8,80})", re.DOTALL)
_PART_HEADERS = re.compile(
    r"\s*Content-(?:Type|Disposition)[^\n]*?Content-Transfer-Encoding: ?\w*\s", re.DOTALL
)
_PAGE = re.compile(r"Content-Type: text/(?:html|plain)")


def is_web_archive(head: bytes) -> bool:
    """Whether a file begins as an archive of parts."""
    return b"MIME-Version:" in head and b"multipart/related" in head


def page_of(content: bytes) -> str:
    """Return the first page in an archive, decoded; UnreadableDocument when there is none."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        for part in message.walk():
            if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and payload.strip():
                    return decoded(payload)
    # The email package meets headers that are none with errors of every kind.
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as exc:
        raise _damaged() from exc
    return _page_of_flattened(decoded(content))


def _page_of_flattened(text: str) -> str:
    """The pages of an archive that some converter took for text, its headers run together."""
    found = _BOUNDARY.search(text)
    parts = text.split(f"--{found.group(1)}")[1:] if found else []
    pages = [
        part[headers.end() :]
        for part in parts
        if (headers := _PART_HEADERS.match(part)) and _PAGE.search(headers.group())
    ]
    if not any(page.strip() for page in pages):
        raise _damaged()
    return "\n".join(pages)


def _damaged() -> UnreadableDocument:
    return UnreadableDocument("网页存档（.mht）已损坏或没有网页", "请另存为 .html 或 .docx 后重试")
