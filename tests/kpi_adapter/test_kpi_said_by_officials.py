"""Questions as officials say them; expectations computed from the files, not by the product."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpi_adapter import KpiAdapter, KpiAnswer, KpiQuery
from tests.kpi_adapter.agreement import NEAR
from tests.kpi_adapter.independent_figures import URBAN, Figures, Ledger, Snapshots
from tests.kpi_adapter.kpi_demo import NOW, SUPERVISOR, text_and_table

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("said_by_officials.yaml").read_text("utf-8")
)
TODAY = NOW.date()


def asked(adapter: KpiAdapter, turns: list[str]) -> KpiAnswer | None:
    queries: list[KpiQuery] = []
    said: list[str] = []
    answer: KpiAnswer | None = None
    for question in turns:
        answer = adapter.answer(
            question, viewer=SUPERVISOR, now=NOW, previous=queries, previous_questions=said
        )
        said.append(question)
        if answer is not None and answer.query is not None:
            queries.append(KpiQuery.from_dict(answer.query.to_dict()))
    return answer


def is_late(project: dict[str, Any], which: str) -> bool:
    start, end = project["planned_start"], project["planned_completion"]
    starts = project["status"] in ("在谈", "签约", "储备") and start is not None and start < TODAY
    ends = project["status"] in ("在建", "停工") and end is not None and end < TODAY
    return bool({"start": starts, "completion": ends, "any": starts or ends}[which])


CONDITIONS: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "status": lambda project, value: bool(project["status"] == value),
    "region": lambda project, value: bool(project["region"] == value),
    "not_region": lambda project, value: bool(project["region"] != value),
    "industry": lambda project, value: bool(project["industry"] == value),
    "at_least": lambda project, value: bool(project["investment"] >= value),
    "at_most": lambda project, value: bool(project["investment"] <= value),
    "over": lambda project, value: bool(project["investment"] > value),
    "under": lambda project, value: bool(project["investment"] < value),
    "problem": lambda project, value: value in project["problem"],
    "lead": lambda project, value: bool(project["lead"] == value),
    "late": is_late,
    "signed": lambda project, year: in_year(project["signed_on"], year),
    "planned": lambda project, year: in_year(project["planned_start"], year),
}


def in_year(day: date | None, year: int) -> bool:
    return day is not None and day.year == year


def counted(ledger: Ledger, wanted: dict[str, Any]) -> float:
    kept = [
        project
        for project in ledger.projects
        if (project["status"] != "终止" or wanted.get("status") == "终止")
        and all(CONDITIONS[name](project, value) for name, value in wanted.items())
    ]
    return float(len(kept))


def expected(
    case: dict[str, Any], figures: Figures, snapshots: Snapshots, ledger: Ledger
) -> list[float]:
    numbers: list[float | None] = []
    if "amount" in case:
        indicator, industry, place, *months = case["amount"]
        places = URBAN if place == "SHIQU" else (place,)
        numbers.append(figures.amount(indicator, industry, places, *months))
    if "growth" in case:
        numbers.append(figures.published_growth(*case["growth"]))
    if "stock" in case:
        numbers.append(snapshots.newest(case["stock"]))
    if "count" in case:
        numbers.append(counted(ledger, case["count"]))
    assert None not in numbers, f"the case has no such figure: {case}"
    return [number for number in numbers if number is not None]


@pytest.mark.parametrize("case", CASES, ids=[str(c.get("ask") or c["turns"]) for c in CASES])
def test_it_is_answered_as_it_was_asked(
    adapter: KpiAdapter,
    figures: Figures,
    snapshots: Snapshots,
    ledger: Ledger,
    case: dict[str, Any],
) -> None:
    answer = asked(adapter, case.get("turns") or [case["ask"]])
    assert answer is not None
    text = text_and_table(answer)
    assert answer.outcome.value == case.get("outcome", "answered"), text
    shown = [figure.value for figure in answer.figures if figure.value is not None]
    for number in expected(case, figures, snapshots, ledger):
        assert any(abs(value - number) <= NEAR for value in shown), (number, text)
    assert case.get("says", "") in text
    places = [answer.text.splitlines()[0].find(name) for name in case.get("names", [])]
    assert -1 not in places, text
    assert places == sorted(places), text
