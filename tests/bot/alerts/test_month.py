"""A month of business time, every message of it in a file that a person can read."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.bot.alerts.month import GOLDEN, live_through_a_month


def test_a_month_says_what_the_golden_file_says(tmp_path: Path) -> None:
    lived = live_through_a_month(tmp_path)
    assert lived == GOLDEN.read_text(encoding="utf-8"), "run python -m tests.bot.alerts.month"


def test_in_a_month_nobody_is_told_the_same_twice() -> None:
    messages = re.findall(
        r"→ (.+?)（.*?\n    (【.*)\n    事项：(.*)\n.*\n    原定时限：(.*)",
        GOLDEN.read_text(encoding="utf-8"),
    )
    assert len(messages) > 50
    assert max(Counter(messages).values()) == 1
