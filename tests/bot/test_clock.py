"""The two clocks."""

from datetime import UTC, datetime, timedelta

from bot.clock import BUSINESS_ZONE, BusinessClock, ManualClock


def test_a_business_clock_without_start_follows_the_system() -> None:
    system = ManualClock(datetime(2026, 5, 1, 8, 0, tzinfo=BUSINESS_ZONE))
    assert BusinessClock(system=system).now() == system.now()


def test_a_started_business_clock_runs_on_at_the_speed_of_the_system() -> None:
    system = ManualClock(datetime(2026, 5, 1, 8, 0, tzinfo=BUSINESS_ZONE))
    clock = BusinessClock(datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE), system=system)
    system.advance(timedelta(hours=3))
    assert clock.now() == datetime(2019, 11, 15, 12, 0, tzinfo=BUSINESS_ZONE)


def test_a_start_in_another_zone_is_the_same_moment() -> None:
    system = ManualClock(datetime(2026, 5, 1, 8, 0, tzinfo=BUSINESS_ZONE))
    clock = BusinessClock(datetime(2019, 11, 15, 1, 0, tzinfo=UTC), system=system)
    assert clock.now().isoformat() == "2019-11-15T09:00:00+08:00"
