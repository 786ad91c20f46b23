"""What other documents have done to a document, put where a reader of its page meets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from bot.clause_label import clause_label
from bot.library import wording
from bot.web.document_page import ChangeNote, RelatedDocument, Section
from retrieval.documents.changes import ENDING, Change, ChangeKind
from retrieval.documents.clause_reference import means

_NOT_OF_ONE_CLAUSE = ENDING | {ChangeKind.CLAUSE_ADDED}


def with_notes(
    sections: Sequence[Section], changes: Sequence[Change]
) -> tuple[tuple[Section, ...], tuple[Change, ...]]:
    """Return the sections, each with the changes to it, and the changes that concern no section.

    A change to an article stands at the first of its paragraphs.
    """
    notes: dict[int, list[ChangeNote]] = {}
    general: list[Change] = []
    for change in changes:
        at = _place(sections, change)
        if at is None:
            general.append(change)
        else:
            notes.setdefault(at, []).append(_note(change))
    placed = (
        replace(section, notes=tuple(notes.get(at, ()))) for at, section in enumerate(sections)
    )
    return tuple(placed), tuple(general)


def stating_document(change: Change) -> RelatedDocument:
    """The document that states a change, with a link to the sentence that does."""
    address = quote(change.effect.address, safe="")
    return RelatedDocument(
        wording.is_done(change),
        wording.named(change.document, change.document_number),
        f"/documents/{change.document_id}?clause={address}",
    )


def where_stated(change: Change) -> str:
    """The document that states a change, and the place in it, in words."""
    document = wording.named(change.document, change.document_number)
    return f"{document}{clause_label(change.effect.address)}"


def changing_document(change: Change) -> RelatedDocument:
    """The same for a change that belongs to no clause shown: what it does is said with it."""
    stating = stating_document(change)
    if change.effect.kind in ENDING:
        return stating
    return replace(stating, title=f"{stating.title}：{wording.change_note(change)}")


def _place(sections: Sequence[Section], change: Change) -> int | None:
    clause = change.effect.clause
    if clause is None or change.effect.kind in _NOT_OF_ONE_CLAUSE:
        return None
    return next(
        (at for at, s in enumerate(sections) if s.sentences and means(clause, s.address)), None
    )


def _note(change: Change) -> ChangeNote:
    is_new_text = change.effect.kind is ChangeKind.CLAUSE_REPLACED
    new_words = change.effect.new_words if is_new_text else None
    return ChangeNote(wording.change_note(change), new_words, stating_document(change))
