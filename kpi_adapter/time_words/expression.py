"""What a time expression says: an interval of the calendar, and how exactly it was said."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

MONTHS = 12
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


class Unit(IntEnum):
    """How finely a moment is said, from the coarsest to the finest."""

    CENTURY = 0
    DECADE = 1
    YEAR = 2
    HALF = 3
    QUARTER = 4
    MONTH = 5
    WEEK = 6
    DAY = 7
    PART = 8
    HOUR = 9
    MINUTE = 10
    SECOND = 11


class Kind(StrEnum):
    POINT = "time_point"
    SPAN = "time_span"
    RECURRENCE = "time_period"


@dataclass(frozen=True)
class Length:
    """A duration: whole months and a number of seconds; ``unit`` is the one it was said in.
    ``is_half`` marks 半天, 一年半."""

    months: float = 0
    seconds: float = 0
    unit: Unit = Unit.DAY
    is_half: bool = False


@dataclass(frozen=True)
class TimeExpression:
    """``start`` and ``end`` (the last second, included) are local and naive; None is open.
    ``every`` is the step of a recurrence."""

    kind: Kind
    start: datetime | None
    end: datetime | None
    is_fuzzy: bool = False
    every: Length | None = None


@dataclass(frozen=True)
class Reference:
    """What an expression leaves unsaid. ``now`` is what 今天 means, known to ``unit``;
    ``base`` gives the year, month and day that are not said, ``part`` the half of the day."""

    now: datetime
    unit: Unit = Unit.SECOND
    base: datetime | None = None
    part: tuple[int, int] | None = None

    @property
    def default(self) -> datetime:
        return self.base or self.now

    @property
    def now_end(self) -> datetime:
        """The last second of ``now`` as finely as it is known."""
        return self.now if self.unit is Unit.SECOND else spot_of(self.now, self.unit).end


@dataclass(frozen=True)
class Spot:
    """An interval found so far; further words narrow it."""

    start: datetime
    end: datetime
    unit: Unit
    part: tuple[int, int] | None = None
    is_fuzzy: bool = False
    kind: Kind = Kind.POINT
    lunar: tuple[int, int] | None = None

    def but(self, **changes: object) -> Spot:
        return replace(self, **changes)  # type: ignore[arg-type]


def add_months(moment: datetime, months: int) -> datetime:
    """The same day and hour ``months`` later; a day that does not exist becomes the last."""
    year, month = divmod(moment.year * MONTHS + moment.month - 1 + months, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def month_start(year: int, month: int) -> datetime:
    return datetime(year, month, 1)


def months_spot(year: int, month: int, count: int, unit: Unit, **more: object) -> Spot:
    """``count`` whole months from the given one."""
    start = month_start(year, month)
    return Spot(start, add_months(start, count) - SECOND, unit, **more)  # type: ignore[arg-type]


def days_spot(first: datetime, count: int, unit: Unit = Unit.DAY, **more: object) -> Spot:
    start = midnight(first)
    return Spot(start, start + count * DAY - SECOND, unit, **more)  # type: ignore[arg-type]


def week_spot(day: datetime) -> Spot:
    """Monday to Sunday around ``day``."""
    return days_spot(day - day.weekday() * DAY, 7, Unit.WEEK, is_fuzzy=True)


_STEPS = {Unit.HOUR: 3600, Unit.MINUTE: 60, Unit.SECOND: 1}


def spot_of(moment: datetime, unit: Unit) -> Spot:
    """The year, month, week, day, hour … that holds ``moment``."""
    match unit:
        case Unit.YEAR:
            return months_spot(moment.year, 1, MONTHS, unit)
        case Unit.MONTH:
            return months_spot(moment.year, moment.month, 1, unit)
        case Unit.WEEK:
            return week_spot(moment)
        case Unit.DAY:
            return days_spot(moment, 1)
    seconds = _STEPS.get(unit, 1)
    start = moment.replace(microsecond=0)
    if unit is Unit.HOUR:
        start = start.replace(minute=0)
    if unit in (Unit.HOUR, Unit.MINUTE):
        start = start.replace(second=0)
    return Spot(start, start + timedelta(seconds=seconds) - SECOND, unit)
