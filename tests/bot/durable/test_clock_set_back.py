"""What was started or put off by a clock that ran ahead holds nobody up once it is set back."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.durable import QueueLimits, RateLimit, WorkflowState
from bot.durable.clock_set_back import ClockWatch
from bot.durable.dbos_database import open_engine, with_driver
from bot.durable.dbos_work import DbosWork
from tests.databases import database_at, is_postgresql

PATIENCE_S = 60.0
DAY_MS = 86_400_000
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
