"""``python -m tests.benchmarks.time_number``: Chinese time and number expressions read right.

Reads the outside sets of ``../shared/bench/time_number`` with the product's own readers and
prints how many are right, set by set. Where the package jionlp can be imported it is measured
on the same lines in the same run. Nothing of the sets is kept in the project.

Right means: for ``jionlp_time`` the interval, to the second; for the date and date-period sets
an expression found in the sentence has one of the gold resolutions, to the day.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from kpi_adapter.time_words import Kind, Reference, TimeExpression, Unit, find_times, read_time

out = Console(highlight=False)
REPOSITORY = Path(__file__).resolve().parents[2]
_UNITS = (Unit.YEAR, Unit.MONTH, Unit.DAY, Unit.HOUR, Unit.MINUTE, Unit.SECOND)
_STEPS = {"year": (12, 0), "month": (1, 0), "day": (0, 86400), "hour": (0, 3600),
          "minute": (0, 60), "second": (0, 1)}  # fmt: skip
Case = dict[str, Any]
Days = tuple[date, date]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY.parent / "shared" / "bench"
    sets = folder / "time_number"
    if not sets.exists():
        raise SystemExit(f"no sets at {sets}: nothing is measured")
    jionlp = _jionlp()
    out.print(f"{'set':28}{'right':>8}{'of':>6}" + (f"{'jionlp':>10}" if jionlp else ""))
    for name, own, other in (
        ("jionlp_time", _interval_is_right, _jionlp_interval),
        ("recognizers_dateperiod", _days_are_right, _jionlp_days),
        ("recognizers_date", _days_are_right, _jionlp_days),
    ):
        cases = list(_cases(sets / f"{name}.jsonl"))
        right = sum(own(case) for case in cases)
        line = f"{name:28}{right:>8}{len(cases):>6}"
        if jionlp is not None:
            line += f"{sum(other(jionlp, case) for case in cases):>10}"
        out.print(line)
    if jionlp is None:
        out.print("jionlp is not installed: measured alone")


def _cases(path: Path) -> Iterator[Case]:
    for line in path.read_text("utf-8").splitlines():
        if line:
            yield json.loads(line)


def _reference(case: Case) -> Reference:
    said = case["reference_ts"]
    if isinstance(said, dict):
        said = [said[name] for name in ("year", "month", "day") if name in said]
    if isinstance(said, list):
        parts = said + [1, 1, 1, 0, 0, 0][len(said) :]
        return Reference(datetime(*parts), _UNITS[len(said) - 1])
    return Reference(datetime.fromisoformat(case["reference_utc8"]))


def _own_reading(case: Case) -> TimeExpression | None:
    reference = _reference(case)
    whole = read_time(case["text"], reference)
    if whole is not None:
        return whole
    found = find_times(case["text"], reference)
    return found[0].expression if found else None


def _interval_is_right(case: Case) -> bool:
    read, gold = _own_reading(case), case["gold"]
    if read is None or (read.kind is Kind.RECURRENCE) != (gold["type"] == "time_period"):
        return False
    shown = [_second(read.start, "-inf"), _second(read.end, "inf")]
    if read.kind is not Kind.RECURRENCE:
        return bool(shown == gold["time"])
    ((unit, count),) = gold["time"]["delta"].items()
    months, seconds = (size * count for size in _STEPS[unit])
    every = read.every
    point = gold["time"]["point"]
    is_step = every is not None and (every.months, every.seconds) == (months, seconds)
    return is_step and shown == (point["time"] if point else ["-inf", "inf"])


def _second(moment: datetime | None, when_open: str) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else when_open


def _gold_days(case: Case) -> list[list[tuple[date, set[date]]]]:
    """Of each gold expression its resolutions: first day, and the last days accepted. The sets
    write the day after the last as the end of a month and the last itself as that of a run."""
    every = []
    for item in case["gold"]:
        readings = []
        for name in ("FutureResolution", "PastResolution"):
            said = item["Value"].get(name) or {}
            first = said.get("startDate") or said.get("date")
            if not first:
                continue
            start = date.fromisoformat(first)
            end = date.fromisoformat(said["endDate"]) if "endDate" in said else start
            accepted = {end, end - timedelta(days=1)} if "endDate" in said else {end}
            readings.append((start, accepted))
        if readings:
            every.append(readings)
    return every


def _matches(case: Case, found: list[Days]) -> bool:
    gold = _gold_days(case)
    return bool(gold) and all(
        any(days[0] == start and days[1] in ends for days in found for start, ends in readings)
        for readings in gold
    )


def _days_are_right(case: Case) -> bool:
    reference = Reference(datetime.fromisoformat(case["reference"]))
    found = find_times(case["text"], reference)
    spans = [(item.expression.start, item.expression.end) for item in found]
    return _matches(case, [(a.date(), b.date()) for a, b in spans if a and b])


def _jionlp() -> Any | None:
    try:
        import jionlp
    except ImportError:
        return None
    return jionlp


def _jionlp_interval(jionlp: Any, case: Case) -> bool:
    try:
        read = jionlp.parse_time(case["text"], time_base=case["reference_ts"])
    except Exception:  # what another package raises on its own set counts as wrong
        return False
    return bool(read["time"] == case["gold"]["time"])


def _jionlp_days(jionlp: Any, case: Case) -> bool:
    base = datetime.fromisoformat(case["reference"]).timestamp()
    try:
        found = jionlp.ner.extract_time(case["text"], time_base=base, with_parsing=True)
    except Exception:  # as above
        return False
    spans = [item["detail"]["time"] for item in found]
    return _matches(case, [_dates(s) for s in spans if isinstance(s, list) and None not in s])


def _dates(span: list[str]) -> Days:
    first, last = (datetime.fromisoformat(text).date() for text in span)
    return first, last


if __name__ == "__main__":
    main()
