"""What the running service does again and again, by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from croniter import croniter

from bot.clock import SystemClock
from bot.delivery import DeliveryState
from bot.delivery.model import DeliveryRow
from bot.durable import InlineWork
from bot.messages import Outcome, Recipient, Reply
from bot.settings import load_settings
from bot.wiring import Parts
from bot.wiring.health import health_checks

REPLY = Reply(intent="task", text="请签收。", outcome=Outcome.ANSWERED)


@pytest.fixture
def work() -> InlineWork:
    return InlineWork()


@pytest.fixture
def parts(tmp_path: Path, work: InlineWork) -> Iterator[Parts]:
    made = Parts(load_settings(data_dir=tmp_path, retrieval={"model": "hashing"}), work=work)
    made.launch()
    yield made
    made.stop()


def test_what_was_kept_and_never_started_is_sent_within_minutes_at_any_hour(
    parts: Parts, work: InlineWork
) -> None:
    with parts.sessions.begin() as session:
        parts.delivery.keep(session, [Recipient(channel="web", account="u007")], REPLY, key="k1")
        session.flush()
        before = SystemClock().now() - timedelta(minutes=3)
        session.execute(sa.update(DeliveryRow).values(created_at=before))
    work.fire("deliveries", SystemClock().now())
    assert parts.delivery.state("k1") is DeliveryState.SENT


@pytest.mark.parametrize("woken", ["2019-11-15 00:11", "2019-11-15 03:41", "2019-11-15 08:30"])
def test_what_a_machine_slept_through_is_made_up_within_the_hour(parts: Parts, woken: str) -> None:
    at = datetime.fromisoformat(woken)
    crons = {run.name: run.cron for run in parts.work.schedule_runs()}
    for name in ("recurring_tasks", "forget", "deliveries", "uploads"):
        assert croniter(crons[name], at).get_next(datetime) - at <= timedelta(hours=1), name


def test_every_schedule_is_told_in_chinese(parts: Parts) -> None:
    [schedules] = [check for check in health_checks(parts) if check.part == "定时任务"]
    names = [finding.part.removeprefix("定时任务 ") for finding in schedules.run()]
    assert len(names) >= 5
    assert [name for name in names if name.isascii()] == []
