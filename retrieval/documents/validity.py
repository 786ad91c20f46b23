"""Whether a document may be presented as current on a day: pure, and never guessing.

Any day can be asked about, past ones too: what was repealed in 2021 was in force, or at least not
known to have ended, in 2019.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from retrieval.documents.changes import ENDING, OF_ITS_TERM, Change, ChangeKind
from retrieval.documents.clause_reference import means
from retrieval.documents.days import months_after
from retrieval.documents.metadata import DateField, DocumentMetadata
from retrieval.documents.titles import is_draft


class ValidityStatus(StrEnum):
    """AMENDED: some clauses are no longer as the document has them, the rest stands; SUSPENDED:
    it is not applied for a time, and may be again."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    PERIOD_ENDED = "period_ended"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    REPEALED = "repealed"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class ValidityReason(StrEnum):
    """The rule that decided: STATED_ what the text says of itself, WITHIN_ and _ENDED, _EXPIRED
    its own days, REPEALED to AMENDED and SUSPENDED what another document does to it."""

    REPEALED = "repealed"
    SUPERSEDED = "superseded"
    STATED_ENDED = "stated_ended"
    NOT_YET_ISSUED = "not_yet_issued"
    NOT_YET_EFFECTIVE = "not_yet_effective"
    DRAFT = "draft"
    VALIDITY_EXPIRED = "validity_expired"
    WITHIN_VALIDITY = "within_validity"
    PERIOD_ENDED = "period_ended"
    WITHIN_PERIOD = "within_period"
    AMENDED = "amended"
    SUSPENDED = "suspended"
    STATED_CURRENT = "stated_current"
    NOTHING_STATED = "nothing_stated"


@dataclass(frozen=True, slots=True)
class Validity:
    """`reason` names the rule that decided, `decided_by` the day it turns on, `source` where
    that day was read. `period` is the plan's own span of years, when it has one. `changes` are
    what other documents have done to it by that day, `decisive` the one that decided, if one did;
    `ends_by` the one that ends it on a later day, if one is known.
    """

    status: ValidityStatus
    reason: ValidityReason
    on: date
    decided_by: date | None = None
    source: str | None = None
    period: tuple[date, date] | None = None
    changes: tuple[Change, ...] = ()
    decisive: Change | None = None
    ends_by: Change | None = None


def validity_of(metadata: DocumentMetadata, on: date) -> Validity:
    """Decide on the business date `on` (China). What no field states stays unknown."""
    changes = tuple(change for change in metadata.changes if change.holds_on(on))
    status, reason, by = _decision(metadata, on, changes)
    decisive = by if isinstance(by, Change) else None
    day = DateField(value=by.since, read_from=source_of(by)) if isinstance(by, Change) else by
    start, end = metadata.period_start.value, metadata.period_end.value
    return Validity(
        status=status,
        reason=reason,
        on=on,
        decided_by=day.value,
        source=day.read_from,
        period=(start, end) if start and end else None,
        changes=changes,
        decisive=decisive,
        ends_by=_ends_by(metadata, on),
    )


def _ends_by(metadata: DocumentMetadata, on: date) -> Change | None:
    later = (c for c in metadata.changes if c.effect.kind in ENDING and not c.holds_on(on))
    return next(later, None)


def changes_to_clause(metadata: DocumentMetadata, address: str, on: date) -> tuple[Change, ...]:
    """What other documents have done by a day to the clause at an address (三-6#s7, 第八条).

    A change of words throughout the document (clause None) counts where its old words may stand:
    the caller compares `effect.words` with the sentence.
    """
    return tuple(
        change
        for change in metadata.changes
        if change.effect.kind not in ENDING | OF_ITS_TERM | {ChangeKind.OUTRANKED}
        and change.holds_on(on)
        and (change.effect.clause is None or means(change.effect.clause, address))
        and change.effect.kind is not ChangeKind.CLAUSE_ADDED
        and not _is_over(change, metadata.changes, on)
    )


