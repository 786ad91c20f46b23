"""Who or what a document leaves out, where a question names it and the sentences chosen do not:
公办养老机构不适用前两条规定. Pure, over one document's units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.passages import announces, with_what_follows
from retrieval.documents.structure import UnitKind
from retrieval.search.question import without_common_words
from retrieval.store import StoredUnit
from retrieval.text_form import normalised

_EXCLUDES = re.compile(
    r"不适用|不予|不得(?:享受|申[请报领]|领取|参加|报名|购买|纳入|给予)|不享受|不再(?:享受|给予|补[助贴]|奖励|纳入)|不纳入|暂不|不包括|不包含|除外|不(?:得)?重复|不叠加|就高|只能(?:享受|申请)|不在[^。;]{0,8}范围|不属于"
)
_MARKS = ("不", "除外", "就高", "只能")  # one of them is in whatever excludes
_MOST = 2
_SHARED = 2  # pairs of characters


def excluding(
    question: str, title: str, units: Sequence[StoredUnit], chosen: Sequence[StoredUnit]
) -> list[StoredUnit]:
    """The sentences of a document that leave out what a question names and neither
    its title nor a chosen sentence does; a list of such, with the point that is meant."""
    asked = _pairs(question)
    said = _pairs("\n".join([title, *(stored.unit.text for stored in chosen)]))
    unsaid = (asked & _pairs(without_common_words(question))) - said
    known = {stored.id for stored in chosen}
    if not unsaid:
        return []
    found: list[StoredUnit] = []
    for at, stored in enumerate(units):
        text = stored.unit.text
        is_text = stored.unit.kind is UnitKind.SENTENCE and stored.id not in known
        may_exclude = is_text and any(mark in text for mark in _MARKS)
        if not may_exclude or not _EXCLUDES.search(normalised(text)):
            continue
        if announces(text):
            points = [p for p in with_what_follows(units, at)[1:] if unsaid & _pairs(p.unit.text)]
            meant = [stored, *points] if points and asked & _pairs(text) else []
        else:
            own = _pairs(text)
            meant = [stored] if unsaid & own and len(asked & own) >= _SHARED else []
        found += meant
        if len(found) >= _MOST:
            break
    return found


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring Han characters: the words of a text, as far as they tell it apart."""
    return {
        text[at : at + 2]
        for run in re.findall(r"[\u4e00-\u9fff]+", normalised(text))
        for text in [run]
        for at in range(len(run) - 1)
    }
