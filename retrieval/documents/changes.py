"""What one document does to another, and what has become of a document by that."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class ChangeKind(StrEnum):
    """REPEALED ends a document, SUPERSEDED is its newer edition, EXTENDED lets it apply longer,
    TERM_SET gives it another last day, earlier or later; SUSPENDED is not applied for a time,
    RESUMED is applied again; OUTRANKED yields where it contradicts the other. CLAUSE_EXTENDED lets
    a clause apply longer than its document. The others change a clause."""

    REPEALED = "repealed"
    SUPERSEDED = "superseded"
    EXTENDED = "extended"
    TERM_SET = "term_set"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    OUTRANKED = "outranked"
    CLAUSE_SUSPENDED = "clause_suspended"
    CLAUSE_EXTENDED = "clause_extended"
    CLAUSE_REPLACED = "clause_replaced"
    CLAUSE_DELETED = "clause_deleted"
    CLAUSE_ADDED = "clause_added"
    WORDS_REPLACED = "words_replaced"


ENDING = frozenset({ChangeKind.REPEALED, ChangeKind.SUPERSEDED})
# These leave every clause as it is.
OF_ITS_TERM = frozenset(
    {ChangeKind.EXTENDED, ChangeKind.TERM_SET, ChangeKind.SUSPENDED, ChangeKind.RESUMED}
)


class Effect(BaseModel):
    """What a sentence of one document states about another.

    The other is named by `title` (without 《》) or `number` (发文字号) or both, `clause` is the
    address inside it (`第八条第二款`, `三-6`). `words` are taken out and `new_words` put in their
    place; for a replaced or added clause `new_words` is its whole new text, None where the text
    is not given. `on` is the day the change takes effect, None when it is not stated: then it
    is the day of the document that states it. `until` is the last day of a validity or of a
    suspension, `months` how long it is extended by, else lasts, where that is what is stated,
    `is_open` whether a suspension lasts until something else is announced. `excepted` are the
    clauses that a repeal or a suspension of the whole leaves as they are.
    `address` and `quote` are the stating sentence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ChangeKind
    title: str | None = None
    number: str | None = None
    clause: str | None = None
    words: str | None = None
    new_words: str | None = None
    on: date | None = None
    until: date | None = None
    months: int | None = None
    is_open: bool = False
    excepted: tuple[str, ...] = ()
    address: str
    quote: str


class Change(BaseModel):
    """An effect that has met its document: by whom it is stated, and since when it holds.

    `since` is None when neither the sentence nor its document gives a day; `stated_on` is the day
    of the document that states it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    effect: Effect
    since: date | None
    document_id: str
    document: str
    document_number: str | None = None
    stated_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it has taken effect; one without a day is taken to hold (it ends rights)."""
        return self.since is None or day >= self.since
