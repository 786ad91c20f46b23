"""Follow-up questions: 那兴化呢, 换成新能源, 环比呢, 去年同期. What is not said stays."""

from __future__ import annotations

import re
from dataclasses import replace

from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.period import Grain, Period
from kpi_adapter.query import Change, Dimension, KpiQuery, Measure, Order, Task
from kpi_adapter.question import held_after
from kpi_adapter.question.after_one_figure import (
    ITS_RANK,
    asks_its_rank,
    order_of,
    ranked,
    share_of,
    spoken_of_in,
)
from kpi_adapter.question.ambiguous_words import names_no_one_indicator
from kpi_adapter.question.comparisons import (
    AGAINST_LAST_YEAR,
    HELD_TO_LAST_YEAR,
    HOW_MUCH,
    IS_HELD,
    SAME_PERIOD_LAST_YEAR,
)
from kpi_adapter.question.held_after import ONE_FIGURE, is_held_against
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.parts_of_whole import without
from kpi_adapter.question.period_pairs import same_part_of_year, stock_year_before
from kpi_adapter.question.project_questions import matching
from kpi_adapter.question.scope import IN_POINTS
from kpi_adapter.question.slots import Slots
from kpi_adapter.question.two_sources import another_event, planned_count
from kpi_adapter.question.views import ranked_one

_UP_TO_THEN = re.compile(r"累计")
# Of a list of projects the sum stands in its first line.
_INVESTED = re.compile(
    r"^(?:那么?|它们的?|这些的?|一共|合计)*总投资(?:额|一共|合计|是|有)*(?:多少|几个?亿)"
)


