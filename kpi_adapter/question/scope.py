"""Which indicator, industries and places a question is about; what an unsaid one means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind, RegionKind
from kpi_adapter.query import Dimension, KpiQuery, Measure, Stated, Task
from kpi_adapter.question.comparisons import IS_HELD
from kpi_adapter.question.goals import GoalUnit
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.period_pairs import rates_of_two_periods
from kpi_adapter.question.slots import Slots

COUNTS = ("个", "家", "件")
# 快几个点 is of rates, whether or not the word rate was said.
IN_POINTS = re.compile(r"比.{0,8}(?:[快慢](?:多少|几)|[高低](?:多少|几)个?(?:百分)?点)")
# 超过100亿的有哪些 wants a list, 过100亿了吗 does not.
WHICH_ONES = re.compile(r"哪|有几|几(?:个(?!百?分?点)|家)|谁|名单|清单|列|的(?:[有是都呢]|$|\?)")
_WANTS_YES_OR_NO = re.compile(
    r"(?<!的)(?<!有)(?:[吗没么嘛吧]|没有|对不对)\??$|(?:有没有|有无|是不是|是否|(?P<of>[达到过超])没(?P=of))(?!.*的)"
)


def default_indicator(catalogue: Catalogue) -> Indicator:
    """The first headline indicator: what 完成多少 means when nothing was named."""
    return catalogue.headlines[0]


def indicator(slots: Slots, catalogue: Catalogue) -> Indicator | None:
    """The indicator meant; one made of two others when both were named around 占."""
    codes = slots.codes(Subject.INDICATOR)
    if not codes:
        headline = default_indicator(catalogue)
        is_rate = bool(slots.changes) or bool(IN_POINTS.search(slots.text))
        group = catalogue.leading_group.code
        named = slots.codes(Subject.INDUSTRY)
        of_place = bool(named) and bool(slots.codes(Subject.REGION))
        if slots.has("SHARE") and (of_place or (len(named) > 1 and group in named)):
            # 生物医药在五大产业里占多少: of the output, which the answer says.
            return headline
        grows = is_rate and bool(slots.codes(Subject.INDUSTRY))
        return _cluster(slots, catalogue) or (
            _lead_of(headline, slots, catalogue) if grows else None
        )
    if len(codes) > 1 and slots.has("SHARE"):
        ratio = _ratio_of(codes[0], codes[1], catalogue)
        if ratio is not None:
            return ratio
    if slots.has("SHARE") and _names_all_industry(slots, catalogue):
        # 高新产值占规上工业比重: of the output, which goes without saying.
        ratio = _ratio_of(codes[0], default_indicator(catalogue).code, catalogue)
        if ratio is not None:
            return ratio
    if slots.has("SHARE") and not (slots.codes(Subject.INDUSTRY) or slots.codes(Subject.REGION)):
        # 高新产值占多大比重: the only whole that is kept for it.
        ratio = _only_ratio_of(codes, catalogue)
        if ratio is not None:
            return ratio
    found = catalogue.indicator(codes[0])
    lead = _lead_of(found, slots, catalogue)
    return lead or found


def _names_all_industry(slots: Slots, catalogue: Catalogue) -> bool:
    named = [catalogue.industry(code) for code in slots.codes(Subject.INDUSTRY)]
    return any(item.lead is None for item in named)


def _cluster(slots: Slots, catalogue: Catalogue) -> Indicator | None:
    """离一千亿还有多远: an industry held against a size to reach."""
    if slots.goal is None or not slots.codes(Subject.INDUSTRY) or not _is_of_money(slots):
        return None
    clusters = [item for item in catalogue.indicators if item.kind is Kind.CLUSTER]
    same = [c for c in clusters if c.target is not None and c.target.value == slots.goal.number]
    return (same or [default_indicator(catalogue)])[0]


def _ratio_of(of: str, over: str, catalogue: Catalogue) -> Indicator | None:
    return next(
        (
            item
            for item in catalogue.indicators
            if item.kind is Kind.RATIO
            and item.parts is not None
            and (item.parts.of, item.parts.over) == (of, over)
        ),
        None,
    )


def _only_ratio_of(codes: Sequence[str], catalogue: Catalogue) -> Indicator | None:
    """The one ratio that has the one indicator named above its line."""
    kept = [
        item
        for item in catalogue.indicators
        if item.kind is Kind.RATIO and item.parts is not None and (item.parts.of,) == tuple(codes)
    ]
    return kept[0] if len(kept) == 1 else None


def _lead_of(found: Indicator, slots: Slots, catalogue: Catalogue) -> Indicator | None:
    """工业投资跑赢全市没: growth held against the reference group."""
    races = ("跑赢", "快于", "高于全市", "高于规上", "低于规上", "慢于", "比全市", "比规上")
    held = IN_POINTS.search(slots.text)
    # 比上半年快多少 is held against another time, and not against the whole.
    of_time = held is not None and any(m.start == held.start() + 1 for m in slots.periods)
    in_points = held is not None and not of_time
    is_race = in_points or any(word in slots.text for word in races)
    is_growth = in_points or not slots.text.count("比") or bool(slots.changes)
    if found.kind is not Kind.FLOW or not (is_race and is_growth):
        return None
    if slots.claim is not None and slots.claim.is_of_measures:
        # 产值增速快于工业投资增速吗: two indicators, and not the five against the whole.
        return None
    if any(catalogue.indicator(c).kind is Kind.RATE for c in slots.codes(Subject.INDICATOR)):
        # 产值增速高于规上工业增加值增速吗: another rate than that of the whole's output.
        return None
    places = set(slots.codes(Subject.REGION)) - {catalogue.city.code}
    if rates_of_two_periods(slots) is not None:
        # 增速比去年同期高几个点: two periods of one rate.
        return None
    of_two = slots.claim is not None and slots.claim.is_of_two
    is_of_part = slots.claim is not None and (
        slots.claim.reference in catalogue.leading_group.members
    )
    if of_two and is_of_part:
        # 化工产值增速快于装备吗: two of the five, and not the five against the whole.
        return None
    if slots.by is not None or slots.has("AVERAGE_OF") or places:
        # 增速高于全市平均的区, 泰兴比全市快: places against the city, not the five industries.
        return None
    return next(
        (
            item
            for item in catalogue.indicators
            if item.kind is Kind.LEAD and item.parts is not None and item.parts.of == found.code
        ),
        None,
    )


def further_indicators(slots: Slots, catalogue: Catalogue, first: Indicator) -> Iterator[str]:
    """Other indicators named beside the first (产值和销售分别多少)."""
    if first.kind is not Kind.FLOW:
        return
    for code in slots.codes(Subject.INDICATOR):
        if code != first.code and catalogue.indicator(code).kind is Kind.FLOW:
            yield code


def regions(slots: Slots, catalogue: Catalogue) -> tuple[str, ...]:
    """The places named, else the city. A city named beside its districts is context only."""
    named = list(slots.codes(Subject.REGION))
    city = catalogue.city.code
    inner = tuple(code for code in named if code != city)
    if inner and not (slots.compares and city in named):
        return inner
    return tuple(named) or (city,)


def industries(slots: Slots, catalogue: Catalogue, found: Indicator | None) -> tuple[str, ...]:
    """The industries named, else what the indicator means at the level of the places."""
    named = slots.codes(Subject.INDUSTRY)
    if found is not None and found.kind is Kind.LEAD and found.parts is not None:
        named = tuple(code for code in named if code != found.parts.reference)
    if named:
        return named
    places = [catalogue.region(code) for code in regions(slots, catalogue)]
    at_city = all(place.kind is RegionKind.CITY for place in places)
    if found is None:
        headline = default_indicator(catalogue)
        return (headline.scope if at_city else headline.place_scope or headline.scope,)
    return (found.scope if at_city else found.place_scope or found.scope,)


def companion(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> str | None:
    """The other scope, when the industry was left unsaid and two could be meant."""
    if slots.codes(Subject.INDUSTRY) or query.indicator is None or query.task is not Task.VALUE:
        return None
    found = catalogue.indicator(query.indicator)
    both = {found.scope, found.place_scope} - {None}
    other = both - set(query.industries)
    return other.pop() if len(both) > 1 and len(other) == 1 else None


def goal(slots: Slots, found: Indicator) -> float | None:
    """A goal said in the question that is not the catalogue's own."""
    target = found.target
    if slots.goal is None:
        said = size_held_against(slots, found)
    else:
        said = slots.goal.number if _is_goal_of(slots, found) else None
    if said is None or (target is not None and target.value == said):
        return None
    is_count = target is not None and found.per is not Dimension.INDUSTRY
    return said if found.kind is Kind.FLOW or is_count else None


