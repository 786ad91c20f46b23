"""Where a document punishes the breach of one of its own clauses by naming it: 违反第九条规定的,
处一万元罚款. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.answer.candidate import Candidate, Selected
from retrieval.answer.lists import is_item
from retrieval.documents.clause_reference import CLAUSES, clauses_in, means
from retrieval.documents.structure import UnitKind
from retrieval.search.measure import punishes, tells_what_follows
from retrieval.store import StoredUnit
from retrieval.text_form import normalised

_BREACHES = re.compile(rf"违反了?(?:本[\u4e00-\u9fff]{{1,4}})?(?P<what>{CLAUSES})")
# 第四十五条第(三)、(四)项: each of them with its own 第 and 项.
_POINTS = re.compile(
    r"第(\([一二三四五六七八九十\d]+\)(?:[、,和及](?:第)?\([一二三四五六七八九十\d]+\))+)项"
)
_POINT = re.compile(r"\([一二三四五六七八九十\d]+\)")


def punishing(units: Sequence[StoredUnit], address: str) -> list[StoredUnit]:
    """The sentences that say how the breach of the clause at an address is punished."""
    # 第四十五条第(三)项 means a point of its first paragraph.
    forms = (address, address.replace("第一款第", "第"))
    return [
        stored
        for stored in units
        if stored.unit.kind is UnitKind.SENTENCE
        and any(means(named, form) for named in _breached(stored.unit.text) for form in forms)
    ]


def of_penalties(
    question: str,
    candidates: Sequence[Candidate],
    by_number: Sequence[tuple[Candidate, Candidate]],
) -> list[Candidate]:
    """The candidates that may say how something is punished, or what else follows where that is
    asked: by the number of what is broken, outright, or as an item below the sentence that says
    how. All, where none does."""
    known = {told.stored.id for told, _ in by_number}
    outright = [
        c
        for c in candidates
        if (tells_what_follows(question, c.form) or is_item(c.stored.unit.text))
        and c.stored.id not in known
    ]
    return [*(told for told, _ in by_number), *outright] or list(candidates)


def with_the_breach(
    selected: Sequence[Selected], by_number: Sequence[tuple[Candidate, Candidate]]
) -> tuple[Selected, ...]:
    """A selection in which what is punished by its number alone is quoted with it."""
    broken = {told.stored.id: clause for told, clause in reversed(by_number)}
    known = {item.candidate.stored.id for item in selected}
    whole: list[Selected] = []
    for item in selected:
        whole.append(item)
        clause = broken.get(item.candidate.stored.id)
        if clause and clause.stored.id not in known:
            whole.append(Selected(clause))
    return tuple(whole)


@lru_cache(maxsize=16_384)
def _breached(text: str) -> tuple[str, ...]:
    """The clauses whose breach a sentence punishes."""
    if "违反" not in text or not punishes(text):
        return ()
    form = _POINTS.sub(_each, normalised(text))
    return tuple(name for found in _BREACHES.finditer(form) for name in clauses_in(found["what"]))


def _each(found: re.Match[str]) -> str:
    return "、".join(f"第{point}项" for point in _POINT.findall(found[1]))
