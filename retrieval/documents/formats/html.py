"""The text of a web page: its main column, one block per line, tables row by row."""

from __future__ import annotations

import re
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from retrieval.documents.formats.html_heading import lines_above
from retrieval.documents.formats.html_main import main_node
from retrieval.documents.formats.html_table import write_rows_as_lines
from retrieval.documents.formats.html_text import text_of
from retrieval.documents.loaded_text import ABOVE_THE_COLUMN, LoadedText
from retrieval.errors import UnreadableDocument

MEDIA_TYPE = "text/html"
_DROPPED = (
    "script,style,noscript,iframe,select,button,input,textarea,nav,header,footer,object,template"
)
_LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST_HAN = 0.2
_EMBEDDED = re.compile(rb"data:[\w.+-]+/[\w.+-]+;base64,[\w+/=%\s]{200,}")


def without_embedded_files(content: bytes) -> bytes:
    """The same page without the pictures and fonts written into it."""
    return _EMBEDDED.sub(b"", content) if b";base64," in content else content


def extract_html(page: str) -> LoadedText:
    """Extract title, meta tags and text of a decoded page, whatever its markup is worth.

    UnreadableDocument when no Chinese text is in it: an error page, or a frame without its text.
    """
    tree = LexborHTMLParser(page)
    fields = _meta_fields(tree)
    title = tree.css_first("title")
    if title is not None and title.text(strip=True):
        fields.setdefault("title", title.text(strip=True))
    fields |= _labelled_cells(tree)
    # Backwards: what lies inside goes before what holds it and frees it.
    for node in reversed(tree.css(_DROPPED)):
        node.decompose()
    write_rows_as_lines(tree)
    text = text_of(main_node(tree, _title(fields)))
    letters, sentence_ends = _LETTERS.findall(text), text.count("。")
    if letters and not sentence_ends and len(_HAN.findall(text)) < len(letters) * _LEAST_HAN:
        raise UnreadableDocument("网页里没有中文正文，可能是出错页面", "请重新保存原文页面后重试")
    if above := lines_above(tree, text):
        fields[ABOVE_THE_COLUMN] = "\n".join(above)
    return LoadedText(text, MEDIA_TYPE, fields)


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


_HEAD = 400  # cells; what describes the document stands above it


def _labelled_cells(tree: LexborHTMLParser) -> dict[str, str]:
    """The table at the head of a government page: a label cell, then its value."""
    fields: dict[str, str] = {}
    cells = [(node, node.text(strip=True)) for node in tree.css("td,th,li,dt,dd")[:_HEAD]]
    for (_, label), (_, value) in pairwise(cells):
        found = _LABEL.fullmatch(label)
        if found and value and len(value) < 300 and not _LABEL.fullmatch(value):
            fields.setdefault(re.sub(r"\s", "", found.group(1)), value)
    return fields


def _title(fields: dict[str, str]) -> str:
    """What the page is called, without the site's name behind it."""
    title = fields.get("articletitle") or fields.get("标题") or fields.get("title", "")
    return re.split(r"[-_|–—]", title)[0].strip()
