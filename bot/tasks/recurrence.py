"""When a recurring task comes again and what it is called then; pure.

A series is a rule (RFC 5545 RRULE) and a title that names its period: 2019年4季度产业联盟特色活动
is followed by 2020年1季度产业联盟特色活动.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from bot.tasks.calendar import WorkingCalendar
from bot.tasks.task import Task, TaskState

_PERIOD = re.compile(r"(\d{4})年(?:([1-4一二三四])季度|(上|下)半年|(\d{1,2})月|(?=度))")
_QUARTERS = "一二三四"


def latest_of_each_series(tasks: Sequence[Task]) -> list[Task]:
    """Return the task of every series that is due last.

    Tasks are of one series when rule, department and title, without its period, agree.
    """
    latest: dict[tuple[str, str, str], Task] = {}
    for task in tasks:
        if not task.recurrence or task.due_on is None or task.state is TaskState.RECALLED:
            continue
        key = (task.recurrence, task.department_code, _PERIOD.sub("", task.title, count=1))
        known = latest.get(key)
        if known is None or (known.due_on or date.min) < task.due_on:
            latest[key] = task
    return list(latest.values())


def coming(latest: Task, today: date, calendar: WorkingCalendar, *, until: date) -> list[Task]:
    """Return the tasks missing after `latest` up to the one whose period is running today.

    None is due after `until`, the end of the plan. The numbers are left empty. A rule that
    means the end of a month means its last working day.
    """
    found: list[Task] = []
    while _ideal(latest) < today:
        ideal = _next_ideal(latest)
        title = next_title(latest.title)
        if ideal is None or ideal > until or title is None:
            break
        due_on = calendar.last_workday(ideal) if _is_month_end(latest.recurrence) else ideal
        latest = replace(
            latest,
            task_no="",
            title=title,
            issued_on=today,
            due_on=due_on,
            original_due_on=due_on,
            requested_due_on=None,
            state=TaskState.AWAITING_RECEIPT,
            note="",
            closed_on=None,
        )
        found.append(latest)
    return found


def recalculated(task: Task, old: WorkingCalendar, new: WorkingCalendar) -> date | None:
    """Return the deadline of an open task after the calendar changed; None when it stays.

    A deadline that somebody granted or chose is no last working day of `old` and stays.
    """
    if task.due_on is None or not _is_month_end(task.recurrence):
        return None
    if task.original_due_on not in {None, task.due_on}:
        return None
    month_end = task.due_on.replace(day=1) + relativedelta(months=1, days=-1)
    if old.last_workday(month_end) != task.due_on:
        return None
    day = new.last_workday(month_end)
    return None if day == task.due_on else day


def next_title(title: str) -> str | None:
    """Return the title of the following period; None when the title names no period."""
    match = _PERIOD.search(title)
    if match is None:
        return None
    year, quarter, half, month = match.groups()
    start = date(int(year), 1, 1)
    if quarter:
        place = int(quarter) if quarter.isdigit() else _QUARTERS.index(quarter) + 1
        start = start.replace(month=3 * place - 2) + relativedelta(months=3)
        place = (start.month + 2) // 3
        shown = str(place) if quarter.isdigit() else _QUARTERS[place - 1]
        named = f"{start.year}年{shown}季度"
    elif half:
        start = start.replace(month=1 if half == "上" else 7) + relativedelta(months=6)
        named = f"{start.year}年{'上' if start.month == 1 else '下'}半年"
    elif month:
        start = start.replace(month=int(month)) + relativedelta(months=1)
        named = f"{start.year}年{start.month}月"
    else:
        named = f"{start.year + 1}年"
    return title[: match.start()] + named + title[match.end() :]


def without_period(title: str) -> tuple[str, date | None]:
    """Return the title without the period it names, and the first day of that period's last
    month; None when it names none."""
    match = _PERIOD.search(title)
    if match is None:
        return title, None
    year, quarter, half, month = match.groups()
    last = 12
    if quarter:
        last = 3 * (int(quarter) if quarter.isdigit() else _QUARTERS.index(quarter) + 1)
    elif half:
        last = 6 if half == "上" else 12
    elif month:
        last = int(month)
    if not 1 <= last <= 12:
        return title, None
    return _PERIOD.sub("", title, count=1), date(int(year), last, 1)


def _ideal(task: Task) -> date:
    """Return the day the rule names for a task's deadline, before it was moved to a workday."""
    if task.due_on is None:
        return date.max
    if not _is_month_end(task.recurrence):
        return task.original_due_on or task.due_on
    due = task.original_due_on or task.due_on
    return due.replace(day=1) + relativedelta(months=1, days=-1)


def _next_ideal(task: Task) -> date | None:
    ideal = datetime.combine(_ideal(task), time())
    following = rrulestr(task.recurrence, dtstart=ideal).after(ideal)
    return following.date() if following else None


def _is_month_end(rule: str) -> bool:
    return "BYMONTHDAY=-1" in rule
