"""``python -m tests.benchmarks.generated_questions [COUNT] [SEED]``: ask generated questions.

Each question comes with what it must be answered, computed straight from the demonstration's
files (`tests.kpi_adapter.independent_figures`). Prints by kind how many were answered, refused,
asked back or left to others, and how many answers agreed; ends with 1 when an answer was wrong,
an exception got out, or a statement was not read-only.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console

from kpi_adapter import KpiAdapter, KpiSettings
from kpi_adapter.demo_source import build_statistics_database
from tests.kpi_adapter.agreement import executed_statements, verdict, writing
from tests.kpi_adapter.generated_questions import Case, Files, Grammar
from tests.kpi_adapter.independent_figures import Figures, Ledger, Snapshots
from tests.kpi_adapter.kpi_demo import DEMO, LEDGER, NOW, SUPERVISOR

out = Console(highlight=False, soft_wrap=True)
COUNT, SEED = 20_000, 20191115


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    files = Files(Figures(DEMO / "stats"), Snapshots(DEMO / "stats"), Ledger(LEDGER))
    grammar = Grammar(files, seed)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "statistics.sqlite3"
        build_statistics_database(DEMO / "stats", database)
        settings = KpiSettings(
            stats_url=f"sqlite:///{database}", ledger_path=LEDGER, is_demonstration=True
        )
        adapter = KpiAdapter.open(settings)
        started = time.perf_counter()
        seen: Counter[tuple[str, str]] = Counter()
        with executed_statements() as statements:
            for _ in range(count):
                case = grammar.draw()
                seen[case.kind, _ask(adapter, case)] += 1
        took = time.perf_counter() - started
        adapter.close()
    writes = writing(statements)
    out.print(
        f"{len(statements)} distinct statements, {len(writes)} of them not read-only", *writes
    )
    return _report(seen, count, seed, took) or bool(writes)


def _ask(adapter: KpiAdapter, case: Case) -> str:
    try:
        answer = adapter.answer(case.question, viewer=SUPERVISOR, now=NOW)
        said = verdict(case, answer)
    except Exception as exc:  # an exception is what is being looked for
        said = f"exception: {exc!r}"
    short = said.partition(":")[0]
    if short in ("wrong", "exception"):
        out.print(f"{case.kind}: {case.question}: {said}")
    return short


def _report(seen: Counter[tuple[str, str]], count: int, seed: int, took: float) -> int:
    outcomes = ("answered", "refused", "clarified", "left", "wrong", "exception")
    out.print(f"{'kind':14}" + "".join(f"{name:>11}" for name in outcomes))
    kinds = sorted({kind for kind, _ in seen})
    for kind in kinds:
        out.print(f"{kind:14}" + "".join(f"{seen[kind, name]:>11}" for name in outcomes))
    totals = {name: sum(seen[kind, name] for kind in kinds) for name in outcomes}
    out.print(f"{'all':14}" + "".join(f"{totals[name]:>11}" for name in outcomes))
    right, wrong = totals["answered"], totals["wrong"] + totals["exception"]
    out.print(f"{count} questions, seed {seed}, {took:.0f} s; agreement {right} of {right + wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
