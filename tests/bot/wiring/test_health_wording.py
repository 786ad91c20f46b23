"""Schedules and waiting times, as the health page words them."""

from __future__ import annotations

import pytest

from bot.wiring.health_wording import how_long, plan_in_words


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("*/10 8-18 * * *", "8 时至 18 时，每 10 分钟一次"),
        ("*/10 * * * *", "每 10 分钟一次"),
        ("40 3 * * *", "每天 3:40"),
        ("40 * * * *", "每小时一次，逢 40 分"),
        ("5 0 * * *", "每天 0:05"),
        ("0 9 * * 1", "0 9 * * 1"),
        ("0,30 9-17 * * *", "0,30 9-17 * * *"),
        ("0 */2 * * *", "0 */2 * * *"),
        ("@daily", "@daily"),
        ("0 */10 * * * *", "0 */10 * * * *"),
        # At 0 and 45 past each hour.
        ("*/45 * * * *", "*/45 * * * *"),
    ],
)
def test_a_daily_schedule_is_told_in_words_and_any_other_as_it_is_set(
    cron: str, words: str
) -> None:
    assert plan_in_words(cron) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, "不到 1 分钟"),
        (90 * 60, "90 分钟"),
        (7200, "2 小时"),
        (2 * 86400 - 1, "47 小时"),
        (2 * 86400, "2 天"),
    ],
)
def test_a_time_that_passed_is_told_in_its_unit(seconds: float, words: str) -> None:
    assert how_long(seconds) == words
