"""Comparisons asked after figures of before: 比靖江多多少, 哪些比靖江高, 差多少. Pure."""

from __future__ import annotations

import re

from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.period import Period
from kpi_adapter.query import Change, Condition, Dimension, KpiQuery, Measure, Order, Task
from kpi_adapter.question.comparisons import AGAINST_LAST_YEAR, IS_HELD, STARTS_AGAINST
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.scope import IN_POINTS
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.views import claimed

ONE_FIGURE = (Task.VALUE, Task.TARGET)
_GAP = re.compile(
    r"(?:那么?|这|它们?|他们|两者|二者|前后|之间|[两俩]个?月?|[两俩]地|[两俩]个?区?|的)*"
    r"(?:相?差(?:距|额|了|是|有)*(?:多少|几个?亿|几个?(?:百分)?点?|多大)?|[多少高低快慢](?:了|出)?(?:多少|几个?亿|几[个家件]?(?:百分)?点?)"
    r"|(?:比|对比)(?:一比|一下|较一下)?|(?:哪个|谁)的?(?:增速|增幅)?[更最]?[多高大快慢低少])[呢啊呀]?\??"
)
_OF_SPEED = re.compile(r"增速|增幅|快|慢|点")
_SCOPE = {Dimension.REGION: "regions", Dimension.INDUSTRY: "industries"}


def compares_too_much(slots: Slots, previous: KpiQuery) -> bool:
    """靖江比兴化多多少 stands by itself; of 比靖江去年多多少 no difference is kept."""
    is_held = IS_HELD.search(slots.text) and not AGAINST_LAST_YEAR.search(slots.text)
    is_held = is_held or slots.claim is not None
    if previous.task not in ONE_FIGURE or not is_held:
        return False
    named = max(len(slots.codes(of)) for of in (Subject.REGION, Subject.INDUSTRY))
    is_other_time = slots.period is not None and slots.period != previous.period
    stands_alone = named > 1 and not STARTS_AGAINST.match(slots.text)
    return stands_alone or (named > 0 and is_other_time)