def _is_over(change: Change, changes: tuple[Change, ...], on: date) -> bool:
    """Whether a clause that was suspended for a time is applied again, or its document is; or
    the day is past until which it applied longer."""
    if change.effect.kind not in {ChangeKind.CLAUSE_SUSPENDED, ChangeKind.CLAUSE_EXTENDED}:
        return False
    until, clause = _until(change, None), change.effect.clause or ""
    if until is not None and on > until:
        return True
    if change.effect.kind is ChangeKind.CLAUSE_EXTENDED:
        return any(
            _is_later(later, change) and later.holds_on(on) and _ends_clause(later, clause)
            for later in changes
            if later.document_id != change.document_id
        )
    return any(
        later.effect.kind is ChangeKind.RESUMED
        and later.effect.clause in {None, change.effect.clause}
        and later.holds_on(on)
        and (later.since or on) >= (change.since or date.min)
        for later in changes
    )


@dataclass(frozen=True, slots=True)
class LeftClause:
    """A clause that still applies of a document that is ended or suspended, and its last day; or
    that was only suspended."""

    clause: str
    until: date | None
    is_suspended: bool = False


def clauses_left(metadata: DocumentMetadata, judged: Validity) -> tuple[LeftClause, ...]:
    """What the change that ended or suspended a document leaves as it is on the day judged: what
    it excepts or lets apply longer itself, until the day that it or a later one gives for the
    clause, else for as long as the document itself would apply."""
    by = judged.decisive
    if by is None or by.effect.kind not in ENDING | {ChangeKind.SUSPENDED}:
        return ()
    term = _with_its_last_term(metadata, judged.changes)
    own = term.valid_until.value or term.period_end.value
    others = [change for change in judged.changes if change.document_id != by.document_id]
    return tuple(
        LeftClause(clause, until, _is_suspended(metadata, clause, judged.on))
        for clause, until in _left_by(by, judged.changes).items()
        if ((last := until or own) is None or judged.on <= last)
        and not any(_ends_clause(change, clause) for change in others)
    )


def _is_suspended(metadata: DocumentMetadata, clause: str, on: date) -> bool:
    changes = changes_to_clause(metadata, clause, on)
    return any(change.effect.kind is ChangeKind.CLAUSE_SUSPENDED for change in changes)


def _left_by(by: Change, changes: Sequence[Change]) -> dict[str, date | None]:
    left: dict[str, date | None] = dict.fromkeys(by.effect.excepted)
    for change in changes:
        clause = change.effect.clause
        if change.effect.kind is not ChangeKind.CLAUSE_EXTENDED or clause is None:
            continue
        is_by_it = change.document_id == by.document_id
        if is_by_it or (clause in left and _is_later(change, by)):
            left[clause] = change.effect.until
    return left


def _ends_clause(change: Change, clause: str) -> bool:
    """Whether a change ends a clause by itself, or with its document."""
    if change.effect.kind is ChangeKind.CLAUSE_DELETED:
        return means(change.effect.clause or "", clause)
    return change.effect.kind in ENDING and not any(
        means(kept, clause) for kept in change.effect.excepted
    )


def _is_later(change: Change, than: Change) -> bool:
    return bool(change.since and than.since and change.since > than.since)


def source_of(change: Change) -> str:
    """Where a change is stated: 《某某决定》(某政规〔2024〕5号) 一-1#s1."""
    number = f"({change.document_number})" if change.document_number else ""
    return f"《{change.document}》{number} {change.effect.address}".strip()


def last_day_given(change: Change) -> date | None:
    """The last day of a term or of a suspension, where a change gives it by itself."""
    return _until(change, None)


_Decision = tuple[ValidityStatus, ValidityReason, DateField | Change]
_NOTHING = DateField()


def _decision(m: DocumentMetadata, on: date, changes: tuple[Change, ...]) -> _Decision:
    if m.repealed_on.value and on >= m.repealed_on.value:
        return ValidityStatus.REPEALED, ValidityReason.REPEALED, m.repealed_on
    if m.issued_on.value and on < m.issued_on.value:
        return ValidityStatus.NOT_YET_IN_FORCE, ValidityReason.NOT_YET_ISSUED, m.issued_on
    for change in changes:
        if change.effect.kind in ENDING and not brought_back(change, changes):
            reason = ValidityReason(change.effect.kind.value)
            return ValidityStatus.REPEALED, reason, change
    if m.draft.value or is_draft(m.title.value or "", ""):
        place = DateField(read_from=m.draft.read_from or m.title.read_from)
        return ValidityStatus.NOT_YET_IN_FORCE, ValidityReason.DRAFT, place
    if m.effective_on.value and on < m.effective_on.value:
        return ValidityStatus.NOT_YET_IN_FORCE, ValidityReason.NOT_YET_EFFECTIVE, m.effective_on
    return _by_its_term(m, on, changes)


