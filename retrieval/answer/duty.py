"""The office to turn to: noted beside the clause, else an industry's lead or the coordinator."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from retrieval.answer.addressing import is_under
from retrieval.answer.candidate import Candidate, Selected, of_its_place
from retrieval.answer.standing import is_deleted
from retrieval.documents.duties import ClauseDuty, Role, duties_of
from retrieval.documents.structure import Unit, UnitKind
from retrieval.search.needs import Need
from retrieval.search.question import Question
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
    notes = NotedDuties(record, units)
    noted = [duty for one in _of_one_place(quoted) if (duty := notes.of(one.stored.unit))]
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


class NotedDuties:
    """Whom the clauses of one document put in charge, as they note it themselves; `units` are all
    of the document's. A clause is read once, and of a table, which may have a hundred thousand
    rows, only those asked about."""

    def __init__(self, record: DocumentRecord, units: Sequence[StoredUnit]) -> None:
        self._record = record
        self._clauses: dict[str, dict[str, StoredUnit]] = defaultdict(dict)
        for stored in units:
            self._clauses[stored.unit.clause][stored.unit.address] = stored
        self._notes: dict[str, list[ClauseDuty]] = {}

    def of(self, unit: Unit) -> Duty | None:
        """What the clause of a sentence notes of who answers for it: in its row of a table, or in
        the first note from the sentence on, else what the part it stands in notes for all of it;
        the leading ones where it tells them apart."""
        own = self._clauses.get(unit.clause, {})
        if unit.address not in own:
            return None
        if unit.kind is not UnitKind.HEADING and (notes := self._from(unit)):
            return _told(notes, own[notes[0].address], self._record, DutyKind.NOTED)
        for stored in self._above(unit.clause):
            if notes := _notes_of(stored):
                return _told(notes, stored, self._record, DutyKind.NOTED_ABOVE)
        return None

    def _from(self, unit: Unit) -> list[ClauseDuty]:
        """The first note of its clause from a sentence on; of a row its own alone."""
        own = self._clauses[unit.clause]
        if unit.is_row:
            columns = next(iter(own.values()))
            return [
                duty
                for duty in _notes_of(columns, own[unit.address])
                if duty.address == unit.address
            ]
        if unit.clause not in self._notes:
            self._notes[unit.clause] = _notes_of(*own.values())
        notes = self._notes[unit.clause]
        following = (d.address for d in notes if own[d.address].unit.sentence >= unit.sentence)
        return [*_whole_note(notes, next(following, ""))]

    def _above(self, clause: str) -> Iterator[StoredUnit]:
        """The title of a clause, and what stands under those of the parts it is in before their
        points begin; the nearest first."""
        if clause.startswith("第"):
            return
        own = self._clauses.get(clause, {})
        yield from (u for u in own.values() if u.unit.kind is UnitKind.HEADING)
        while (part := clause.rpartition("-")[0]) and part != clause:
            clause = part
            above = self._clauses.get(clause, {})
            yield from (u for u in above.values() if u.unit.kind in _TITLES)


def _whole_note(notes: Sequence[ClauseDuty], at: str) -> Iterator[ClauseDuty]:
    """What the sentence at an address notes, with what the next ones go on to note of it."""
    is_read = False
    for duty in notes:
        is_read = duty.address == at or (is_read and duty.goes_on)
        if is_read:
            yield duty


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


def _notes_of(*sentences: StoredUnit) -> list[ClauseDuty]:
    """What some sentences note of who answers, but those who only help."""
    duties = duties_of([stored.unit for stored in sentences])
    return [duty for duty in duties if duty.is_noted and duty.role is not Role.SUPPORTING]


def _is_somebody(office: str) -> bool:
    return _NOBODY.search(office) is None
