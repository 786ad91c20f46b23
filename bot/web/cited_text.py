"""What a link to a clause means in the document as it is now; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.links import holds_marked
from bot.web.document_page import DocumentPage, Sentence


class Standing(StrEnum):
    """How the document stands to what the link was made for."""

    NOTHING_ASKED = "nothing_asked"
    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True)
class CitedText:
    """The sentences to set apart, and how they stand to the link."""

    sentences: tuple[Sentence, ...]
    standing: Standing


def cited_text(document: DocumentPage, clause: str | None, mark: str | None) -> CitedText:
    """Return what `clause` means.

    `mark` is that of the text the link was made for (`quote_mark`). Where the address holds
    another text now, the text is looked for elsewhere in the document; without a mark the
    address alone decides.
    """
    if not clause:
        return CitedText((), Standing.NOTHING_ASKED)
    found = document.cited(clause)
    if not mark:
        return CitedText(found, Standing.SAME if found else Standing.MISSING)
    if found and holds_marked(_joined(found), mark):
        return CitedText(found, Standing.SAME)
    moved = _elsewhere(document, mark, is_sentence="#" in clause)
    if moved:
        return CitedText(moved, Standing.MOVED)
    return CitedText(found, Standing.CHANGED if found else Standing.MISSING)


def _elsewhere(document: DocumentPage, mark: str, *, is_sentence: bool) -> tuple[Sentence, ...]:
    texts = (
        ((sentence,) for sentence in document.sentences())
        if is_sentence
        else (section.sentences for section in document.sections)
    )
    return next((text for text in texts if holds_marked(_joined(text), mark)), ())


def _joined(sentences: tuple[Sentence, ...]) -> str:
    return "".join(sentence.text for sentence in sentences)
