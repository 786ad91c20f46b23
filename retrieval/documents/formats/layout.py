"""From characters placed on a page to lines and paragraphs, for formats that keep only places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from retrieval.documents.formats.table import CELL_EDGE
from retrieval.documents.numbering import mark_of

_PAGE_NUMBER = re.compile(r"[-—–\s·]*\d{1,4}[-—–\s·]*|第\s*\d+\s*页.*")
_PARAGRAPH_END = re.compile(r"[。;；:：!！?？]$")
_FULL_LINE = 0.8  # a line this long, relative to the usual one, goes on in the next
_COLUMN_GAP = 1.5  # of a character's size
_WORD_GAP = 0.3
_COLUMNS = 3  # so many stretches beside each other are a row of a table


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text on one base line; places in the page's own unit, `y` growing downwards."""

    text: str
    left: float
    right: float
    y: float
    size: float


def lines_of(fragments: Iterable[Fragment]) -> list[str]:
    """Put fragments into lines from top to bottom, each from left to right."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (f.y, f.left)):
        if rows and abs(fragment.y - rows[-1][0].y) <= max(fragment.size, 0.1) / 2:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [line for row in rows if (line := _line(sorted(row, key=lambda f: f.left)))]


def paragraphs_of(lines: Iterable[str]) -> list[str]:
    """Join lines that were broken only by the page's width; page numbers go."""
    kept = [line for line in map(str.strip, lines) if line and not _PAGE_NUMBER.fullmatch(line)]
    usual = _usual_length(kept)
    paragraphs: list[str] = []
    goes_on = False
    for line in kept:
        is_row = CELL_EDGE in line
        if goes_on and not is_row and mark_of(line) is None:
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        is_full = len(line) >= usual * _FULL_LINE
        goes_on = is_full and not is_row and not _PARAGRAPH_END.search(line)
    return paragraphs


def _line(row: list[Fragment]) -> str:
    stretches = [row[0].text]
    for before, after in pairwise(row):
        gap = (after.left - before.right) / max(after.size, 0.1)
        if gap > _COLUMN_GAP:
            stretches.append(after.text)
        else:
            stretches[-1] += f" {after.text}" if gap > _WORD_GAP else after.text
    return (CELL_EDGE if len(stretches) >= _COLUMNS else " ").join(stretches).strip()


def _usual_length(lines: list[str]) -> int:
    lengths = Counter(len(line) for line in lines if len(line) > 10 and CELL_EDGE not in line)
    return max(lengths, key=lambda length: (lengths[length], length), default=40)
