"""A guarded source: last good rows, time limit, breaker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from kpi_adapter.answer import SourceHealth
from kpi_adapter.errors import SourceError, SourceTimeout, SourceTooLarge, SourceUnavailable
from kpi_adapter.sources.guarded import GuardedSource, GuardSettings
from kpi_adapter.sources.selection import Dataset, Fetched, Selection

ONE = Selection.of(Dataset.PROJECTS, {"region": ["高港区"]})
OTHER = Selection.of(Dataset.PROJECTS, {"region": ["海陵区"]})


class Scripted:
    """Answers with whatever the test put into ``behaviour``; counts how often it was asked."""

    name = "台账"

    def __init__(self) -> None:
        self.asked = 0
        self.behaviour: Callable[[], None] = lambda: None

    def fetch(self, selection: Selection) -> Fetched:
        self.asked += 1
        self.behaviour()
        return Fetched(self.name, ({"region": str(selection.among)},), "取数", {})

    def health(self) -> SourceHealth:
        return SourceHealth(self.name, True, "可读")

    def close(self) -> None:
        """Nothing is held."""


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def down() -> None:
    raise SourceUnavailable("台账", "连接不上")


def wait_for(release: threading.Event) -> None:
    release.wait(60)


def too_large() -> None:
    raise SourceTooLarge("台账", "太多")


@pytest.fixture
def source() -> Scripted:
    return Scripted()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def guarded(source: Scripted, clock: Clock, timeout: float = 60.0) -> GuardedSource:
    return GuardedSource(source, GuardSettings(timeout, 3, 30.0, 2), monotonic=clock)


def test_fresh_rows_are_not_marked(source: Scripted, clock: Clock) -> None:
    assert guarded(source, clock).fetch(ONE).stale_since is None


def test_when_down_the_last_good_rows_come_marked(source: Scripted, clock: Clock) -> None:
    guard = guarded(source, clock)
    good = guard.fetch(ONE)
    source.behaviour = down
    stale = guard.fetch(ONE)
    assert stale.rows == good.rows
    assert stale.stale_since == good.fetched_at


def test_rows_of_another_selection_are_never_served(source: Scripted, clock: Clock) -> None:
    guard = guarded(source, clock)
    guard.fetch(ONE)
    source.behaviour = down
    with pytest.raises(SourceUnavailable):
        guard.fetch(OTHER)


def released_by(day: int) -> Selection:
    return Selection.of(
        Dataset.MONTHLY, {"region_code": ["321200"]}, at_most={"released_on": date(2019, 11, day)}
    )


def test_rows_of_the_day_before_serve_today_but_never_a_day_earlier(
    source: Scripted, clock: Clock
) -> None:
    guard = guarded(source, clock)
    good = guard.fetch(released_by(15))
    source.behaviour = down
    assert guard.fetch(released_by(16)).stale_since == good.fetched_at
    with pytest.raises(SourceUnavailable):
        guard.fetch(released_by(14))


def test_rows_that_were_stale_when_read_keep_their_first_date(
    source: Scripted, clock: Clock
) -> None:
    since = datetime(2019, 11, 14, tzinfo=UTC)
    old = Fetched("台账", (), "取数", {}, stale_since=since)
    source.fetch = lambda _: old  # type: ignore[method-assign, assignment]
    guard = guarded(source, clock)
    guard.fetch(ONE)
    source.behaviour = down

    def gone(_: Selection) -> Fetched:
        raise SourceUnavailable("台账", "连接不上")

    source.fetch = gone  # type: ignore[method-assign, assignment]
    assert guard.fetch(ONE).stale_since == since


def test_a_slow_source_is_not_waited_for(source: Scripted, clock: Clock) -> None:
    release = threading.Event()
    source.behaviour = lambda: wait_for(release)
    with pytest.raises(SourceTimeout):
        guarded(source, clock, timeout=0.01).fetch(ONE)
    release.set()


def test_after_three_failures_it_rests_and_then_tries_again(source: Scripted, clock: Clock) -> None:
    guard = guarded(source, clock)
    source.behaviour = down
    for _ in range(5):
        with pytest.raises(SourceError):
            guard.fetch(ONE)
    assert source.asked == 3
    clock.now = 31.0
    source.behaviour = lambda: None
    assert guard.fetch(ONE).stale_since is None
    assert source.asked == 4


def test_too_wide_a_question_is_no_failure_of_the_source(source: Scripted, clock: Clock) -> None:
    guard = guarded(source, clock)
    source.behaviour = too_large
    for _ in range(5):
        with pytest.raises(SourceTooLarge):
            guard.fetch(ONE)
    assert source.asked == 5


def test_only_so_many_answers_are_remembered(source: Scripted, clock: Clock) -> None:
    guard = guarded(source, clock)
    for region in ("高港区", "海陵区", "兴化市"):
        guard.fetch(Selection.of(Dataset.PROJECTS, {"region": [region]}))
    source.behaviour = down
    with pytest.raises(SourceUnavailable):
        guard.fetch(ONE)
    assert guard.fetch(OTHER).stale_since is not None
