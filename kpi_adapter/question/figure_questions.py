"""Questions about published figures: of all of them at once, or of one indicator. Pure.

Where something was left unsaid the catalogue's default is used, and printed with the answer.
"""

from __future__ import annotations

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.period import Grain, Month, Period
from kpi_adapter.query import Change, Dimension, KpiQuery, Measure, Task
from kpi_adapter.question import limits, period_pairs, scope, two_sources, views
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.nothing_named import SHORT_ENOUGH_TO_BE_A_NAME
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.unread import unread_words


def of_all(slots: Slots, catalogue: Catalogue) -> KpiQuery | None:
    """Questions about all figures at once: goals at risk, provenance, brief."""
    city = (catalogue.city.code,)
    if slots.has("AT_RISK") and slots.has("AT_RISK_OF") and not slots.has("PROJECT"):
        return KpiQuery(Task.AT_RISK, regions=city)
    overall = slots.has("GOALS_OVERALL") and not slots.codes(Subject.INDICATOR)
    if overall and not slots.has("PROJECT"):
        return KpiQuery(Task.AT_RISK, regions=city)
    if slots.has("BRIEF"):
        return KpiQuery(
            Task.BRIEF,
            industries=scope.industries(slots, catalogue, None),
            regions=scope.regions(slots, catalogue),
            period=slots.period,
        )
    if slots.has("PROVENANCE") and "数据" in slots.text and not slots.codes(Subject.INDICATOR):
        headline = scope.default_indicator(catalogue)
        return KpiQuery(
            Task.PROVENANCE,
            headline.code,
            industries=scope.industries(slots, catalogue, headline),
            regions=scope.regions(slots, catalogue),
            period=slots.period,
        )
    return None


def of_indicator(slots: Slots, catalogue: Catalogue) -> KpiQuery | None:
    indicator = scope.indicator(slots, catalogue) or two_sources.planned_count(slots, catalogue)
    if indicator is None:
        return _without_indicator(slots, catalogue)
    if slots.has("DEFINITION"):
        return query_of(slots, indicator, catalogue).but(task=Task.DEFINITION)
    if indicator.kind is Kind.DUTY:
        # How often it is to be done is the plan's; how often it was, the register of work's.
        is_count = slots.has("ASKS") and (bool(slots.periods) or slots.has("WORK_DONE"))
        is_rule = slots.has("WORK_OWED") and not slots.has("WORK_DONE")
        return query_of(slots, indicator, catalogue) if is_count and not is_rule else None
    asks = any(slots.has(name) for name in ("ASKS", "PROVENANCE", "COMPARE", "PICTURE"))
    asks = asks or bool(slots.periods or slots.by or slots.order or slots.condition)
    asks = asks or bool(slots.changes or slots.excluded or slots.odd_period or slots.claim)
    # 靖江船舶产值: short and nothing but names is a question as well.
    names = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
    is_named = bool(names) or indicator.kind in (Kind.FLOW, Kind.RATE, Kind.RATIO)
    asks = asks or (is_named and len(slots.text) <= SHORT_ENOUGH_TO_BE_A_NAME)
    return query_of(slots, indicator, catalogue) if asks else None


def _without_indicator(slots: Slots, catalogue: Catalogue) -> KpiQuery | None:
    """No indicator was named: the headline one, if the question is plainly of figures."""
    places = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
    is_short = len(slots.text) <= SHORT_ENOUGH_TO_BE_A_NAME and not unread_words(slots)
    is_one = len(slots.periods) == 1 or (is_short and not slots.periods)
    is_how = slots.has("HOW_IS_IT") or (slots.has("SHOW_ME") and is_short)
    if places and is_how and is_one and slots.milestone is None:
        return KpiQuery(
            Task.OVERVIEW,
            industries=scope.industries(slots, catalogue, None),
            regions=scope.regions(slots, catalogue),
            period=slots.period,
        )
    if slots.by is Dimension.DEPARTMENT or limits.names_another_measure(slots):
        return None
    headline = scope.default_indicator(catalogue)
    if _falls(slots):
        return _of_every_headline(query_of(slots, headline, catalogue), catalogue)
    return query_of(slots, headline, catalogue) if _is_of_figures(slots, catalogue) else None


def _falls(slots: Slots) -> bool:
    """哪些产业下降: a condition on a rate."""
    return slots.condition is not None and slots.condition.measure is Measure.GROWTH


