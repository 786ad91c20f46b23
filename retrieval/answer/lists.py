"""Lists and headings with what belongs to them: pure, over one document's units.

A sentence that announces a list is nothing without its items; a heading is nothing without the
text under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.addressing import depth_of, is_under, provision_of, shares_parent
from retrieval.documents.structure import UnitKind
from retrieval.store import StoredUnit
from retrieval.text_form import normalised

_ANNOUNCES = re.compile(r"[:：]$|(?:如下|之一的?|下列[^。]{0,12}|以下[^。]{0,12})[。;；,，]?$")
# What ends in no colon and holds neither of the two characters announces nothing, which is seen at
# a glance: the rows above one in a table of 100 000 are all asked.
_MAY_ANNOUNCE = re.compile(r"[下之]|[:：﹕︓]\s*$")
_COLON = re.compile(r"[:：]\s*$")
# 且为下列情形之一的，可以申请: the cases follow, and not a chapter.
_CASES = re.compile(
    r"(?:(?:下列|以下)[^。;；:：]{0,12}之一|(?:下列|以下)(?:情形|情况|条件))[^。;；:：]*[:：]\s*$"
)
_POINT = re.compile(r"[(（]?[一二三四五六七八九十\d]+[)）]?$")
_IS_FOLLOWED = re.compile(r"[;；,，]\s*$")
HEADING_LENGTH = 46
_NUMBERED = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十百]+[)）]?[、.．]?|[(（]?\d+[)）]?[、.．]|第[一二三四五六七八九十百\d]+[条部分])"
)
_ITEM = re.compile(r"^[(（]?(?:[一二三四五六七八九十]+|\d+)[)）.．、]")
_ALL_REQUIRED = re.compile(r"同时|(?:应当?|须|需要?)(?:具备|符合|满足)[^。;]{0,8}条件")
_TITLE = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十百]+[)）]?[、.．]?|[(（]?\d+[)）]?[、.．])[^:;,]+[^:;,]$"
)
_BODY = 3
_TAKES_UP_A_LIST = re.compile(
    r"^[^,。;]{0,16}?(?:[以如]上(?!的)|上[述列]|前[款项述列]|其[他余]|不符合)"
)


def is_heading(units: Sequence[StoredUnit], at: int) -> bool:
    """Whether a sentence is the title of its clause: numbered, short, with text below it.

    第X条 opens with its provision, not with a title.
    """
    unit = units[at].unit
    if unit.kind is UnitKind.HEADING:
        return True
    form = normalised(unit.text)
    if unit.sentence != 1 or len(form) > HEADING_LENGTH or not _TITLE.match(form):
        return False
    return any(is_under(other.unit.clause, unit.clause) for other in units[at + 1 : at + 2])


def announces(text: str) -> bool:
    """Whether a sentence ends by announcing a list."""
    return (
        _MAY_ANNOUNCE.search(text) is not None and _ANNOUNCES.search(normalised(text)) is not None
    )


def are_all_required(text: str) -> bool:
    """Whether a sentence announces conditions every one of which has to be met."""
    return announces(text) and _ALL_REQUIRED.search(normalised(text)) is not None


def is_item(text: str) -> bool:
    """Whether a sentence is numbered as a point of a list."""
    return _ITEM.match(normalised(text)) is not None


def with_what_follows(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The sentence at a position, with its items if it announces some, or its body if it is a
    heading."""
    chosen = units[at]
    if announces(chosen.unit.text):
        return [chosen, *_items_after(units, at)]
    if is_heading(units, at):
        return [chosen, *_body_after(units, at)]
    return [chosen]


def below_the_points(text: str, points: Sequence[StoredUnit]) -> list[StoredUnit]:
    """Those of the sentences after an announcement that stand below its last point in paragraphs
    of their own, and are none of it: 以上证件由受理部门核对. `text` is the whole document's."""
    last = max((at for at, stored in enumerate(points) if is_item(stored.unit.text)), default=None)
    if last is None:
        return []
    for at in range(last + 1, len(points)):
        between = text[points[at - 1].unit.end : points[at].unit.start]
        if "\n" in between and points[at].unit.clause == points[last].unit.clause:
            return list(points[at:])
    return []


def takes_up_a_list(text: str) -> bool:
    """Whether a sentence below a list says nothing without it: 以上证件…, 其他申请家庭…."""
    return not is_item(text) and _TAKES_UP_A_LIST.search(normalised(text)) is not None


