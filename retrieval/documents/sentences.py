"""Where sentences and lines begin and end, as offsets into the text they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, folded and trimmed, and where in the text it stands."""

    text: str
    start: int
    end: int


_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# A closing quotation mark or bracket belongs to the sentence it closes.
_SENTENCE_END = re.compile(r"[。;；!！?？]+[”’」』）)】》〉\"]*")
_WORD = re.compile(r"\w")
_ASCII_END = re.compile(r"[!?]+[)\"]*")


def lines(text: str) -> Iterator[Span]:
    """Yield the spans of the non-blank lines, trimmed."""
    start = 0
    for found in _LINE_END.finditer(text):
        if span := trimmed(text, start, found.start()):
            yield span
        start = found.end()
    if span := trimmed(text, start, len(text)):
        yield span


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the spans of the sentences inside [start, end), trimmed.

    A sentence ends at 。 ; ； ！ ？ (the demarcation the addresses of clauses rest on); what
    follows the last mark is a sentence too. Marks without a letter or a digit belong to the
    sentence before them.
    """
    last: Span | None = None
    for span in _between_marks(text, start, end):
        if last is None or _WORD.search(text, *span):
            if last is not None:
                yield last
            last = span
        else:
            last = (last[0], span[1])
    if last is not None:
        yield last


def _between_marks(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for found in _SENTENCE_END.finditer(text, start, end):
        if _ASCII_END.fullmatch(found.group()):
            continue
        if span := trimmed(text, at, found.end()):
            yield span
        at = found.end()
    if span := trimmed(text, at, end):
        yield span


def ends_sentence(text: str) -> bool:
    """Whether some sentence ends inside the text."""
    return any(not _ASCII_END.fullmatch(found.group()) for found in _SENTENCE_END.finditer(text))


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Shrink a span to what is not white space; None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
