"""Which cases a question asks for, as they stand on a day."""

from __future__ import annotations

from datetime import date, timedelta

from bot.appeals.appeal import Appeal, AppealState, Stage
from bot.appeals.clocks import was_closed_so, was_late
from bot.appeals.question import AppealQuestion
from bot.appeals.service import AppealService
from bot.identity import Person
from bot.tasks.done_period import done_period
from bot.tasks.due_periods import due_period


def next_due(service: AppealService, appeal: Appeal) -> date | None:
    """Return the last day of the clock that runs; None when nothing is owed."""
    return None if appeal.stage is None else service.deadlines(appeal)[appeal.stage]


def is_late(service: AppealService, appeal: Appeal, today: date) -> bool:
    """Tell whether the clock that runs has run out."""
    stage = appeal.stage
    return stage is not None and was_late(appeal, stage, service.deadlines(appeal)[stage], today)


def is_asked_for(
    service: AppealService, appeal: Appeal, question: AppealQuestion, today: date
) -> bool:
    """Tell whether an open question means this case."""
    is_overdue = is_late(service, appeal, today)
    if (question.only_late and not is_overdue) or (question.only_on_time and is_overdue):
        return False
    if question.awaiting is not None and appeal.has_reached(question.awaiting):
        return False
    if not question.due:
        return True
    first, last = _days(service, question.due, today)
    due = next_due(service, appeal)
    return due is not None and first <= due <= last


def _days(service: AppealService, when: str, today: date) -> tuple[date, date]:
    if when == "本周":
        return today, today + timedelta(days=6 - today.weekday())
    shift = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1}.get(when)
    if shift is not None:
        return (today + timedelta(days=shift),) * 2
    return due_period(when, today, service.calendar()) or (today, today)


def closed_so(
    service: AppealService,
    person: Person,
    question: AppealQuestion,
    period: tuple[date, date] | None,
) -> list[Appeal]:
    """Return the cases that a person may see and that were closed then, as punctually as asked."""
    return [
        appeal
        for appeal in service.find(person)
        if appeal.state is AppealState.CLOSED
        and was_closed_so(appeal, service.deadlines(appeal)[Stage.CLOSE], question.done, period)
    ]


def received_in(
    service: AppealService, question: AppealQuestion, today: date
) -> tuple[date, date] | None:
    """Return the days in which the cases asked for came in; None when that is not read."""
    when = question.received
    period = done_period(f"{when}办结", today) or due_period(when, today, service.calendar())
    return (period[0], min(period[1], today)) if period and period[0] <= today else None
