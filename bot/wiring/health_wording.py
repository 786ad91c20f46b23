"""How the health page says when something runs and how long something has waited."""

from __future__ import annotations

import re

_HOUR_S, _DAY_S = 3600, 86400
# Only what divides the hour comes at even steps.
_EVERY = re.compile(r"\*/([1-6]|10|12|15|20|30)")


def plan_in_words(cron: str) -> str:
    """Return a daily schedule in words; any other as its cron expression."""
    match cron.split():
        case [minute, hour, "*", "*", "*"]:
            return _daily(minute, hour) or cron
    # Also @daily, or six fields, of which the first is seconds.
    return cron


def _daily(minute: str, hour: str) -> str:
    every, span = _EVERY.fullmatch(minute), re.fullmatch(r"(\d+)-(\d+)", hour)
    if every and hour == "*":
        return f"每 {every[1]} 分钟一次"
    if every and span:
        return f"{span[1]} 时至 {span[2]} 时，每 {every[1]} 分钟一次"
    if minute.isdigit() and hour == "*":
        return f"每小时一次，逢 {minute} 分"
    if minute.isdigit() and hour.isdigit():
        return f"每天 {hour}:{minute:0>2}"
    return ""


def how_long(seconds: float) -> str:
    """Return a time that passed, in the largest unit that it fills twice."""
    if seconds >= 2 * _DAY_S:
        return f"{seconds // _DAY_S:.0f} 天"
    if seconds >= 2 * _HOUR_S:
        return f"{seconds // _HOUR_S:.0f} 小时"
    return f"{seconds // 60:.0f} 分钟" if seconds >= 60 else "不到 1 分钟"
