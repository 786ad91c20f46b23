"""Who or what a document leaves out, where a question names it and the sentences chosen do not:
公办养老机构不适用前两条规定. Pure, over one document's units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer.addressing import provision_of
from retrieval.answer.lists import announces, lead_in, with_what_follows
from retrieval.documents.structure import UnitKind
from retrieval.search.needs import without_common_words
from retrieval.store import StoredUnit
from retrieval.text_form import normalised, pairs_of

# 暂不按…认定 leaves nobody out.
_EXCLUDES = re.compile(
    r"不适用|不予|不得(?:享受|申[请报领]|领取|参加|报名|购买|纳入|给予)|不享受|不再(?:享受|给予|补[助贴]|奖励|纳入)|不纳入|暂不(?:享受|给予|发放|受理|纳入)|不包括|不包含|除外|不(?:得)?重复|不叠加|就高|只能(?:享受|申请)|不在[^。;]{0,8}范围|不属于"
)
# Such a sentence need not name the measure: it is of what stands before it.
_TAKES_UP = re.compile(
    r"不适用(?:[上前本该]|以上|第)|不(?:再|得)?享受|不(?:得)?(?:重复|叠加)|除外|就高|只能(?:享受|申请)|不在[^。;]{0,8}范围"
)
# 能一起领吗 is answered by what forbids or allows to have both, whatever else it names.
_ASKS_FOR_BOTH = re.compile(
    r"(?:一起|同时|一并|重复|(?:两[个项样种份]|[补津]贴|补助|奖励|资助|待遇)都(?:能|可以)?)(?:再|也)?"
    r"(?:享受?|领|拿|申[请报领]|得到)(?!.{0,4}(?:证|材料|什么|哪))|兼得|叠加"
)
_OF_BOTH = re.compile(
    r"不(?:得|能|可)?(?:重复|叠加|同时)|[就择从]高|只(?:能|可)(?:享受|申[请报领])"
    r"|可以?(?:同时|叠加|重复)(?:享受|申[请报领])"
)
_MEASURE = re.compile(
    "补贴|补助|奖励|奖补|奖金|津贴|资助|贴息|贷款|减免|免征|救助|报销|支付|待遇|提取|优惠|工资|租金|押金|保险|住房|公寓|入学|年假|采购|招投?标"
)
# What people call a 补贴 is also laid down as 补助 or 津贴.
_AS_PEOPLE_SAY = {"补助": "补贴", "津贴": "补贴", "资助": "补贴", "奖补": "奖励", "奖金": "奖励"}
_MARKS = ("不", "除外", "就高", "只能")  # one of them is in whatever excludes
_MOST = 2
_SHARED = 2  # pairs of characters
_UNNUMBERED = ("段", "〇")
_CLOSE = 3  # sentences


def excluding(
    question: str, title: str, units: Sequence[StoredUnit], chosen: Sequence[StoredUnit]
) -> list[StoredUnit]:
    """The sentences of a document that leave out what a question names and neither
    its title nor a chosen sentence does; a list of such, with the point that is meant.

    Each names a measure of the question (of the chosen sentences, where the question names none),
    or takes up what stands before it, in the clause or the chapter of a chosen sentence.
    """
    asked = _pairs(question)
    said = _pairs("\n".join([title, *(stored.unit.text for stored in chosen)]))
    unsaid = (asked & _pairs(without_common_words(question))) - said
    known = {stored.id for stored in chosen}
    places = [at for at, stored in enumerate(units) if stored.id in known]
    measures = _measures(question) or _measures("\n".join(s.unit.text for s in chosen))
    asks_for_both = asks_for_both_of(question)
    if not (unsaid or asks_for_both):
        return []
    found: list[StoredUnit] = []
    for at, stored in enumerate(units):
        text = stored.unit.text
        is_text = stored.unit.kind is UnitKind.SENTENCE and stored.id not in known
        may_exclude = is_text and (asks_for_both or any(mark in text for mark in _MARKS))
        if not may_exclude:
            continue
        is_near = any(_is_near(units, at, place) for place in places)
        if asks_for_both and is_near and _says_of_both(units, at, places, measures):
            found.append(stored)
            continue
        if not _leaves_out(text, measures, is_near=is_near):
            continue
        if announces(text):
            points = [p for p in with_what_follows(units, at)[1:] if unsaid & _pairs(p.unit.text)]
            meant = [stored, *points] if points and asked & _pairs(text) else []
        else:
            own = _pairs(text)
            meant = [stored] if unsaid & own and len(asked & own) >= _SHARED else []
            if meant and (above := lead_in(units, at)) and above.id not in known:
                # A point of 下列人员不得报名 says the contrary without what announces it.
                meant = [above, *_points_of(units, above, stored, unsaid)]
        found += [each for each in meant if each not in found]
        if len(found) >= _MOST:
            break
    return found


def _points_of(
    units: Sequence[StoredUnit], above: StoredUnit, point: StoredUnit, unsaid: set[str]
) -> list[StoredUnit]:
    """The point found, and those of its list that the question names as well as it."""
    shared = len(unsaid & _pairs(point.unit.text))
    points = with_what_follows(units, units.index(above))[1:]
    return [p for p in points if p is point or len(unsaid & _pairs(p.unit.text)) >= shared]


def asks_for_both_of(question: str) -> bool:
    """Whether it is asked if two things may be had together, or one twice."""
    return _ASKS_FOR_BOTH.search(normalised(question)) is not None


def _says_of_both(
    units: Sequence[StoredUnit], at: int, places: Sequence[int], measures: set[str]
) -> bool:
    """Whether a sentence says if two may be had together: in the article of a chosen sentence, or
    of a measure asked for."""
    text = units[at].unit.text
    is_of_it = provision_of(units[at]) in {provision_of(units[place]) for place in places}
    is_asked = is_of_it or bool(_measures(text) & measures)
    return is_asked and _OF_BOTH.search(normalised(text)) is not None


def _leaves_out(text: str, measures: set[str], *, is_near: bool) -> bool:
    """Whether a sentence leaves somebody out of one of the measures; `is_near` says whether it
    stands where they are laid down."""
    form, own = normalised(text), _measures(text)
    if own:
        return bool(own & measures) and _EXCLUDES.search(form) is not None
    return is_near and _TAKES_UP.search(form) is not None


def _measures(text: str) -> set[str]:
    return {_AS_PEOPLE_SAY.get(word, word) for word in _MEASURE.findall(normalised(text))}


def _is_near(units: Sequence[StoredUnit], at: int, other: int) -> bool:
    """Whether two sentences are of one chapter or section, or close to each other in a text that
    has none."""
    is_numbered = not units[at].unit.clause.startswith(_UNNUMBERED)
    return _part(units[at]) == _part(units[other]) and (is_numbered or abs(at - other) <= _CLOSE)


def _part(stored: StoredUnit) -> str:
    """The chapter a sentence stands in, all of a document whose articles have none; of a document
    in numbered sections, the section."""
    unit = stored.unit
    return unit.headings if unit.clause.startswith("第") else unit.clause.split("-")[0]


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring Han characters: the words of a text, as far as they tell it apart."""
    runs = re.findall(r"[\u4e00-\u9fff]+", normalised(text))
    return {pair for run in runs for pair in pairs_of(run)}
