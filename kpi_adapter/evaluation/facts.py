"""Reading observations from the source: one statement for all that a question needs."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from kpi_adapter.errors import SourceDataError
from kpi_adapter.evaluation.measures import Observation, Series, combined
from kpi_adapter.period import Month
from kpi_adapter.sources.selection import Dataset, Fetched, Row, Selection, Source

Key = tuple[str, str, str]


@dataclass
class Trace:
    """Every statement one answer used, in order. The same selection is read once for one
    answer, so that its parts cannot contradict each other."""

    fetched: list[Fetched] = field(default_factory=list)
    _rows: dict[Selection, tuple[Row, ...]] = field(default_factory=dict)

    def fetch(self, source: Source, selection: Selection) -> tuple[Row, ...]:
        known = self._rows.get(selection)
        if known is not None:
            return known
        answer = source.fetch(selection)
        self.fetched.append(answer)
        self._rows[selection] = answer.rows
        return answer.rows


@dataclass(frozen=True)
class Snapshot:
    """A count at a date: the recognised number, and the declared one where it is kept."""

    as_of: date
    value: float
    declared: float | None
    source: str


class FactReader:
    """Observations released by ``today`` (business date), from ``first`` on.

    A key is (indicator, industry, region). Nothing released later is ever fetched: the limit
    is a parameter of every statement.
    """

    def __init__(self, source: Source, today: date, first: Month, trace: Trace) -> None:
        self._source = source
        self._today = today
        self._first = first
        self._trace = trace
        self._series: dict[Key, dict[Month, Observation]] = {}

    def load(
        self, indicators: Iterable[str], industries: Iterable[str], regions: Iterable[str]
    ) -> None:
        """Fetch all combinations not yet read, in one statement."""
        wanted = (tuple(dict.fromkeys(codes)) for codes in (indicators, industries, regions))
        every = tuple(wanted)
        missing = [key for key in product(*every) if key not in self._series]
        if not missing:
            return
        names = ("indicator_code", "industry_code", "region_code")
        among = {
            name: tuple(dict.fromkeys(key[position] for key in missing))
            for position, name in enumerate(names)
        }
        selection = Selection.of(
            Dataset.MONTHLY,
            among,
            at_least={"period": self._first.key},
            at_most={"released_on": self._today},
        )
        for key in missing:
            self._series[(key[0], key[1], key[2])] = {}
        rows = self._trace.fetch(self._source, selection)
        for row in sorted(rows, key=lambda item: str(item["released_on"])):
            self._add(row)

    def series(self, indicator: str, industry: str, regions: tuple[str, ...]) -> Series:
        """One series; several regions are added up."""
        self.load([indicator], [industry], regions)
        parts = [self._series[indicator, industry, region] for region in regions]
        return parts[0] if len(parts) == 1 else combined(parts)

    def newest(self) -> Month | None:
        """The newest month that any loaded series has."""
        return max((month for series in self._series.values() for month in series), default=None)

    def _add(self, row: Row) -> None:
        key = (str(row["indicator_code"]), str(row["industry_code"]), str(row["region_code"]))
        series = self._series.setdefault(key, {})
        month, released = Month.parse(str(row["period"])), row["released_on"]
        if not isinstance(released, date):
            raise SourceDataError(self._source.name, f"{key}{month}没有发布日期")
        vintage, value_month = str(row["vintage"]), _number(row["value_month"])
        before, month_vintage = series.get(month), vintage
        if value_month is None and before is not None:
            value_month, month_vintage = before.value_month, before.month_vintage
        series[month] = Observation(
            month,
            value_month,
            _number(row["value_ytd"]),
            _number(row["yoy_ytd_pct"]),
            released,
            vintage,
            str(row["source_org"]),
            month_vintage,
            before.first_released_on if before is not None else released,
        )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def read_snapshots(
    source: Source,
    trace: Trace,
    indicator: str,
    industries: Iterable[str],
    regions: Iterable[str],
    until: date,
) -> dict[tuple[str, str], list[Snapshot]]:
    """Counts by (industry, region) up to ``until``, oldest first."""
    selection = Selection.of(
        Dataset.SNAPSHOT,
        {"indicator_code": (indicator,), "industry_code": industries, "region_code": regions},
        at_most={"as_of": until},
    )
    found: dict[tuple[str, str], list[Snapshot]] = {}
    for row in trace.fetch(source, selection):
        as_of, value = row["as_of"], _number(row["recognised_value"])
        if not isinstance(as_of, date) or value is None:
            continue
        key = (str(row["industry_code"]), str(row["region_code"]))
        seen = Snapshot(as_of, value, _number(row["declared_value"]), str(row["source_org"]))
        found.setdefault(key, []).append(seen)
    return {key: sorted(items, key=lambda item: item.as_of) for key, items in found.items()}


def read_plan(
    source: Source, trace: Trace, indicator: str, industry: str, regions: Iterable[str], year: int
) -> dict[str, float]:
    """The year's plan by region; empty where none was set."""
    selection = Selection.of(
        Dataset.PLAN,
        {
            "indicator_code": (indicator,),
            "industry_code": (industry,),
            "region_code": regions,
            "year": (float(year),),
        },
    )
    rows = trace.fetch(source, selection)
    plans = {str(row["region_code"]): _number(row["plan_value"]) for row in rows}
    return {region: value for region, value in plans.items() if value is not None}


def last_day(month: Month) -> date:
    return date(month.year, month.number, calendar.monthrange(month.year, month.number)[1])


def expected_release(series: Series, month: Month) -> date | None:
    """When ``month`` is likely to be released: as long after its end as the same month of the
    year before, or else as the newest one. None when nothing was ever released."""
    if not series:
        return None
    like = series.get(month.shifted(-12)) or series[max(series)]
    return last_day(month) + (like.first_released_on - last_day(like.month))
