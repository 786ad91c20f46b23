"""What has become of a quoted clause: which document has changed it, and its new words."""

from __future__ import annotations

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
    """A change to quoted sentences, and the document that states it. `clauses` are those of them
    that it is of; none where it is of everything that is quoted."""

    change: Change
    by: DocumentRecord
    clauses: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What is said before the sentence that states the change."""
        change, clauses = self.change, "、".join(self.clauses)
        kind = change.effect.kind
        return validity_wording.amended(change.document, change.since, kind, clauses)


def amendments_of(
    selected: Sequence[Selected], records: Mapping[str, DocumentRecord], on: date
) -> tuple[Amendment, ...]:
    """The changes in force on a day to what is quoted, each once for what it does; those of
    documents that have since left the library are not spoken of."""
    found: dict[tuple[str, str, str], Amendment] = {}
    touched: dict[tuple[str, str, str], dict[int, str]] = {}
    for at, item in enumerate(selected):
        unit, stated = item.candidate.stored.unit, item.candidate.record.metadata
        general = (c for c in stated.changes if c.effect.kind is ChangeKind.OUTRANKED)
        for change in [
            *(c for c in changes_to_clause(stated, unit.address, on) if _concerns(c, unit.text)),
            *(c for c in general if c.holds_on(on)),
        ]:
            by = records.get(change.document_id)
            if by is not None:
                # 第三条暂停执行，第二条中的… does one thing to each of them.
                done = validity_wording.amended("", change.since, change.effect.kind)
                stating = (by.id, change.effect.quote, done)
                found.setdefault(stating, Amendment(change, by))
                touched.setdefault(stating, {})[at] = change.effect.clause or ""
    return tuple(
        amendment
        if len(touched[stating]) >= len(selected)
        else replace(
            amendment, clauses=tuple(dict.fromkeys(filter(None, touched[stating].values())))
        )
        for stating, amendment in found.items()
    )[:_MOST]


def _concerns(change: Change, text: str) -> bool:
    """Whether a change of words throughout a document is one of the words of a sentence."""
    words = normalised(change.effect.words or "")
    return change.effect.clause is not None or stands_in(words, normalised(text))
