"""Which part of a sentence is quoted: pure."""

from __future__ import annotations

from retrieval.documents.document_number import is_only_a_number
from retrieval.store import StoredUnit
from retrieval.text_form import normalised


def segment_with(text: str, phrase: str) -> str:
    """The part of a sentence, between commas and semicolons, that holds a phrase, verbatim.

    The phrase may run over a comma; the whole text is returned when it cannot be placed.
    """
    parts: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if character in ",，;；。":
            parts.append(text[start : at + 1])
            start = at + 1
    parts.append(text[start:])
    for size in range(1, len(parts) + 1):
        for first in range(len(parts) - size + 1):
            joined = "".join(parts[first : first + size])
            if phrase in normalised(joined):
                return joined.strip().rstrip(",，;；。")
    return text


def last_paragraph(text: str) -> str:
    """What is quoted of a sentence that runs over several lines: its last line.

    The lines before it are titles, addressees and signatures of the preamble.
    """
    return text.rsplit("\n", 1)[-1]


def says_nothing(stored: StoredUnit) -> bool:
    """Whether what would be quoted of a sentence is a document's number: found for the title
    above it, it answers nothing."""
    return is_only_a_number(last_paragraph(stored.unit.text))
