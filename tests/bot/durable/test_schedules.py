"""Every process that works off the queues knows the schedules' workflows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.durable import InlineWork
from bot.settings import load_settings
from bot.wiring import Parts
from tests.databases import settings_at

NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)


def test_a_command_that_starts_work_can_run_what_a_schedule_of_the_server_started(
    tmp_path: Path,
) -> None:
    work = InlineWork()
    parts = Parts(load_settings(**settings_at(tmp_path)), clock=ManualClock(NOW), work=work)
    parts.register_workflows()
    for schedule in ("alert_scan", "recurring_tasks"):
        work.fire(schedule, NOW)
    parts.stop()
