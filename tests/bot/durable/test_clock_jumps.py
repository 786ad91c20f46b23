"""What a clock leapt over is not run moment by moment, and nothing else is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.durable.clock_jumps import ClockJumps, unless_passed_over

START = datetime(2026, 11, 23, 9, 55, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOTHING = timedelta(0)


class Machine:
    """A clock that can be set, and the time that passes whatever it shows."""

    def __init__(self) -> None:
        self.shown = START
        self.passed = 1000.0
        self.jumps = ClockJumps(now=lambda: self.shown.timestamp(), monotonic=lambda: self.passed)

    def live(self, passed: timedelta, *, ahead: timedelta = NOTHING) -> None:
        """Let time pass, and the clock go `ahead` beside."""
        self.passed += passed.total_seconds()
        self.shown += passed + ahead


@pytest.mark.parametrize(
    ("ahead", "moment", "is_passed_over"),
    [
        (NOTHING, START + MINUTE, False),
        # What an exact clock does by itself, and what is put right by seconds.
        (timedelta(seconds=40), START + MINUTE, False),
        (HOUR, START, False),
        (HOUR, START + 2 * MINUTE, True),
        (HOUR, START + HOUR, True),
        (HOUR, START + HOUR + 2 * MINUTE, False),
        (365 * DAY, START + 300 * DAY, True),
        (-HOUR, START - HOUR + MINUTE, False),
        (-DAY, START + MINUTE, False),
    ],
)
def test_a_moment_that_the_clock_leapt_over_is_left_to_the_next_one(
    ahead: timedelta, moment: datetime, is_passed_over: bool
) -> None:
    machine = Machine()
    ran: list[datetime] = []
    run = unless_passed_over(ran.append, machine.jumps)
    machine.live(MINUTE, ahead=ahead)
    run(moment.isoformat(), None)
    assert ran == ([] if is_passed_over else [moment])


def test_what_was_leapt_over_comes_after_all_where_the_clock_is_set_back() -> None:
    machine = Machine()
    machine.live(MINUTE, ahead=DAY)
    assert machine.jumps.passed_over(START + HOUR)
    machine.live(MINUTE, ahead=-DAY)
    assert not machine.jumps.passed_over(START + HOUR)


def test_each_jump_is_told_once_with_its_direction() -> None:
    machine, told = Machine(), []
    for ahead in (NOTHING, HOUR, NOTHING, -HOUR, NOTHING):
        machine.live(MINUTE, ahead=ahead)
        jump = machine.jumps.look()
        told.append(None if jump is None else jump.is_back)
    assert told == [None, False, None, True, None]
