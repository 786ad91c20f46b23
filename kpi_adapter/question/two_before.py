"""差多少, after two figures: the two held against each other. Pure."""

from __future__ import annotations

import re

from kpi_adapter.query import KpiQuery, Task
from kpi_adapter.question.slots import Slots

_ONE_FIGURE = (Task.VALUE, Task.TARGET)
_GAP = re.compile(
    r"(?:那么?|这|它们?|他们|两者|二者|前后|之间|[两俩]个?月?|[两俩]地|[两俩]个?区?|的)*"
    r"(?:相?差(?:距|额|了|是|有)*(?:多少|几个?亿|几个?(?:百分)?点?|多大)?|[多少高低](?:了|出)?(?:多少|几个?亿|几个点?)"
    r"|(?:比|对比)(?:一比|一下|较一下)?|哪个[多高大]|谁[多高大])[呢啊呀]?\??"
)


def gap_of_two(slots: Slots, last: KpiQuery, before: KpiQuery | None) -> KpiQuery | None:
    """None unless nothing new is named and the two differ in one thing only: the time, the
    place or the industry."""
    if before is None or slots.mentions or slots.periods or not _GAP.fullmatch(slots.text):
        return None
    if last.task not in _ONE_FIGURE or before.task not in _ONE_FIGURE:
        return None
    if last.indicator is None or last.indicator != before.indicator:
        return None
    if last.projects is not None or before.projects is not None:
        return None
    pair = last.but(task=Task.COMPARE, goal=None)
    is_same_place = last.regions == before.regions
    same = (last.period == before.period, is_same_place, last.industries == before.industries)
    if same.count(False) != 1:
        return None
    if not same[0]:
        return pair.but(against=before.period) if before.period is not None else None
    both = {
        "regions": (*before.regions, *last.regions) if not same[1] else last.regions,
        "industries": (*before.industries, *last.industries) if not same[2] else last.industries,
    }
    is_two = max(len(codes) for codes in both.values()) == 2
    return pair.but(**both) if is_two else None
