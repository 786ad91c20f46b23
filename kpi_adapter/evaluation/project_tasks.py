"""The tasks on the project ledger, and the check of yearly goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpi_adapter.access import Sensitivity
from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind, TargetSpan
from kpi_adapter.evaluation.calculator import Calculator
from kpi_adapter.evaluation.facts import Trace, last_day
from kpi_adapter.evaluation.projects import Project, Window, choose
from kpi_adapter.evaluation.results import (
    DepartmentCount,
    ProjectResult,
    ProjectsResult,
    Reading,
    Risk,
    RiskResult,
)
from kpi_adapter.evaluation.targets import assess, assess_plan, elapsed_of_year
from kpi_adapter.period import Month, Period
from kpi_adapter.query import Dimension, KpiQuery, Milestone, Order, ProjectFilter
from kpi_adapter.sources.selection import Dataset, Selection, Source


@dataclass(frozen=True)
class Ledger:
    """The ledger as one viewer may see it: ``regions`` are granted codes and go into every
    statement."""

    catalogue: Catalogue
    source: Source
    trace: Trace
    today: date
    regions: tuple[str, ...]

    def projects(
        self, industries: Sequence[str] = (), regions: Sequence[str] = ()
    ) -> list[Project]:
        """Projects of the industries (none: all) and regions (none: all that are granted)."""
        allowed = self._places(self.regions)
        wanted = self._places(regions) if regions else allowed
        names = [self.catalogue.region(code).name for code in wanted if code in allowed]
        among = {"region": names}
        members = self._members(industries)
        if members:
            among["industry"] = [self.catalogue.industry(code).name for code in members]
        rows = self.trace.fetch(self.source, Selection.of(Dataset.PROJECTS, among))
        return [Project.of(row) for row in rows]

    def _places(self, codes: Sequence[str]) -> list[str]:
        if self.catalogue.city.code in codes:
            return [region.code for region in self.catalogue.districts]
        return [place for code in codes for place in self.catalogue.places_of(code)]

    def _members(self, industries: Sequence[str]) -> list[str]:
        found: list[str] = []
        for code in industries:
            industry = self.catalogue.industry(code)
            if code == self.catalogue.leading_group.code or industry.lead is None:
                return []
            found.append(code)
        return found


def window_of(period: Period, today: date) -> Window:
    first = date(period.first.year, period.first.number, 1)
    return Window(first, min(today, last_day(period.last)))


def filter_of(indicator: Indicator) -> ProjectFilter:
    """The ledger filter that an indicator counts by."""
    if indicator.ledger is None:
        return ProjectFilter()
    return ProjectFilter(
        bound=indicator.ledger.bound,
        investment=indicator.ledger.investment,
        milestone=indicator.ledger.milestone,
    )


def select(
    ledger: Ledger, query: KpiQuery, indicator: Indicator | None, narrowed_to: str | None
) -> ProjectsResult:
    """Projects that satisfy the query, and the target when the query counts for one."""
    wanted = query.projects or ProjectFilter()
    is_planned = wanted.milestone in (Milestone.DUE, Milestone.PLANNED_START)
    year = ledger.today.year
    period = query.period or (Period.year(year) if is_planned else Period.year_so_far(year))
    query = query.but(period=period)
    window = window_of(period.closed_at(Month.of(ledger.today)), ledger.today)
    if is_planned:
        window = Window(window.first, last_day(period.last))
    if wanted.days:
        window = Window(*(date.fromisoformat(day) for day in wanted.days))
    every = ledger.projects(query.industries, query.regions)
    chosen = choose(every, wanted, window, ledger.today)
    chosen.sort(key=lambda project: -project.investment)
    if query.order is not None and query.by is None:
        chosen = _named(chosen, query.order)
    result = ProjectsResult(query, tuple(chosen), ledger.today, narrowed_to, indicator)
    if indicator is None or indicator.target is None or indicator.ledger is None:
        return result
    is_narrowed = narrowed_to is not None or query.order is not None
    if filter_of(indicator) != _counted_part(wanted) or is_narrowed:
        return result
    if query.regions not in ((), (ledger.catalogue.city.code,)):
        return result
    if indicator.per is not None:
        return replace(result, departments=_counted_per(ledger, chosen, indicator, wanted))
    # How the count at the end of the period asked for stands to the whole year's goal.
    assessment = assess(len(chosen), indicator.target, window.last)
    return replace(result, assessment=assessment)


def _named(projects: list[Project], order: Order) -> list[Project]:
    """Those the order names, of projects with the largest investment first."""
    if order.nth:
        position = order.nth - 1 if order.nth > 0 else order.nth
        return [projects[position]] if -len(projects) <= position < len(projects) else []
    if order.top:
        return projects[: order.top]
    return projects[-order.bottom :] if order.bottom else projects


def _counted_part(wanted: ProjectFilter) -> ProjectFilter:
    return ProjectFilter(
        statuses=wanted.statuses,
        bound=wanted.bound,
        investment=wanted.investment,
        milestone=wanted.milestone,
        upper=wanted.upper,
    )


def _counted_per(
    ledger: Ledger, chosen: Sequence[Project], indicator: Indicator, wanted: ProjectFilter
) -> tuple[DepartmentCount, ...]:
    """The count of each leading department, or of each industry, held against the target."""
    catalogue = ledger.catalogue
    if indicator.per is Dimension.INDUSTRY:
        names = [catalogue.industry(code).name for code in catalogue.leading_group.members]
        counts = {name: sum(p.industry == name for p in chosen) for name in names}
    else:
        leads = [d.name for d in catalogue.departments if d.industries]
        names = [name for name in leads if not wanted.departments or name in wanted.departments]
        counts = {name: sum(p.lead_department == name for p in chosen) for name in names}
    return tuple(
        DepartmentCount(
            name,
            count,
            assess(count, indicator.target, ledger.today) if indicator.target else None,
        )
        for name, count in counts.items()
    )


def one_project(ledger: Ledger, query: KpiQuery) -> ProjectResult | None:
    """The project named in the query, if the viewer may see it."""
    name = query.projects.name if query.projects else None
    found = next((item for item in ledger.projects() if item.name == name), None)
    return ProjectResult(query, found, ledger.today) if found else None


def at_risk(calculator: Calculator, ledger: Ledger | None, query: KpiQuery) -> RiskResult:
    """Every yearly goal held against pace. Without a ledger grant, published ones only."""
    today = calculator.today
    risks = yearly_risks(calculator, ledger)
    return RiskResult(query, tuple(risks), elapsed_of_year(today) * 100, today)


def yearly_risks(calculator: Calculator, ledger: Ledger | None) -> list[Risk]:
    """Every goal of this year that has a figure, held against pace."""
    risks: list[Risk] = []
    for indicator in calculator.catalogue.indicators:
        if indicator.kind is Kind.FLOW:
            risks += _plan_risks(calculator, indicator)
        elif indicator.target and indicator.target.span is TargetSpan.EACH_YEAR:
            if indicator.kind is Kind.PROJECTS and ledger is not None:
                risks += _ledger_risks(calculator, ledger, indicator)
            elif indicator.access is Sensitivity.PUBLIC:
                risks += _target_risks(calculator, indicator)
    return risks


def _plan_risks(calculator: Calculator, indicator: Indicator) -> list[Risk]:
    city, today = calculator.catalogue.city.code, calculator.today
    plans = calculator.plans(indicator, indicator.scope, [city], today.year)
    if city not in plans:
        return []
    period = calculator.settle(indicator, [indicator.scope], [city], Period.year_so_far(today.year))
    reading = calculator.readings(indicator, [indicator.scope], [city], [period])[0]
    if reading.value is None or period.last.year != today.year:
        return []
    plan = plans[city]
    now = assess_plan(reading.value, plan, today)
    return [Risk(reading, now, assess_plan(reading.value, plan, _until(reading, today)), "")]


def _target_risks(calculator: Calculator, indicator: Indicator) -> list[Risk]:
    city, today, target = calculator.catalogue.city.code, calculator.today, indicator.target
    period = calculator.settle(indicator, [indicator.scope], [city], Period.year_so_far(today.year))
    reading = calculator.readings(indicator, [indicator.scope], [city], [period])[0]
    if reading.value is None or target is None:
        return []
    now, then = (assess(reading.value, target, on) for on in (today, _until(reading, today)))
    return [Risk(reading, now, then, "")]


def _until(reading: Reading, today: date) -> date:
    return reading.data_until or today


def _ledger_risks(calculator: Calculator, ledger: Ledger, indicator: Indicator) -> list[Risk]:
    target = indicator.target
    if target is None:
        return []
    period = Period.year_so_far(ledger.today.year).closed_at(Month.of(ledger.today))
    wanted = filter_of(indicator)
    window = window_of(period, ledger.today)
    chosen = choose(ledger.projects(), wanted, window, ledger.today)
    counts = [("", len(chosen))]
    if indicator.per is not None:
        departments = _counted_per(ledger, chosen, indicator, wanted)
        counts = [(department.name, department.count) for department in departments]
    updated = max((p.updated_on for p in chosen if p.updated_on), default=None)
    base = Reading(
        indicator,
        indicator.scope,
        calculator.catalogue.city.code,
        period,
        None,
        released_on=updated,
        data_until=ledger.today,
        source=indicator.owner,
    )
    return [
        Risk(
            replace(base, value=count),
            assess(count, target, ledger.today),
            assess(count, target, ledger.today),
            label,
        )
        for label, count in counts
    ]