def _is_goal_of(slots: Slots, found: Indicator) -> bool:
    """Whether the goal is said in the indicator's own unit: 80% is none of a count."""
    unit = slots.goal.unit if slots.goal is not None else None
    if found.unit == "亿元":
        return _is_of_money(slots)
    if found.unit in COUNTS:
        return unit in (GoalUnit.COUNT, GoalUnit.UNSAID)
    return unit in (GoalUnit.RATE, GoalUnit.UNSAID)


def _is_of_money(slots: Slots) -> bool:
    """离一千亿还有多远, 离1000还差多少亿."""
    unit = slots.goal.unit if slots.goal is not None else None
    return unit is GoalUnit.MONEY or (unit is GoalUnit.UNSAID and "亿" in slots.text)


def stated(slots: Slots, found: Indicator) -> Stated | None:
    """产值是3700亿吧: what the one figure asked for is said to be, in a unit of its own."""
    said = slots.stated
    if said is None or _asks_for_a_list(slots) or slots.goal is not None:
        return None
    if IS_HELD.search(slots.text):
        return None
    is_of_plan = said.measure is Measure.COMPLETION
    turns = ["SHARE", "TREND", "EACH"] + ([] if is_of_plan else ["TARGET", "PROJECT"])
    if len(slots.periods) > 1 or slots.exclusion is not None or any(map(slots.has, turns)):
        return None
    if said.measure is Measure.GROWTH:
        is_alike = found.kind in (Kind.FLOW, Kind.RATE)
    elif is_of_plan:
        is_alike = found.kind in (Kind.FLOW, Kind.SNAPSHOT)
    else:
        is_alike = (found.unit == "亿元") is said.is_sized and found.unit in ("亿元", *COUNTS)
    return said if is_alike else None