def _is_of_figures(slots: Slots, catalogue: Catalogue) -> bool:
    """Whether a question without an indicator compares, lists, tells a change or a size."""
    several = len(slots.periods) > 1 or views.names_two(slots, catalogue)
    if several and (slots.compares or slots.order is not None):
        return True
    is_group = slots.codes(Subject.INDUSTRY) == (catalogue.leading_group.code,)
    is_list = slots.has("EACH") or slots.order or slots.condition
    if is_list and (slots.by is not None or (is_group and slots.has("ASKS"))):
        return True
    if slots.changes and slots.codes(Subject.INDUSTRY):
        return True
    if not (slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)):
        return False
    # 化工超过千亿了没: one amount held against a size.
    is_sized = scope.size_held_against(slots, scope.default_indicator(catalogue)) is not None
    # 化工为什么下滑: refused as a why, beside the figure that was published.
    is_why = slots.has("GROWTH") and slots.has("REASON")
    return slots.has("SIZE") or is_sized or is_why


def query_of(slots: Slots, indicator: Indicator, catalogue: Catalogue) -> KpiQuery:
    base = KpiQuery(
        Task.VALUE,
        indicator.code,
        tuple(scope.further_indicators(slots, catalogue, indicator)),
        scope.industries(slots, catalogue, indicator),
        scope.regions(slots, catalogue),
        period=_period(slots, indicator),
        changes=slots.changes,
        goal=scope.goal(slots, indicator),
    )
    if (said := scope.stated(slots, indicator)) is not None:
        base = base.but(stated=said, goal=None)
    one_month = base.period is not None and base.period.grain is Grain.MONTH
    if slots.is_monthly_mean and indicator.kind is Kind.FLOW and not one_month:
        return base.but(changes=(), is_monthly_mean=True)
    is_stock = indicator.kind is Kind.SNAPSHOT
    times = period_pairs.claimed_times(slots, is_stock=is_stock)
    if times is not None and len(base.regions) == 1 and len(base.industries) == 1:
        pair = base.but(task=Task.COMPARE, period=times[0], against=times[1])
        return views.claimed(pair, slots, indicator)
    stock = period_pairs.stock_against(slots) if is_stock else None
    if stock is not None:
        now, then = stock
        if then is not None:
            return base.but(task=Task.COMPARE, period=now, against=then, changes=())
        if slots.by is None and slots.order is None:
            return base.but(period=now)
    same_months = period_pairs.same_months_last_year(slots, is_stock=is_stock)
    if same_months is not None and slots.by is None:
        pair = base.but(task=Task.COMPARE, period=same_months[0], against=same_months[1])
        return pair.but(changes=())
    rates = period_pairs.rates_of_two_periods(slots)
    if rates is not None and slots.by is None:
        changes = (Change.YEAR_ON_YEAR,)
        return base.but(task=Task.COMPARE, period=rates[0], against=rates[1], changes=changes)
    for rule in views.RULES:
        found = rule(base, slots, indicator, catalogue)
        if found is not None:
            return _held_to_a_rate(found, slots, indicator)
    return _held_to_a_rate(base, slots, indicator)


def _held_to_a_rate(query: KpiQuery, slots: Slots, indicator: Indicator) -> KpiQuery:
    """增速达没达到8%, 完成率超过80%了吗: the one rate asked for is held against what was said;
    of a growth no plan is told."""
    condition, is_one = slots.condition, query.task in (Task.VALUE, Task.TARGET)
    if condition is None or query.stated is not None or not is_one:
        return query
    if not (_has(condition.measure, indicator) and scope.is_held_against_a_number(slots)):
        return query
    task = Task.TARGET if condition.measure is Measure.COMPLETION else Task.VALUE
    return query.but(task=task, condition=condition, goal=None)


def _has(measure: Measure, indicator: Indicator) -> bool:
    """Whether one figure of the indicator is shown with such a rate."""
    if measure is Measure.GROWTH:
        return indicator.kind in (Kind.FLOW, Kind.RATE) and indicator.unit != "个"
    if measure is Measure.AMOUNT:
        return indicator.unit == "%"
    return indicator.kind in (Kind.FLOW, Kind.SNAPSHOT)


def _of_every_headline(query: KpiQuery, catalogue: Catalogue) -> KpiQuery:
    """A condition without an indicator looks through all headline ones, unless it is held
    against the whole, whose rate is that of one indicator."""
    if query.condition is not None and query.condition.reference is not None:
        return query
    headline = [item.code for item in catalogue.headlines]
    return query.but(also=tuple(code for code in headline if code != query.indicator))


def _period(slots: Slots, indicator: Indicator) -> Period | None:
    """环比 of nothing said, or of a running year, is that of the newest month."""
    period = slots.period
    runs = period is None or period.grain is Grain.CUMULATIVE
    if Change.ON_PREVIOUS not in slots.changes or not (runs and indicator.has_months):
        return period
    if period is not None and not period.open_end:
        return Period.month(period.last)
    month = Month.of(slots.today)
    return Period(Grain.MONTH, month, month, open_end=True)
