"""What has become of a quoted clause: which document has changed it, and its new words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answer import validity_wording
from retrieval.answer.candidate import Selected
from retrieval.answer.numbers import stands_in
from retrieval.documents.changes import Change, ChangeKind
from retrieval.documents.validity import changes_to_clause
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised

_MOST = 3


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to a quoted sentence, and the document that states it; `is_of_all` where it is one
    of everything that is quoted."""

    change: Change
    by: DocumentRecord
    is_of_all: bool = True

    @property
    def note(self) -> str:
        """What is said before the sentence that states the change."""
        change = self.change
        clause = None if self.is_of_all else change.effect.clause
        return validity_wording.amended(change.document, change.since, change.effect.kind, clause)


def amendments_of(
    selected: Sequence[Selected], records: Mapping[str, DocumentRecord], on: date
) -> tuple[Amendment, ...]:
    """The changes in force on a day to what is quoted, each once; those of documents that have
    since left the library are not spoken of."""
    found: dict[tuple[str, str], Amendment] = {}
    touched = Counter[tuple[str, str]]()
    for item in selected:
        unit, stated = item.candidate.stored.unit, item.candidate.record.metadata
        general = (c for c in stated.changes if c.effect.kind is ChangeKind.OUTRANKED)
        for change in [
            *(c for c in changes_to_clause(stated, unit.address, on) if _concerns(c, unit.text)),
            *(c for c in general if c.holds_on(on)),
        ]:
            by = records.get(change.document_id)
            if by is not None:
                stating = (by.id, change.effect.quote)
                found.setdefault(stating, Amendment(change, by))
                touched[stating] += 1
    return tuple(
        replace(amendment, is_of_all=touched[stating] >= len(selected))
        for stating, amendment in found.items()
    )[:_MOST]


def _concerns(change: Change, text: str) -> bool:
    """Whether a change of words throughout a document is one of the words of a sentence."""
    words = normalised(change.effect.words or "")
    return change.effect.clause is not None or stands_in(words, normalised(text))
