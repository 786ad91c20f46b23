"""Targets and pace (序时进度). Pure.

Pace is the share of the target's time that has passed: of the year for a yearly target, of
the whole plan for one to be reached by its end. Completion divided by pace gives the lamp:
green from 100 %, yellow from 80 %, red below.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi_adapter.catalogue.model import Pace, Target, TargetSpan

MONTHS = 12
GREEN_FROM, YELLOW_FROM = 1.0, 0.8


class Standing(StrEnum):
    MET = "met"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NOT_DUE = "not_due"

    @property
    def is_behind(self) -> bool:
        """Whether it falls short of its pace, a little or far."""
        return self in {Standing.BEHIND, Standing.FAR_BEHIND}


@dataclass(frozen=True)
class Assessment:
    """``gap`` = value − goal, in the indicator's unit; ``completion`` and ``pace`` in %.

    ``pace`` is None where progress is judged only at the end.
    """

    goal: float
    gap: float
    completion: float | None
    pace: float | None
    standing: Standing


def elapsed_of_year(on: date) -> float:
    """Share of the year passed at the end of ``on``, by months and days of the month."""
    days = calendar.monthrange(on.year, on.month)[1]
    return (on.month - 1 + on.day / days) / MONTHS


def elapsed(target: Target, on: date) -> float:
    """Share of the target's time passed at the end of ``on``, 0 to 1."""
    if target.span is TargetSpan.EACH_YEAR or target.first_year is None:
        return elapsed_of_year(on)
    last = target.last_year or target.first_year
    passed = on.year - target.first_year + elapsed_of_year(on)
    return min(1.0, max(0.0, passed / (last - target.first_year + 1)))


def assess(value: float, target: Target, on: date) -> Assessment:
    """How ``value``, known for ``on``, stands to the target."""
    share = elapsed(target, on) if target.pace is Pace.LINEAR else None
    return _assessment(value, target.value, share, target.bound.holds(value, target.value))


def assess_plan(value: float, plan: float, on: date) -> Assessment:
    """How a cumulative ``value`` stands to the year's plan, linear over the year."""
    return _assessment(value, plan, elapsed_of_year(on), value >= plan)


def assess_goal(value: float, goal: float) -> Assessment:
    """How ``value`` stands to a number the asker named; no pace, because it has no time."""
    return _assessment(value, goal, None, value >= goal)


def _assessment(value: float, goal: float, share: float | None, is_met: bool) -> Assessment:
    completion = value / goal if goal else None
    if is_met:
        standing = Standing.MET
    elif share is None or completion is None:
        standing = Standing.NOT_DUE
    else:
        standing = _standing(completion / share if share else GREEN_FROM)
    return Assessment(
        goal=goal,
        gap=round(value - goal, 4),
        completion=None if completion is None else completion * 100,
        pace=None if share is None else share * 100,
        standing=standing,
    )


def _standing(progress: float) -> Standing:
    # 0.7 / 0.875 is a hair under 0.8 in binary: the limits are meant in decimal.
    progress = round(progress, 9)
    if progress >= GREEN_FROM:
        return Standing.ON_PACE
    return Standing.BEHIND if progress >= YELLOW_FROM else Standing.FAR_BEHIND
