"""What is no longer so: a figure that a later document has changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from retrieval.answer.candidate import Candidate, Selected
from retrieval.answer.numbers import stands_in
from retrieval.answer.standing import are_of_one_place, is_ended
from retrieval.documents.metadata import DocumentMetadata
from retrieval.text_form import normalised, pairs_of

_NUMBER = r"\d+(?:\.\d+)?(?:[百千万亿]*元|%|‰|倍|个?月|年|天|日|个工作日|元/[^,。;]{1,6})"
_CHANGED_TO = r"(?:提高|调整|降低|上调|下调|增加|减少|延长|缩短|扩大|变更|改)(?:到|至|为|成)"
_CHANGED = re.compile(
    rf"(?:^|[,。;:、])(?P<matter>[^,。;:、由]*)由[^,。;由]{{0,12}}?(?P<was>{_NUMBER})"
    rf"[^,。;由]{{0,6}}?{_CHANGED_TO}"
)
_LEAST = 0.3
# What a change is of beside its matter: the words that every grant has.
_OF_ANY_MATTER = re.compile(
    r"^.*?(?:年\d{1,2}月(?:\d{1,2}日)?)起?|^\(?[一二三四五六七八九十\d]{1,3}[)、.]|全市|我市|本市|市区|最[高低]|标准|额度|限额|上限|下限|金额|比例|每[年月人户次]|一次性|^对|将|的"
)
_SHORTEST = 4
# The words of one matter may stand in another order: 租房提取限额, 租房提取公积金，每年限额.
_ITS_MATTER = 0.7


def with_changed_figures(
    selected: Sequence[Selected], candidates: Sequence[Candidate], on: date
) -> tuple[Selected, ...]:
    """The selection; before a sentence one of whose figures a later document of the same place
    has changed, the found sentence that says so: 由每年12000元提高到每年18000元. A document that is
    over has changed no figure of one that is not."""
    known = {item.candidate.record.id for item in selected}
    whole: list[Selected] = []
    for item in selected:
        for candidate in candidates:
            is_over = is_ended(candidate.record, on) and not is_ended(item.candidate.record, on)
            is_new = candidate.record.id not in known and not is_over
            if is_new and _changes(candidate, item.candidate):
                whole.append(Selected(candidate))
                known.add(candidate.record.id)
        whole.append(item)
    return tuple(whole)


def _changes(candidate: Candidate, other: Candidate) -> bool:
    stated = other.record.metadata
    if any(change.document_id == candidate.record.id for change in stated.changes):
        # What a document says of another by name is quoted with the clause it changes.
        return False
    unit = other.stored.unit
    about = normalised(f"{stated.title.value or ''}{unit.headings}{unit.text}")
    return (
        candidate.confidence >= _LEAST
        and _is_later(candidate.record.metadata, stated)
        and any(
            stands_in(found["was"], other.form) and is_of_the_matter(found["matter"], about)
            for found in _CHANGED.finditer(candidate.form)
        )
    )


def is_of_the_matter(matter: str, text: str) -> bool:
    """Whether a text speaks of a matter, and first of what that begins with: two grants may share
    a figure, and 二级伤残补助 is not 一级伤残补助."""
    words = _OF_ANY_MATTER.sub("", matter)
    parts = list(pairs_of(words))
    held = sum(pair in text for pair in parts)
    return len(words) >= _SHORTEST and parts[0] in text and held >= _ITS_MATTER * len(parts)


def _is_later(one: DocumentMetadata, than: DocumentMetadata) -> bool:
    ours, theirs = one.issued_on.value, than.issued_on.value
    is_after = ours is not None and theirs is not None and ours > theirs
    return is_after and are_of_one_place(one, than)
