"""Whether a document may be presented as current on a day: pure, and never guessing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.documents.metadata import DateField, DocumentMetadata


class ValidityStatus(StrEnum):
    IN_FORCE = "in_force"
    PERIOD_ENDED = "period_ended"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


class ValidityReason(StrEnum):
    REPEALED = "repealed"
    NOT_YET_ISSUED = "not_yet_issued"
    NOT_YET_EFFECTIVE = "not_yet_effective"
    VALIDITY_EXPIRED = "validity_expired"
    WITHIN_VALIDITY = "within_validity"
    PERIOD_ENDED = "period_ended"
    WITHIN_PERIOD = "within_period"
    NOTHING_STATED = "nothing_stated"


@dataclass(frozen=True, slots=True)
class Validity:
    """`reason` names the rule that decided, `decided_by` the day it turns on, `source` where
    that day was read. `period` is the plan's own span of years, when it has one."""

    status: ValidityStatus
    reason: ValidityReason
    on: date
    decided_by: date | None = None
    source: str | None = None
    period: tuple[date, date] | None = None


def validity_of(metadata: DocumentMetadata, on: date) -> Validity:
    """Decide on the business date `on` (China). What no field states stays unknown."""
    status, reason, field = _decision(metadata, on)
    start, end = metadata.period_start.value, metadata.period_end.value
    return Validity(
        status=status,
        reason=reason,
        on=on,
        decided_by=field.value,
        source=field.read_from,
        period=(start, end) if start and end else None,
    )


def _decision(m: DocumentMetadata, on: date) -> tuple[ValidityStatus, ValidityReason, DateField]:
    if m.repealed_on.value and on >= m.repealed_on.value:
        return ValidityStatus.REPEALED, ValidityReason.REPEALED, m.repealed_on
    if m.issued_on.value and on < m.issued_on.value:
        return ValidityStatus.NOT_YET_IN_FORCE, ValidityReason.NOT_YET_ISSUED, m.issued_on
    if m.effective_on.value and on < m.effective_on.value:
        return ValidityStatus.NOT_YET_IN_FORCE, ValidityReason.NOT_YET_EFFECTIVE, m.effective_on
    if m.valid_until.value:
        if on > m.valid_until.value:
            return ValidityStatus.PERIOD_ENDED, ValidityReason.VALIDITY_EXPIRED, m.valid_until
        return ValidityStatus.IN_FORCE, ValidityReason.WITHIN_VALIDITY, m.valid_until
    if m.period_end.value:
        if on > m.period_end.value:
            return ValidityStatus.PERIOD_ENDED, ValidityReason.PERIOD_ENDED, m.period_end
        return ValidityStatus.IN_FORCE, ValidityReason.WITHIN_PERIOD, m.period_end
    return ValidityStatus.UNKNOWN, ValidityReason.NOTHING_STATED, DateField()
