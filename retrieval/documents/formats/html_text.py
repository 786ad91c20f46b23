"""The visible text below a node of a page: one block a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from retrieval.documents.formats.table import CELL_EDGE

# Stands for a line's end inside a text node, whose own line ends mean nothing.
LINE_END = "\ue000"
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl"}
    | {"dt", "fieldset", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
    | {"pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
_SPACES = re.compile(r"[ \xa0\u3000]+")
_LISTS = frozenset({"ul", "ol", "dl", "p", "td", "tr"})
_FEWEST_LINKS = 4
_LONGEST_LINK = 20
_LINKED_SHARE = 0.85
_NOT_NAVIGATION = re.compile(r"[。；]|附\s*件|附\s*表|\.(?:docx?|xlsx?|pdf|ofd|rar|zip)\b")


@dataclass(slots=True)
class _Seen:
    """How much has been read so far, and how much of it in links; of a list, when it began."""

    parts: int = 0
    characters: int = 0
    linked: int = 0
    links: int = 0
    long_links: int = 0


@dataclass(frozen=True, slots=True)
class _EndOfList:
    begun: _Seen


@dataclass(frozen=True, slots=True)
class _EndOfLink:
    begun: int


def text_of(root: LexborNode | None) -> str:
    """The text in reading order, without blank lines and without lists that are only links."""
    text = _Reading().read(root).replace("\t", CELL_EDGE).replace(LINE_END, "\n")
    trimmed = (_trimmed(line) for line in _SPACES.sub(" ", text).split("\n"))
    return "\n".join(line for line in trimmed if line)


class _Reading:
    """One walk over a page: each node is looked at once, however deep it lies."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._seen = _Seen()

    def read(self, root: LexborNode | None) -> str:
        # A stack, not recursion: broken pages nest thousands deep.
        waiting: list[LexborNode | str | _EndOfList | _EndOfLink] = [root] if root else []
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                self._parts.append(node)
            elif isinstance(node, _EndOfList):
                self._end_list(node.begun)
            elif isinstance(node, _EndOfLink):
                self._end_link(node.begun)
            elif node.tag == "-text":
                self._add(re.sub(r"\s+", " ", node.text_content or ""))
            else:
                edge = "\n" if node.tag in _BLOCKS else ""
                if node.tag in _LISTS:
                    begun = replace(self._seen, parts=len(self._parts))
                    waiting.append(_EndOfList(begun))
                elif node.tag == "a":
                    waiting.append(_EndOfLink(self._seen.characters))
                self._parts.append("\t" if node.tag in _CELLS else edge)
                waiting.append(edge)
                waiting += reversed(list(node.iter(include_text=True)))
        return "".join(self._parts)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._seen.characters += len(text.strip())

    def _end_link(self, begun: int) -> None:
        length = self._seen.characters - begun
        self._seen.linked += length
        self._seen.links += length > 0
        self._seen.long_links += length > _LONGEST_LINK

    def _end_list(self, begun: _Seen) -> None:
        """Take a list back that was nothing but links to other pages."""
        seen = self._seen
        if seen.links - begun.links < _FEWEST_LINKS or seen.long_links > begun.long_links:
            return
        characters = seen.characters - begun.characters
        if seen.linked - begun.linked < characters * _LINKED_SHARE:
            return
        if not _NOT_NAVIGATION.search("".join(self._parts[begun.parts :])):
            del self._parts[begun.parts :]
            self._seen = begun


def _trimmed(line: str) -> str:
    """A line without the edges of cells that hold nothing before or behind it."""
    return line.strip().strip("｜").strip() if line.strip(" ｜") else ""
