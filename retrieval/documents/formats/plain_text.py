"""Plain text put back as it was meant: paragraphs broken at a fixed width, tables drawn with tabs
or strokes, words spaced letter by letter."""

from __future__ import annotations

import re
from collections import Counter

from retrieval.documents.formats.table import CELL_EDGE, row_line

_FEWEST_SPACED = 4  # characters
_MOST_OF_THEM = 0.6
_SPACED = re.compile(r"\S(?: {1,3}\S){4,}")
_SPACED_SOME = re.compile(r"(?:^|\s)\S(?: {1,3}\S)+(?=\s|$)")
_BLANK = re.compile(r"(\S) (?=\S)")
_FEWEST_CELLS = 3
_FEWEST_LINES = 20
_WIDEST = 60  # characters
_NARROWEST = 15  # a list of names has lines of one length, too
_FULL = 0.3  # the share of lines of the commonest length from which a text counts as broken
_CUT = 0.6  # … and of these the share that end within a sentence
_ENDS = re.compile(r"[。；;：:！!？?”」』]$")


def unspaced(text: str) -> str:
    """The text without the blanks between its characters, where most of its lines have one after
    every character, as recognition and some PDF leave them; else unchanged."""
    lines = text.split("\n")
    long = [line for line in lines if len(line.strip()) > 2 * _FEWEST_SPACED]
    spaced = [line for line in long if _SPACED.fullmatch(line.strip())]
    if not spaced or len(spaced) < _MOST_OF_THEM * len(long):
        return text
    return "\n".join(
        _BLANK.sub(r"\1", line) if _SPACED_SOME.search(line) else line for line in lines
    )


def with_rows(text: str) -> str:
    """The text with its tables as rows: neighbouring lines of as many cells, parted by tabs or
    strokes."""
    lines = text.split("\n")
    cells = [_cells(line) for line in lines]
    for at, row in enumerate(cells):
        near = cells[max(at - 1, 0) : at] + cells[at + 1 : at + 2]
        if len(row) >= _FEWEST_CELLS and any(len(other) == len(row) for other in near):
            lines[at] = row_line(row)
    return "\n".join(lines)


def _cells(line: str) -> list[str]:
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1:
        return stripped[1:-1].split("|")
    return line.split("\t")


def joined(text: str) -> str:
    """The text with broken lines joined; unchanged where its lines are paragraphs.

    A full line that ends no sentence goes on in the next one, over blank lines too, unless that is
    indented: there a paragraph begins.
    """
    width = _width(text)
    if width is None:
        return text
    paragraphs: list[str] = []
    is_open = False
    for line in (each.rstrip() for each in text.split("\n")):
        if not line:
            if not is_open:
                paragraphs.append(line)
            continue
        is_row = CELL_EDGE.strip() in line
        if is_open and not (is_row or line[0].isspace()):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        is_open = len(line) >= width - 1 and not (is_row or _ENDS.search(line))
    return "\n".join(paragraphs)


def _width(text: str) -> int | None:
    """The width at which the lines of a text were broken, if they were."""
    written = (line.rstrip() for line in text.split("\n") if line.strip())
    lines = [line for line in written if CELL_EDGE.strip() not in line]
    if len(lines) < _FEWEST_LINES:
        return None
    width, count = Counter(map(len, lines)).most_common(1)[0]
    full = [line for line in lines if len(line) == width]
    cut = sum(not _ENDS.search(line) for line in full)
    is_broken = count >= _FULL * len(lines) and cut >= _CUT * len(full)
    return width if is_broken and _NARROWEST <= width <= _WIDEST else None