def size_held_against(slots: Slots, found: Indicator) -> float | None:
    """GDP过4000亿了没: one figure held against a size, where no list of any is asked for."""
    if _asks_for_a_list(slots):
        return None
    condition = slots.condition
    if found.unit != "亿元":
        return slots.counted.number if slots.counted is not None else None
    is_plain = condition is not None and condition.reference is None and condition.upper is None
    if condition is None or not is_plain or condition.measure is not Measure.AMOUNT:
        return None
    return condition.limit


def is_held_against_a_number(slots: Slots) -> bool:
    """产值增速达到8%了吗, 同比增长有没有7.2%, 产值是3600到3700亿吧, 占比离50%还差多少: one
    figure is meant, and no list is asked for."""
    condition = slots.condition
    if condition is None or condition.reference is not None or _asks_for_a_list(slots):
        return False
    is_gap = slots.goal is not None and slots.goal.unit is GoalUnit.RATE
    return is_gap or wants_yes_or_no(slots.text)


def wants_yes_or_no(text: str) -> bool:
    """…吗, 是不是…, 有没有…"""
    return _WANTS_YES_OR_NO.search(text) is not None


def _asks_for_a_list(slots: Slots) -> bool:
    if slots.by is not None or slots.order is not None or slots.has("EACH"):
        return True
    several = max(len(slots.codes(of)) for of in (Subject.REGION, Subject.INDUSTRY)) > 1
    return several or WHICH_ONES.search(slots.text) is not None
