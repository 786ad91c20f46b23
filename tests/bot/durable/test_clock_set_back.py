"""What was started or put off by a clock that ran ahead holds nobody up once it is set back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.durable import QueueLimits, RateLimit, WorkflowState
from bot.durable.clock_set_back import ClockWatch
from bot.durable.dbos_database import open_engine, with_driver
from bot.durable.dbos_work import DbosWork
from tests.databases import database_at, is_postgresql

PATIENCE_S = 60.0
DAY_MS = 86_400_000
SCHEDULES = "dbos.workflow_schedules" if is_postgresql() else "workflow_schedules"
TABLE = "dbos.workflow_status" if is_postgresql() else "workflow_status"


def paced_work(folder: Path) -> DbosWork:
    work = DbosWork(database_at(folder, "durable.sqlite"))
    work.queue(
        QueueLimits(
            "paced", polling_s=0.02, partition_rate=RateLimit(1, 1.0), partition_concurrency=1
        )
    )
    work.register("tell", lambda text: text)
    work.launch()
    return work


def tell(work: DbosWork, workflow_id: str, *, delay_s: float | None = None) -> None:
    work.enqueue(
        "tell", "在", workflow_id=workflow_id, queue="paced", partition="zhangsan", delay_s=delay_s
    )


def changed(folder: Path, statement: str) -> None:
    """Change the workflows behind the library's back."""
    engine = open_engine(with_driver(database_at(folder, "durable.sqlite")))
    with engine.begin() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def in_a_days_time(folder: Path) -> None:
    """Let everything have been started, and put off, by a clock a day ahead."""
    changed(folder, f"UPDATE {TABLE} SET started_at_epoch_ms = started_at_epoch_ms + {DAY_MS}")
    changed(folder, f"UPDATE {TABLE} SET delay_until_epoch_ms = delay_until_epoch_ms + {DAY_MS}")


def test_whom_something_was_sent_tomorrow_is_sent_the_next_thing_today(tmp_path: Path) -> None:
    first = paced_work(tmp_path)
    tell(first, "w1")
    assert first.wait("w1", PATIENCE_S).state is WorkflowState.SUCCEEDED
    tell(first, "w2", delay_s=60)
    first.stop()
    in_a_days_time(tmp_path)
    second = paced_work(tmp_path)
    tell(second, "w3")
    states = [second.wait(name, PATIENCE_S).state for name in ("w2", "w3")]
    second.stop()
    assert states == [WorkflowState.SUCCEEDED] * 2


@pytest.mark.parametrize(("passed_s", "is_put_right"), [(5.0, False), (3600.0, True)])
def test_a_clock_that_is_set_back_under_a_running_service_is_noticed(
    tmp_path: Path, passed_s: float, is_put_right: bool
) -> None:
    """Where more time passes than the clock shows, it was set back."""
    work, passed = paced_work(tmp_path), 0.0
    tell(work, "w1")
    work.wait("w1", PATIENCE_S)
    work.stop()
    engine = open_engine(with_driver(database_at(tmp_path, "durable.sqlite")))
    watch = ClockWatch(engine, monotonic=lambda: passed)
    watch.look()
    # The test itself takes some seconds, by both clocks.
    passed = passed_s - 5.0
    in_a_days_time(tmp_path)
    watch.look()
    ahead = sa.text(f"SELECT max(started_at_epoch_ms) - max(created_at) FROM {TABLE}")
    with engine.connect() as connection:
        assert (connection.execute(ahead).scalar_one() < DAY_MS / 2) is is_put_right
    engine.dispose()


def scheduled_work(folder: Path, monotonic: Callable[[], float] = time.monotonic) -> DbosWork:
    work = DbosWork(database_at(folder, "durable.sqlite"), monotonic=monotonic)
    work.queue(QueueLimits("plain", polling_s=0.02))
    work.register("tell", lambda text: text)
    work.schedule("scan", "* * * * * *", lambda _at: None)
    work.launch()
    return work


def found(folder: Path, question: str) -> list[Any]:
    engine = open_engine(with_driver(database_at(folder, "durable.sqlite")))
    with engine.connect() as connection:
        rows = list(connection.execute(sa.text(question)).scalars())
    engine.dispose()
    return rows


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def a_beat(folder: Path) -> None:
    """Wait for the next look at the clock to begin."""
    question = "SELECT heartbeat_at FROM durable_executors"
    before = found(folder, question)
    until(lambda: found(folder, question) != before)


def test_what_schedules_ran_tomorrow_is_run_when_tomorrow_comes(tmp_path: Path) -> None:
    """A moment that counts as run would be passed over; a message that counts as not sent would
    be sent twice."""
    ran = f"SELECT workflow_uuid FROM {TABLE} WHERE status = 'SUCCESS' AND workflow_uuid LIKE "
    first = scheduled_work(tmp_path)
    first.enqueue("tell", "在", workflow_id="w1", queue="plain")
    assert first.wait("w1", PATIENCE_S).state is WorkflowState.SUCCEEDED
    until(lambda: found(tmp_path, f"{ran} 'sched-scan-%'"))
    first.stop()
    ahead = found(tmp_path, f"{ran} 'sched-scan-%'")
    changed(tmp_path, f"UPDATE {TABLE} SET created_at = created_at + {DAY_MS}")
    second = scheduled_work(tmp_path)
    second.stop()
    assert not set(ahead) & set(found(tmp_path, f"{ran} 'sched-scan-%'"))
    assert found(tmp_path, f"{ran} 'w1'") == ["w1"]


@pytest.mark.parametrize("set_back_s", [0.0, 3600.0, -3600.0])
def test_schedules_that_sleep_until_tomorrow_or_are_a_day_behind_are_begun_anew(
    tmp_path: Path, set_back_s: float
) -> None:
    passed = 0.0
    work = scheduled_work(tmp_path, lambda: time.monotonic() + passed)
    before = found(tmp_path, f"SELECT schedule_id FROM {SCHEDULES}")
    passed = set_back_s
    for _ in range(2):
        a_beat(tmp_path)
    work.stop()
    after = found(tmp_path, f"SELECT schedule_id FROM {SCHEDULES}")
    assert len(after) == 1
    assert (after != before) is (set_back_s != 0)
