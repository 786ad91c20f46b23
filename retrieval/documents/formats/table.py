"""How a table becomes lines of text: one row a line, its cells side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

CELL_EDGE = " ｜ "
_SPACE = re.compile(r"\s+")


def row_line(cells: Iterable[str]) -> str:
    """One row as one line; empty when no cell holds anything.

    Empty cells between others keep their place, so that rows stay aligned; those at the end go.
    """
    texts = [_SPACE.sub(" ", cell).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return CELL_EDGE.join(texts).strip() if any(texts) else ""


def fill_from_above(
    row: list[str], cells: Sequence[tuple[int, bool]], above: Mapping[int, str]
) -> dict[int, str]:
    """Write into a row what its merged cells continue, so that the row is complete by itself.

    `cells` has for each cell its left edge and whether it continues the cell above. Returns the
    row's texts by left edge, which are `above` for the next row.
    """
    texts = {}
    for number, (edge, continues) in enumerate(cells[: len(row)]):
        if continues and not row[number].strip():
            row[number] = above.get(edge, "")
        texts[edge] = row[number]
    return texts
