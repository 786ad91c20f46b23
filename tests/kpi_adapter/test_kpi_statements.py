"""Every statement that any question leads to is one SELECT with bound parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from kpi_adapter import KpiAdapter
from kpi_adapter.sources.selection import COLUMNS, Dataset
from tests.kpi_adapter.agreement import is_statistics
from tests.kpi_adapter.kpi_demo import NOW, SUPERVISOR

QUESTIONS = Path(__file__).parents[3] / "shared" / "questions" / "questions.jsonl"
TABLES = "|".join(re.escape(str(dataset)) for dataset in Dataset)
NAME = rf"(?:{TABLES})\.\w+"
TERM = rf"{NAME} (?:IN \((?:\?(?:, \?)*|SELECT 1 FROM \(SELECT 1\) WHERE 1!=1)\)|>= \?|<= \?)"
# The whole grammar of what may be sent: nothing of it can hold a word of a question.
STATEMENT = re.compile(
    rf"SELECT {NAME}(?:, {NAME})* FROM (?:{TABLES})"
    rf"(?: WHERE {TERM}(?: AND {TERM})*)? LIMIT \? OFFSET \?"
)
EVIL = [
    "1到10月产值多少'; DROP TABLE fact_monthly; --",
    "泰兴' OR '1'='1的产值",
    "产值 UNION SELECT * FROM sqlite_master",
    "1到10月五大产业产值多少) OR (1=1",
    '"; DELETE FROM projects; 在建项目有哪些',
]


@pytest.fixture
def sent() -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent to a database of statistics, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(connection: sa.Connection, _cursor: object, text: str, *others: Any) -> None:
        if is_statistics(connection):
            seen.append((" ".join(text.split()), others[0]))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def everything_asked() -> list[str]:
    if not QUESTIONS.exists():
        pytest.skip("../shared/questions is absent: the owners' questions cannot be asked")
    cases = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines() if line]
    return [case["question"] for case in cases]


def check(sent: list[tuple[str, Any]]) -> None:
    columns = {name for shapes in COLUMNS.values() for name in shapes}
    for statement, parameters in sent:
        assert STATEMENT.fullmatch(statement), statement
        assert statement.count("?") == len(parameters)
        assert set(re.findall(r"\.(\w+)", statement)) <= columns


def test_every_question_of_the_owners_leads_to_bound_selects_only(
    adapter: KpiAdapter, sent: list[tuple[str, Any]]
) -> None:
    for question in everything_asked():
        adapter.answer(question, viewer=SUPERVISOR, now=NOW)
    assert len(sent) > 20
    check(sent)


def test_words_meant_to_break_out_stay_words(
    adapter: KpiAdapter, sent: list[tuple[str, Any]]
) -> None:
    for question in EVIL:
        adapter.answer(question, viewer=SUPERVISOR, now=NOW)
    check(sent)
