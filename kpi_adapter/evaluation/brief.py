"""The monthly brief: headline indicators, industries, counts to reach, goals behind pace."""

from __future__ import annotations

from kpi_adapter.catalogue.model import Kind, TargetSpan
from kpi_adapter.evaluation.calculator import Calculator
from kpi_adapter.evaluation.figure_tasks import missing, settled
from kpi_adapter.evaluation.project_tasks import Ledger, at_risk
from kpi_adapter.evaluation.results import BriefResult, MissingResult
from kpi_adapter.period import Month, Period
from kpi_adapter.query import KpiQuery


def brief(
    calculator: Calculator, ledger: Ledger | None, query: KpiQuery
) -> BriefResult | MissingResult:
    """Everything cumulative to the month asked for, or to the newest one released."""
    catalogue = calculator.catalogue
    place = query.regions[:1]
    headline = catalogue.headlines
    first = headline[0]
    asked = query.period
    if asked is not None and not asked.open_end:
        query = query.but(period=Period.cumulative(asked.last))
    query = settled(calculator, query, first)
    period = query.period or Period.cumulative(Month.of(calculator.today))
    totals = [
        reading
        for indicator in headline
        for reading in calculator.readings(indicator, query.industries[:1], place, [period])
    ]
    if totals[0].value is None:
        return missing(calculator, query.but(indicator=first.code), totals[0])
    industries = calculator.readings(first, catalogue.leading_group.members, place, [period])
    is_city = place == (catalogue.city.code,)
    counts = [
        reading
        for indicator in catalogue.indicators
        if is_city and indicator.kind is Kind.SNAPSHOT and indicator.per is None
        if indicator.target is not None and indicator.target.span is TargetSpan.BY_END
        for reading in calculator.readings(indicator, [indicator.scope], place, [period])
        if reading.value is not None
    ]
    is_newest = settled(calculator, query.but(period=None), first).period == period
    return BriefResult(
        query,
        tuple(item for item in totals if item.value is not None),
        tuple(item for item in industries if item.value is not None),
        tuple(counts),
        at_risk(calculator, ledger, query) if is_city and is_newest else None,
    )
