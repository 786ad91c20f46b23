"""The question file of the project's owners: strict on numbers, names, quotes, outcome."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from kpi_adapter import KpiAnswer, Outcome
from tests.kpi_adapter.kpi_demo import Ask, text_and_table

QUESTIONS = Path(__file__).parents[3] / "shared" / "questions" / "questions.jsonl"
OUTCOMES = {
    "answer": Outcome.ANSWERED,
    "clarify": Outcome.CLARIFY,
    "explain_unavailable": Outcome.REFUSED,
}
RIGHT_SHARE = 0.95


def shows(number: float, text: str) -> bool:
    """Whether ``number`` stands in ``text``, rounded as shown; a whole number only in full."""
    for found in re.findall(r"\d+(?:\.\d+)?", text):
        decimals = len(found.partition(".")[2])
        if decimals == 0 and number != int(number):
            continue
        if float(found) == round(abs(number), decimals):
            return True
    return False


def faults(answer: KpiAnswer | None, case: dict[str, Any]) -> list[str]:
    if answer is None:
        return ["not understood"]
    expected, shown = case.get("expected", {}), text_and_table(answer)
    found = [f"number {n}" for n in expected.get("numbers", []) if not shows(n, shown)]
    words = [*expected.get("names", []), *expected.get("contains", [])]
    words += [expected[key] for key in ("first", "last") if key in expected]
    found += [f"word {word}" for word in words if word not in shown]
    quotes = unicodedata.normalize("NFKC", shown + "".join(c.quote for c in answer.clauses))
    found += [
        f"quote {quote}"
        for quote in case.get("must_quote", [])
        if unicodedata.normalize("NFKC", quote) not in quotes
    ]
    if answer.outcome is not OUTCOMES[case["expect"]]:
        found.append(f"outcome {answer.outcome}")
    return found


def cases() -> list[dict[str, Any]]:
    if not QUESTIONS.exists():
        pytest.skip("../shared/questions is absent: the owners' questions cannot be asked")
    return [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines() if line]


def said_before(case: dict[str, Any]) -> list[str]:
    return [turn["text"] for turn in case.get("prev_turns", []) if turn["role"] == "user"]


def test_questions_on_figures_and_projects_are_answered_right(ask: Ask) -> None:
    asked = [case for case in cases() if case["group"] == "kpi_project"]
    wrong = {
        case["id"]: found
        for case in asked
        if (found := faults(ask(case["question"], *said_before(case)), case))
    }
    assert len(wrong) <= (1 - RIGHT_SHARE) * len(asked), wrong


def test_questions_on_policy_and_tasks_are_left_to_others(ask: Ask) -> None:
    others = [case for case in cases() if case["group"] in ("policy", "task")]
    taken = [case["id"] for case in others if ask(case["question"], *said_before(case))]
    assert taken == []
