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
# Four and more lines of nothing but links are a menu, with empty ones between them or without.
_BLANK = r"[^\S\n]"
_POINTS = rf"(?:[-*]|{_BLANK})*+"
_LINKS = rf"(?:\[[^\]\n]*\]\([^)\n]*\){_BLANK}*+)++"
_MENU = re.compile(rf"(?:^{_POINTS}{_LINKS}$(?:{_POINTS}\n)*+){{4,}}", re.MULTILINE)
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
    page = extract_html(reader.render(_MENU.sub("\n", text)))
    return LoadedText(page.text, MEDIA_TYPE, page.fields)
