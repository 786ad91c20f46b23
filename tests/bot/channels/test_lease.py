"""What only one process may do at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.lease import LAPSE, Lease
from bot.clock import BUSINESS_ZONE, ManualClock
from tests.bot.channels.tables import channel_database

START = datetime(2026, 11, 23, 9, 0, tzinfo=BUSINESS_ZONE)


def test_of_many_who_ask_at_once_one_holds_it(tmp_path: Path) -> None:
    sessions, clock = channel_database(tmp_path), ManualClock(START)
    leases = [Lease("bot", sessions, clock) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda lease: lease.hold(), leases)) == 1


def test_a_holder_keeps_it_by_renewing_and_loses_it_by_silence(tmp_path: Path) -> None:
    sessions, clock = channel_database(tmp_path), ManualClock(START)
    one, two = Lease("bot", sessions, clock), Lease("bot", sessions, clock)
    assert one.hold()
    clock.advance(LAPSE * 0.9)
    assert one.hold()
    clock.advance(LAPSE * 0.9)
    assert not two.hold()
    clock.advance(LAPSE * 0.1)
    assert two.hold()
    assert not one.hold()


def test_what_is_released_is_free_and_other_things_are_not_touched(tmp_path: Path) -> None:
    sessions, clock = channel_database(tmp_path), ManualClock(START)
    one, two, other = (Lease(name, sessions, clock) for name in ("bot", "bot", "other"))
    assert one.hold()
    assert other.hold()
    two.release()
    assert not two.hold()
    one.release()
    assert two.hold()
    assert other.hold()


def test_what_a_dead_process_held_before_the_clock_was_set_back_is_free(tmp_path: Path) -> None:
    sessions, clock = channel_database(tmp_path), ManualClock(START)
    dead, next_one = Lease("bot", sessions, clock), Lease("bot", sessions, clock)
    assert dead.hold()
    clock.advance(-LAPSE)
    assert not next_one.hold()
    clock.advance(-timedelta(hours=1))
    assert next_one.hold()