def beside(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> KpiQuery | None:
    """比靖江多多少, after one figure, holds the two against each other; 靖江和兴化呢 lists them."""
    if previous.task not in ONE_FIGURE or slots.by is not None:
        return None
    kinds = (
        (slots.codes(Subject.REGION), previous.regions, Dimension.REGION),
        (slots.codes(Subject.INDUSTRY), previous.industries, Dimension.INDUSTRY),
    )
    for named, before, by in kinds:
        if len(named) > 1:
            return _several_beside(slots, previous, named, before, by)
        is_other = len(named) == 1 and len(before) == 1 and named != before
        # 比全市高多少, after one of its places: the whole is what it is held against.
        is_pair = is_other and slots.order is None and not _wholes(catalogue) & {*before}
        if is_pair and _is_held(slots):
            pair = previous.but(**{_SCOPE[by]: (*before, *named)})
            return _held(slots, pair, catalogue, is_of_whole=bool(_wholes(catalogue) & {*named}))
    return None


def _several_beside(
    slots: Slots,
    previous: KpiQuery,
    named: tuple[str, ...],
    before: tuple[str, ...],
    by: Dimension,
) -> KpiQuery:
    # 比靖江和兴化多多少: the three of them, one beside the other.
    listed = (*before, *named) if _is_held(slots) and slots.order is None else named
    task = Task.BREAKDOWN if slots.order is None else Task.RANKING
    several = previous.but(task=task, by=by, order=slots.order, goal=None)
    return several.but(period=slots.period or previous.period, **{_SCOPE[by]: listed})


def _held(slots: Slots, pair: KpiQuery, catalogue: Catalogue, *, is_of_whole: bool) -> KpiQuery:
    """The two of a pair against each other: their rates for 快几个点, and for 高多少 after a rate
    or of the whole, beside which the amount is always less; their amounts for 多多少亿."""
    of = catalogue.indicator(pair.indicator or "")
    # A claim of the whole means after a figure what it means by itself.
    may_be_rate = bool(pair.changes) or (is_of_whole and slots.claim is None)
    is_rate = IN_POINTS.search(slots.text) or ("亿" not in slots.text and may_be_rate)
    rates = slots.changes or pair.changes or (Change.YEAR_ON_YEAR,)
    changes = rates if (slots.changes or is_rate) and of.unit != "%" else ()
    held = pair.but(task=Task.COMPARE, goal=None, changes=changes)
    return claimed(held, slots, of, of_rates=bool(changes)) if slots.claim is not None else held


def _is_held(slots: Slots) -> bool:
    return IS_HELD.search(slots.text) is not None or slots.claim is not None


def _wholes(catalogue: Catalogue) -> frozenset[str]:
    return frozenset({catalogue.city.code, catalogue.leading_group.code})


def list_held(slots: Slots, previous: KpiQuery) -> KpiQuery | None:
    """哪些比靖江高, after a list of the places."""
    claim = slots.claim
    if claim is None or claim.bound is None or claim.first is not None or slots.by is not None:
        return None
    is_list = previous.task in (Task.BREAKDOWN, Task.RANKING) and previous.projects is None
    if not is_list or previous.by is not claim.dimension:
        return None
    is_rate = bool(previous.changes) or slots.has("GROWTH")
    measure = Measure.GROWTH if is_rate else Measure.AMOUNT
    held = Condition(measure, claim.bound, 0.0, claim.reference)
    rest = {
        "regions": tuple(code for code in previous.regions if code != claim.reference),
        "industries": tuple(code for code in previous.industries if code != claim.reference),
    }
    listed = previous.but(task=Task.RANKING, condition=held, order=Order(measure), focus=None)
    return listed.but(period=slots.period or previous.period, is_sum=False, **rest)


def is_held_against(slots: Slots, code: str) -> bool:
    return slots.claim is not None and slots.claim.reference == code


def is_gap_of_unlike(
    slots: Slots, last: KpiQuery, before: KpiQuery | None, catalogue: Catalogue
) -> bool:
    """差多少, after 产值 and 开票, or after two of different times and places: no such gap is
    kept, and the goal is not what is asked about."""
    is_asked = not slots.mentions and not slots.periods and _GAP.fullmatch(slots.text) is not None
    if before is None or not is_asked or last.projects is not None or before.projects is not None:
        return False
    one_figure = last.task is Task.VALUE and before.task is Task.VALUE
    is_part = _is_part_of_the_other(slots, last, before, catalogue)
    return one_figure and not is_part and gap_of_two(slots, last, before, catalogue) is None


def _is_part_of_the_other(
    slots: Slots, last: KpiQuery, before: KpiQuery, catalogue: Catalogue
) -> bool:
    """全市新签约, then 泰兴呢: the amount of a part is not held against the whole, but its rate
    is."""
    is_rate = bool(last.changes) or _OF_SPEED.search(slots.text) is not None
    whole = (catalogue.city.code,)
    return (
        not is_rate and last.regions != before.regions and whole in (last.regions, before.regions)
    )


def gap_of_two(
    slots: Slots, last: KpiQuery, before: KpiQuery | None, catalogue: Catalogue
) -> KpiQuery | None:
    """None unless nothing new is named and the two differ in one thing only: the time, the
    place or the industry."""
    if before is None or slots.mentions or slots.periods or not _GAP.fullmatch(slots.text):
        return None
    if last.task not in ONE_FIGURE or before.task not in ONE_FIGURE:
        return None
    if last.indicator is None or last.indicator != before.indicator:
        return None
    if last.projects is not None or before.projects is not None:
        return None
    if _is_part_of_the_other(slots, last, before, catalogue):
        return None
    pair = last.but(task=Task.COMPARE, goal=None)
    if _OF_SPEED.search(slots.text):
        pair = pair.but(changes=pair.changes or (Change.YEAR_ON_YEAR,))
    is_same_place = last.regions == before.regions
    same = (last.period == before.period, is_same_place, last.industries == before.industries)
    if same.count(False) != 1:
        return None
    if not same[0]:
        return _later_first(pair, last.period, before.period)
    both = {
        "regions": (*before.regions, *last.regions) if not same[1] else last.regions,
        "industries": (*before.industries, *last.industries) if not same[2] else last.industries,
    }
    is_two = max(len(codes) for codes in both.values()) == 2
    return pair.but(**both) if is_two else None


def gap_of_claimed(slots: Slots, last: KpiQuery, catalogue: Catalogue) -> KpiQuery | None:
    """高多少, after 产值增速高于工业投资增速吗, 泰兴产值高于靖江吗 or the two beside each other:
    the amount between."""
    if slots.mentions or slots.periods or not _GAP.fullmatch(slots.text):
        return None
    claim, is_of_speed = last.condition, _OF_SPEED.search(slots.text) is not None
    if last.task is Task.COMPARE and claim is None:
        # 快几个点, after 比靖江多多少: of the same two.
        changes = last.changes or ((Change.YEAR_ON_YEAR,) if is_of_speed else ())
        return last.but(changes=changes)
    if claim is None or last.projects is not None:
        return None
    is_rate = is_of_speed or claim.measure is Measure.GROWTH
    if last.task is Task.COMPARE:
        changes = last.changes or ((Change.YEAR_ON_YEAR,) if is_rate else ())
        return last.but(condition=None, changes=changes)
    if last.task is not Task.OVERVIEW or len(last.also) != 1:
        return None
    units = {catalogue.indicator(code).unit for code in (last.indicator or "", *last.also)}
    if not is_rate and len(units) > 1:
        return None
    return last.but(condition=None, gap=Measure.GROWTH if is_rate else Measure.AMOUNT)


def _later_first(pair: KpiQuery, one: Period | None, other: Period | None) -> KpiQuery | None:
    """今年, then 去年呢: what this year is more than the last, whichever was asked first."""
    if one is None or other is None:
        return None
    later, earlier = (one, other) if one.last >= other.last else (other, one)
    return pair.but(period=later, against=earlier)
