"""Questions in further wordings; expectations computed from the files, not by the product."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpi_adapter import KpiAdapter, KpiAnswer
from tests.kpi_adapter.independent_figures import DISTRICTS, FIVE, URBAN, Figures, Ledger, Snapshots
from tests.kpi_adapter.kpi_demo import text_and_table
from tests.kpi_adapter.test_kpi_said_by_officials import asked, counted

CASES: list[dict[str, Any]] = [
    case
    for file in (
        "asked_afresh.yaml",
        "typed_on_the_phone.yaml",
        "asked_against_the_rules.yaml",
        "asked_in_passing.yaml",
        "asked_between_meetings.yaml",
    )
    for case in yaml.safe_load(Path(__file__).with_name(file).read_text("utf-8"))
]
INDUSTRIES = {
    "BIO": "生物医药及高性能医疗器械",
    "EQP": "高端装备制造及高技术船舶",
    "NEW": "节能与新能源",
    "ICT": "新一代信息技术",
    "CHM": "化工及新材料",
}
# Amounts are shown to a hundredth, rates and shares to a tenth.
NEAR, NEAR_RATE = 0.0051, 0.051
# Longer rankings are in the table.
SAID_IN_ONE_LINE = 3


def amount(figures: Figures, what: list[Any]) -> float:
    indicator, industry, place, *months = what
    places = URBAN if place == "SHIQU" else (place,)
    found = figures.amount(indicator, industry, places, *months)
    assert found is not None, f"the files have no {what}"
    return found


def exact(case: dict[str, Any], figures: Figures) -> list[float]:
    """Amounts the answer must show."""
    numbers = [amount(figures, what) for what in case.get("values", [])]
    if "value" in case:
        numbers.append(amount(figures, case["value"]))
    if "sum" in case:
        numbers.append(sum(amount(figures, what) for what in case["sum"]))
    if "difference" in case:
        one, other = (amount(figures, what) for what in case["difference"])
        numbers += [one, other]
    return numbers


def rates(case: dict[str, Any], figures: Figures) -> list[float]:
    """Rates and shares the answer must show, in %."""
    numbers: list[float] = []
    if "growth" in case:
        found = figures.published_growth(*case["growth"])
        assert found is not None
        numbers.append(found)
    if "share" in case:
        part, whole = (amount(figures, what) for what in case["share"])
        numbers.append(part / whole * 100)
    return numbers


def measured(figures: Figures, wanted: dict[str, Any]) -> dict[str, float]:
    """The number of each place or industry, by name."""
    of, by = wanted["of"], wanted["by"]
    first, last = wanted.get("months", (1, 9 if of == "M10" else 10))
    names = DISTRICTS if by == "region" else {code: INDUSTRIES[code] for code in FIVE}
    whole = "ALL" if of == "M10" else "IND"
    found = {}
    for code, name in names.items():
        industry, place = (
            (wanted.get("industry", whole), code) if by == "region" else (code, "321200")
        )
        if wanted.get("measure") == "growth":
            rate = figures.published_growth(of, industry, place, f"2019-{last:02d}")
            assert rate is not None
            found[name] = rate
        else:
            found[name] = amount(figures, [of, industry, place, 2019, first, last])
    return found


BOUNDS: dict[str, Callable[[float, float], bool]] = {
    "above": lambda value, limit: value > limit,
    "from": lambda value, limit: value >= limit,
    "below": lambda value, limit: value < limit,
    "to": lambda value, limit: value <= limit,
}


def kept(figures: Figures, wanted: dict[str, Any]) -> set[str]:
    bounds = [(BOUNDS[name], wanted[name]) for name in BOUNDS if name in wanted]
    every = measured(figures, wanted)
    return {name for name, value in every.items() if all(holds(value, of) for holds, of in bounds)}


def named_in_order(line: str, names: list[str]) -> bool:
    places = [line.find(name) for name in names]
    return -1 not in places and places == sorted(places)


def check_names(case: dict[str, Any], figures: Figures, answer: KpiAnswer) -> None:
    line = answer.text.splitlines()[0]
    if "ranked" in case:
        wanted = case["ranked"]
        found = measured(figures, wanted)
        down = sorted(found, key=lambda name: -found[name])
        top, bottom = wanted.get("top", 0), wanted.get("bottom", 0)
        names = down[:top] if top else down[-bottom:][::-1]
        if top > SAID_IN_ONE_LINE:
            assert answer.table is not None
            line = " ".join(row[0] for row in answer.table.rows)
        assert named_in_order(line, names), (names, answer.text)
        if top + bottom == 1:
            assert not any(other in line for other in set(down) - set(names)), answer.text
    if "where" in case:
        shown = {row[0] for row in answer.table.rows} if answer.table else set()
        every = set(measured(figures, case["where"]))
        assert shown & every == kept(figures, case["where"]), answer.text


@pytest.mark.parametrize("case", CASES, ids=[str(c.get("ask") or c["turns"]) for c in CASES])
def test_it_is_answered_as_it_was_asked(
    adapter: KpiAdapter,
    figures: Figures,
    snapshots: Snapshots,
    ledger: Ledger,
    case: dict[str, Any],
) -> None:
    answer = asked(adapter, case.get("turns") or [case["ask"]])
    if case.get("none"):
        assert answer is None or answer.outcome.value == "refused"
        return
    assert answer is not None
    text = text_and_table(answer)
    assert answer.outcome.value == case.get("outcome", "answered"), text
    shown = [figure.value for figure in answer.figures if figure.value is not None]
    for number in exact(case, figures):
        assert any(abs(value - number) <= NEAR for value in shown), (number, text)
    for number in rates(case, figures):
        is_shown = any(abs(value - number) <= NEAR_RATE for value in shown)
        assert is_shown or f"{abs(number):.1f}%" in text, (number, text)
    if "difference" in case:
        one, other = exact(case, figures)
        assert f"{abs(one - other):.2f}" in text, text
    if "count" in case:
        assert counted(ledger, case["count"]) in shown, text
    if "stock" in case:
        assert snapshots.newest(case["stock"]) in shown, text
    check_names(case, figures, answer)
    assert named_in_order(answer.text.splitlines()[0], case.get("names", [])), text
    assert case.get("says", "") in text
    assert case.get("not_says", "\0") not in text
