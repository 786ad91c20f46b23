"""Which share of which whole a question asks for: 泰兴占全市多少, 生物医药占五大产业比重. Pure."""

from __future__ import annotations

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.query import KpiQuery, Task
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.slots import Slots


def shares(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """泰兴占全市多少, 生物医药占五大产业比重: the part's scope first, then the whole's."""
    if not slots.has("SHARE") or indicator.kind is not Kind.FLOW:
        return None
    if slots.order is not None and slots.by is not None:
        # 前三的区占全市多少: the list says how much of the whole those named are.
        return None
    around = _around_the_share(base, slots, indicator, catalogue)
    if around is not None:
        return around
    parts = [code for code in base.industries if code in catalogue.leading_group.members]
    places = [code for code in base.regions if code != catalogue.city.code]
    if not parts and not places and base.industries[:1] != (catalogue.leading_group.code,):
        return None
    one = (parts or list(base.industries))[0]
    whole = one
    if parts and not places:
        groups = [code for code in base.industries if code not in parts]
        whole = groups[0] if groups else catalogue.leading_group.code
    elif not places:
        whole = indicator.place_scope or indicator.scope
    place = places[0] if places else catalogue.city.code
    return base.but(task=Task.SHARE, industries=(one, whole), regions=(place, catalogue.city.code))


def _around_the_share(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """化工产值占泰兴多少: what stands after 占 is the whole, what stands before it the part.

    None where nothing stands after it.
    """
    at = slots.text.find("占")

    def named(subject: Subject, *, after: bool) -> str | None:
        found = (m.code for m in slots.mentions if m.subject is subject and (m.start > at) == after)
        return next(found, None)

    over, over_place = named(Subject.INDUSTRY, after=True), named(Subject.REGION, after=True)
    part, place = named(Subject.INDUSTRY, after=False), named(Subject.REGION, after=False)
    if at < 0 or (over is None and over_place is None) or (part is None and place is None):
        return None
    city = catalogue.city.code
    over_place = over_place or place or city
    place = place or over_place
    all_of_place = indicator.place_scope or indicator.scope
    if part is None:
        part = over or all_of_place
    if over is None:
        over = part if place != over_place else all_of_place
    if (part, place) == (over, over_place):
        return None
    return base.but(task=Task.SHARE, industries=(part, over), regions=(place, over_place))
