"""What a page is headed with, above the column that holds the document."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from retrieval.documents.formats.html_text import text_of

# Between a heading and the text stand a date, a source, the size of the letters.
_NEAR = 8
_LONGEST = 120
# A shorter line may stand anywhere on a page.
_TELLING = 8


def lines_above(tree: LexborHTMLParser, column: str) -> tuple[str, ...]:
    """The short unlinked lines right above the column with a text, the nearest first.

    Takes the links out of the tree: they lead to other documents, by their titles.
    """
    for link in reversed(tree.css("a")):
        link.decompose()
    own = {line for line in column.split("\n") if len(line) >= _TELLING}
    page = text_of(tree.body).split("\n")
    start = next((at for at, line in enumerate(page) if line in own), 0)
    above = page[max(start - _NEAR, 0) : start]
    return tuple(line for line in reversed(above) if len(line) <= _LONGEST)
