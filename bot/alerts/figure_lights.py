"""Which light an indicator or a project shows and why; pure.

Indicators are judged by their pace (序时进度): completion over the share of time that has
passed. Projects follow the rule of Yinchuan: how many percentage points they are behind their
own schedule, and for how many months in a row they should have been begun and were not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.alerts.assess import Assessment, Level, Light, Reason

_MONTHS = 12


@dataclass(frozen=True)
class FigureRules:
    """When lights of figures change.

    `red_below` is a quotient of completion and pace, in per cent; the points are percentage
    points. A lag of exactly `yellow_points` is yellow, one of exactly `red_points` red.
    """

    red_below: int = 80
    yellow_points: int = 10
    red_points: int = 30
    red_months: int = 3


def assess_pace(completion: float, pace: float | None, rules: FigureRules) -> Assessment:
    """Return the light of an indicator; both are in per cent, `pace` None is not due yet."""
    # 70 / 87.5 is a hair under 0.8 in binary: the limits are meant in decimal.
    if not pace or round(completion / pace, 9) >= 1:
        return _shown(Light.GREEN, Reason.IN_TIME)
    is_red = round(completion / pace * 100, 7) < rules.red_below
    return _shown(Light.RED if is_red else Light.YELLOW, Reason.BEHIND_PACE)


def assess_project(
    schedule: ProjectSchedule, completion: float | None, today: date, rules: FigureRules
) -> Assessment:
    """Return the light of a project; `completion` in per cent, None where it is not known."""
    months = schedule.months_unbegun(today)
    if months:
        light = Light.RED if months >= rules.red_months else Light.YELLOW
        return _shown(light, Reason.NOT_BEGUN)
    pace = schedule.pace(today)
    if pace is None or completion is None:
        return _shown(Light.GREEN, Reason.IN_TIME)
    behind = round(pace - completion, 7)
    if behind < rules.yellow_points:
        return _shown(Light.GREEN, Reason.IN_TIME)
    return _shown(Light.RED if behind >= rules.red_points else Light.YELLOW, Reason.BEHIND_PACE)


@dataclass(frozen=True)
class ProjectSchedule:
    """The days of a project; `is_begun` and `is_ended` are what the ledger says of it."""

    planned_start: date | None
    actual_start: date | None
    planned_completion: date | None
    is_begun: bool
    is_ended: bool

    def months_unbegun(self, today: date) -> int:
        """Return in how many months, this one included, it should have been begun; 0 if none."""
        if self.is_begun or self.is_ended:
            return 0
        if self.planned_start is None or self.planned_start >= today:
            return 0
        years = today.year - self.planned_start.year
        return years * _MONTHS + today.month - self.planned_start.month + 1

    def pace(self, today: date) -> float | None:
        """Return the share of its time that has passed, in per cent; None where unknown."""
        start, end = self.actual_start or self.planned_start, self.planned_completion
        if not self.is_begun or self.is_ended or start is None or end is None or end <= start:
            return None
        return 100 * min(1.0, max(0.0, (today - start).days / (end - start).days))


def _shown(light: Light, reason: Reason) -> Assessment:
    # Red is told to whoever is responsible and, the working day after, to their leader.
    return Assessment(Level(light, 1 if light is Light.RED else 0), reason)
