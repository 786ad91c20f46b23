"""Whether what was found lays anything down on a day, and which rule then takes its place: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from retrieval.answer.candidate import Candidate
from retrieval.documents.changes import ChangeKind
from retrieval.documents.clause_reference import means
from retrieval.documents.linking import is_one_place
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.told import told_as
from retrieval.documents.validity import (
    ValidityReason,
    ValidityStatus,
    changes_to_clause,
    clauses_left,
    validity_of,
)
from retrieval.search.naming import core_of
from retrieval.search.places import places_in, places_in_label
from retrieval.store import DocumentRecord

ENDED = frozenset({ValidityStatus.PERIOD_ENDED, ValidityStatus.REPEALED, ValidityStatus.SUSPENDED})
# 关于调整缴存基数上限的通知 lays the figure down itself, 关于修订《…办法》的通知 the whole text.
_CHANGES_CLAUSES = re.compile(
    r"关于(?:修改|修订(?=.*决定)|废止|停止执行|延长)(?!完善|印发)[^。《》]{0,6}"
    r"(?:《[^》]*》|[^。《》]*(?:条例|办法|规定|细则|规章|法规|文件))"
    r"(?:等|的|部分|有关|若干|个别|条款|有效期|[\d一二两三四五六七八九十]+[件部])*的?(?:决定|通知|公告)(?:[(（].*)?$"
)


def is_ended(record: DocumentRecord, on: date) -> bool:
    """Whether a document must not be presented as current on a day."""
    return validity_of(record.metadata, on).status in ENDED


def applies_longer(candidate: Candidate, on: date) -> bool:
    """Whether another document lets a sentence apply on a day when its own document's term is
    over, or leaves it out of what it ends or suspends."""
    stated, address = candidate.record.metadata, candidate.stored.unit.address
    judged = validity_of(stated, on)
    left = clauses_left(stated, judged)
    if any(means(one.clause, address) and not one.is_suspended for one in left):
        return True
    if judged.status is not ValidityStatus.PERIOD_ENDED:
        return False
    changes = changes_to_clause(stated, address, on)
    return any(change.effect.kind is ChangeKind.CLAUSE_EXTENDED for change in changes)


def is_deleted(candidate: Candidate, on: date) -> bool:
    """Whether another document has taken a sentence's clause out of its document by a day."""
    changes = changes_to_clause(candidate.record.metadata, candidate.stored.unit.address, on)
    return any(change.effect.kind is ChangeKind.CLAUSE_DELETED for change in changes)


def are_ended(records: Iterable[DocumentRecord], on: date) -> bool:
    return all(is_ended(record, on) for record in records)


def is_to_come(record: DocumentRecord, on: date) -> bool:
    return validity_of(record.metadata, on).reason is ValidityReason.NOT_YET_ISSUED


def is_no_rule_now(record: DocumentRecord, on: date) -> bool:
    """Whether a document lays nothing down today: ended, still to come, a draft, a change of
    another's clauses, or a telling of what others lay down."""
    status = validity_of(record.metadata, on).status
    is_now = status not in ENDED and status is not ValidityStatus.NOT_YET_IN_FORCE
    return not is_now or is_no_rule_by_itself(record.metadata.title.value or "") or is_told(record)


def is_no_rule_by_itself(title: str) -> bool:
    """Whether a document by its title only changes or ends others."""
    return _CHANGES_CLAUSES.search(title) is not None


def is_told(record: DocumentRecord) -> bool:
    return told_as(record.metadata.title.value or "", record.text) is not None


def are_of_one_place(one: DocumentMetadata, other: DocumentMetadata) -> bool:
    """Whether two documents may be for one place, as far as they say for which they are: where no
    issuer tells it, by the place that a title begins with."""
    here, there = one.region.value, other.region.value
    if here and there:
        return is_one_place(here, there)
    ours, theirs = _place_of(one), _place_of(other)
    return not ours or not theirs or bool(ours & theirs)


def _place_of(metadata: DocumentMetadata) -> frozenset[str]:
    if metadata.region.value:
        return places_in_label(metadata.region.value)
    title = core_of(metadata.title.value or "")
    return frozenset(place for place in places_in(title) if title.startswith(place))
