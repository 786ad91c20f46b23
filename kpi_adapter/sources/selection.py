"""What is asked of a source, and what comes back: the same words for every kind of source.

A `Selection` is a bound statement without a language: columns, values, limits. No text of a
question ever becomes part of a statement; it can only become one of the values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol

from kpi_adapter.answer import SourceHealth
from kpi_adapter.errors import SourceDataError

Scalar = str | float | date | None
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d*)?([eE][+-]?\d{1,2})?", re.ASCII)
Row = Mapping[str, Scalar]


class Dataset(StrEnum):
    MONTHLY = "fact_monthly"
    SNAPSHOT = "fact_snapshot"
    PLAN = "plan_annual"
    PROJECTS = "projects"
    WORK = "work"


class Shape(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


COLUMNS: Mapping[Dataset, Mapping[str, Shape]] = {
    Dataset.MONTHLY: {
        "indicator_code": Shape.TEXT,
        "industry_code": Shape.TEXT,
        "region_code": Shape.TEXT,
        "period": Shape.TEXT,
        "value_month": Shape.NUMBER,
        "value_ytd": Shape.NUMBER,
        "yoy_ytd_pct": Shape.NUMBER,
        "unit": Shape.TEXT,
        "vintage": Shape.TEXT,
        "released_on": Shape.DATE,
        "source_org": Shape.TEXT,
    },
    Dataset.SNAPSHOT: {
        "indicator_code": Shape.TEXT,
        "industry_code": Shape.TEXT,
        "region_code": Shape.TEXT,
        "as_of": Shape.DATE,
        "recognised_value": Shape.NUMBER,
        "declared_value": Shape.NUMBER,
        "unit": Shape.TEXT,
        "source_org": Shape.TEXT,
    },
    Dataset.PLAN: {
        "indicator_code": Shape.TEXT,
        "industry_code": Shape.TEXT,
        "region_code": Shape.TEXT,
        "year": Shape.NUMBER,
        "plan_value": Shape.NUMBER,
        "unit": Shape.TEXT,
    },
    Dataset.PROJECTS: {
        "number": Shape.NUMBER,
        "name": Shape.TEXT,
        "industry": Shape.TEXT,
        "region": Shape.TEXT,
        "investment": Shape.NUMBER,
        "planned_this_year": Shape.NUMBER,
        "invested": Shape.NUMBER,
        "status": Shape.TEXT,
        "phase": Shape.TEXT,
        "planned_start": Shape.DATE,
        "actual_start": Shape.DATE,
        "planned_completion": Shape.DATE,
        "actual_completion": Shape.DATE,
        "signed_on": Shape.DATE,
        "lead_department": Shape.TEXT,
        "problem": Shape.TEXT,
        "updated_on": Shape.DATE,
    },
    # Work that comes again and again, each time as an item with steps that are owed by a day.
    # "work" names what is done, "period" is the last month the item is for (2019-09),
    # "is_reported" is 1 for what is said to be done and waits for review.
    Dataset.WORK: {
        "work": Shape.TEXT,
        "item": Shape.TEXT,
        "step": Shape.TEXT,
        "period": Shape.TEXT,
        "due_on": Shape.DATE,
        "done_on": Shape.DATE,
        "is_reported": Shape.NUMBER,
        "source_org": Shape.TEXT,
    },
}


@dataclass(frozen=True)
class Selection:
    """Rows of ``dataset`` whose columns are ``among`` the values and within the limits."""

    dataset: Dataset
    among: tuple[tuple[str, tuple[Scalar, ...]], ...] = ()
    at_least: tuple[tuple[str, Scalar], ...] = ()
    at_most: tuple[tuple[str, Scalar], ...] = ()

    @classmethod
    def of(
        cls,
        dataset: Dataset,
        among: Mapping[str, Iterable[Scalar]] | None = None,
        at_least: Mapping[str, Scalar] | None = None,
        at_most: Mapping[str, Scalar] | None = None,
    ) -> Selection:
        """Build one; raises KeyError for a column the dataset does not have."""
        known = COLUMNS[dataset]
        for column in (*(among or {}), *(at_least or {}), *(at_most or {})):
            known[column]
        return cls(
            dataset,
            tuple((column, tuple(values)) for column, values in (among or {}).items()),
            tuple((at_least or {}).items()),
            tuple((at_most or {}).items()),
        )

    def reaches_to(self, earlier: Selection) -> bool:
        """Whether every upper limit is as high as the earlier selection's: whatever that was
        given, this may show."""
        limits = dict(self.at_most)
        return limits.keys() == dict(earlier.at_most).keys() and all(
            _reaches(limits[column], limit) for column, limit in earlier.at_most
        )

    def described(self, table: str) -> tuple[str, dict[str, Scalar]]:
        """The selection as a statement with parameters, for sources that have no language."""
        parameters: dict[str, Scalar] = {
            f"{column}_in": "、".join(str(value) for value in values)
            for column, values in self.among
        }
        parameters |= {f"{column}_min": value for column, value in self.at_least}
        parameters |= {f"{column}_max": value for column, value in self.at_most}
        wheres = [f"{column} ∈ :{column}_in" for column, _ in self.among]
        wheres += [f"{column} ≥ :{column}_min" for column, _ in self.at_least]
        wheres += [f"{column} ≤ :{column}_max" for column, _ in self.at_most]
        return f"{table} 筛选 {' 且 '.join(wheres) or '全部'}", parameters

    def admits(self, row: Row) -> bool:
        """The same decision a database would make; NULL satisfies no limit."""
        return (
            all(row[column] in values for column, values in self.among)
            and all(_reaches(row[column], limit) for column, limit in self.at_least)
            and all(_reaches(limit, row[column]) for column, limit in self.at_most)
        )


def _reaches(high: Scalar, low: Scalar) -> bool:
    if isinstance(high, str) and isinstance(low, str):
        return high >= low
    if isinstance(high, (int, float)) and isinstance(low, (int, float)):
        return high >= low
    if isinstance(high, date) and isinstance(low, date):
        return high >= low
    return False


@dataclass(frozen=True)
class Fetched:
    """Rows and how they were got. ``fetched_at`` is UTC.

    ``stale_since`` is set when the source failed and these are its last good rows.
    """

    source: str
    rows: tuple[Row, ...]
    statement: str
    parameters: Mapping[str, Scalar]
    fetched_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    stale_since: datetime | None = None


class Source(Protocol):
    """Anything that keeps datasets. Raises a SourceError, and nothing else, when it cannot."""

    @property
    def name(self) -> str: ...

    def fetch(self, selection: Selection) -> Fetched: ...

    def health(self) -> SourceHealth: ...

    def close(self) -> None:
        """Give back connections and threads; the source is not asked again."""


def read_value(source: str, column: str, shape: Shape, value: object) -> Scalar:
    """Bring a raw cell into its promised shape; raises SourceDataError when it is not so."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and not math.isfinite(value):
        raise SourceDataError(source, f"列 {column} 的值“{value}”不是数")
    try:
        if shape is Shape.TEXT:
            return str(value).strip()
        if shape is Shape.DATE:
            return _read_date(value)
        # float() would also take nan, inf and 1_000.
        if isinstance(value, bool) or not _NUMBER.fullmatch(str(value).strip()):
            raise ValueError("不是数")
        return float(str(value))
    except ValueError as exc:
        raise SourceDataError(source, f"列 {column} 的值“{value}”读不出{shape}") from exc


def _read_date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
