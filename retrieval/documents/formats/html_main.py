"""Where the document lies on a page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Containers used by the content systems of government sites, most specific first.
_CONTAINERS = (
    "#UCAP-CONTENT", ".pages_content", ".TRS_Editor", "#Zoom", "#zoom", "#ContentRegion",
    "#artibody", "#BodyLabel", "article", ".article-content", ".article_content", ".zw_content",
    ".content_body", "#content",
)  # fmt: skip
_SHARE = 0.35  # a container must hold this share of the page's text to be believed
_MOST_CONTAINERS = 20
_FRAMES = frozenset(
    {"div", "table", "tbody", "tr", "td", "section", "main", "center", "form", "article", "span"}
)
_PUNCTUATION = re.compile("[。；，、]")
_MOST = 0.97
_FEWEST_MARKS = 10
_DEEPEST = 40
# What a document says outside of its sentences: title, number, index, date, attachments.
_BELONGS = re.compile(
    r"[〔［\[]\s*(?:19|20)\d{2}\s*[〕］\]]|索\s*引\s*号|年\d{1,2}月\d{1,2}日|附\s*件"
    r"|关于.{4,80}?(?:通知|意见|决定|办法|细则|方案|规定|公告|批复|函)"
)


def main_node(tree: LexborHTMLParser, title: str) -> LexborNode | None:
    """The node that holds the document: a known container, or where its sentences are."""
    body = tree.body
    if body is None:
        return tree.root
    whole = len(body.text(strip=True))
    for selector in _CONTAINERS:
        nodes = tree.css(selector)[:_MOST_CONTAINERS]
        best = max(nodes, key=lambda node: len(node.text(strip=True)), default=None)
        if best is not None and len(best.text(strip=True)) >= whole * _SHARE:
            return best
    return _narrowed(body, re.sub(r"\s", "", title))


def _narrowed(node: LexborNode, title: str) -> LexborNode:
    """Walk down while one child holds the sentences and nothing of the document is beside it."""
    for _ in range(_DEEPEST):
        marks = _marks(node)
        children = [child for child in node.iter() if child.tag in _FRAMES]
        best = max(children, key=_marks, default=None)
        if best is None or marks < _FEWEST_MARKS or _marks(best) < marks * _MOST:
            break
        parts = node.iter(include_text=True)
        beside = "".join(_unlinked(part) for part in parts if part.mem_id != best.mem_id)
        if _BELONGS.search(beside) or (title and title[:12] in beside):
            break
        node = best
    return node


def _marks(node: LexborNode) -> int:
    return len(_PUNCTUATION.findall(node.text()))


def _unlinked(node: LexborNode) -> str:
    """A node's own text, without that of its links and without white space."""
    if node.tag == "-text":
        return re.sub(r"\s", "", node.text_content or "")
    text = re.sub(r"\s", "", node.text())
    for link in node.css("a"):
        if words := re.sub(r"\s", "", link.text()):
            text = text.replace(words, "", 1)
    return text
