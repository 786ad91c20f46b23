"""Plain text whose lines were broken at a fixed width, put back into its paragraphs."""

from __future__ import annotations

import re
from collections import Counter

_FEWEST_LINES = 20
_WIDEST = 60  # characters
_FULL = 0.3  # the share of lines of the commonest length from which a text counts as broken
_CUT = 0.6  # … and of these the share that end within a sentence
_ENDS = re.compile(r"[。；;：:！!？?”」』]$")


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
        if is_open and not line[0].isspace():
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        is_open = len(line) >= width - 1 and not _ENDS.search(line)
    return "\n".join(paragraphs)


def _width(text: str) -> int | None:
    """The width at which the lines of a text were broken, if they were."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if len(lines) < _FEWEST_LINES:
        return None
    width, count = Counter(map(len, lines)).most_common(1)[0]
    full = [line for line in lines if len(line) == width]
    cut = sum(not _ENDS.search(line) for line in full)
    is_broken = count >= _FULL * len(lines) and cut >= _CUT * len(full)
    return width if is_broken and width <= _WIDEST else None
