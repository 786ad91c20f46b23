"""The three clocks of an appeal: 1天应答、3天明确意见、5天办结 (方案 四-(三)#s6); pure.

The plan does not say whether its days are working days, nor from when they count. By default
they are working days after the day of arrival, and what arrives after office hours arrives on
the next working day; settings change both, and every answer says which was used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.alerts.assess import Assessment, Level, Light, Reason
from bot.appeals.appeal import STAGES, Appeal, Stage
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.done_words import Punctuality


@dataclass(frozen=True)
class AppealRules:
    """How the clocks run. `days` are those of answer, opinion and close.

    `escalate_after` holds how many working days late an appeal must be to climb one step,
    then the next.
    """

    days: tuple[int, int, int] = (1, 3, 5)
    are_natural_days: bool = False
    office_closes: time = time(17, 30)
    escalate_after: tuple[int, ...] = (1, 3)


def deadlines(
    received_at: datetime, calendar: WorkingCalendar, rules: AppealRules
) -> Mapping[Stage, date]:
    """Return the last day of each clock. The day of arrival is not counted.

    Natural days run from the day itself: a rest does not stop them.
    """
    if rules.are_natural_days:
        first = received_at.date()
        return {
            stage: first + timedelta(days=days)
            for stage, days in zip(STAGES, rules.days, strict=True)
        }
    arrived = calendar.received_on(received_at, rules.office_closes)
    return {
        stage: calendar.add_workdays(arrived, days)
        for stage, days in zip(STAGES, rules.days, strict=True)
    }


def assess_stage(
    due_on: date, today: date, calendar: WorkingCalendar, rules: AppealRules
) -> Assessment:
    """Return the light of a clock that still runs: yellow on its last day, red afterwards."""
    if due_on < today:
        late = calendar.workdays_after(due_on, today)
        step = sum(late >= days for days in rules.escalate_after)
        return Assessment(Level(Light.RED, step), Reason.OVERDUE, workdays_late=late)
    left = calendar.workdays_after(today, due_on)
    if due_on == today:
        return Assessment(Level(Light.YELLOW), Reason.DUE_TODAY, workdays_left=0)
    return Assessment(Level(Light.GREEN), Reason.IN_TIME, workdays_left=left)


def was_late(appeal: Appeal, stage: Stage, due_on: date, today: date) -> bool:
    """Tell whether a clock ran out before it was ended."""
    reached = appeal.reached_at(stage)
    if appeal.has_reached(stage):
        return reached is not None and reached.date() > due_on
    return due_on < today


def was_closed_so(
    appeal: Appeal,
    due_on: date,
    done: Punctuality | None,
    period: tuple[date, date] | None,
) -> bool:
    """Tell whether a closed appeal was closed so, in the period; not when nobody knows when."""
    if appeal.closed_at is None:
        return done is None and period is None
    day = appeal.closed_at.date()
    if period is not None and not period[0] <= day <= period[1]:
        return False
    match done:
        case Punctuality.LATE | Punctuality.MISSED:
            return day > due_on
        case Punctuality.IN_TIME:
            return day <= due_on
        case Punctuality.EARLY:
            return day < due_on
        case Punctuality.EXTENDED:
            # The three clocks know no extension.
            return False
        case None:
            return True
