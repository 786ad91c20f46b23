"""How a figure was got: the query in words, the bound statements, the rows that were read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.dialogue import wording
from bot.dialogue.skill import Question
from bot.messages import Outcome, Reply, Table

if TYPE_CHECKING:
    from kpi_adapter import Explanation, KpiAdapter, KpiQuery, Viewer

ROWS_SHOWN = 20
PERIOD = "period"
_ASKS = re.compile(
    r"(?:怎么|如何)(?:(?:查(?:出来|到|询|出)?|取|得)来?|来)的|查询(?:语句|过程|条件)|(?:取数|查数)(?:过程|语句)"
    r"|原始(?:数据|记录|行)|读了哪[些几]|(?:看|列)(?:一下|下|看)?(?:sql|语句)|sql"
)


def asks_how(text: str) -> bool:
    """Tell whether the way a figure was got is asked for."""
    return bool(_ASKS.search(text.lower()))


def explained(
    adapter: KpiAdapter, query: KpiQuery, question: Question, viewer: Viewer, intent: str
) -> tuple[Reply, int]:
    """Return how the figure of `query` was got, and how many rows were read for it.

    Statements name tables of other people's systems: officials only see them.
    """
    found = adapter.explain(query, viewer=viewer, now=question.now)
    lines = [wording.EXPLAINED_QUERY.format(found.sentence)]
    if question.person.is_official:
        lines += [wording.EXPLAINED_STATEMENT.format(" ".join(s.split())) for s in found.statements]
    lines.append(wording.EXPLAINED_ROWS.format(len(found.rows)) if found.rows else wording.NO_ROWS)
    if found.rows and adapter.is_demonstration:
        lines.append(wording.DEMONSTRATION_ROWS)
    reply = Reply(
        intent=intent,
        text="\n".join(lines),
        outcome=Outcome.ANSWERED if found.rows else Outcome.REFUSED,
        query=query.to_dict(),
        table=_table(found),
    )
    return reply, len(found.rows)


def _table(found: Explanation) -> Table | None:
    """The rows of the first shape; a second source's rows have other columns."""
    if not found.rows:
        return None
    columns = tuple(name for name, _ in found.rows[0])
    alike = [row for row in found.rows if tuple(name for name, _ in row) == columns]
    left = len(found.rows) - min(len(alike), ROWS_SHOWN)
    title = wording.ROWS_TITLE + (wording.MORE_ROWS.format(left) if left else "")
    # What was asked of is mostly the newest month; the years before are read for the growth.
    alike.sort(key=lambda row: dict(row).get(PERIOD, ""), reverse=True)
    rows: Sequence[tuple[str, ...]] = [tuple(value for _, value in row) for row in alike]
    return Table(title=title, columns=columns, rows=tuple(rows[:ROWS_SHOWN]))
