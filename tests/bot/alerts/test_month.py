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
    text = GOLDEN.read_text(encoding="utf-8")
    told: Counter[tuple[str, str, str]] = Counter()
    for person, body in re.findall(r"^### (.+?)\n\n((?:> .*\n)+)", text, re.MULTILINE):
        light = ""
        for line in body.splitlines():
            heading = re.search(r"(红灯|黄灯|蓝灯)(?:：|·)", line)
            light = heading[1] if heading else light
            matter = re.match(r"> (?:事项：|\d+\. )(\d+)号.*", line)
            deadline = re.search(r"延至 ([\d-]+)", body if "事项" in line else line)
            if matter:
                told[(person, matter[1], light + (deadline[1] if deadline else ""))] += 1
    assert len(told) > 40
    assert max(told.values()) == 1


def test_in_a_month_nobody_gets_two_alerts_at_once() -> None:
    text = GOLDEN.read_text(encoding="utf-8")
    for moment in text.split("\n## ")[1:]:
        alerted = re.findall(r"### (.+)\n\n> 【(?:督办提醒|红灯|黄灯|蓝灯)", moment)
        assert len(alerted) == len(set(alerted))