def merged(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> KpiQuery | None:
    """``previous`` with the parts this question changes; None when it stands by itself."""
    if not _is_elliptical(slots, previous, catalogue) or held_after.compares_too_much(
        slots, previous
    ):
        return None
    if names_no_one_indicator(slots, catalogue) and previous.projects is None:
        return None
    if _is_on_previous(slots, previous) and not _is_of_its_length(slots, previous):
        return None
    if slots.exclusion is not None and previous.projects is None and previous.indicator:
        plain = previous.but(by=None, order=None, condition=None, focus=None, excluded=())
        indicator = catalogue.indicator(previous.indicator)
        return without(plain, slots, indicator, catalogue)
    ranked_before = spoken_of_in(previous) if previous.task is Task.RANKING else previous
    part = share_of(slots, ranked_before, catalogue)
    if part is not None:
        return part
    names = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
    if slots.has("SHARE") and ranked_before.task in ONE_FIGURE and names:
        return None
    # 比高港少几个亿, after a share: of the amounts. 高多少 may be of the shares.
    is_of_share = previous.task is Task.SHARE and "亿" not in slots.text
    amount_before = previous if is_of_share else spoken_of_in(previous)
    beside = (
        (asks_its_rank(slots, previous, catalogue) and ranked(slots, previous, catalogue))
        or held_after.list_held(slots, previous)
        or _against_last_year(slots, previous, catalogue)
        or held_after.beside(slots, amount_before, catalogue)
        or ranked(slots, previous, catalogue)
    )
    if beside is not None:
        return beside
    query = _with_scope(slots, _without_what_was_left_out(slots, previous), catalogue)
    query = _with_time(slots, query)
    query = _with_projects(slots, query, catalogue)
    query = _with_view(slots, query, catalogue)
    repeats = any(
        slots.has(name) for name in ("PROVENANCE", "TARGET", "REASON", "PICTURE", "TREND")
    )
    repeats = repeats or _asks_more_of_one_project(slots, previous)
    repeats = repeats or (previous.projects is not None and bool(_INVESTED.search(slots.text)))
    return query if query != previous or repeats else None


def _asks_more_of_one_project(slots: Slots, previous: KpiQuery) -> bool:
    """总投资多少, 谁牵头, after one project by name: its card says so."""
    is_one = previous.projects is not None and previous.projects.name is not None
    words = ("PROJECT_STEP", "MONEY", "WHO_LEADS")
    return is_one and any(slots.has(name) for name in words)


def _against_last_year(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> KpiQuery | None:
    """比去年多多少, 比去年同期高吗, after this year's figure: the two years side by side."""
    period = previous.period or Period.year_so_far(slots.today.year)
    if previous.task not in ONE_FIGURE or slots.by is not None:
        return None
    if previous.indicator is None or period.last.year != slots.today.year:
        return None
    is_amount = HOW_MUCH.search(slots.text) is not None
    is_held = HELD_TO_LAST_YEAR.search(slots.text) is not None
    if not (is_held or (is_amount and AGAINST_LAST_YEAR.search(slots.text))):
        return None
    last_year = Period.year(slots.today.year - 1)
    is_stock = catalogue.indicator(previous.indicator).kind is Kind.SNAPSHOT
    against = last_year if period.open_end or is_stock else period.shifted_years(-1)
    if is_stock and SAME_PERIOD_LAST_YEAR.search(slots.text):
        against = stock_year_before(period, slots)
    scoped = _with_scope(slots, previous, catalogue)
    pair = scoped.but(task=Task.COMPARE, period=period, against=against)
    is_rate = IN_POINTS.search(slots.text) is not None
    rates = previous.changes or ((Change.YEAR_ON_YEAR,) if is_rate else ())
    return pair.but(goal=None, changes=() if is_amount else rates)


def _without_what_was_left_out(slots: Slots, query: KpiQuery) -> KpiQuery:
    """除化工外…, then 换成化工 or 各区呢: the remainder belonged to what is now replaced."""
    names = {Dimension.INDUSTRY: Subject.INDUSTRY, Dimension.REGION: Subject.REGION}
    subject = names.get(query.by) if query.by is not None else None
    is_replaced = subject is not None and bool(slots.codes(subject))
    if is_replaced or slots.by is not None or slots.has("TREND"):
        return query.but(excluded=(), is_sum=False)
    return query


def _is_elliptical(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> bool:
    """It changes something and does not name all it needs by itself."""
    changes = (
        slots.codes(Subject.REGION)
        or slots.codes(Subject.INDUSTRY)
        or slots.codes(Subject.AMBIGUITY)
        or slots.codes(Subject.STAGE)
        or slots.periods
        or slots.changes
        or slots.by
        or slots.order
        or slots.threshold
        or slots.exclusion
    )
    turns = slots.has("FOLLOW_UP") or slots.has("PROVENANCE") or slots.has("DEFINITION")
    turns = turns or slots.has("REASON") or slots.has("EACH") or slots.has("TARGET")
    turns = turns or _UP_TO_THEN.search(slots.text) is not None
    turns = turns or slots.has("PICTURE") or slots.has("TREND") or slots.has("SHARE")
    if slots.corrects:
        return bool(slots.mentions or slots.periods)
    if asks_its_rank(slots, previous, catalogue):
        return True
    if slots.codes(Subject.INDICATOR) or planned_count(slots, catalogue) is not None:
        is_question = slots.has("ASKS") or bool(slots.periods)
        return slots.has("FOLLOW_UP") and not is_question and previous.projects is None
    if slots.has("AT_RISK") and slots.has("AT_RISK_OF"):
        return False
    if slots.has("PROJECT") and previous.projects is None:
        return False
    turns = turns or _asks_more_of_one_project(slots, previous)
    turns = turns or (slots.has("WHO_LEADS") and previous.projects is not None)
    turns = turns or (slots.has("WITH_PROBLEM") and previous.projects is not None)
    return bool(changes or turns) and not slots.codes(Subject.ELSEWHERE)


def _with_scope(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> KpiQuery:
    event = another_event(slots, query, catalogue)
    indicators = slots.codes(Subject.INDICATOR) or ((event.code,) if event is not None else ())
    if indicators:
        is_rate = catalogue.indicator(indicators[0]).unit == "%"
        is_multiple = query.is_multiple and not is_rate
        query = query.but(indicator=indicators[0], goal=None, also=(), gap=None)
        query = query.but(is_multiple=is_multiple)
    if regions := slots.codes(Subject.REGION):
        query = query.but(regions=_beside_the_first(slots, regions, query))
        if query.projects is None and query.by is Dimension.REGION and len(regions) == 1:
            query = query.but(task=Task.VALUE, by=None, order=None, condition=None)
    industries = slots.codes(Subject.INDUSTRY)
    if not industries:
        words = slots.codes(Subject.AMBIGUITY)
        industries = tuple(
            code for word in catalogue.ambiguities if word.word in words for code in word.industries
        )
    if industries:
        query = query.but(industries=_with_whole(industries, query.industries, query))
        if query.projects is None and query.by is Dimension.INDUSTRY and len(industries) == 1:
            query = query.but(task=Task.VALUE, by=None, order=None, condition=None)
    return query


def _beside_the_first(slots: Slots, said: tuple[str, ...], query: KpiQuery) -> tuple[str, ...]:
    """和姜堰比呢, after two places held against each other: the first of them beside 姜堰."""
    is_pair = query.task is Task.COMPARE and query.against is None and len(query.regions) == 2
    is_other = len(said) == 1 and said[0] not in query.regions
    if is_pair and is_other and IS_HELD.search(slots.text):
        return query.regions[0], *said
    return _with_whole(said, query.regions, query)


def _with_whole(said: tuple[str, ...], before: tuple[str, ...], query: KpiQuery) -> tuple[str, ...]:
    """A share's scopes are the part and the whole: only the part is changed."""
    return (said[0], before[-1]) if query.task is Task.SHARE and before else said


def _with_time(slots: Slots, query: KpiQuery) -> KpiQuery:
    is_of_month = query.period is not None and query.period.grain is Grain.MONTH
    if _UP_TO_THEN.search(slots.text) and is_of_month and query.period and not slots.periods:
        # 累计呢, after a month: the year up to it.
        # Two months become one run; two places stay two.
        is_of_months = query.task is Task.COMPARE and query.against is not None
        query = query.but(period=Period.cumulative(query.period.last), against=None)
        query = query.but(task=Task.VALUE if is_of_months else query.task)
    if slots.period is not None and _is_on_previous(slots, query):
        # 比上月高吗: the month before the one that was asked about, and not before today.
        pass
    elif slots.period is not None and _compares_periods(slots, query):
        query = query.but(task=Task.COMPARE, against=slots.period)
    elif slots.period is not None:
        months = same_part_of_year(slots, query.period) if query.against is None else None
        query = query.but(period=months or slots.period)
        if query.task is Task.COMPARE and query.against is not None:
            query = query.but(task=Task.VALUE, against=None)
    elif SAME_PERIOD_LAST_YEAR.search(slots.text) and query.period is not None:
        query = query.but(period=_last_year(query.period))
    if slots.changes:
        if query.task is Task.SHARE:
            # 增速呢, after a share: that of the part.
            part = query.but(industries=query.industries[:1], regions=query.regions[:1])
            query = part.but(task=Task.VALUE)
        query = _of_rates(query.but(changes=slots.changes))
        if query.order is not None:
            query = query.but(order=replace(query.order, by=Measure.GROWTH))
        period = query.period or Period.year_so_far(slots.today.year)
        if Change.ON_PREVIOUS in slots.changes and period.preceding() is None:
            # 环比 compares a month with the month before, whatever run it was part of.
            query = query.but(period=_newest_month(period))
    return query


def _is_on_previous(slots: Slots, query: KpiQuery) -> bool:
    is_said = Change.ON_PREVIOUS in slots.changes and "环比" not in slots.text
    return is_said and len(slots.periods) == 1 and query.task in ONE_FIGURE


def _is_of_its_length(slots: Slots, query: KpiQuery) -> bool:
    """上季度 is of a quarter; a month is the newest of whatever run it ends."""
    said = slots.period.grain if slots.period is not None else Grain.MONTH
    before = query.period.grain if query.period is not None else Grain.CUMULATIVE
    return said is before or (said is Grain.MONTH and before is not Grain.QUARTER)


def _of_rates(query: KpiQuery) -> KpiQuery:
    """增速呢, after 有没有超过靖江: the rates are held against each other, and have no quotient."""
    held = query.condition
    is_claim = held is not None and (held.reference is not None or query.task is Task.COMPARE)
    if held is not None and is_claim:
        query = query.but(condition=replace(held, measure=Measure.GROWTH))
    if query.gap is not None:
        query = query.but(gap=Measure.GROWTH)
    return query.but(is_multiple=False)


def _compares_periods(slots: Slots, query: KpiQuery) -> bool:
    """和二季度比呢, after one figure."""
    is_held = IS_HELD.search(slots.text) or re.search(r"相差|差距", slots.text)
    return bool(is_held) and query.task in ONE_FIGURE and query.period is not None


def _last_year(period: Period) -> Period:
    return period.shifted_years(-1)


def _newest_month(period: Period) -> Period:
    return Period(Grain.MONTH, period.last, period.last, period.open_end)


def _with_projects(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> KpiQuery:
    wanted = query.projects
    if wanted is None:
        return query
    if wanted.milestone is not None and slots.milestone is not None:
        wanted = replace(wanted, milestone=slots.milestone, statuses=(), days=slots.days)
        found = matching(wanted, catalogue)
        query = query.but(indicator=found.code if found else None)
    elif stages := slots.codes(Subject.STAGE):
        every = [stage for stage in catalogue.stages if stage.name in stages]
        statuses = tuple(status for stage in every for status in stage.statuses)
        wanted = replace(wanted, statuses=statuses, milestone=None, is_delayed=False)
    if slots.threshold is not None:
        limit = slots.threshold
        wanted = replace(
            wanted,
            bound=limit.bound,
            investment=limit.number,
            upper=limit.upper,
            is_upper_open=limit.is_upper_open,
        )
    if slots.has("DELAYED"):
        wanted = replace(wanted, is_delayed=True)
    if slots.has("WITH_PROBLEM") and not slots.has("WITHOUT_PROBLEM"):
        wanted = replace(wanted, has_problem=True)
    if slots.has("WHO_LEADS") and wanted.name is None:
        query = query.but(by=Dimension.DEPARTMENT)
    return query.but(projects=wanted)


def _with_view(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> KpiQuery:
    if slots.has("PROVENANCE"):
        return query.but(task=Task.PROVENANCE) if query.projects is None else query
    if query.indicator is None or query.projects is not None:
        return query
    indicator = catalogue.indicator(query.indicator)
    if slots.has("DEFINITION"):
        return query.but(task=Task.DEFINITION)
    its_rank = _rank_of_named(slots, query, catalogue)
    if its_rank is not None:
        return its_rank
    draws_one = slots.has("PICTURE") and query.task in ONE_FIGURE
    if (slots.has("TREND") or draws_one) and indicator.kind is not Kind.SNAPSHOT:
        city = (catalogue.city.code,)
        one_place = city if query.by is Dimension.REGION else query.regions
        five = (catalogue.leading_group.code,)
        one_industry = five if query.by is Dimension.INDUSTRY else query.industries
        course = query.period and query.period.course()
        scope = query.but(regions=one_place, industries=one_industry, by=None, order=None)
        return scope.but(task=Task.TREND, condition=None, period=course)
    if slots.condition is not None and slots.by is None and query.by is not None:
        # 超过800亿的, after a list: those of it.
        order = query.order or Order(slots.condition.measure)
        query = query.but(task=Task.RANKING, condition=slots.condition, order=order)
    by = slots.by or (query.by if query.by else None)
    if slots.by is None and slots.has("EACH"):
        group = query.industries == (catalogue.leading_group.code,)
        by = Dimension.INDUSTRY if group else Dimension.REGION
    if by is not None and (slots.by or slots.has("EACH") or slots.order):
        return _listed(slots, query, by, catalogue)
    if query.task in ONE_FIGURE and slots.has("TARGET"):
        return query.but(task=Task.TARGET)
    return query


def _rank_of_named(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> KpiQuery | None:
    """泰兴排第几, 化工是不是最高, after a figure of all of them."""
    is_named = slots.codes(Subject.REGION) or slots.codes(Subject.INDUSTRY)
    asks = is_named and slots.by is None and ITS_RANK.search(slots.text) is not None
    return ranked_one(query, slots, catalogue) if asks and query.task in ONE_FIGURE else None


def _listed(slots: Slots, query: KpiQuery, by: Dimension, catalogue: Catalogue) -> KpiQuery:
    task = Task.RANKING if slots.order else Task.BREAKDOWN
    if query.task is Task.OVERVIEW:
        # 各区呢, after 产值增速高于工业投资增速吗: the claim is of two indicators, a list of one.
        query = query.but(condition=None, gap=None)
    query = query.but(task=task, by=by, order=order_of(slots, query))
    if slots.condition is not None and slots.condition.measure is Measure.COMPLETION:
        # 哪几个区还没到80%, after how much of its plan was done.
        query = query.but(task=Task.RANKING, condition=slots.condition)
        query = query.but(order=query.order or Order(Measure.COMPLETION))
    if slots.claim is not None and slots.condition is not None:
        # 哪些区比它高 names what they are held against.
        held = slots.condition
        order = slots.order or Order(held.measure)
        query = query.but(task=Task.RANKING, condition=held, order=order)
    if by is Dimension.REGION:
        named = [c for code in slots.codes(Subject.REGION) for c in catalogue.places_of(code)]
        every = tuple(r.code for r in catalogue.districts if not is_held_against(slots, r.code))
        return query.but(regions=tuple(named) or every)
    named = list(slots.codes(Subject.INDUSTRY))
    members = tuple(
        code for code in catalogue.leading_group.members if not is_held_against(slots, code)
    )
    return query.but(industries=tuple(named) if len(named) > 1 else members)
