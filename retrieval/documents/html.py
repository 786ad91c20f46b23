"""The text of a web page: its main column, one block per line, tables row by row."""

from __future__ import annotations

import re
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from retrieval.documents.loading import LoadedText

_DROPPED = "script,style,noscript,iframe,select,button,form,nav,header,footer,object,template"
# Containers used by the content systems of government sites, most specific first.
_CONTAINERS = (
    "#UCAP-CONTENT", ".pages_content", ".TRS_Editor", "#Zoom", "#zoom", "#ContentRegion",
    "#artibody", "#BodyLabel", "article", ".article-content", ".article_content", ".zw_content",
    ".content_body", "#content",
)  # fmt: skip
_SHARE = 0.35  # a container must hold this share of the page's text to be believed
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt"}
    | {"fieldset", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"}
    | {"section", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
_SPACES = re.compile(r"[ \xa0\u3000]+")


def extract_html(page: str) -> LoadedText:
    """Extract title, meta tags and text of a decoded page; never raises on bad markup."""
    tree = LexborHTMLParser(page)
    fields = _meta_fields(tree)
    title = tree.css_first("title")
    if title is not None and title.text(strip=True):
        fields.setdefault("title", title.text(strip=True))
    fields |= _labelled_cells(tree)
    for node in tree.css(_DROPPED):
        node.decompose()
    return LoadedText(_text_of(_main_node(tree)), "text/html", fields)


def _meta_fields(tree: LexborHTMLParser) -> dict[str, str]:
    fields: dict[str, str] = {}
    for node in tree.css("meta[name]"):
        name, content = node.attributes.get("name"), node.attributes.get("content")
        if name and content and content.strip():
            fields[name.lower()] = content.strip()
    return fields


_LABEL = re.compile(
    r"(索\s*引\s*号|发文机关|发文字号|文\s*号|标\s*题|成文日期|发布日期|发文日期|主题分类|主\s*题\s*词|有效性|发布机构)"
    r"\s*[:：]?"
)


def _labelled_cells(tree: LexborHTMLParser) -> dict[str, str]:
    """The table at the head of a government page: a label cell, then its value."""
    fields: dict[str, str] = {}
    cells = [(node, node.text(strip=True)) for node in tree.css("td,th,li,dt,dd")]
    for (_, label), (_, value) in pairwise(cells):
        found = _LABEL.fullmatch(label)
        if found and value and len(value) < 300 and not _LABEL.fullmatch(value):
            fields.setdefault(re.sub(r"\s", "", found.group(1)), value)
    return fields


def _main_node(tree: LexborHTMLParser) -> LexborNode | None:
    body = tree.body
    if body is None:
        return tree.root
    whole = len(body.text(strip=True))
    for selector in _CONTAINERS:
        nodes = tree.css(selector)
        best = max(nodes, key=lambda node: len(node.text(strip=True)), default=None)
        if best is not None and len(best.text(strip=True)) >= whole * _SHARE:
            return best
    return body


def _text_of(root: LexborNode | None) -> str:
    parts: list[str] = []
    # A stack, not recursion: broken pages nest thousands deep. Text stands for what follows a node.
    waiting: list[LexborNode | str] = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "-text":
            parts.append(re.sub(r"\s+", " ", node.text_content or ""))
        else:
            edge = "\n" if node.tag in _BLOCKS else ""
            parts.append("\t" if node.tag in _CELLS else edge)
            waiting.append(edge)
            waiting += reversed(list(node.iter(include_text=True)))
    text = _SPACES.sub(" ", "".join(parts).replace("\t", " ｜ "))
    trimmed = (line.strip().removeprefix("｜").strip() for line in text.split("\n"))
    return "\n".join(line for line in trimmed if line)
