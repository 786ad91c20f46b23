"""What a sentence or a passage is searched with beside its own words: the end of what stands
right before it.

没有病毒吗？ or （三）强化人员培训。 is the line above the answer, and who searches uses its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.documents.official_document import is_structured
from retrieval.documents.structure import Unit

# Decision 9: from 12 to 20 characters, a short heading or question, gain all there is to gain; a
# whole sentence brings in its neighbours.
_CONTEXT = 15  # characters


def context_after(before: str) -> str:
    """What is searched with a text of the one that stands before it in its document."""
    return before.rstrip()[-_CONTEXT:]


def contexts_of(units: Sequence[Unit]) -> Iterator[str]:
    """For each of a document's sentences, in order, what it is searched with.

    A text without numbers runs on. Under a number a sentence has its headings, and what stands
    before it is as often another case: found by its neighbour's words it goes before that one.
    The rows of a table say nothing of each other.
    """
    runs_on = not is_structured(units)
    before = ""
    for unit in units:
        yield context_after(before) if runs_on and not unit.is_row else ""
        before = unit.text
