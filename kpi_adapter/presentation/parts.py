"""Joining wording into the parts every answer has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from kpi_adapter.answer import ClauseReference, Figure, KpiAnswer
from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind, Target
from kpi_adapter.evaluation.results import Part, Reading
from kpi_adapter.presentation import wording
from kpi_adapter.question.spelling import Slip

SOURCES_SAID = 2
# Their sources keep no release date; the date a ledger row was updated is none.
NOT_RELEASED = frozenset({Kind.SNAPSHOT, Kind.PROJECTS})


def lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def read_as(answer: KpiAnswer, slips: Sequence[Slip]) -> KpiAnswer:
    """Say what was read for what, right after the sentence that answers."""
    said = "、".join(f"“{slip.wrong}”按“{slip.right}”" for slip in slips)
    note = f"({said}理解;不对的话请改字再问。)" if slips else ""
    first, *rest = answer.text.split("\n")
    return replace(answer, text=lines(first, note, *rest))


def with_ledger_question(answer: KpiAnswer, question: str) -> KpiAnswer:
    """Say that the ledger counts something of the same name, and offer it."""
    note = "重点项目台账另有在册项目的数,口径不同,要看请点下面的问题。"
    return replace(answer, text=lines(answer.text, note), choices=(*answer.choices, question))


def definition(indicator: Indicator) -> str:
    decided = f";{indicator.decided}" if indicator.decided else ""
    return f"口径:{indicator.definition}{decided}。"


def source(readings: Sequence[Reading]) -> str:
    said = dict.fromkeys(wording.release(reading) for reading in readings)
    if len(said) > SOURCES_SAID:
        said = dict.fromkeys([*_newest_releases(readings), *_newest_counts(readings)])
    return f"来源:{';'.join(said)}。"


def _newest_releases(readings: Sequence[Reading]) -> Iterator[str]:
    newest: dict[str, date] = {}
    for reading in readings:
        if reading.released_on is not None and reading.indicator.kind is not Kind.PROJECTS:
            known = newest.get(reading.source, reading.released_on)
            newest[reading.source] = max(known, reading.released_on)
    for name, day in newest.items():
        yield f"{name},最近{day.isoformat()}发布"


def _newest_counts(readings: Sequence[Reading]) -> Iterator[str]:
    """Stocks and ledger counts: their sources keep the day of counting or updating, none of
    release."""
    counts = [item for item in readings if item.indicator.kind is Kind.SNAPSHOT]
    kept: dict[str, Reading] = {}
    for item in readings:
        if item.indicator.kind is Kind.PROJECTS:
            kept[item.source] = max(
                item,
                kept.get(item.source, item),
                key=lambda one: one.released_on or date.min,
            )
    counts += kept.values()
    yield from dict.fromkeys(wording.release(item) for item in counts)


def figure(reading: Reading, catalogue: Catalogue) -> Figure:
    return Figure(
        label=wording.title(reading, catalogue),
        value=reading.value,
        unit=reading.indicator.unit,
        period=when(reading),
        released_on=None if reading.indicator.kind in NOT_RELEASED else reading.released_on,
        source=wording.release(reading)
        if reading.indicator.kind is Kind.PROJECTS
        else reading.source,
    )


def growth_figures(reading: Reading, catalogue: Catalogue) -> tuple[Figure, ...]:
    """The changes shown beside a reading, as figures of their own."""
    return tuple(
        Figure(
            label=f"{wording.title(reading, catalogue)}{wording.CHANGES[change.change]}",
            value=round(change.value, 1),
            unit="%" if change.basis in ("published", "nominal") else "个百分点",
            period=when(reading),
            released_on=reading.released_on,
            source=reading.source,
        )
        for change in reading.growths
        if change.basis != "count"
    )


def clauses(target: Target | None) -> tuple[ClauseReference, ...]:
    return (ClauseReference(target.clause, target.quote),) if target else ()


def target_line(indicator: Indicator, target: Target) -> str:
    return f"目标:{wording.target(target, indicator)}({target.clause}:“{target.quote}”)。"


def value_text(reading: Reading) -> str:
    return wording.amount(reading.value or 0.0, reading.indicator)


def sentence(reading: Reading, catalogue: Catalogue) -> str:
    """Period, scope, value, changes: the sentence every figure starts with."""
    changes = [wording.growth(item, reading.indicator) for item in reading.growths]
    made_of = "、".join(f"{p.label}{_part(reading, p)}" for p in reading.parts)
    tail = f"({made_of})" if made_of else ""
    said = ",".join([f"{wording.title(reading, catalogue)}{value_text(reading)}{tail}", *changes])
    return f"{when(reading)},{said}"


def when(reading: Reading) -> str:
    if reading.indicator.kind is Kind.SNAPSHOT and reading.data_until is not None:
        return f"截至{reading.data_until.isoformat()}"
    return str(reading.period)


def _part(reading: Reading, part: Part) -> str:
    is_rate = reading.indicator.kind is Kind.LEAD
    return wording.percent(part.value) if is_rate else f"{part.value:.2f}{part.unit}"
