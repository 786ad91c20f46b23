"""Which view of an indicator a question wants: its source, a share, a list, a trend, a
comparison, a target. The rules are tried in the order of `RULES`; the first that applies
shapes the query, and with none it stays one value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.period import Grain, Period
from kpi_adapter.query import Change, Condition, Dimension, KpiQuery, Measure, Order, Task
from kpi_adapter.question import parts_of_whole, scope, signals
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.shares import shares
from kpi_adapter.question.sizes import AVERAGE
from kpi_adapter.question.slots import Slots

# 历年 goes back as far; years without a figure are left out.
YEARS_BACK = 4
_SAYS_A_RATE = re.compile(r"个?(?:百分)?点|增速|增幅")
Rule = Callable[[KpiQuery, Slots, Indicator, Catalogue], KpiQuery | None]


def _provenance(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    del indicator, catalogue
    return base.but(task=Task.PROVENANCE) if slots.has("PROVENANCE") else None


def _together(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """产值和销售分别多少: several indicators of one scope; of two it may be claimed that the
    first is more than the other."""
    one_scope = len(base.regions) == 1 and len(base.industries) == 1 and slots.by is None
    if not base.also or not one_scope:
        return None
    together, claim = base.but(task=Task.OVERVIEW), slots.claim
    if claim is None or not claim.is_of_measures:
        return together
    is_rate = signals.GROWTH.search(slots.text) is not None
    if not is_rate and indicator.unit != catalogue.indicator(claim.reference).unit:
        return together
    measure = Measure.GROWTH if is_rate else Measure.AMOUNT
    if claim.bound is None:
        return together.but(gap=measure)
    return together.but(condition=Condition(measure, claim.bound, 0.0))


def _lists(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """Breakdown or ranking over places or industries."""
    by = slots.by
    each = slots.has("EACH") and not slots.has("MEASURES_TOGETHER")
    each = each and not slots.has("SUM")
    if by is None and slots.has("TREND"):
        return None
    ranked = ranked_one(base, slots, catalogue) if by is None or "第几" in slots.text else None
    if ranked is not None:
        return ranked
    condition = _condition(slots, indicator)
    is_held = scope.size_held_against(slots, indicator) is not None
    if is_held or base.stated is not None or scope.is_held_against_a_number(slots):
        condition = None
    if by is None and not (each or slots.order or condition):
        return None
    is_race = by is None and slots.order is not None and not each
    if by is not None and _against_last_year(slots):
        base = base.but(changes=(Change.YEAR_ON_YEAR,))
    elif by is not None and _against_the_one_before(slots):
        base = base.but(changes=(Change.ON_PREVIOUS,))
    elif len(slots.periods) > 1 or (is_race and _names_just_two(slots, catalogue)):
        return None
    if by is None:
        by = _implied_dimension(base, indicator, catalogue)
    task = Task.RANKING if slots.order or condition else Task.BREAKDOWN
    order = slots.order
    if condition is not None and order is None:
        order = Order(condition.measure)
    listed = _listed(base, slots, indicator, catalogue, by)
    found = listed.but(task=task, by=by, order=order, condition=condition)
    return _with_reference(found, slots, by, catalogue)


def _listed(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue, by: Dimension
) -> KpiQuery:
    """The places or the industries that the list is of."""
    if by is Dimension.REGION:
        found = base.but(regions=_listed_regions(base, catalogue))
        if slots.codes(Subject.INDUSTRY):
            return found
        return found.but(industries=(indicator.place_scope or indicator.scope,))
    if by is Dimension.INDUSTRY:
        return base.but(industries=_listed_industries(base, catalogue))
    return base


def _with_reference(found: KpiQuery, slots: Slots, by: Dimension, catalogue: Catalogue) -> KpiQuery:
    """The list without what each is held against; where it is held against a number, over all."""
    condition = found.condition
    if condition is None:
        return found
    if condition.reference not in (None, AVERAGE):
        # 产值比靖江高的区: the others.
        return found.but(
            regions=tuple(code for code in found.regions if code != condition.reference),
            industries=tuple(code for code in found.industries if code != condition.reference),
        )
    if condition.reference == AVERAGE:
        whole = catalogue.city.code if by is Dimension.REGION else catalogue.leading_group.code
        return found.but(condition=replace(condition, reference=whole))
    is_everywhere = slots.by is None and not _is_scoped(slots)
    return _everywhere(found, catalogue) if is_everywhere else found


def _against_last_year(slots: Slots) -> bool:
    """各区多少,跟去年比: the second period is the first, a year before."""
    if len(slots.periods) != 2:
        return False
    first, second = (mention.period for mention in slots.periods)
    return second in (first.shifted_years(-1), Period.year(first.last.year - 1))


def _against_the_one_before(slots: Slots) -> bool:
    """各区9月产值比上月增长多少: the change of each on the period before."""
    if len(slots.periods) != 2 or slots.claim is not None:
        return False
    first, second = (mention.period for mention in slots.periods)
    return second == first.preceding()


def _condition(slots: Slots, indicator: Indicator) -> Condition | None:
    condition = slots.condition
    if indicator.unit in scope.COUNTS and slots.counted is not None:
        return Condition(Measure.AMOUNT, slots.counted.bound, slots.counted.number)
    if condition is None or condition.reference is not None:
        return condition
    if condition.measure is not Measure.AMOUNT:
        return condition
    # 离一千亿还有多远: the amount is a goal; 亿元以上 of a count of projects is their size.
    return None if slots.goal is not None or indicator.unit not in ("亿元", "%") else condition


def ranked_one(base: KpiQuery, slots: Slots, catalogue: Catalogue) -> KpiQuery | None:
    """泰兴在全市排第几, 生物医药排第几: the whole list, with one of it in focus."""
    # 兴化产值是不是全市最低: of one place by itself it always is.
    is_asked = slots.by is None or re.search(r"第几|排名|排行|位次", slots.text)
    if not is_asked or slots.order is None:
        return None
    order = Order(slots.order.by)
    places = [code for code in base.regions if code != catalogue.city.code]
    districts = tuple(region.code for region in catalogue.districts)
    if len(places) == 1 and places[0] in districts:
        ranked = base.but(task=Task.RANKING, by=Dimension.REGION, focus=places[0], order=order)
        return ranked.but(regions=districts)
    members = catalogue.leading_group.members
    named = [code for code in base.industries if code != catalogue.leading_group.code]
    if not places and len(named) == 1 and named[0] in members:
        focus = named[0]
        ranked = base.but(task=Task.RANKING, by=Dimension.INDUSTRY, focus=focus, order=order)
        return ranked.but(industries=members)
    return None


def _is_scoped(slots: Slots) -> bool:
    return bool(slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY))


def _everywhere(query: KpiQuery, catalogue: Catalogue) -> KpiQuery:
    """同比下降超过10%的有哪些, of nothing in particular: every industry in every place."""
    return query.but(
        industries=catalogue.leading_group.members,
        regions=tuple(region.code for region in catalogue.districts),
    )


def names_two(slots: Slots, catalogue: Catalogue) -> bool:
    """Two places beside each other; the city named with a part of it is only its frame."""
    places = [code for code in slots.codes(Subject.REGION) if code != catalogue.city.code]
    return len(places) > 1 or len(slots.codes(Subject.INDUSTRY)) > 1


def _names_just_two(slots: Slots, catalogue: Catalogue) -> bool:
    """Two are held against each other; of three and more, one is the first or the last."""
    places = [code for code in slots.codes(Subject.REGION) if code != catalogue.city.code]
    return len(places) == 2 or len(slots.codes(Subject.INDUSTRY)) == 2


def _implied_dimension(base: KpiQuery, indicator: Indicator, catalogue: Catalogue) -> Dimension:
    """分别 without saying of what: of the places or industries named, else of industries."""
    if len(base.regions) > 1 or catalogue.places_of(base.regions[0]) != base.regions[:1]:
        return Dimension.REGION
    if len(base.industries) > 1 or base.industries[0] == catalogue.leading_group.code:
        return Dimension.INDUSTRY
    return Dimension.REGION if indicator.per is None else Dimension.INDUSTRY


def _listed_regions(base: KpiQuery, catalogue: Catalogue) -> tuple[str, ...]:
    named = tuple(
        place
        for code in base.regions
        if code != catalogue.city.code
        for place in catalogue.places_of(code)
    )
    return named or tuple(region.code for region in catalogue.districts)


def _listed_industries(base: KpiQuery, catalogue: Catalogue) -> tuple[str, ...]:
    members = catalogue.leading_group.members
    named = tuple(code for code in base.industries if code in members)
    return named if len(named) > 1 else members


def _months(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """哪个月产值最高: the run of months, whose highest and lowest the answer names."""
    del catalogue
    if not slots.has("BY_MONTH") or indicator.kind is Kind.SNAPSHOT or slots.by is not None:
        return None
    is_month = base.period is not None and base.period.grain is Grain.MONTH
    return base.but(task=Task.TREND, period=None if is_month else base.period)


def _trends(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    del catalogue
    period = base.period
    if indicator.kind is Kind.SNAPSHOT:
        return None
    if slots.has("BY_YEAR") and period is None:
        year = slots.today.year
        return base.but(
            task=Task.TREND, period=Period.years(year - YEARS_BACK, year, open_end=True)
        )
    if slots.has("BY_QUARTER"):
        return base.but(task=Task.TREND, step=Grain.QUARTER)
    is_run = period is not None and (
        period.grain is Grain.YEARS or (period.grain is Grain.SPAN and _is_long(period))
    )
    return base.but(task=Task.TREND) if is_run or slots.has("TREND") else None


def _is_long(period: Period) -> bool:
    return period.first.year != period.last.year or period.open_end


def _compares(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    if indicator.kind is Kind.LEAD:
        return None
    if len(slots.periods) > 1 and not _is_same_period(slots):
        # 三季度比二季度增长多少 asks for the amounts; their rates only when rates are named.
        rates = base.changes if re.search(r"同比|增速|增幅", slots.text) else ()
        against = slots.periods[1].period
        return base.but(task=Task.COMPARE, against=against, changes=rates)
    if names_two(slots, catalogue) and (slots.compares or slots.order):
        if re.search("[快慢]", slots.text) and indicator.kind is Kind.FLOW:
            # 泰兴和靖江谁快: of rates, though none was named.
            base = base.but(changes=base.changes or (Change.YEAR_ON_YEAR,))
        return claimed(base.but(task=Task.COMPARE), slots, indicator)
    is_against_city = len(base.regions) == 2 and catalogue.city.code in base.regions
    if is_against_city and slots.compares and indicator.kind in (Kind.FLOW, Kind.RATE):
        # 泰兴增速比全市高几个点: both of the same industries, the place first.
        places = list(base.regions)
        if slots.claim is None:
            places.sort(key=lambda code: code == catalogue.city.code)
        named = slots.codes(Subject.INDUSTRY)
        scope = named or (indicator.place_scope or indicator.scope,)
        is_rate = bool(base.changes) or _SAYS_A_RATE.search(slots.text) is not None
        rates = (base.changes or (Change.YEAR_ON_YEAR,)) if is_rate else ()
        pair = base.but(
            task=Task.COMPARE, regions=tuple(places), industries=scope[:1], changes=rates
        )
        return claimed(pair, slots, indicator)
    return None


def claimed(
    pair: KpiQuery, slots: Slots, indicator: Indicator, *, of_rates: bool = False
) -> KpiQuery:
    """泰兴增速有没有超过靖江: the claim is answered, of rates where a rate was said."""
    claim = slots.claim
    if claim is None or pair.also:
        return pair
    is_rate = of_rates or signals.GROWTH.search(slots.text) is not None
    if claim.bound is None:
        # Rates are held against each other in points.
        is_multiple = not is_rate and indicator.unit != "%"
        return pair.but(is_multiple=is_multiple, changes=())
    measure = Measure.GROWTH if is_rate else Measure.AMOUNT
    is_change = is_rate and indicator.kind is not Kind.RATE
    changes = (pair.changes or (Change.YEAR_ON_YEAR,)) if is_change else ()
    return pair.but(
        condition=Condition(measure, claim.bound, 0.0, claim.reference or None), changes=changes
    )


def _is_same_period(slots: Slots) -> bool:
    """今年1到10月 names one period in two pieces when the second lies within the first year
    so far."""
    first, second = slots.periods[0].period, slots.periods[1].period
    return first.open_end and first.last.year == second.last.year and not second.open_end


def _several(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """More than one industry or place without a comparison: list them, with their sum."""
    if not names_two(slots, catalogue) or indicator.kind is Kind.LEAD:
        return None
    by = Dimension.REGION if len(base.regions) > 1 else Dimension.INDUSTRY
    return base.but(task=Task.BREAKDOWN, by=by)


def _pictures(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """画一张五大产业产值的图: one bar is no picture, so its parts, else its course, are drawn."""
    is_one = len(base.regions) == 1 and len(base.industries) == 1
    is_wanted = slots.has("PICTURE") and not slots.has("TARGET")
    if not is_wanted or indicator.kind is not Kind.FLOW or not is_one:
        return None
    if slots.codes(Subject.INDUSTRY) == (catalogue.leading_group.code,):
        members = catalogue.leading_group.members
        return base.but(task=Task.BREAKDOWN, by=Dimension.INDUSTRY, industries=members)
    return base.but(task=Task.TREND, period=base.period and base.period.course())


def _targets(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    del catalogue
    if indicator.per is Dimension.INDUSTRY and len(base.industries) == 1:
        return None
    return base.but(task=Task.TARGET) if slots.has("TARGET") or indicator.target else None


RULES: tuple[Rule, ...] = (
    _provenance,
    parts_of_whole.without,
    parts_of_whole.together,
    _months,
    _together,
    shares,
    _lists,
    _trends,
    _compares,
    _several,
    _pictures,
    _targets,
)
