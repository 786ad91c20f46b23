"""Markdown, read as the page it stands for.

Official texts number with `1.` and indent with spaces: neither is a list or code here, for a list
would lose its numbers.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from retrieval.documents.formats.html import extract_html
from retrieval.documents.loaded_text import LoadedText

MEDIA_TYPE = "text/markdown"
_SIGNS = re.compile(
    r"^#{1,6} \S|^\|? *:?-{3,}:? *\||^\S.*\n(?:={4,}|-{4,})$|\]\([^)\n]*\).*\n.*\]\("
    r"|^\*\*[^*\n]+\*\*",
    re.MULTILINE,
)
# So many lines of nothing but links are a menu, with empty ones between them or without.
_FEWEST_OF_A_MENU = 4
_LINKS = re.compile(r"[-*\s]*(?:\[[^\]]*\]\([^)]*\)\s*)+")
_NO_WORD = re.compile(r"[-*\s]*")
_SAMPLE = 20_000


def is_markdown(text: str) -> bool:
    """Whether a text has headings, tables, links or bold paragraphs in Markdown's way."""
    return _SIGNS.search(text[:_SAMPLE]) is not None


def extract_markdown(text: str) -> LoadedText:
    """Extract the text without its marks; tables keep their rows, lists of links go."""
    reader = MarkdownIt("commonmark", {"breaks": True, "html": True})
    reader.enable(["table", "strikethrough"]).disable(["code", "list"])
    # A link that leads nowhere good is still written as a link; only its words are kept.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    page = extract_html(reader.render(_without_menus(text)))
    return LoadedText(page.text, MEDIA_TYPE, page.fields)


def _without_menus(text: str) -> str:
    """A text with an empty line for each of its menus."""
    kept: list[str] = []
    run: list[str] = []  # of lines of links, with what is between and after them
    for line in text.split("\n"):
        if _LINKS.fullmatch(line) or (run and _NO_WORD.fullmatch(line)):
            run.append(line)
        else:
            kept += [*_unless_menu(run), line]
            run = []
    return "\n".join([*kept, *_unless_menu(run)])


def _unless_menu(run: list[str]) -> list[str]:
    links = sum(_LINKS.fullmatch(line) is not None for line in run)
    return [""] if links >= _FEWEST_OF_A_MENU else run
