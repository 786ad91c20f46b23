"""What a loader hands over, and how much of it a document may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.errors import UnreadableDocument

# The Civil Code has some 110 000 characters; whole yearbooks stay under two million.
MOST_CHARACTERS = 3_000_000
# No character takes more bytes than this in UTF-8, GB18030 or UTF-16.
_BYTES_PER_CHARACTER = 4
_FROM_SCAN = "; text=recognised"
# The field with the lines of a page right above the column of its text, the nearest first.
ABOVE_THE_COLUMN = "above the column"


@dataclass(frozen=True, slots=True)
class LoadedText:
    """Text as extracted, `media_type` as recognised, `fields` as a page's meta tags state them.

    `media_type` carries the parameter `text=recognised` when characters were read off pictures.
    """

    text: str
    media_type: str
    fields: Mapping[str, str] = field(default_factory=dict)


def from_scan(media_type: str) -> str:
    """The media type of a document whose text was recognised from pictures of its pages."""
    return media_type + _FROM_SCAN


def is_from_scan(media_type: str) -> bool:
    """Whether a document's text was recognised from pictures, and may hold misread characters."""
    return media_type.endswith(_FROM_SCAN)


def refuse_more_characters_than_allowed(count: int) -> None:
    """Raise UnreadableDocument when a text is longer than any official document."""
    if count > MOST_CHARACTERS:
        raise UnreadableDocument(
            f"正文超过 {MOST_CHARACTERS // 10_000} 万字，不像一份公文",
            "请拆成单份文件后分别导入",
        )


def refuse_more_bytes_than_allowed(size: int) -> None:
    """Raise UnreadableDocument when so many bytes of plain text cannot be within the limit."""
    refuse_more_characters_than_allowed(size // _BYTES_PER_CHARACTER)
