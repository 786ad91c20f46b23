"""What else of a document has the particular asked for, beside what was selected of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.answer.addressing import provision_of
from retrieval.answer.candidate import Selected, beside
from retrieval.answer.fit import holding, unstated
from retrieval.answer.lists import lead_in, with_what_follows
from retrieval.answer.naming_parts import where_to_turn
from retrieval.answer.thresholds import NUMERAL
from retrieval.documents.structure import UnitKind
from retrieval.index.live_index import LiveIndex
from retrieval.results import Gap
from retrieval.search.aid import aid_named
from retrieval.search.measure import is_set_by, lays_down_for_all, sum_asked
from retrieval.search.question import Question
from retrieval.store import DocumentRecord, StoredUnit
from retrieval.text_form import normalised

_GRANTS = re.compile(r"资助|奖励|补贴|补助|贴息|奖补|减免")
_MOST_OF_A_CLAUSE = 5
_IN_HAND = re.compile(
    r"(?:多久|多长时间|几天|多少(?:个?工作日|天))[^,。;?]{0,3}(?:[做制]好|出证|下证|[领拿]到|发下来)"
)
_MADE_WITHIN = re.compile(
    rf"{NUMERAL}个?(?:工作日|日|天)之?内[^,。;]{{0,12}}(?:制作|制发|发放|颁发|核发)"
)


def granting(live: LiveIndex, selected: Sequence[Selected]) -> Iterator[Selected]:
    """Beside a measure that grants no money, the next sentence of its clause that does, on
    the same topic: 引进人才给多少钱 is also answered by 按规定给予相应资助."""
    first = next(iter(selected), None)
    if first is None or first.concept is None or first.concept.is_list:
        return
    if any(_GRANTS.search(item.candidate.form) for item in selected):
        return
    for stored in live.units_of(first.candidate.record.id):
        unit = stored.unit
        if unit.kind is not UnitKind.SENTENCE or unit.clause != first.candidate.stored.unit.clause:
            continue
        form = normalised(unit.text)
        if _GRANTS.search(form) and first.concept.everyday.search(form.lower()):
            yield beside(first.candidate, stored)
            return


def with_particulars(
    live: LiveIndex, asked: Question, selected: Sequence[Selected]
) -> Iterator[Selected]:
    """The sentences of the same provision, else those for all of the document, that hold what
    is asked for and not yet quoted, or say who lays the amount down."""
    if not selected or selected[0].concept is not None:
        return
    first = selected[0].candidate
    missing = unstated(
        asked.with_particulars, [item.candidate.stored.unit.text for item in selected]
    )
    units = live.units_of(first.record.id)
    provision = [
        stored
        for stored in units
        if stored.unit.kind is UnitKind.SENTENCE
        and provision_of(stored) == provision_of(first.stored)
    ]
    for gap in missing:
        found = next(
            (u for u in provision if holding(gap, asked.with_particulars, u.unit.text)), None
        )
        if gap is Gap.DEADLINE:
            found = _made_within(asked, units) or found
        if found is None and gap is Gap.AMOUNT:
            granted = _granted_by_name(asked, units)
            yield from (beside(first, stored) for stored in granted)
            if granted:
                continue
            general = _general_standard(live, asked, first.record)
            yield from (beside(first, stored) for stored in general)
            if general:
                continue
        if found is None and gap is Gap.AMOUNT:
            found = _setting(live, asked, first.record, provision)
        if found is None and gap is Gap.CONTACT:
            turn_to = where_to_turn(asked.text, units)
            yield from (beside(first, stored, is_item=True) for stored in turn_to)
        if found is not None:
            # Of a list by tiers the first tier alone would be another's amount.
            opening = lead_in(units, units.index(found)) or found
            yield beside(first, opening)
            for point in with_what_follows(units, units.index(opening))[1:]:
                yield beside(first, point, is_item=True)


def tells_when_it_is_in_hand(question: str, sentence: str) -> bool:
    """Whether it is asked how soon a paper is in one's hands, and a sentence says within what time
    it is made."""
    return bool(_IN_HAND.search(normalised(question)) and _MADE_WITHIN.search(normalised(sentence)))


def _made_within(asked: Question, units: Sequence[StoredUnit]) -> StoredUnit | None:
    """The sentence of a document that says within what time a paper is made and handed out."""
    return next(
        (
            stored
            for stored in units
            if stored.unit.kind is UnitKind.SENTENCE
            and tells_when_it_is_in_hand(asked.text, stored.unit.text)
        ),
        None,
    )


def _granted_by_name(asked: Question, units: Sequence[StoredUnit]) -> list[StoredUnit]:
    """What the one clause of a document says that grants an aid by the name a question calls it
    (每月发放租房补贴600元), where the provision quoted only speaks of it."""
    name = aid_named(asked.text)
    sentences = [u for u in units if u.unit.kind is UnitKind.SENTENCE]
    stating = [u for u in sentences if holding(Gap.AMOUNT, asked.with_particulars, u.unit.text)]
    granting = [u for u in stating if name and name in normalised(u.unit.text)]
    clauses = {provision_of(u) for u in granting}
    if len(clauses) != 1:
        return []
    return [u for u in stating if provision_of(u) in clauses][:_MOST_OF_A_CLAUSE]


def _general_standard(live: LiveIndex, asked: Question, record: DocumentRecord) -> list[StoredUnit]:
    """The clause that lays down the one sum for all that a document grants, 资助标准为每生每年
    1000元, where the provision quoted names none; what it has for some stands beside it."""
    units = [u for u in live.units_of(record.id) if u.unit.kind is UnitKind.SENTENCE]
    laid_down = [u for u in units if lays_down_for_all(asked.text, u.unit.text)]
    if len(laid_down) != 1:
        return []
    clause = [u for u in units if u.unit.clause == laid_down[0].unit.clause]
    return clause if len(clause) <= _MOST_OF_A_CLAUSE else laid_down


def _setting(
    live: LiveIndex, asked: Question, record: DocumentRecord, provision: Sequence[StoredUnit]
) -> StoredUnit | None:
    """The sentence that says who lays down an amount that the provision does not state: of
    the provision, else of the document where it names the amount asked for."""
    named = sum_asked(asked.text)
    everywhere = (
        u
        for u in live.units_of(record.id)
        if named and u.unit.kind is UnitKind.SENTENCE and named in normalised(u.unit.text)
    )
    return next((u for u in [*provision, *everywhere] if is_set_by(u.unit.text)), None)
