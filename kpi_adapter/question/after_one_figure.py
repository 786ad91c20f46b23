"""Its share, and its rank: what is asked of the one figure that was given before. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.query import Dimension, KpiQuery, Measure, Order, Task
from kpi_adapter.question.held_after import ONE_FIGURE
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.views import ranked_one

# A place in a list, and how good it is, name no measure.
_PLACE_IN_A_LIST = re.compile(
    r"最[差好强弱]|第[一二两三四五六七八九\d几]|排名|位次|前[二两三四五\d]|倒数|最后|末位|垫底|榜首"
)
_BY_COUNT = re.compile(r"总[数量]|个数|数量|绝对数")
# 哪个区是不是垫底 names nobody; of which one it is asked stood before.
ITS_RANK = re.compile(
    r"^(?!.*[哪谁])(?=.*(?:是不是|是否|算不算|算得上|第几|位次|排名(?:多少|呢|\??$)|[吗没]\??$))"
)


def share_of(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> KpiQuery | None:
    """占五大产业多少, 占全市比重, after one figure: what is named now is the whole."""
    is_one = len(previous.industries) == 1 and len(previous.regions) == 1
    if not slots.has("SHARE") or previous.task not in ONE_FIGURE or not is_one:
        return None
    if previous.indicator is None or catalogue.indicator(previous.indicator).kind is not Kind.FLOW:
        return None
    city = catalogue.city.code
    (part,), (place,) = previous.industries, previous.regions
    named, places = slots.codes(Subject.INDUSTRY), slots.codes(Subject.REGION)
    is_member = part in catalogue.leading_group.members and place == city
    own_whole = catalogue.leading_group.code if is_member else part
    if named and slots.text.find(_name_of(slots, named[0])) < slots.text.find("占"):
        # 化工占多少, after the figure of a place: what stands before 占 is the part.
        if len(named) > 1 or named[0] == part or part in catalogue.leading_group.members:
            return None
        pair = previous.but(task=Task.SHARE, industries=(named[0], part), regions=(place, place))
        return pair.but(period=slots.period or previous.period)
    if any(m.start < slots.text.find("占") for m in slots.mentions):
        # 靖江占多少, after the figure of 泰兴: of neither it is a part.
        return None
    whole = named[-1] if named else own_whole
    if whole != part and catalogue.industry(part).lead is None:
        # All industry is no part of the five.
        return None
    over = places[-1] if places else (city if not named else place)
    if (whole, over) == (part, place):
        return None
    share = previous.but(task=Task.SHARE, industries=(part, whole), regions=(place, over))
    return share.but(period=slots.period or previous.period)


def spoken_of_in(previous: KpiQuery) -> KpiQuery:
    """After a share the part is what is spoken of, after its rank the one that was ranked."""
    if previous.task is Task.SHARE:
        return previous.but(
            task=Task.VALUE, industries=previous.industries[:1], regions=previous.regions[:1]
        )
    if previous.task is Task.RANKING and previous.by is Dimension.REGION and previous.focus:
        one = previous.but(task=Task.VALUE, regions=(previous.focus,), by=None, focus=None)
        return one.but(order=None, condition=None)
    return previous


def _ranked_of(previous: KpiQuery) -> KpiQuery:
    """After two places held against each other the first of them is what is ranked."""
    is_pair = previous.task is Task.COMPARE and previous.against is None
    if is_pair and len(previous.regions) == 2:
        return previous.but(task=Task.VALUE, regions=previous.regions[:1], condition=None)
    return spoken_of_in(previous)


def ranked(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> KpiQuery | None:
    """排第几, after the figure of one place or industry."""
    if slots.order is None or slots.by is not None:
        return None
    previous = _ranked_of(previous)
    if previous.task not in ONE_FIGURE or previous.indicator is None:
        return None
    if _names_another(slots, catalogue):
        return None
    if slots.codes(Subject.INDICATOR):
        return _ranked_by_another(slots, previous, catalogue)
    of_time = previous.but(goal=None, period=slots.period or previous.period)
    found = ranked_one(of_time, slots, catalogue)
    order = order_of(slots, previous)
    if order and previous.task is Task.TARGET and _is_planned_count(previous, catalogue):
        # 排第几, after how much of its plan was done; 总数排第几 says by what.
        is_said = slots.has("GROWTH") or slots.has("SIZE") or _BY_COUNT.search(slots.text)
        order = order if is_said else replace(order, by=Measure.COMPLETION)
    return found and found.but(order=order)


def _is_planned_count(query: KpiQuery, catalogue: Catalogue) -> bool:
    return catalogue.indicator(query.indicator or "").in_ledger is not None


def _ranked_by_another(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> KpiQuery | None:
    """工业投资排第几, 是不是垫底, after the GDP of one place: it is that place's again."""
    indicator = catalogue.indicator(slots.codes(Subject.INDICATOR)[0])
    other = KpiQuery(
        Task.VALUE,
        indicator.code,
        industries=(indicator.place_scope or indicator.scope,),
        regions=previous.regions,
        period=slots.period,
    )
    return ranked_one(other, slots, catalogue)


def _names_another(slots: Slots, catalogue: Catalogue) -> bool:
    """Tell whether another is named; 全市第几 names the list that it stands in."""
    places = set(slots.codes(Subject.REGION)) - {catalogue.city.code}
    return bool(places or slots.codes(Subject.INDUSTRY))


def asks_its_rank(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> bool:
    """是不是垫底, 排第几 of an indicator, after a figure of one of the districts."""
    districts = {region.code for region in catalogue.districts}
    spoken_of = _ranked_of(previous)
    is_of_one = len(spoken_of.regions) == 1 and spoken_of.regions[0] in districts
    is_one_figure = spoken_of.task in ONE_FIGURE and spoken_of.projects is None
    is_ranked = slots.order is not None and slots.by is None
    names = _names_another(slots, catalogue)
    asks = ITS_RANK.search(slots.text) is not None
    return is_of_one and is_one_figure and is_ranked and asks and not names


def order_of(slots: Slots, query: KpiQuery) -> Order | None:
    """第一是谁 after a list by rates is the first of that list: a place in it names no measure."""
    asked = slots.order
    if asked is None or not _PLACE_IN_A_LIST.search(slots.text):
        return asked
    if slots.codes(Subject.INDICATOR) or slots.has("GROWTH") or slots.has("SIZE"):
        return asked
    if query.order is not None:
        return replace(asked, by=query.order.by)
    return replace(asked, by=Measure.GROWTH) if query.changes else asked


def _name_of(slots: Slots, code: str) -> str:
    return next(mention.text for mention in slots.mentions if mention.code == code)
