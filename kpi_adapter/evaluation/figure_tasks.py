"""The tasks on published figures: value, list, trend, comparison, share, overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kpi_adapter.catalogue.model import Indicator, Kind
from kpi_adapter.evaluation.calculator import PUBLISHED_KINDS, Calculator
from kpi_adapter.evaluation.measures import Basis, Missing
from kpi_adapter.evaluation.results import (
    CompareResult,
    ListResult,
    MissingResult,
    OverviewResult,
    ProvenanceResult,
    Reading,
    Result,
    ShareResult,
    ValueResult,
)
from kpi_adapter.evaluation.targets import assess, assess_goal, assess_plan
from kpi_adapter.period import MONTHS_PER_QUARTER, Grain, Month, Period
from kpi_adapter.query import Change, Dimension, KpiQuery, Measure, Order, Task

SHORT_SPAN_MONTHS = 18


def settled(calculator: Calculator, query: KpiQuery, indicator: Indicator) -> KpiQuery:
    """The query with its open period closed, so that it means the same when asked again."""
    period = query.period or Period.year_so_far(calculator.today.year)
    period = calculator.settle(indicator, query.industries, query.regions, period)
    return query.but(period=period)


def _period(query: KpiQuery) -> Period:
    if query.period is None:
        raise ValueError("settle the query first")
    return query.period


def value(calculator: Calculator, query: KpiQuery, companion: str | None) -> Result:
    """One figure. ``companion`` is the scope to show beside it when no industry was said."""
    indicator = calculator.catalogue.indicator(query.indicator or "")
    query = settled(calculator, query, indicator)
    period, changes = _period(query), query.changes or (Change.YEAR_ON_YEAR,)
    scopes = [*query.industries, *([companion] if companion else [])]
    found = calculator.readings(indicator, scopes, query.regions, [period], changes)
    reading = found[0]
    if reading.missing is not None:
        return missing(calculator, query, reading)
    beside = found[len(query.regions)] if companion else None
    cumulative = None
    if indicator.kind is Kind.FLOW and not period.starts_in_january:
        until = Period.cumulative(period.last)
        cumulative = calculator.readings(
            indicator, query.industries[:1], query.regions[:1], [until]
        )[0]
    result = ValueResult(query, reading, beside, cumulative)
    return _with_goal(calculator, result)


def _with_goal(calculator: Calculator, result: ValueResult) -> ValueResult:
    query, reading = result.query, result.reading
    indicator, number = reading.indicator, reading.value
    if number is None:
        return result
    until = reading.data_until or calculator.today
    target = indicator.target
    is_whole_city = query.regions == (calculator.catalogue.city.code,)
    # A goal for all leading industries together is none for one of them.
    is_its_goal = indicator.kind is Kind.CLUSTER or reading.industry == indicator.scope
    is_its_goal = is_its_goal or indicator.per is Dimension.INDUSTRY
    if target is not None and is_whole_city and is_its_goal:
        goal = target if query.goal is None else target.model_copy(update={"value": query.goal})
        return replace(result, target=target, assessment=assess(number, goal, until))
    if query.goal is not None:
        return replace(result, assessment=assess_goal(number, query.goal))
    period = _period(query)
    if indicator.kind is Kind.FLOW and period.starts_in_january:
        plans = calculator.plans(indicator, reading.industry, query.regions, period.last.year)
        places = calculator.catalogue.places_of(reading.place)
        if set(places) <= set(plans):
            plan = sum(plans[place] for place in places)
            return replace(result, assessment=assess_plan(number, plan, until), is_plan=True)
    return result


def missing(calculator: Calculator, query: KpiQuery, reading: Reading) -> MissingResult:
    """No figure for the period: look for the nearest one that was released."""
    indicator = reading.indicator
    if indicator.kind not in PUBLISHED_KINDS:
        return MissingResult(query, reading, None)
    last = reading.period.last
    if reading.missing is Missing.PUBLISHED_WITH_FEBRUARY:
        tries = [Period.cumulative(Month(last.year, max(2, last.number)))]
    elif reading.missing is Missing.ONLY_CUMULATIVE:
        tries = [Period.cumulative(last)]
    else:
        open_year = Period.year_so_far(min(last.year, calculator.today.year))
        tries = [calculator.settle(indicator, query.industries, query.regions, open_year)]
        if reading.period.grain in (Grain.DAY, Grain.MONTH) and indicator.has_months:
            tries.insert(0, Period.month(tries[0].last))
    found = calculator.readings(indicator, query.industries[:1], query.regions[:1], tries)
    nearest = next((item for item in found if item.value is not None), None)
    return MissingResult(query, reading, nearest)


def listing(calculator: Calculator, query: KpiQuery) -> Result:
    """Breakdown or ranking over industries or places."""
    indicator = calculator.catalogue.indicator(query.indicator or "")
    query = settled(calculator, query, indicator)
    changes = query.changes or (Change.YEAR_ON_YEAR,)
    catalogue = calculator.catalogue
    found = [
        reading
        for each in (indicator, *(catalogue.indicator(code) for code in query.also))
        for reading in calculator.readings(
            each, query.industries, query.regions, [_period(query)], changes
        )
    ]
    known = [reading for reading in found if reading.value is not None]
    if not known:
        return missing(calculator, query, found[0])
    known = _with_plans(calculator, known)
    whole = _reference(calculator, query, indicator)
    if whole is not None:
        limit = measured(whole, query.condition.measure) if query.condition is not None else None
        if limit is None:
            # What the rows are held against is not known: of none it is told.
            lost = replace(whole, value=None, missing=whole.missing or Missing.NO_RECORD)
            return missing(calculator, query, lost)
        query = _with_limit(calculator, query, indicator, limit)
    kept = [reading for reading in known if _admitted(query, reading)]
    if query.task is Task.RANKING or query.condition is not None:
        kept = ordered(kept, query.order or Order())
    if query.is_sum and len(known) < len(found):
        # A sum with a part missing is no sum.
        return missing(calculator, query, next(item for item in found if item.value is None))
    is_summed = indicator.kind is Kind.FLOW and query.condition is None and not query.also
    is_summed = is_summed and not query.is_sum
    total = _total(calculator, query, indicator) if is_summed else None
    added = None if total is not None else _added(calculator, query, kept)
    return ListResult(query, tuple(kept), total, len(known), indicator.target, added)


def _reference(calculator: Calculator, query: KpiQuery, indicator: Indicator) -> Reading | None:
    """高于全市平均, 比靖江高: what the rows are held against, with the changes they show."""
    condition = query.condition
    if condition is None or condition.reference is None:
        return None
    is_place = query.by is Dimension.REGION
    industries = query.industries[:1] if is_place else (condition.reference,)
    places = (condition.reference,) if is_place else query.regions[:1]
    changes = query.changes or (Change.YEAR_ON_YEAR,)
    return calculator.readings(indicator, industries, places, [_period(query)], changes)[0]


def _with_limit(
    calculator: Calculator, query: KpiQuery, indicator: Indicator, limit: float
) -> KpiQuery:
    """The limit is the number of what the rows are held against; of the whole, its mean, however
    few of its parts are listed."""
    condition, catalogue = query.condition, calculator.catalogue
    if condition is None or condition.reference is None:
        return query
    is_amount = condition.measure is Measure.AMOUNT and indicator.kind is Kind.FLOW
    if is_amount and catalogue.is_whole(condition.reference):
        is_place = query.by is Dimension.REGION
        parts = catalogue.districts if is_place else catalogue.leading_group.members
        limit = round(limit / len(parts), 4)
    return query.but(condition=replace(condition, limit=limit))


def _with_plans(calculator: Calculator, readings: list[Reading]) -> list[Reading]:
    """Each place beside its plan of the year, for indicators planned by place."""
    first = readings[0]
    is_planned = first.indicator.kind is Kind.FLOW and first.indicator.place_scope is None
    if not is_planned or not first.period.starts_in_january:
        return readings
    places = [reading.place for reading in readings]
    plans = calculator.plans(first.indicator, first.industry, places, first.period.last.year)
    return [replace(reading, plan=plans.get(reading.place)) for reading in readings]


def _added(calculator: Calculator, query: KpiQuery, readings: list[Reading]) -> float | None:
    """The sum of rows that do not overlap: several districts, or several industries."""
    catalogue = calculator.catalogue
    if query.condition is not None or query.order is not None or len(readings) < 2:
        return None
    if any(reading.indicator.kind is not Kind.FLOW for reading in readings):
        return None
    if len({reading.indicator.code for reading in readings}) > 1:
        return None
    districts = {region.code for region in catalogue.districts}
    members = set(catalogue.leading_group.members)
    is_places = query.by is Dimension.REGION and set(query.regions) <= districts
    is_industries = query.by is Dimension.INDUSTRY and set(query.industries) <= members
    if not (is_places or is_industries):
        return None
    return round(sum(reading.value or 0.0 for reading in readings), 4)


def measured(reading: Reading, measure: Measure) -> float | None:
    """The number a ranking or condition looks at; a rate is its own growth."""
    if measure is Measure.COMPLETION:
        return reading.completion
    if measure is Measure.AMOUNT or reading.indicator.kind is Kind.RATE:
        return reading.value
    return next((g.value for g in reading.growths if g.basis is not Basis.COUNT), None)


def _admitted(query: KpiQuery, reading: Reading) -> bool:
    condition = query.condition
    if condition is None:
        return True
    number = measured(reading, condition.measure)
    return number is not None and condition.admits(number)


def ordered(readings: Sequence[Reading], order: Order) -> list[Reading]:
    """Highest first; what has no number is left out."""
    scored = [(measured(reading, order.by), reading) for reading in readings]
    ranked = [(score, reading) for score, reading in scored if score is not None]
    return [reading for _, reading in sorted(ranked, key=lambda pair: -pair[0])]


def _total(calculator: Calculator, query: KpiQuery, indicator: Indicator) -> Reading | None:
    """The published sum over the listed dimension, when the list is complete."""
    catalogue = calculator.catalogue
    group = catalogue.leading_group
    period = [_period(query)]
    if query.by is Dimension.INDUSTRY and set(query.industries) == set(group.members):
        return calculator.readings(indicator, [group.code], query.regions[:1], period)[0]
    if query.by is Dimension.REGION:
        every = {region.code for region in catalogue.districts}
        if set(query.regions) == every:
            whole = [catalogue.city.code]
            return calculator.readings(indicator, query.industries[:1], whole, period)[0]
    return None


def trend(calculator: Calculator, query: KpiQuery) -> Result:
    """One figure through time: by month up to a year and a half, by quarter or year beyond."""
    indicator = calculator.catalogue.indicator(query.indicator or "")
    query = settled(calculator, query, indicator)
    period = _period(query)
    steps = _steps(indicator, period, query.step)
    changes = query.changes or (Change.YEAR_ON_YEAR,)
    found = calculator.readings(indicator, query.industries[:1], query.regions[:1], steps, changes)
    known = tuple(reading for reading in found if reading.value is not None)
    if not known:
        return missing(calculator, query, found[-1])
    return ListResult(query, known, considered=len(found))


def _steps(indicator: Indicator, period: Period, step: Grain | None) -> list[Period]:
    years = range(period.first.year, period.last.year + 1)
    if period.grain is Grain.YEARS:
        return [Period.cumulative(min(period.last, Month(year, 12))) for year in years]
    months = period.months()
    if indicator.kind is Kind.FLOW and step is Grain.QUARTER:
        return [
            Period.quarter(m.year, m.quarter) for m in months if m.number % MONTHS_PER_QUARTER == 0
        ]
    if indicator.kind is not Kind.FLOW or not indicator.has_months:
        is_quarterly = indicator.frequency == "quarter" or step is Grain.QUARTER
        every = MONTHS_PER_QUARTER if is_quarterly else 1
        return [Period.cumulative(m) for m in months if m.number % every == 0 and m.number > 1]
    if len(months) > SHORT_SPAN_MONTHS:
        ends = [m for m in months if m.number % MONTHS_PER_QUARTER == 0]
        return [Period.quarter(m.year, m.quarter) for m in ends]
    # January is published with February: the two show as one step.
    return [
        Period.cumulative(m) if m.number == 2 else Period.month(m) for m in months if m.number != 1
    ]


def compare(calculator: Calculator, query: KpiQuery) -> Result:
    """Two or more places, industries or periods side by side."""
    indicator = calculator.catalogue.indicator(query.indicator or "")
    query = settled(calculator, query, indicator)
    periods = [_period(query)]
    if query.against is not None:
        against = calculator.settle(indicator, query.industries, query.regions, query.against)
        is_stock = indicator.kind is Kind.SNAPSHOT
        pair = (periods[0], against) if is_stock else _alike_periods(periods[0], against)
        periods = list(pair)
    changes = query.changes or (Change.YEAR_ON_YEAR,)
    found = calculator.readings(indicator, query.industries, query.regions, periods, changes)
    absent = next((reading for reading in found if reading.missing is not None), None)
    if absent is not None:
        return missing(calculator, query, absent)
    if len(found) < 2:
        return ValueResult(query, found[0])
    uncounted = _uncounted(found, calculator.today) if query.against is not None else None
    if uncounted is not None:
        lost = replace(uncounted, value=None, missing=Missing.NO_RECORD)
        return missing(calculator, query, lost)
    return CompareResult(query, tuple(found))


def _uncounted(found: Sequence[Reading], today: date) -> Reading | None:
    """A stock of a month in which it was not counted, unless the month is not over."""
    for reading in found:
        is_stock = reading.indicator.kind is Kind.SNAPSHOT
        day, last = reading.data_until, reading.period.last
        if is_stock and day is not None and Month.of(day) != last < Month.of(today):
            return reading
    both = {(item.place, item.industry, item.data_until) for item in found}
    # Both periods show the one count: there is none of the later one.
    is_one = found[0].indicator.kind is Kind.SNAPSHOT and len(both) == 1
    return max(found, key=lambda item: item.period.last) if is_one else None


def _alike_periods(period: Period, against: Period) -> tuple[Period, Period]:
    """今年比去年: a running year is held against the same months of the whole one."""
    years = against.last.year - period.last.year
    if period.grain is Grain.CUMULATIVE and against.grain is Grain.YEAR:
        return period, period.shifted_years(years)
    if period.grain is Grain.YEAR and against.grain is Grain.CUMULATIVE:
        return against.shifted_years(-years), against
    return period, against


def share(calculator: Calculator, query: KpiQuery) -> Result:
    """The part's scope stands first in the query's industries and regions, the whole's second."""
    indicator = calculator.catalogue.indicator(query.indicator or "")
    query = settled(calculator, query, indicator)
    period = [_period(query)]
    part = calculator.readings(indicator, query.industries[:1], query.regions[:1], period)[0]
    total = calculator.readings(indicator, query.industries[-1:], query.regions[-1:], period)[0]
    if part.value is None:
        return missing(calculator, query, part)
    if not total.value:
        return missing(calculator, query, total)
    return ShareResult(query, part, total, part.value / total.value * 100)


