"""Looking into Office XML by local names: Word 2003, strict and transitional files differ only
in their namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from retrieval.errors import UnreadableDocument


def name_of(element: etree._Element) -> str:
    """The local name; empty for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    if element is None:
        return None
    return next((found for found in element if name_of(found) == name), None)


def attribute(element: etree._Element | None, name: str) -> str:
    if element is None:
        return ""
    return next(
        (str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), ""
    )


def value_of(element: etree._Element | None) -> str:
    """The attribute `val` that most settings are written in."""
    return attribute(element, "val")


def is_on(element: etree._Element | None) -> bool:
    """A switch (§17.17.4): on by being there, unless it says otherwise."""
    return element is not None and value_of(element) not in {"0", "false", "off"}


def number(text: str, otherwise: int) -> int:
    """A small whole number, or `otherwise` for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def parsed(content: bytes) -> etree._Element:
    """Parse a small part; UnreadableDocument when it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise _damaged() from exc


def streamed(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Yield ("start" or "end", element) as a large part is read; UnreadableDocument if damaged.

    Whoever is done with an element clears it: so the whole part is never held as a tree.
    """
    events = etree.iterparse(
        BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for event, element in events:
            yield str(event), element
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise _damaged() from exc


def _damaged() -> UnreadableDocument:
    return UnreadableDocument("文件里的 XML 已损坏", "请打开并另存后重试")
