"""Whether an answer says of a claim if it is so. Pure.

A claim of two figures is settled by these two: of one place and time each, of one indicator, or
of two indicators of one place and time.
What else is said of it (一直, 完成率) would be answered as if it had not been said.
"""

from __future__ import annotations

import re

from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.query import KpiQuery, Task
from kpi_adapter.question.claims import Claim
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.signals import OF_COMPLETION
from kpi_adapter.question.slots import Slots

# Two figures are of one time, and tell neither always nor since when.
_OF_MANY_TIMES = re.compile(
    r"一直|始终|从来|历来|总是|什么时候|啥时候|何时|几时|哪一?[年天]|曾经?|首次|再次|差一?点|险些|快要|即将|将要"
)
_OF_GOALS = re.compile(rf"{OF_COMPLETION.pattern}|进度|序时|目标|计划")
# What was added or lost is neither the amount nor its rate.
_OF_CHANGE = re.compile(r"增加额|增加(?!值)|减少|下降|下滑|回落|降幅|涨幅|差距")


def unsettled_word(slots: Slots, query: KpiQuery, catalogue: Catalogue) -> str | None:
    """The words of a claim that the answer would leave open: 有没有超过靖江, of nothing said
    before or of projects; 一直 of one that is answered."""
    of_stock = _size_of_a_stock(slots, catalogue)
    claim = slots.claim
    if claim is None or of_stock is not None:
        return of_stock
    for pattern in (_OF_MANY_TIMES, _OF_GOALS, _OF_CHANGE):
        found = pattern.search(slots.text)
        if found is not None:
            return found[0]
    return None if _settles(claim, query, catalogue) else slots.text[claim.start : claim.end]


def _size_of_a_stock(slots: Slots, catalogue: Catalogue) -> str | None:
    """投资3亿以上的智能车间: of companies and workshops only how many there are is kept."""
    size = slots.threshold
    named = [mention for mention in slots.mentions if mention.subject is Subject.INDICATOR]
    is_stock = any(catalogue.indicator(item.code).kind is Kind.SNAPSHOT for item in named)
    # 产值超过100亿的企业 is a name.
    if (
        size is None
        or not is_stock
        or any(m.start < size.end and size.start < m.end for m in named)
    ):
        return None
    return slots.text[size.start : size.end]


def _settles(claim: Claim, query: KpiQuery, catalogue: Catalogue) -> bool:
    code = query.indicator
    if code is not None and catalogue.indicator(code).kind is Kind.LEAD:
        return True
    if claim.is_of_measures:
        is_asked = query.condition is not None or query.gap is not None
        return query.task is Task.OVERVIEW and is_asked
    # Of two indicators the limit would be that of the first.
    if query.also or (query.task is Task.COMPARE and not _is_of_two(claim, query)):
        return False
    if claim.bound is None:
        return query.is_multiple
    held = query.condition.reference if query.condition is not None else ""
    return held == (claim.reference or None) and claim.is_of_times == (query.against is not None)


def _is_of_two(claim: Claim, query: KpiQuery) -> bool:
    """泰兴医药超过靖江化工 would be four: each place with each industry."""
    scopes = len(query.regions) * len(query.industries)
    return scopes == (1 if claim.is_of_times else 2)
