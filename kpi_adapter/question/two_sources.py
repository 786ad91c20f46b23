"""Counts of projects that two systems keep: the published statistics count the whole city's,
the ledger those it lists. A question that says of neither is asked back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi_adapter.catalogue.model import Catalogue, Indicator
from kpi_adapter.period import Grain
from kpi_adapter.query import Bound, Dimension, KpiQuery, Milestone, ProjectFilter
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.slots import Slots

BY_STATISTICS, BY_LEDGER = "按统计公布数", "按台账"
# What tells one project from another is kept by the ledger alone.
_LEDGER_ONLY = ("PROJECT_NAMES", "REASON", "DELAYED", "WITH_PROBLEM", "PLANNED_START", "MONEY")
# A plan, a rate or a rank of the counts is kept by the statistics alone.
_STATISTICS_ONLY = re.compile(
    r"计划(?!开工|竣工)|完成率|完成了?(?:多少|几成|情况)|同比|环比|增长|增速|增幅|序时"
    r"|走势|趋势|逐月|各月|目标|任务|完成得"
)

_OF_A_PLAN = re.compile(
    r"(?:签约|[开竣]工)(?:的|年度|全年)*(?:计划|目标|任务|完成|得?怎么?样|如何|咋样|情况)|(?:计划|目标|任务)的?(?:签约|[开竣]工)(?:完成|数)"
)
_EVENTS = {
    "签约": Milestone.SIGNED,
    "开工": Milestone.STARTED,
    "竣工": Milestone.COMPLETED,
}
_EVENT_ALONE = re.compile(
    r"(?:那么?)?新?(?P<event>签约|[开竣]工)的?(?:呢|怎么样|多少|几个)?[呢吗]?\??"
)


def published_count(slots: Slots, project: KpiQuery, catalogue: Catalogue) -> Indicator | None:
    """The published indicator that counts the events ``project`` counts in the ledger; None
    where only the ledger can answer."""
    wanted = project.projects
    if wanted is None or not _is_plain(slots, project, wanted, catalogue):
        return None
    milestone = _event(slots, wanted)
    for indicator in catalogue.indicators:
        count = indicator.in_ledger
        if count is not None and count.milestone is milestone and milestone is not None:
            is_same_size = wanted.investment in (None, count.investment)
            return indicator if is_same_size and wanted.bound in (None, count.bound) else None
    return None


def planned_count(slots: Slots, catalogue: Catalogue) -> Indicator | None:
    """开工计划完成得怎样 names no count and means the one whose plan it is of."""
    is_plain = slots.milestone is not None and slots.threshold is None and not slots.has("PROJECT")
    is_of_plan = _OF_A_PLAN.search(slots.text) is not None
    named = slots.codes(Subject.INDICATOR) or slots.codes(Subject.DEPARTMENT)
    is_of_part = any(catalogue.industry(code).lead for code in slots.codes(Subject.INDUSTRY))
    stages = set(slots.codes(Subject.STAGE)) - {"签约", "竣工"}
    if not (is_plain and is_of_plan) or named or is_of_part or stages:
        return None
    return _count_of(slots.milestone, catalogue)


def another_event(slots: Slots, previous: KpiQuery, catalogue: Catalogue) -> Indicator | None:
    """那开工呢, after the published count of what was completed: the count of that event."""
    if previous.indicator is None or previous.projects is not None:
        return None
    found = _EVENT_ALONE.fullmatch(slots.text)
    if catalogue.indicator(previous.indicator).in_ledger is None or found is None:
        return None
    return _count_of(_EVENTS[found["event"]], catalogue)


def _count_of(event: Milestone | None, catalogue: Catalogue) -> Indicator | None:
    return next(
        (
            item
            for item in catalogue.indicators
            if item.in_ledger is not None and item.in_ledger.milestone is event
        ),
        None,
    )


def wants_names(slots: Slots) -> bool:
    """新开工项目清单: names are kept by the ledger alone; 各区列表 is a table of counts."""
    is_list = slots.has("PROJECT_LIST") or slots.has("PROJECT_NAMES")
    return is_list and slots.by is None and not slots.has("EACH")


def is_of_statistics(slots: Slots) -> bool:
    return slots.has("OF_STATISTICS") or bool(_STATISTICS_ONLY.search(slots.text))


def asked_of(slots: Slots, source: str) -> str:
    """The question, with the source said."""
    return f"{slots.text.rstrip('?。!')},{source}"


def ledger_question(
    slots: Slots, indicator: Indicator, regions: Sequence[str], catalogue: Catalogue
) -> str | None:
    """A published count was named in words the ledger uses as well: the same of the ledger.

    None where the ledger has no such count, or the name leaves no doubt.
    """
    count = indicator.in_ledger
    named = [m.text for m in slots.mentions if m.code == indicator.code]
    if count is None or slots.has("OF_STATISTICS") or any("亿" in word for word in named):
        return None
    is_city = all(code == catalogue.city.code for code in regions)
    return None if is_of_statistics(slots) or not is_city else asked_of(slots, BY_LEDGER)


def _event(slots: Slots, wanted: ProjectFilter) -> Milestone | None:
    if wanted.milestone is not None:
        return wanted.milestone
    is_state = slots.has("STATED_NOW") or set(wanted.statuses) - {"签约", "竣工"}
    return None if is_state else slots.milestone


def _is_plain(slots: Slots, project: KpiQuery, wanted: ProjectFilter, catalogue: Catalogue) -> bool:
    # 哪个区竣工任务完成得最差: the statistics keep a plan for each place, the ledger none.
    is_ranked = project.by is Dimension.REGION and is_of_statistics(slots)
    if (project.order is not None and not is_ranked) or project.excluded:
        return False
    if wanted.departments or wanted.problem:
        return False
    if wanted.upper is not None or any(s.startswith("未") for s in slots.codes(Subject.STAGE)):
        return False
    if project.by not in (None, Dimension.REGION) or wanted.bound not in (None, Bound.AT_LEAST):
        return False
    if project.period is not None and project.period.grain is Grain.DAY:
        return False
    if any(catalogue.industry(code).lead for code in slots.codes(Subject.INDUSTRY)):
        return False
    if slots.codes(Subject.INDICATOR) and not wanted.milestone:
        return False
    return not (wants_names(slots) or any(slots.has(name) for name in _LEDGER_ONLY))
