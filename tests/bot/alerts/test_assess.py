"""Which light, and why: a table."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.assess import (
    AlertRules,
    Assessment,
    Level,
    Light,
    Reason,
    assess,
    next_level,
    still_applies,
)
from bot.alerts.quiet import Hours, QuietTimes
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.task import Task, TaskState

# October 2019: the week of the national holiday, the 12th a Saturday that was worked.
CALENDAR = WorkingCalendar(
    {**{date(2019, 10, day): False for day in range(1, 8)}, date(2019, 10, 12): True}, [2019]
)
RULES = AlertRules()


def task(state: str, due: str | None, issued: str = "2019-09-01") -> Task:
    return Task(
        task_no="1",
        title="产业链图谱",
        kind="一次性",
        basis_clause="四-(一)",
        department_code="JXW",
        co_department_codes=(),
        owner_user_id="u007",
        supervisor_user_id="u003",
        issued_on=date.fromisoformat(issued),
        due_on=date.fromisoformat(due) if due else None,
        state=TaskState(state),
    )


@pytest.mark.parametrize(
    ("state", "due", "today", "level", "reason", "late"),
    [
        ("in_progress", "2019-11-21", "2019-11-15", "green", Reason.IN_TIME, 0),
        ("in_progress", "2019-11-20", "2019-11-15", "blue", Reason.DEADLINE_NEAR, 0),
        ("in_progress", "2019-11-18", "2019-11-15", "blue", Reason.DEADLINE_NEAR, 0),
        ("in_progress", "2019-11-15", "2019-11-15", "yellow", Reason.DUE_TODAY, 0),
        ("in_progress", "2019-11-14", "2019-11-15", "red", Reason.OVERDUE, 1),
        # Friday's deadline on Saturday: late, but no working day has passed.
        ("in_progress", "2019-11-15", "2019-11-16", "red", Reason.OVERDUE, 0),
        ("in_progress", "2019-11-13", "2019-11-15", "red", Reason.OVERDUE, 2),
        ("in_progress", "2019-11-12", "2019-11-15", "red-1", Reason.OVERDUE, 3),
        ("in_progress", "2019-11-06", "2019-11-15", "red-2", Reason.OVERDUE, 7),
        # Across the holiday: 8 to 12 October are five working days.
        ("in_progress", "2019-09-30", "2019-10-10", "red-1", Reason.OVERDUE, 3),
        ("in_progress", "2019-10-14", "2019-10-10", "blue", Reason.DEADLINE_NEAR, 0),
        ("in_progress", "2019-10-15", "2019-10-10", "green", Reason.IN_TIME, 0),
        ("in_progress", None, "2019-11-15", "green", Reason.NO_DEADLINE, 0),
        ("awaiting_receipt", None, "2019-11-15", "yellow", Reason.UNSIGNED, 0),
        ("awaiting_receipt", "2019-12-31", "2019-11-15", "yellow", Reason.UNSIGNED, 0),
        ("awaiting_receipt", "2019-11-15", "2019-11-15", "yellow", Reason.DUE_TODAY, 0),
        ("awaiting_receipt", "2019-11-14", "2019-11-15", "red", Reason.OVERDUE, 1),
        ("completion_reported", "2019-06-30", "2019-11-15", "green", Reason.NOT_OWED, 0),
        ("closed", "2019-06-30", "2019-11-15", "green", Reason.NOT_OWED, 0),
        ("recalled", "2019-06-30", "2019-11-15", "green", Reason.NOT_OWED, 0),
    ],
)
def test_the_light_and_its_reason(
    state: str, due: str | None, today: str, level: str, reason: Reason, late: int
) -> None:
    found = assess(task(state, due), date.fromisoformat(today), CALENDAR, RULES)
    assert (found.level.name, found.reason, found.workdays_late) == (level, reason, late)


@pytest.mark.parametrize(
    ("issued", "today", "light"),
    [
        ("2019-11-14", "2019-11-15", Light.GREEN),
        ("2019-11-13", "2019-11-15", Light.YELLOW),
        ("2019-11-15", "2019-11-18", Light.GREEN),
        ("2019-11-15", "2019-11-19", Light.YELLOW),
    ],
)
def test_a_task_is_yellow_when_it_lies_unsigned_for_more_than_a_working_day(
    issued: str, today: str, light: Light
) -> None:
    unsigned = task("awaiting_receipt", None, issued)
    assert assess(unsigned, date.fromisoformat(today), CALENDAR, RULES).light is light


def test_the_counts_are_a_matter_of_setting() -> None:
    rules = AlertRules(blue_within=5, escalate_after=(1,))
    today = date(2019, 11, 15)
    assert assess(task("in_progress", "2019-11-22"), today, CALENDAR, rules).light is Light.BLUE
    late = assess(task("in_progress", "2019-11-06"), today, CALENDAR, rules)
    assert late.level == Level(Light.RED, 1)


FRIDAY, SATURDAY, MONDAY = (date(2019, 11, day) for day in (15, 16, 18))
RED, RED_1, RED_2 = (Level(Light.RED, step) for step in range(3))
BLUE = Level(Light.BLUE)


def found(level: Level) -> Assessment:
    return Assessment(level, Reason.OVERDUE)


@pytest.mark.parametrize(
    ("level", "raised", "today", "expected"),
    [
        (Level(Light.GREEN), {}, FRIDAY, None),
        (BLUE, {}, FRIDAY, BLUE),
        (BLUE, {BLUE: FRIDAY}, MONDAY, None),
        (RED, {BLUE: FRIDAY}, FRIDAY, RED),
        # Found a month late, the owner still hears of it first.
        (RED_2, {}, FRIDAY, RED),
        (RED_2, {RED: FRIDAY}, FRIDAY, None),
        (RED_2, {RED: FRIDAY}, SATURDAY, None),
        (RED_2, {RED: FRIDAY}, MONDAY, RED_1),
        (RED_2, {RED: FRIDAY, RED_1: MONDAY}, MONDAY, None),
        (RED_2, {RED: FRIDAY, RED_1: FRIDAY}, MONDAY, RED_2),
        (RED_2, {RED: FRIDAY, RED_1: FRIDAY, RED_2: FRIDAY}, MONDAY, None),
        (RED_1, {RED: FRIDAY, RED_1: FRIDAY}, MONDAY, None),
    ],
)
def test_a_light_climbs_step_by_step_a_working_day_apart(
    level: Level, raised: dict[Level, date], today: date, expected: Level | None
) -> None:
    assert next_level(found(level), raised, today, CALENDAR) == expected


@pytest.mark.parametrize(
    ("raised", "now", "expected"),
    [(RED, RED, True), (RED, RED_2, True), (RED_1, RED, False), (BLUE, RED, False)],
)
def test_what_was_raised_must_still_be_true_when_it_is_written(
    raised: Level, now: Level, expected: bool
) -> None:
    assert still_applies(raised, found(now)) is expected


@pytest.mark.parametrize("level", [RED, RED_2, BLUE, Level(Light.YELLOW)])
def test_a_level_is_known_by_its_name(level: Level) -> None:
    assert Level.named(level.name) == level


@pytest.mark.parametrize(
    ("moment", "level", "is_red_excepted", "expected"),
    [
        ("2019-11-15T09:00", BLUE, True, False),
        ("2019-11-15T22:00", BLUE, True, True),
        ("2019-11-15T07:59", BLUE, True, True),
        ("2019-11-16T10:00", BLUE, True, True),
        ("2019-10-12T10:00", BLUE, True, False),
        ("2019-11-16T10:00", RED, True, False),
        ("2019-11-16T10:00", RED, False, True),
    ],
)
def test_quiet_times_hold_back_all_but_red(
    moment: str, level: Level, is_red_excepted: bool, expected: bool
) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    quiet = QuietTimes(red_excepted=is_red_excepted)
    assert quiet.hold_back(level, "u007", now, CALENDAR) is expected


@pytest.mark.parametrize(
    ("moment", "user_id", "level", "expected"),
    [
        ("2019-11-15T12:30", "u007", BLUE, True),
        ("2019-11-15T12:30", "u009", BLUE, False),
        ("2019-11-15T12:30", "u007", RED, False),
        ("2019-11-15T14:00", "u007", BLUE, False),
    ],
)
def test_a_persons_own_hours_hold_back_all_but_red_and_nobody_else(
    moment: str, user_id: str, level: Level, expected: bool
) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    for red_excepted in (True, False):
        quiet = QuietTimes(
            red_excepted=red_excepted, muted={"u007": Hours(time(12, 0), time(14, 0))}
        )
        assert quiet.hold_back(level, user_id, now, CALENDAR) is expected


@pytest.mark.parametrize(
    ("begins", "ends", "held"),
    [(22, 8, [*range(8), 22, 23]), (12, 14, [12, 13]), (8, 8, [])],
)
def test_hours_hold_from_their_beginning_up_to_their_end(
    begins: int, ends: int, held: list[int]
) -> None:
    hours = Hours(time(begins), time(ends))
    assert [hour for hour in range(24) if hours.hold(time(hour))] == held