def brought_back(ended: Change, changes: Sequence[Change]) -> Change | None:
    """The change by which a document that was ended applies again: stated later than its end, and
    since a later day. What says no day of its own brings nothing back."""
    return next(
        (
            change
            for change in changes
            if change.effect.kind is ChangeKind.RESUMED
            and change.effect.clause is None
            and _is_later(change, ended)
            and ended.stated_on
            and change.stated_on
            and change.stated_on > ended.stated_on
        ),
        None,
    )


def _by_its_term(m: DocumentMetadata, on: date, changes: tuple[Change, ...]) -> _Decision:
    label = DateField(read_from=m.stated_validity.read_from)
    m = _with_its_last_term(m, changes)
    amending = tuple(
        c
        for c in changes
        if c.effect.kind
        not in ENDING | OF_ITS_TERM | {ChangeKind.OUTRANKED, ChangeKind.CLAUSE_EXTENDED}
        and not _is_over(c, changes, on)
    )
    if _STATED_ENDED.search(m.stated_validity.value or ""):
        return ValidityStatus.REPEALED, ValidityReason.STATED_ENDED, label
    if m.valid_until.value and on > m.valid_until.value:
        return ValidityStatus.PERIOD_ENDED, ValidityReason.VALIDITY_EXPIRED, m.valid_until
    if not m.valid_until.value and m.period_end.value and on > m.period_end.value:
        return ValidityStatus.PERIOD_ENDED, ValidityReason.PERIOD_ENDED, m.period_end
    if by := _suspended(changes, on):
        return ValidityStatus.SUSPENDED, ValidityReason.SUSPENDED, by
    if amending:
        return ValidityStatus.AMENDED, ValidityReason.AMENDED, amending[-1]
    if m.valid_until.value:
        return ValidityStatus.IN_FORCE, ValidityReason.WITHIN_VALIDITY, m.valid_until
    if m.period_end.value:
        return ValidityStatus.IN_FORCE, ValidityReason.WITHIN_PERIOD, m.period_end
    if _STATED_CURRENT.fullmatch(m.stated_validity.value or ""):
        return ValidityStatus.IN_FORCE, ValidityReason.STATED_CURRENT, label
    return ValidityStatus.UNKNOWN, ValidityReason.NOTHING_STATED, _NOTHING


def _with_its_last_term(m: DocumentMetadata, changes: tuple[Change, ...]) -> DocumentMetadata:
    """The document with the last day that others have given it: an extension counts where it is
    later, another term in any case."""
    last, by = m.valid_until.value or m.period_end.value, None
    for change in changes:
        until = _until(change, last)
        if until is None:
            continue
        if change.effect.kind is ChangeKind.TERM_SET or (
            change.effect.kind is ChangeKind.EXTENDED and (last is None or until > last)
        ):
            last, by = until, change
    if by is None:
        return m
    return m.model_copy(update={"valid_until": DateField(value=last, read_from=source_of(by))})


def _until(change: Change, own: date | None) -> date | None:
    """The last day a change gives: stated, or some months after the last day there was (an
    extension), else after the day from which the change holds."""
    effect = change.effect
    if effect.until or not effect.months:
        return effect.until
    if effect.kind is ChangeKind.EXTENDED:
        return months_after(own, effect.months) if own else None
    return months_after(change.since, effect.months) - timedelta(days=1) if change.since else None


def _suspended(changes: tuple[Change, ...], on: date) -> Change | None:
    """The change by which a document is not applied on a day; None where it is."""
    by: Change | None = None
    for change in changes:
        if change.effect.kind is ChangeKind.RESUMED and change.effect.clause is None:
            by = None
        elif change.effect.kind is ChangeKind.SUSPENDED:
            by = change
    until = _until(by, None) if by else None
    return None if until and on > until else by


_STATED_ENDED = re.compile("废止|失效|无效|作废|终止")
_STATED_CURRENT = re.compile("(?:现行)?有效|现行|生效|在用|有效期内")
