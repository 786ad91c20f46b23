"""What ran last is known: of the real durable work and of its double."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from bot.clock import BUSINESS_ZONE
from bot.durable import InlineWork, ScheduleRun, WorkflowState
from bot.durable.dbos_work import DbosWork
from tests.databases import database_at

DAILY, EVERY_SECOND = "10 0 * * *", "* * * * * *"


def test_a_schedule_that_has_not_run_says_so(tmp_path: Path) -> None:
    work = DbosWork(database_at(tmp_path, "durable.sqlite"))
    work.schedule("daily", DAILY, lambda _due: None)
    work.launch()
    assert work.schedule_runs() == [ScheduleRun("daily", DAILY)]
    work.stop()


def test_the_newest_run_is_told_with_its_outcome(tmp_path: Path) -> None:
    work = DbosWork(database_at(tmp_path, "durable.sqlite"))
    started = datetime.now(BUSINESS_ZONE)
    work.schedule("often", EVERY_SECOND, lambda _due: None)
    work.launch()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        [run] = work.schedule_runs()
        if run.state is WorkflowState.SUCCEEDED:
            break
    work.stop()
    assert run.state is WorkflowState.SUCCEEDED
    assert run.at is not None
    assert (run.at - started).total_seconds() > -1


def test_the_double_tells_the_same() -> None:
    work = InlineWork()
    work.schedule("daily", DAILY, lambda _due: None)
    work.launch()
    assert work.schedule_runs() == [ScheduleRun("daily", DAILY)]
    at = datetime(2019, 11, 15, 0, 10, tzinfo=BUSINESS_ZONE)
    work.fire("daily", at)
    assert work.schedule_runs() == [ScheduleRun("daily", DAILY, at, WorkflowState.SUCCEEDED)]
