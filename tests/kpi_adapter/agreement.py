"""Whether an answer agrees with what a generated question must be answered with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

from kpi_adapter import KpiAnswer, Outcome, Reason
from tests.kpi_adapter.generated_questions import Case
from tests.kpi_adapter.independent_figures import DISTRICTS

READ_ONLY = re.compile(r"\s*(?:SELECT\b|PRAGMA query_only\b|PRAGMA main\.table_|BEGIN|ROLLBACK)")
NEAR = 0.0051


def verdict(case: Case, answer: KpiAnswer | None) -> str:
    """``answered``, ``refused``, ``clarified`` or ``left``; or ``wrong: …`` with the reason."""
    if answer is None:
        return "left"
    if answer.outcome is Outcome.CLARIFY:
        return "clarified"
    if answer.outcome is Outcome.REFUSED or answer.reason is not Reason.FIGURE_GIVEN:
        return "refused"
    if case.refused:
        return f"wrong: answered what has no answer: {answer.text.splitlines()[0]}"
    missing = [number for number in case.numbers if not _shows(answer, number)]
    if missing:
        return f"wrong: {missing} not in: {answer.text.splitlines()[0]}"
    return _names_wrong(case, answer) or "answered"


def _shows(answer: KpiAnswer, number: float) -> bool:
    values = [figure.value for figure in answer.figures if figure.value is not None]
    said = [float(text) for text in re.findall(r"\d+(?:\.\d+)?", answer.text.splitlines()[0])]
    return any(abs(value - abs(number)) <= NEAR for value in [*map(abs, values), *said])


def _names_wrong(case: Case, answer: KpiAnswer) -> str | None:
    if not (case.names or case.only_names):
        return None
    line = answer.text.splitlines()[0].partition("查询")[0]
    places = [line.find(name) for name in case.names]
    if any(place < 0 for place in places) or places != sorted(places):
        return f"wrong: {case.names} not in this order: {line}"
    listed = re.split(r"的是|个）：", line)[-1] if case.names else ""
    others = [n for n in DISTRICTS.values() if n in listed and n not in case.names]
    return f"wrong: also {others}: {line}" if others and case.only_names else None


@contextmanager
def executed_statements() -> Iterator[set[str]]:
    """Every distinct SQL text sent to a database of statistics meanwhile."""
    seen: set[str] = set()

    def note(connection: Connection, _cursor: object, statement: str, *_others: object) -> None:
        if is_statistics(connection):
            seen.add(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def is_statistics(connection: Connection) -> bool:
    """Tell a database of statistics from those that other tests of this process left open.

    The source opens its file itself, so that its URL names none; theirs do.
    """
    return not connection.engine.url.database


def writing(statements: Iterable[str]) -> list[str]:
    """Those that are not plainly read-only."""
    return [statement for statement in statements if not READ_ONLY.match(statement)]
