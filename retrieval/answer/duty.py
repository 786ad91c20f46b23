"""The office to turn to: noted beside the clause, else an industry's lead or the coordinator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from retrieval.answer.addressing import is_under
from retrieval.answer.candidate import Candidate, Selected, of_its_place
from retrieval.answer.standing import is_deleted
from retrieval.documents.duties import ClauseDuty, Role, duties_of
from retrieval.documents.structure import UnitKind
from retrieval.search.question import Need, Question
from retrieval.store import DocumentRecord, StoredUnit

# 各有关部门 and 本级机构 are nobody in particular to turn to.
_NOBODY = re.compile(r"各|有关|相关|^(?:本(?!溪)|该|其|同级|上级|下级)")
_TITLES = frozenset({UnitKind.HEADING, UnitKind.SENTENCE})
_MOST_OFFICES = 3


class DutyKind(StrEnum):
    """How a document puts an office in charge."""

    NOTED = "noted"  # 责任单位 of the clause itself
    NOTED_ABOVE = "noted_above"  # … of the part that the clause stands in
    LEAD = "lead"  # of an industry
    COORDINATOR = "coordinator"  # of the whole document


@dataclass(frozen=True, slots=True)
class Duty:
    """Offices that a document puts in charge, as it names them, and the sentence that says so.
    `is_open` where more are named than are told."""

    offices: tuple[str, ...]
    sentence: StoredUnit
    record: DocumentRecord
    kind: DutyKind
    is_open: bool = False

    @property
    def is_noted(self) -> bool:
        return self.kind in {DutyKind.NOTED, DutyKind.NOTED_ABOVE}


def duty_of(
    asked: Question, selected: Sequence[Selected], units: Sequence[StoredUnit], on: date
) -> Duty | None:
    """The office to turn to about what was selected; `units` are those of the document quoted
    first. Nobody is in charge any more of a clause that has been deleted by that day."""
    record = selected[0].candidate.record
    lead = next((i for i in asked.industries if i in record.metadata.industries), None)
    if lead:
        return _stated((lead.lead,), lead.clause, DutyKind.LEAD, record, units)
    quoted = [
        item.candidate
        for item in selected
        if item.candidate.record.id == record.id and not is_deleted(item.candidate, on)
    ]
    noted = [duty for one in _of_one_place(quoted) if (duty := noted_duty(one, units))]
    if noted:
        return next((duty for duty in noted if duty.kind is DutyKind.NOTED), noted[0])
    coordinator = record.metadata.coordinator
    if coordinator is None:
        return None
    named = (coordinator.department,)
    return _stated(named, coordinator.clause, DutyKind.COORDINATOR, record, units)


def _of_one_place(quoted: Sequence[Candidate]) -> list[Candidate]:
    """The sentences quoted that are of one clause with the first, or of its points, before the
    titles they stand under: who answers for another clause is not whom to turn to."""
    titles = [one for one in quoted if one.stored.unit.kind is UnitKind.HEADING]
    sentences = [one for one in quoted if one not in titles]
    if not sentences:
        return titles
    first = sentences[0].stored.unit.clause
    clauses = ((one, one.stored.unit.clause) for one in sentences)
    return [one for one, own in clauses if is_under(own, first) or is_under(first, own)]


def noted_duty(quoted: Candidate, units: Sequence[StoredUnit]) -> Duty | None:
    """What the clause of a sentence notes of who answers for it: in its row of a table, or in the
    first note from the sentence on, else what the part it stands in notes for all of it; the
    leading ones where it tells them apart."""
    unit = quoted.stored.unit
    own = [stored for stored in units if stored.unit.clause == unit.clause]
    order = {stored.unit.address: at for at, stored in enumerate(own)}
    here = order.get(unit.address)
    if here is None:
        return None
    notes = [duty for duty in duties_of([stored.unit for stored in own]) if _is_a_note(duty)]
    following = (
        duty.address
        for duty in notes
        if duty.address == unit.address or (not duty.is_row and order[duty.address] >= here)
    )
    at = next(following, None)
    if at is not None and unit.kind is not UnitKind.HEADING:
        return _told([*_whole_note(notes, at)], own[order[at]], quoted.record, DutyKind.NOTED)
    for stored in _above(unit.clause, units):
        notes = [duty for duty in duties_of([stored.unit]) if _is_a_note(duty)]
        if notes:
            return _told(notes, stored, quoted.record, DutyKind.NOTED_ABOVE)
    return None


def _whole_note(notes: Sequence[ClauseDuty], at: str) -> Iterator[ClauseDuty]:
    """What the sentence at an address notes, with what the next ones go on to note of it."""
    is_read = False
    for duty in notes:
        is_read = duty.address == at or (is_read and duty.goes_on)
        if is_read:
            yield duty


def _above(clause: str, units: Sequence[StoredUnit]) -> Iterator[StoredUnit]:
    """The title of a clause, and what stands under those of the parts it is in before their
    points begin; the nearest first."""
    if clause.startswith("第"):
        return
    yield from (u for u in units if u.unit.clause == clause and u.unit.kind is UnitKind.HEADING)
    while (part := clause.rpartition("-")[0]) and part != clause:
        clause = part
        yield from (u for u in units if u.unit.clause == clause and u.unit.kind in _TITLES)


def _told(
    notes: Sequence[ClauseDuty], sentence: StoredUnit, record: DocumentRecord, kind: DutyKind
) -> Duty | None:
    """Those who lead, else all that are noted; None where that is nobody in particular."""
    meant = [duty for duty in notes if duty.role is Role.LEAD] or notes
    offices = tuple(dict.fromkeys(o for duty in meant for o in duty.offices if _is_somebody(o)))
    if not offices:
        return None
    shown = offices[:_MOST_OFFICES]
    return Duty(shown, sentence, record, kind, is_open=len(offices) > len(shown))


def with_the_note(
    asked: Question, selected: tuple[Selected, ...], duty: Duty | None
) -> tuple[Selected, ...]:
    """What was selected, and the note of who answers for it where that is asked."""
    if duty is None or not duty.is_noted or Need.CONTACT not in asked.needs:
        return selected
    told = {item.candidate.stored.unit.address for item in selected}
    if duty.sentence.unit.address in told:
        return selected
    note = of_its_place(duty.record, duty.sentence)
    return (*selected, replace(note, concept=selected[0].concept))


def _stated(
    offices: tuple[str, ...],
    address: str,
    kind: DutyKind,
    record: DocumentRecord,
    units: Sequence[StoredUnit],
) -> Duty | None:
    sentence = next((unit for unit in units if unit.unit.address == address), None)
    return Duty(offices, sentence, record, kind) if sentence else None


def _is_a_note(duty: ClauseDuty) -> bool:
    return duty.is_noted and duty.role is not Role.SUPPORTING


def _is_somebody(office: str) -> bool:
    return _NOBODY.search(office) is None
