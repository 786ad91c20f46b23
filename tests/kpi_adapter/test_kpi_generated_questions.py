"""Generated questions against an independent computation over the demonstration's files.

`make bench-questions` asks twenty thousand.
"""

from __future__ import annotations

import pytest

from kpi_adapter import KpiAdapter
from tests.kpi_adapter.agreement import executed_statements, verdict, writing
from tests.kpi_adapter.generated_questions import Files, Grammar
from tests.kpi_adapter.independent_figures import Figures, Ledger, Snapshots
from tests.kpi_adapter.kpi_demo import DEMO, LEDGER, NOW, SUPERVISOR

FEW, MANY = 120, 1000
MOSTLY = 0.6


@pytest.fixture(scope="module")
def files() -> Files:
    return Files(Figures(DEMO / "stats"), Snapshots(DEMO / "stats"), Ledger(LEDGER))


def faults(adapter: KpiAdapter, grammar: Grammar, count: int) -> tuple[list[str], int]:
    """Wrong answers and writing statements, and how many questions were answered."""
    wrong, answered = [], 0
    with executed_statements() as statements:
        for _ in range(count):
            case = grammar.draw()
            said = verdict(case, adapter.answer(case.question, viewer=SUPERVISOR, now=NOW))
            answered += said == "answered"
            if said.startswith("wrong"):
                wrong.append(f"{case.question}: {said}")
    assert statements
    return wrong + writing(statements), answered


def test_every_answer_agrees_and_only_reads(adapter: KpiAdapter, files: Files) -> None:
    wrong, answered = faults(adapter, Grammar(files, seed=7), FEW)
    assert wrong == []
    assert answered > FEW * MOSTLY


@pytest.mark.slow
def test_a_thousand_answers_agree_and_only_read(adapter: KpiAdapter, files: Files) -> None:
    wrong, answered = faults(adapter, Grammar(files, seed=20191115), MANY)
    assert wrong == []
    assert answered > MANY * MOSTLY
