"""Which light a task shows and why; pure.

Defaults follow practice: blue at most three working days before the deadline, yellow on the day
or when a task lies unsigned for more than one working day, red from the day after; three and
seven working days late it climbs to the owner's leader and to theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from bot.tasks.calendar import WorkingCalendar
from bot.tasks.task import Task, TaskState


class Light(StrEnum):
    """The colour of a task."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


WORST_FIRST = (Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN)


class Reason(StrEnum):
    """Why a task shows its light."""

    NOT_OWED = "not_owed"
    NO_DEADLINE = "no_deadline"
    IN_TIME = "in_time"
    DEADLINE_NEAR = "deadline_near"
    DUE_TODAY = "due_today"
    UNSIGNED = "unsigned"
    OVERDUE = "overdue"
    BEHIND_PACE = "behind_pace"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True)
class AlertRules:
    """When lights change. All counts are working days.

    `escalate_after` holds how late a task must be to climb one step, then the next.
    `unsigned_after`: a task unsigned for more than this many days is yellow.
    """

    blue_within: int = 3
    unsigned_after: int = 1
    escalate_after: tuple[int, ...] = (3, 7)


@dataclass(frozen=True, order=True)
class Level:
    """A light and, for red, how many steps up the line it has climbed."""

    light: Light
    step: int = 0

    @property
    def name(self) -> str:
        """The level's name, as it stands in workflow ids: `red`, `red-1` …"""
        return f"{self.light.value}-{self.step}" if self.step else self.light.value

    @property
    def severity(self) -> tuple[int, int]:
        """How bad it is, to compare: red above yellow above blue, then the steps."""
        return -WORST_FIRST.index(self.light), self.step

    @classmethod
    @cache
    def named(cls, name: str) -> Level:
        """Return the level of this name."""
        light, _, step = name.partition("-")
        return cls(Light(light), int(step or 0))


@dataclass(frozen=True)
class Assessment:
    """A task's light on a day. `workdays_late` is 0 while it is not late."""

    level: Level
    reason: Reason
    workdays_late: int = 0
    workdays_left: int | None = None

    @property
    def light(self) -> Light:
        """The colour alone."""
        return self.level.light


_GREEN = Level(Light.GREEN)
_FIRST = {light: Level(light) for light in Light}


def assess(task: Task, today: date, calendar: WorkingCalendar, rules: AlertRules) -> Assessment:
    """Return the light of `task` on `today` (Asia/Shanghai) and why.

    A reported completion waits for the supervisor and is not late on the owner's side.
    """
    if not task.is_owed:
        return Assessment(_GREEN, Reason.NOT_OWED)
    if task.due_on is not None and task.due_on < today:
        return _late(task.due_on, today, calendar, rules)
    left = None if task.due_on is None else calendar.workdays_after(today, task.due_on)
    if task.due_on == today:
        return Assessment(Level(Light.YELLOW), Reason.DUE_TODAY, workdays_left=0)
    if _is_unsigned(task, today, calendar, rules):
        return Assessment(Level(Light.YELLOW), Reason.UNSIGNED, workdays_left=left)
    if left is None:
        return Assessment(_GREEN, Reason.NO_DEADLINE)
    if left <= rules.blue_within:
        return Assessment(Level(Light.BLUE), Reason.DEADLINE_NEAR, workdays_left=left)
    return Assessment(_GREEN, Reason.IN_TIME, workdays_left=left)


def _late(due_on: date, today: date, calendar: WorkingCalendar, rules: AlertRules) -> Assessment:
    late = calendar.workdays_after(due_on, today)
    step = sum(late >= days for days in rules.escalate_after)
    return Assessment(Level(Light.RED, step), Reason.OVERDUE, workdays_late=late)


def _is_unsigned(task: Task, today: date, calendar: WorkingCalendar, rules: AlertRules) -> bool:
    return (
        task.state is TaskState.AWAITING_RECEIPT
        and calendar.workdays_after(task.handed_on, today) > rules.unsigned_after
    )


def next_level(
    assessment: Assessment, raised: Mapping[Level, date], today: date, calendar: WorkingCalendar
) -> Level | None:
    """Return the level to raise now, None when nothing new is to be said.

    `raised` are the levels already raised for the task and its deadline, with their days.
    A light goes to the owner first and climbs one step at a time, each a working day after
    the one before: a task that is found weeks late does not reach the top before its owner
    heard of it and could act.
    """
    if assessment.light is Light.GREEN:
        return None
    if not raised:
        return _FIRST[assessment.light]
    steps = {level.step: day for level, day in raised.items() if level.light is assessment.light}
    for step in range(assessment.level.step + 1):
        if step not in steps:
            return Level(assessment.light, step)
        if calendar.workdays_after(steps[step], today) < 1:
            return None
    return None


def still_applies(level: Level, assessment: Assessment) -> bool:
    """Tell whether a level that was raised is still true when the message is written."""
    return level.light is assessment.light and level.step <= assessment.level.step
