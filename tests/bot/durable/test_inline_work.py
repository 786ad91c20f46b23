"""What the double offers to tests beyond the contract."""

from __future__ import annotations

from datetime import datetime

from bot.clock import BUSINESS_ZONE
from bot.durable import InlineWork, QueueLimits


def test_a_schedule_fires_when_a_test_says_so() -> None:
    moments: list[datetime] = []
    work = InlineWork()
    work.schedule("scan", "0 9 * * *", moments.append)
    work.launch()
    assert moments == []
    at = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
    work.fire("scan", at)
    assert moments == [at]


def test_delayed_workflows_run_shortest_delay_first() -> None:
    ran: list[str] = []
    work = InlineWork()
    work.queue(QueueLimits("plain"))
    work.register("note", ran.append)
    work.launch()
    work.enqueue("note", "late", workflow_id="w1", queue="plain", delay_s=60)
    work.enqueue("note", "soon", workflow_id="w2", queue="plain", delay_s=5)
    assert work.run_delayed() == 2
    assert ran == ["soon", "late"]
    assert work.run_delayed() == 0


def test_what_was_enqueued_before_the_launch_runs_at_the_launch() -> None:
    ran: list[str] = []
    work = InlineWork()
    work.queue(QueueLimits("plain"))
    work.register("note", ran.append)
    work.enqueue("note", "early", workflow_id="w1", queue="plain")
    assert ran == []
    work.launch()
    assert ran == ["early"]
