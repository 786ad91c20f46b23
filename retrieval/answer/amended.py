"""What has become of a quoted clause: which document has changed it, and its new words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.answer import wording
from retrieval.answer.selecting import Selected
from retrieval.documents.changes import Change, ChangeKind
from retrieval.documents.validity import changes_to_clause
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised

_MOST = 3


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change to a quoted sentence, and the document that states it."""

    change: Change
    by: DocumentRecord

    @property
    def note(self) -> str:
        """What is said before the sentence that states the change."""
        is_gone = self.change.effect.kind is ChangeKind.CLAUSE_DELETED
        return wording.amended(self.change.document, self.change.since, is_gone=is_gone)


def amendments_of(
    selected: Sequence[Selected], records: Mapping[str, DocumentRecord], on: date
) -> tuple[Amendment, ...]:
    """The changes in force on a day to what is quoted, each once; those of documents that have
    since left the library are not spoken of."""
    found: dict[tuple[str, str], Amendment] = {}
    for item in selected:
        unit = item.candidate.stored.unit
        for change in changes_to_clause(item.candidate.record.metadata, unit.address, on):
            words = change.effect.words
            if change.effect.clause is None and not (
                words and normalised(words) in normalised(unit.text)
            ):
                continue
            by = records.get(change.document_id)
            if by is not None:
                found.setdefault((by.id, change.effect.quote), Amendment(change, by))
    return tuple(found.values())[:_MOST]
