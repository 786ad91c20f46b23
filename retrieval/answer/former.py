"""What is no longer so: a sentence that tells the rule of before, and a figure that a later
document has changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.selecting import Candidate, Selected
from retrieval.documents.metadata import DocumentMetadata

_NUMBER = r"\d+(?:\.\d+)?(?:[百千万亿]*元|%|‰|倍|个?月|年|天|日|个工作日|元/[^,。;]{1,6})"
_CHANGED_TO = r"(?:提高|调整|降低|上调|下调|增加|减少|延长|缩短|扩大|变更|改)(?:到|至|为|成)"
_CHANGED = re.compile(rf"由[^,。;由]{{0,12}}?(?P<was>{_NUMBER})[^,。;由]{{0,6}}?{_CHANGED_TO}")
_LEAST = 0.3


def with_changed_figures(
    selected: Sequence[Selected], candidates: Sequence[Candidate]
) -> tuple[Selected, ...]:
    """The selection; before a sentence one of whose figures a later document of the same place
    has changed, the found sentence that says so: 由每年12000元提高到每年18000元."""
    known = {item.candidate.record.id for item in selected}
    whole: list[Selected] = []
    for item in selected:
        for candidate in candidates:
            if candidate.record.id not in known and _changes(candidate, item.candidate):
                whole.append(Selected(candidate))
                known.add(candidate.record.id)
        whole.append(item)
    return tuple(whole)


def _changes(candidate: Candidate, other: Candidate) -> bool:
    stated = other.record.metadata
    if any(change.document_id == candidate.record.id for change in stated.changes):
        # What a document says of another by name is quoted with the clause it changes.
        return False
    return (
        candidate.confidence >= _LEAST
        and any(_holds(other.form, found["was"]) for found in _CHANGED.finditer(candidate.form))
        and _is_later(candidate.record.metadata, stated)
    )


def _holds(form: str, figure: str) -> bool:
    """5% does not stand in 15%."""
    return re.search(rf"(?<![\d.]){re.escape(figure)}", form) is not None


def _is_later(one: DocumentMetadata, than: DocumentMetadata) -> bool:
    ours, theirs = one.issued_on.value, than.issued_on.value
    here, there = one.region.value, than.region.value
    is_one_place = not here or not there or here.endswith(there) or there.endswith(here)
    return ours is not None and theirs is not None and ours > theirs and is_one_place
