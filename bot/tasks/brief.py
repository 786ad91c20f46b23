"""The quarterly supervision brief and the yearly assessment sheet (方案 四-(二)); pure.

Counts only: the plan sets no points, so none are given. A task belongs to the period in which
its first deadline lies, so that an extension does not move it out of sight.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.tasks.calendar import WorkingCalendar
from bot.tasks.task import Task, TaskState

_QUARTER = re.compile(r"(?:(\d{4})年?)?(?:第?([1-4一二三四])季度?|[Qq]([1-4]))")
_NO_QUARTER = re.compile(r"(?:[05-9]|\d{2,3}|[五六七八九]|十[一二]?)季度|[Qq](?![1-4](?!\d))\d")
_YEAR = re.compile(r"(\d{4})(?:年度?)?")
_CODE = re.compile(r"(\d{4})(?:Q([1-4]))?", re.ASCII)
_CHINESE = "一二三四"
_YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Period:
    """A quarter or a year; both days belong to it."""

    name: str
    first: date
    last: date
    is_year: bool = False

    @property
    def code(self) -> str:
        """The period as it stands in an address: `2019Q3` or `2019`."""
        return f"{self.first:%Y}" + ("" if self.is_year else f"Q{(self.first.month + 2) // 3}")


@dataclass(frozen=True)
class Judged:
    """A task of the period. `done_on` is when the owner reported it done, as far as known."""

    task: Task
    done_on: date | None
    workdays_late: int
    is_late: bool

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is owed any more, or the report waits for the supervisor."""
        return not self.task.is_owed


@dataclass(frozen=True)
class Standing:
    """How a department stands. `workdays_late` sums how late its late tasks were or are."""

    department_code: str
    owed: int
    in_time: int
    late: int
    open_late: int
    running: int
    unknown: int
    extended: int
    workdays_late: int

    @property
    def in_time_rate(self) -> float | None:
        """The share done in time of what was due by now, in per cent; None with nothing due."""
        due = self.in_time + self.late + self.open_late
        return None if due == 0 else 100 * self.in_time / due


@dataclass(frozen=True)
class Brief:
    """The standings of a period, best first, counted on `as_of`, and what was or is late."""

    period: Period
    as_of: date
    standings: tuple[Standing, ...]
    late: tuple[Judged, ...]


def quarter(year: int, number: int) -> Period:
    """Return a quarter, 1 to 4."""
    first = date(year, 3 * number - 2, 1)
    return Period(f"{year}年{number}季度", first, first + relativedelta(months=3, days=-1))


def whole_year(year: int) -> Period:
    """Return a year."""
    return Period(f"{year}年", date(year, 1, 1), date(year, 12, 31), is_year=True)


def quarter_of(day: date) -> Period:
    """Return the quarter that `day` lies in."""
    return quarter(day.year, (day.month + 2) // 3)


def period_of_code(code: str) -> Period | None:
    """Return the period that `Period.code` named; None when none is named."""
    named = _CODE.fullmatch(code)
    if not named or int(named[1]) not in _YEARS:
        return None
    year = int(named[1])
    return quarter(year, int(named[2])) if named[2] else whole_year(year)


def neighbour(period: Period, *, step: int) -> Period:
    """Return the period before (`step` -1) or after (+1) another of the same length."""
    if period.is_year:
        return whole_year(period.first.year + step)
    return quarter_of(period.first + relativedelta(months=3 * step))


def period_in(text: str, today: date, *, is_year: bool) -> Period | None:
    """Return the period that words name; the last finished quarter, or this year, if none.

    None when the words name a period that cannot be.
    """
    if is_year:
        named = _YEAR.search(text)
        year = int(named[1]) if named else today.year - ("去年" in text or "上年" in text)
        return whole_year(year) if year in _YEARS else None
    if _NO_QUARTER.search(text):
        return None
    named = _QUARTER.search(text)
    if named:
        digit = named[2] or named[3]
        number = int(digit) if digit.isdigit() else _CHINESE.index(digit) + 1
        year = int(named[1]) if named[1] else today.year - ("去年" in text)
        return quarter(year, number) if year in _YEARS else None
    this = quarter_of(today)
    if re.search(r"本季|这个?季|当季", text):
        return this
    return quarter_of(this.first - timedelta(days=1))


def period_named(text: str, *, is_year: bool) -> Period | None:
    """Return the period that words name, year and all, if they are nothing else."""
    named = (_YEAR if is_year else _QUARTER).fullmatch(text.strip())
    return period_in(text, date.min, is_year=is_year) if named and named[1] else None


def tasks_of(tasks: Sequence[Task], period: Period) -> list[Task]:
    """Return the tasks of a period; withdrawn ones and those without deadline have none."""
    return [
        task
        for task in tasks
        if task.state is not TaskState.RECALLED
        and (due := task.original_due_on or task.due_on) is not None
        and period.first <= due <= period.last
    ]


def judge(task: Task, done_on: date | None, today: date, calendar: WorkingCalendar) -> Judged:
    """Hold a task against its deadline, as granted; an extension that was approved counts."""
    if task.due_on is None:
        return Judged(task, done_on, 0, is_late=False)
    end = today if task.is_owed else done_on
    is_late = end is not None and end > task.due_on
    late = calendar.workdays_after(task.due_on, end) if is_late and end is not None else 0
    return Judged(task, done_on, late, is_late)


def brief(judged: Sequence[Judged], period: Period, today: date) -> Brief:
    """Count the tasks of a period by department."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.task.department_code].append(one)
    found = [_standing(code, group) for code, group in groups.items()]
    found.sort(
        key=lambda one: (
            one.in_time_rate is None,
            -(one.in_time_rate or 0),
            one.workdays_late,
            one.department_code,
        )
    )
    late = sorted(
        (one for one in judged if one.is_late),
        key=lambda one: (-one.workdays_late, len(one.task.task_no), one.task.task_no),
    )
    return Brief(period, today, tuple(found), tuple(late))


def places(standings: Sequence[Standing]) -> list[int | None]:
    """Return the rank of each, best first: equal ones share it, and with nothing due there is none.

    Equal are the share done in time and the working days late.
    """
    keys = [(one.in_time_rate, one.workdays_late) for one in standings]
    return [None if key[0] is None else keys.index(key) + 1 for key in keys]


def _standing(code: str, group: Sequence[Judged]) -> Standing:
    done = [one for one in group if one.is_done]
    dated = [one for one in done if one.done_on is not None]
    still = [one for one in group if not one.is_done]
    return Standing(
        department_code=code,
        owed=len(group),
        in_time=sum(not one.is_late for one in dated),
        late=sum(one.is_late for one in dated),
        open_late=sum(one.is_late for one in still),
        running=sum(not one.is_late for one in still),
        unknown=len(done) - len(dated),
        extended=sum(one.task.original_due_on not in {None, one.task.due_on} for one in group),
        workdays_late=sum(one.workdays_late for one in group),
    )