def outline_under(units: Sequence[StoredUnit], at: int | None, *, most: int) -> list[StoredUnit]:
    """What opens each numbered part under the heading at a position (of the whole document for
    None), at the deepest level that has at most `most`; empty when nothing is numbered there."""
    inside = [stored for stored in units if _opens(stored)]
    if at is not None:
        parent = units[at].unit.clause
        inside = [
            stored
            for stored in inside
            if stored.unit.clause != parent and is_under(stored.unit.clause, parent)
        ]
    best: list[StoredUnit] = []
    for depth in sorted({depth_of(stored.unit.clause) for stored in inside}):
        level = [stored for stored in inside if depth_of(stored.unit.clause) == depth]
        if len(level) > most:
            break
        if len(level) >= len(best):
            best = level
    if best or at is None:
        return best
    parent = units[at].unit.clause
    below = [u for u in units[at + 1 :] if u.unit.kind is UnitKind.SENTENCE]
    return [u for u in below if u.unit.clause == parent][:most]


def lead_in(units: Sequence[StoredUnit], at: int) -> StoredUnit | None:
    """The sentence that announced the list an item belongs to; None for what is no item."""
    clause = units[at].unit.clause
    for place in reversed(range(at)):
        before = units[place]
        parent = before.unit.clause
        is_text = before.unit.kind in {UnitKind.SENTENCE, UnitKind.HEADING}
        if is_text and announces(before.unit.text):
            is_above = parent != clause and is_under(clause, parent)
            return before if is_above or units[at] in _points_beside(units, place) else None
        if not is_under(clause, parent) and not shares_parent(clause, parent):
            return None
    return None


def text_with_items(units: Sequence[StoredUnit], at: int) -> str:
    """A sentence's text with that of the items it announces."""
    return "\n".join(stored.unit.text for stored in [units[at], *_items_after(units, at)])


def _opens(stored: StoredUnit) -> bool:
    unit = stored.unit
    if unit.clause.startswith("〇") or unit.clause.endswith("〇") or not unit.clause:
        return False
    return unit.kind is UnitKind.HEADING or (
        unit.kind is UnitKind.SENTENCE
        and unit.sentence == 1
        and _NUMBERED.match(unit.text) is not None
    )


def _items_after(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The sentences after an announcement that are its items: all that is addressed below it, or
    the numbered paragraphs that follow directly; else the paragraphs of its article after it."""
    parent = units[at].unit.clause
    items: list[StoredUnit] = []
    for other in units[at + 1 :]:
        if other.unit.kind is not UnitKind.SENTENCE:
            continue
        if not is_under(other.unit.clause, parent):
            break
        if other.unit.clause == parent and items and not _NUMBERED.match(other.unit.text.strip()):
            break
        items.append(other)
    return items or _points_beside(units, at) or _paragraphs_after(units, at)


def _points_beside(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The cases that an unnumbered paragraph of a clause announces, numbered in the clause itself:
    八-〇 before 八-(一)."""
    clause, points = units[at].unit.clause, list[StoredUnit]()
    if not (clause.endswith("-〇") and _CASES.search(units[at].unit.text)):
        return points
    above = clause.removesuffix("〇")
    for other in units[at + 1 :]:
        own = other.unit.clause
        if not _POINT.match(own.removeprefix(above)) or not own.startswith(above):
            break
        points.append(other)
    return points


def _paragraphs_after(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    """The paragraphs of an article that its colon announces without numbers: 按以下比例支付：,
    不足10万元的，支付60%；, 超过10万元的，支付70%。"""
    items: list[StoredUnit] = []
    if not (units[at].unit.clause.endswith("款") and _COLON.search(units[at].unit.text)):
        return items
    for other in units[at + 1 :]:
        if provision_of(other) != provision_of(units[at]):
            break
        items.append(other)
        if not _IS_FOLLOWED.search(other.unit.text):
            break
    return items


def _body_after(units: Sequence[StoredUnit], at: int) -> list[StoredUnit]:
    parent = units[at].unit.clause
    body: list[StoredUnit] = []
    for other in units[at + 1 :]:
        if not is_under(other.unit.clause, parent) or len(body) == _BODY:
            break
        if other.unit.kind is UnitKind.SENTENCE:
            body.append(other)
    return body
