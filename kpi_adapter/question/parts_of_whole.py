"""Sums and remainders: 除化工外四个产业, 泰兴和靖江合计. Nothing is counted twice."""

from __future__ import annotations

from dataclasses import replace

from kpi_adapter.catalogue.model import Catalogue, Indicator, Kind
from kpi_adapter.query import Dimension, KpiQuery, Task
from kpi_adapter.question.mentions import Mention, Subject
from kpi_adapter.question.sizes import AVERAGE
from kpi_adapter.question.slots import Slots


def without(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """The parts that remain, with their sum; None when what remains is not known."""
    exclusion = slots.exclusion
    if exclusion is None or indicator.kind in (Kind.LEAD, Kind.SNAPSHOT, Kind.PROJECTS):
        return None
    places, industries = left_out(exclusion.left_out, catalogue)
    if bool(places) == bool(industries):
        return None
    found = (
        _without_places(base, places, slots, indicator, catalogue)
        if places
        else _without_industries(base, industries, slots, catalogue)
    )
    if found is None:
        return None
    found = _but_held_against(found, slots, catalogue)
    is_list = slots.order is not None or slots.condition is not None
    task = Task.RANKING if is_list else Task.BREAKDOWN
    is_sum = indicator.kind is Kind.FLOW and not is_list
    return found.but(task=task, order=slots.order, is_sum=is_sum)


def _but_held_against(found: KpiQuery, slots: Slots, catalogue: Catalogue) -> KpiQuery:
    """产值比靖江高的区: the others; the average is that of the whole."""
    condition = slots.condition
    if condition is None or condition.reference is None:
        return found.but(condition=condition)
    if condition.reference == AVERAGE:
        is_place = found.by is Dimension.REGION
        whole = catalogue.city.code if is_place else catalogue.leading_group.code
        return found.but(condition=replace(condition, reference=whole))
    return found.but(
        condition=condition,
        regions=tuple(code for code in found.regions if code != condition.reference),
        industries=tuple(code for code in found.industries if code != condition.reference),
    )


def left_out(
    mentions: tuple[Mention, ...], catalogue: Catalogue
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the places and of the industries left out; 医药 counts as the industry beside
    other industries or alone, never as the zone."""
    places: list[str] = []
    industries: list[str] = []
    for mention in mentions:
        if mention.subject is Subject.REGION:
            places += catalogue.places_of(mention.code)
        elif mention.subject is Subject.INDUSTRY:
            industries.append(mention.code)
        else:
            word = next(a for a in catalogue.ambiguities if a.word == mention.code)
            industries += word.industries
    return tuple(dict.fromkeys(places)), tuple(dict.fromkeys(industries))


def remaining_places(
    named: tuple[str, ...], places: tuple[str, ...], catalogue: Catalogue
) -> tuple[str, ...]:
    """Districts of the places ``named`` (none: the city) that are not left out."""
    whole = [code for code in named if code != catalogue.city.code]
    districts = [region.code for region in catalogue.districts]
    pool = [place for code in whole for place in catalogue.places_of(code)] or districts
    if not set(places) <= set(pool):
        return ()
    return tuple(code for code in dict.fromkeys(pool) if code not in places)


def _without_places(
    base: KpiQuery,
    places: tuple[str, ...],
    slots: Slots,
    indicator: Indicator,
    catalogue: Catalogue,
) -> KpiQuery | None:
    rest = remaining_places(slots.codes(Subject.REGION), places, catalogue)
    if not rest or len(base.industries) != 1:
        return None
    said = slots.codes(Subject.INDUSTRY)
    industries = base.industries if said else (indicator.place_scope or indicator.scope,)
    return base.but(by=Dimension.REGION, regions=rest, industries=industries, excluded=places)


def _without_industries(
    base: KpiQuery, industries: tuple[str, ...], slots: Slots, catalogue: Catalogue
) -> KpiQuery | None:
    group = catalogue.leading_group
    said = tuple(code for code in slots.codes(Subject.INDUSTRY) if code != group.code)
    pool = said or group.members
    # 泰兴不含化工的产值 could mean of all its industry: only the five are known one by one.
    is_of_the_five = bool(slots.codes(Subject.INDUSTRY)) or "产业" in slots.text
    is_city = not slots.codes(Subject.REGION) or base.regions == (catalogue.city.code,)
    if not set(industries) <= set(group.members) or not set(pool) <= set(group.members):
        return None
    if not (is_of_the_five or is_city) or len(base.regions) != 1:
        return None
    rest = tuple(code for code in pool if code not in industries)
    if not rest:
        return None
    return base.but(by=Dimension.INDUSTRY, industries=rest, excluded=industries)


def together(
    base: KpiQuery, slots: Slots, indicator: Indicator, catalogue: Catalogue
) -> KpiQuery | None:
    """泰兴和靖江合计: every place or industry once, however often it is covered."""
    if not slots.has("SUM") or indicator.kind is not Kind.FLOW or slots.order or slots.condition:
        return None
    if len(slots.codes(Subject.REGION)) > 1 and len(base.industries) == 1:
        places = dict.fromkeys(p for code in base.regions for p in catalogue.places_of(code))
        return base.but(
            task=Task.BREAKDOWN, by=Dimension.REGION, regions=tuple(places), is_sum=True
        )
    if len(slots.codes(Subject.INDUSTRY)) > 1 and len(base.regions) == 1:
        every = (catalogue.industry(code) for code in base.industries)
        parts = dict.fromkeys(p for item in every for p in (item.members or (item.code,)))
        if not set(parts) <= set(catalogue.leading_group.members):
            return None
        return base.but(
            task=Task.BREAKDOWN, by=Dimension.INDUSTRY, industries=tuple(parts), is_sum=True
        )
    return None
