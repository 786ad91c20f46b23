"""From an indicator, an industry, a place and a period to one Reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind, Parts
from kpi_adapter.evaluation.facts import (
    FactReader,
    Snapshot,
    Trace,
    expected_release,
    last_day,
    read_plan,
    read_snapshots,
)
from kpi_adapter.evaluation.measures import (
    Amount,
    Basis,
    Growth,
    Missing,
    Series,
    amount,
    growth,
)
from kpi_adapter.evaluation.results import Part, Reading
from kpi_adapter.period import Grain, Month, Period
from kpi_adapter.query import Change
from kpi_adapter.sources.selection import Source

PUBLISHED_KINDS = frozenset({Kind.FLOW, Kind.RATE, Kind.RATIO, Kind.LEAD, Kind.CLUSTER})
MONTHS_BACK = 12


class Calculator:
    """Computes readings for one answer. ``today`` is the business date (Asia/Shanghai);
    nothing released later is read."""

    def __init__(self, catalogue: Catalogue, figures: Source, today: date, trace: Trace) -> None:
        self.catalogue = catalogue
        self.today = today
        self.trace = trace
        self._figures = figures

    def settle(
        self, indicator: Indicator, industries: Sequence[str], places: Sequence[str], period: Period
    ) -> Period:
        """Close an open period at the newest released month. When nothing of this year has
        been released yet (January, February), "this year" falls back to last year."""
        if not period.open_end:
            return period
        if indicator.kind not in PUBLISHED_KINDS:
            return period.closed_at(Month.of(self.today))
        reader = self._reader([period])
        reader.load(
            self._inputs(indicator), self._groups(indicator, industries), self._regions(places)
        )
        newest = reader.newest()
        if newest is None:
            return period.closed_at(Month.of(self.today).shifted(-1))
        if period.grain is Grain.CUMULATIVE and newest.year < period.last.year:
            return (
                Period.year(newest.year)
                if newest.number == MONTHS_BACK
                else (Period.cumulative(newest))
            )
        return period.closed_at(min(newest, period.last))

    def readings(
        self,
        indicator: Indicator,
        industries: Sequence[str],
        places: Sequence[str],
        periods: Sequence[Period],
        changes: Sequence[Change] = (Change.YEAR_ON_YEAR,),
    ) -> list[Reading]:
        """One reading per industry, place and period, in that order. ``places`` are region
        codes or the code of a group (市区)."""
        if indicator.kind is Kind.SNAPSHOT:
            return self._snapshots(indicator, industries, places, periods)
        reader = self._reader(periods)
        reader.load(
            self._inputs(indicator), self._groups(indicator, industries), self._regions(places)
        )
        return [
            self._reading(reader, indicator, industry, place, period, changes)
            for industry in industries
            for place in places
            for period in periods
        ]

    def plans(
        self, indicator: Indicator, industry: str, places: Sequence[str], year: int
    ) -> dict[str, float]:
        """The year's plan by region, for indicators that have one."""
        return read_plan(
            self._figures, self.trace, indicator.code, industry, self._regions(places), year
        )

    def _reader(self, periods: Iterable[Period]) -> FactReader:
        first = min(period.first for period in periods)
        return FactReader(self._figures, self.today, Month(first.year - 1, 1), self.trace)

    def _inputs(self, indicator: Indicator) -> list[str]:
        parts = indicator.parts
        if parts is None:
            return [indicator.code]
        return [parts.of] + ([parts.over] if parts.over else [])

    def _groups(self, indicator: Indicator, industries: Sequence[str]) -> list[str]:
        reference = indicator.parts.reference if indicator.parts else None
        return [*industries, *([reference] if reference else [])]

    def _regions(self, places: Sequence[str]) -> list[str]:
        return [code for place in places for code in self.catalogue.places_of(place)]

    def _reading(
        self,
        reader: FactReader,
        indicator: Indicator,
        industry: str,
        place: str,
        period: Period,
        changes: Sequence[Change],
    ) -> Reading:
        empty = Reading(indicator, industry, place, period, None)
        regions = self.catalogue.places_of(place)
        parts = indicator.parts
        main = reader.series(parts.of if parts else indicator.code, industry, regions)
        if indicator.kind is Kind.RATIO and parts is not None and parts.over is not None:
            return self._ratio(empty, main, reader.series(parts.over, industry, regions), changes)
        if indicator.kind is Kind.LEAD and parts is not None and parts.reference is not None:
            other = reader.series(parts.of, parts.reference, regions)
            return self._lead(empty, parts, main, other)
        found = amount(main, period, indicator.kind, indicator.frequency)
        if isinstance(found, Missing):
            return self._missing(empty, found, main)
        growths = (growth(main, period, c, indicator.kind, indicator.frequency) for c in changes)
        return replace(
            self._found(empty, found), growths=tuple(item for item in growths if item is not None)
        )

    def _found(self, empty: Reading, found: Amount) -> Reading:
        return replace(
            empty,
            value=found.value,
            released_on=found.released_on,
            data_until=last_day(empty.period.last),
            source=found.source,
            vintage=found.vintage,
            is_derived=found.is_derived,
        )

    def _missing(self, empty: Reading, reason: Missing, series: Series) -> Reading:
        is_coming = reason is Missing.NOT_RELEASED
        expected = expected_release(series, empty.period.last) if is_coming else None
        return replace(empty, missing=reason, expected_on=expected)

    def _ratio(
        self, empty: Reading, of: Series, over: Series, changes: Sequence[Change]
    ) -> Reading:
        now = self._quotient(empty, of, over, empty.period)
        if isinstance(now, Missing):
            return self._missing(empty, now, of)
        value, top, bottom = now
        names = empty.indicator.parts
        labels = (names.of, names.over or "") if names else ("", "")
        parts = tuple(
            Part(
                self.catalogue.indicator(code).name, item.value, self.catalogue.indicator(code).unit
            )
            for code, item in zip(labels, (top, bottom), strict=True)
        )
        growths: list[Growth] = []
        for change in changes:
            year_ago = change is Change.YEAR_ON_YEAR
            against = empty.period.shifted_years(-1) if year_ago else empty.period.preceding()
            then = self._quotient(empty, of, over, against) if against else None
            if against is not None and isinstance(then, tuple):
                growths.append(Growth(change, value - then[0], Basis.POINTS, against))
        return replace(
            self._found(empty, replace(top, value=value)), parts=parts, growths=tuple(growths)
        )

    def _quotient(
        self, empty: Reading, of: Series, over: Series, period: Period
    ) -> tuple[float, Amount, Amount] | Missing:
        frequency = empty.indicator.frequency
        top, bottom = (amount(series, period, Kind.FLOW, frequency) for series in (of, over))
        if isinstance(top, Missing):
            return top
        if isinstance(bottom, Missing):
            return bottom
        if bottom.value == 0:
            return Missing.NO_RECORD
        return top.value / bottom.value * 100, top, bottom

    def _lead(self, empty: Reading, parts: Parts, main: Series, other: Series) -> Reading:
        frequency = empty.indicator.frequency
        own, reference = (amount(s, empty.period, Kind.RATE, frequency) for s in (main, other))
        if isinstance(own, Missing):
            return self._missing(empty, own, main)
        if isinstance(reference, Missing):
            return self._missing(empty, reference, other)
        names = (empty.industry, parts.reference or "")
        labels = [self.catalogue.industry(code).name for code in names]
        return replace(
            self._found(empty, replace(own, value=round(own.value - reference.value, 4))),
            parts=(Part(labels[0], own.value), Part(labels[1], reference.value)),
        )

    def _snapshots(
        self,
        indicator: Indicator,
        industries: Sequence[str],
        places: Sequence[str],
        periods: Sequence[Period],
    ) -> list[Reading]:
        until = min(self.today, max(last_day(period.last) for period in periods))
        found = read_snapshots(
            self._figures, self.trace, indicator.code, industries, self._regions(places), until
        )
        return [
            self._snapshot(
                Reading(indicator, industry, place, period, None),
                [found.get((industry, code), []) for code in self.catalogue.places_of(place)],
            )
            for industry in industries
            for place in places
            for period in periods
        ]

    def _snapshot(self, empty: Reading, kept: list[list[Snapshot]]) -> Reading:
        until = min(self.today, last_day(empty.period.last))
        now = _counted(kept, until)
        if now is None:
            return replace(empty, missing=Missing.NO_RECORD)
        year_end = Period.year(now.as_of.year - 1)
        then = _counted(kept, last_day(year_end.last))
        change = Change.YEAR_ON_YEAR
        growths = (Growth(change, now.value - then.value, Basis.COUNT, year_end),) if then else ()
        return replace(
            empty,
            value=now.value,
            growths=growths,
            data_until=now.as_of,
            source=now.source,
            declared=now.declared,
        )


def _counted(kept: list[list[Snapshot]], until: date) -> Snapshot | None:
    """The newest counts by ``until``, several places added up; None unless all have one."""
    newest = [next((s for s in reversed(items) if s.as_of <= until), None) for items in kept]
    known = [item for item in newest if item is not None]
    if not known or len(known) < len(newest):
        return None
    declared = [item.declared for item in known if item.declared is not None]
    return Snapshot(
        min(item.as_of for item in known),
        sum(item.value for item in known),
        sum(declared) if len(declared) == len(known) else None,
        known[0].source,
    )
