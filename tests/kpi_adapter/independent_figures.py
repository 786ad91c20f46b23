"""Figures straight from the demonstration's files, sharing no code with the product.

Plain Python over CSV rows and worksheet rows: the expectations of the generated questions.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

TODAY = "2019-11-15"
CITY = "321200"
DISTRICTS = {
    "321202": "海陵区",
    "321203": "高港区",
    "321204": "姜堰区",
    "321281": "兴化市",
    "321282": "靖江市",
    "321283": "泰兴市",
    "3212YG": "医药高新区",
}
URBAN = ("321202", "321203", "321204", "3212YG")
FIVE = ("BIO", "EQP", "NEW", "ICT", "CHM")
FIRST_LEDGER_ROW = 5


class Figures:
    """Monthly facts as released by the demonstration's day."""

    def __init__(self, folder: Path) -> None:
        self._rows: dict[tuple[str, str, str, str], list[dict[str, str]]] = defaultdict(list)
        with (folder / "fact_monthly.csv").open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["released_on"] <= TODAY:
                    names = ("indicator_code", "industry_code", "region_code", "period")
                    key = tuple(row[name] for name in names)
                    self._rows[key[0], key[1], key[2], key[3]].append(row)
        for rows in self._rows.values():
            rows.sort(key=lambda row: row["released_on"])

    def cumulative(self, indicator: str, industry: str, place: str, month: str) -> float | None:
        rows = self._rows.get((indicator, industry, place, month), [])
        return float(rows[-1]["value_ytd"]) if rows and rows[-1]["value_ytd"] else None

    def published_growth(
        self, indicator: str, industry: str, place: str, month: str
    ) -> float | None:
        rows = self._rows.get((indicator, industry, place, month), [])
        return float(rows[-1]["yoy_ytd_pct"]) if rows and rows[-1]["yoy_ytd_pct"] else None

    def amount(
        self, indicator: str, industry: str, places: Iterable[str], year: int, first: int, last: int
    ) -> float | None:
        """The months ``first`` to ``last`` of one year, places added up."""
        total = 0.0
        for place in places:
            part = self._of_place(indicator, industry, place, year, first, last)
            if part is None:
                return None
            total += part
        return total

    def _of_place(
        self, indicator: str, industry: str, place: str, year: int, first: int, last: int
    ) -> float | None:
        if first == last:
            rows = self._rows.get((indicator, industry, place, f"{year}-{last:02d}"), [])
            own = [row["value_month"] for row in rows if row["value_month"]]
            if own:
                return float(own[-1])
        until = self.cumulative(indicator, industry, place, f"{year}-{last:02d}")
        if first == 1 or until is None:
            return until
        before = self.cumulative(indicator, industry, place, f"{year}-{first - 1:02d}")
        return None if before is None else until - before


class Snapshots:
    """Counts at a date: the newest recognised one."""

    def __init__(self, folder: Path) -> None:
        with (folder / "fact_snapshot.csv").open(encoding="utf-8-sig", newline="") as stream:
            self._rows = [row for row in csv.DictReader(stream) if row["as_of"] <= TODAY]

    def newest(self, indicator: str) -> float:
        rows = [
            row
            for row in self._rows
            if row["indicator_code"] == indicator and row["region_code"] == CITY
        ]
        return float(max(rows, key=lambda row: row["as_of"])["recognised_value"])


class Ledger:
    """The project ledger's rows, cleaned by hand-made rules of its own."""

    def __init__(self, path: Path) -> None:
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        rows = sheet.iter_rows(min_row=FIRST_LEDGER_ROW, values_only=True)
        self.projects = [_project(row) for row in rows if isinstance(row[0], int)]

    def count(self, *conditions: Callable[[dict[str, Any]], bool]) -> int:
        kept = [p for p in self.projects if all(condition(p) for condition in conditions)]
        return len(kept)


def _project(row: tuple[object, ...]) -> dict[str, Any]:
    amount = re.sub(r"[^\d.]", "", str(row[4]))
    return {
        "name": str(row[1]).strip(),
        "industry": str(row[2]).strip(),
        "region": str(row[3]).strip(),
        "investment": float(amount),
        "status": str(row[7]).strip(),
        "planned_start": _day(row[9]),
        "actual_start": _day(row[10]),
        "planned_completion": _day(row[11]),
        "actual_completion": _day(row[12]),
        "signed_on": _day(row[13]),
        "lead": str(row[14] or "").strip(),
        "problem": str(row[15] or "").strip(),
    }


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    numbers = re.findall(r"\d+", str(cell or ""))
    return date(*(int(number) for number in numbers[:3])) if len(numbers) >= 3 else None