def overview(calculator: Calculator, query: KpiQuery) -> Result:
    """Several indicators of one scope, each at its newest month; unnamed: the headline ones."""
    catalogue = calculator.catalogue
    named = [catalogue.indicator(code) for code in (query.indicator, *query.also) if code]
    wanted = named or catalogue.headlines
    changes = query.changes or (Change.YEAR_ON_YEAR,)
    readings: list[Reading] = []
    settled_query = query
    for indicator in wanted:
        settled_query = settled(calculator, query, indicator)
        readings += calculator.readings(
            indicator, query.industries[:1], query.regions[:1], [_period(settled_query)], changes
        )
    known = tuple(reading for reading in readings if reading.value is not None)
    if not known:
        return missing(calculator, settled_query, readings[0])
    lacking = tuple(item.indicator for item in readings if item.value is None) if named else ()
    return OverviewResult(settled_query, known, lacking)


def provenance(calculator: Calculator, query: KpiQuery) -> Result:
    """When and by whom the figure was reported."""
    indicator = calculator.catalogue.indicator(query.indicator or "")
    query = settled(calculator, query, indicator)
    found = calculator.readings(indicator, query.industries, query.regions, [_period(query)])
    known = tuple(reading for reading in found if reading.value is not None)
    return ProvenanceResult(query, known) if known else missing(calculator, query, found[0])
