"""What evaluation hands to presentation: numbers and reasons, no text for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpi_adapter.catalogue.model import Indicator, Target
from kpi_adapter.evaluation.measures import Growth, Missing
from kpi_adapter.evaluation.projects import Project
from kpi_adapter.evaluation.targets import Assessment
from kpi_adapter.period import Period
from kpi_adapter.query import KpiQuery


@dataclass(frozen=True)
class Part:
    """A number a derived reading is made of, for showing the sum."""

    label: str
    value: float
    unit: str = ""


@dataclass(frozen=True)
class Reading:
    """One figure with all that belongs to it. ``value`` is None exactly when ``missing``.

    ``data_until`` is the last day the figure covers, for a stock the day it was counted;
    ``released_on`` is None where the source keeps no release date, as it does not for stocks.
    ``expected_on`` is the likely release of
    one that is missing because it is not released.
    """

    indicator: Indicator
    industry: str
    place: str
    period: Period
    value: float | None
    missing: Missing | None = None
    growths: tuple[Growth, ...] = ()
    released_on: date | None = None
    data_until: date | None = None
    expected_on: date | None = None
    source: str = ""
    vintage: str = ""
    is_derived: bool = False
    parts: tuple[Part, ...] = ()
    declared: float | None = None
    plan: float | None = None

    @property
    def completion(self) -> float | None:
        """Share of the year's plan, in %."""
        return self.value / self.plan * 100 if self.value is not None and self.plan else None


@dataclass(frozen=True)
class ValueResult:
    """``companion`` is the same figure for the other scope an unsaid industry could mean."""

    query: KpiQuery
    reading: Reading
    companion: Reading | None = None
    cumulative: Reading | None = None
    target: Target | None = None
    assessment: Assessment | None = None
    is_plan: bool = False


@dataclass(frozen=True)
class ListResult:
    """Breakdown, ranking, trend. ``readings`` are in the order to show; ``considered`` is how
    many there were before a condition was applied. ``total`` is a published sum, ``added`` the
    sum of the rows where none is published."""

    query: KpiQuery
    readings: tuple[Reading, ...]
    total: Reading | None = None
    considered: int = 0
    target: Target | None = None
    added: float | None = None


@dataclass(frozen=True)
class CompareResult:
    query: KpiQuery
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class ShareResult:
    query: KpiQuery
    part: Reading
    whole: Reading
    percent: float


@dataclass(frozen=True)
class OverviewResult:
    query: KpiQuery
    readings: tuple[Reading, ...]
    lacking: tuple[Indicator, ...] = ()


@dataclass(frozen=True)
class MissingResult:
    """No number, and the nearest one that can be given."""

    query: KpiQuery
    reading: Reading
    nearest: Reading | None


@dataclass(frozen=True)
class ProvenanceResult:
    query: KpiQuery
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class DefinitionResult:
    query: KpiQuery
    indicator: Indicator


@dataclass(frozen=True)
class Risk:
    """One yearly goal: ``now`` judges by today's pace, ``then`` by the data's own date."""

    reading: Reading
    now: Assessment
    then: Assessment
    label: str


@dataclass(frozen=True)
class RiskResult:
    query: KpiQuery
    risks: tuple[Risk, ...]
    pace: float
    today: date


@dataclass(frozen=True)
class DepartmentCount:
    """How many projects one leading department has; ``name`` as the ledger writes it."""

    name: str
    count: int
    assessment: Assessment | None


@dataclass(frozen=True)
class ProjectsResult:
    """``narrowed_to`` names the district the answer was narrowed to by the asker's rights."""

    query: KpiQuery
    projects: tuple[Project, ...]
    today: date
    narrowed_to: str | None = None
    indicator: Indicator | None = None
    assessment: Assessment | None = None
    departments: tuple[DepartmentCount, ...] = ()


@dataclass(frozen=True)
class ProjectResult:
    query: KpiQuery
    project: Project
    today: date


@dataclass(frozen=True)
class BriefResult:
    """``risks`` only for the whole city at its newest month."""

    query: KpiQuery
    totals: tuple[Reading, ...]
    industries: tuple[Reading, ...]
    counts: tuple[Reading, ...]
    risks: RiskResult | None


Result = (
    ValueResult
    | ListResult
    | CompareResult
    | ShareResult
    | OverviewResult
    | MissingResult
    | ProvenanceResult
    | DefinitionResult
    | RiskResult
    | BriefResult
    | ProjectsResult
    | ProjectResult
)
