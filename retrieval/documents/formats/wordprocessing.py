"""The lines of a WordprocessingML text: paragraphs with their numbers, tables row by row.

What a reader does not see stays out: deleted and hidden text, field codes, the fallback that
repeats a text box. What a reader sees comes in wherever it stands: content controls, text boxes.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from retrieval.documents.formats.list_numbers import ListNumbers
from retrieval.documents.formats.office_xml import (
    child,
    is_on,
    name_of,
    number,
    streamed,
    value_of,
)
from retrieval.documents.formats.table import fill_from_above, row_line

_UNSEEN = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "pPr", "rPr", "tblPr"}
    | {"trPr", "tcPr", "sdtPr", "sectPr", "tblGrid", "fldData", "binData", "rt", "annotation"}
)
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_LONGEST_CELL = 200  # characters; a longer text alone in its row is not a table's
_DEEPEST = 60  # nested tables and boxes beyond any real document


def body_lines(content: bytes, numbers: ListNumbers) -> Iterator[str]:
    """Yield the lines of a document part; UnreadableDocument when it is damaged.

    Blocks are given up as soon as they are read: memory holds one table, not the document.
    """
    inside = 0
    for event, element in streamed(content):
        name = name_of(element)
        if name not in {"p", "tbl"}:
            continue
        inside += 1 if event == "start" else -1
        if event == "end" and inside == 0:
            if not _is_unseen(element):
                yield from _block(element, numbers, 0)
            _give_up(element)


def _is_unseen(element: etree._Element) -> bool:
    """Whether a block stands inside something deleted or repeated."""
    return any(name_of(above) in _UNSEEN for above in element.iterancestors())


def _give_up(element: etree._Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            break
        del parent[0]


def _block(element: etree._Element, numbers: ListNumbers, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if name_of(element) == "p":
        yield from _paragraph(element, numbers, depth)
    elif name_of(element) == "tbl":
        yield from _table(element, numbers, depth + 1)
    elif name_of(element) not in _UNSEEN:
        for inner in element:
            yield from _block(inner, numbers, depth)


def _paragraph(paragraph: etree._Element, numbers: ListNumbers, depth: int) -> Iterator[str]:
    label = numbers.next_label(child(paragraph, "pPr"))
    boxes: list[etree._Element] = []
    text = "".join(_texts(paragraph, boxes))
    yield label + text if text.strip() else text
    for box in boxes:
        for inner in box:
            yield from _block(inner, numbers, depth + 1)


def _texts(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    # A stack, not recursion: damaged files nest deeper than Python does.
    waiting = list(reversed(element))
    while waiting:
        part = waiting.pop()
        name = name_of(part)
        if name in _UNSEEN or (name == "r" and is_on(child(child(part, "rPr"), "vanish"))):
            continue
        if name == "t":
            yield part.text or ""
        elif name in _WRITTEN:
            yield _WRITTEN[name]
        elif name == "txbxContent":
            boxes.append(part)
        else:
            waiting += reversed(part)


def _table(table: etree._Element, numbers: ListNumbers, depth: int) -> Iterator[str]:
    above: dict[int, str] = {}
    for row in _members(table, "tr"):
        if child(child(row, "trPr"), "del") is not None:
            continue
        cells = list(_members(row, "tc"))
        if (whole := _frame(cells)) is not None:
            for part in whole:
                yield from _block(part, numbers, depth)
            above = {}
            continue
        texts = [" ".join(_cell_lines(cell, numbers, depth)) for cell in cells]
        above = fill_from_above(texts, _edges(row, cells), above)
        yield row_line(texts)
        # Rows of a table inside a cell stay rows: they follow the row they stand in.
        for cell in cells:
            for inner in _members(cell, "tbl"):
                yield from _block(inner, numbers, depth)


def _frame(cells: list[etree._Element]) -> etree._Element | None:
    """The cell of a row that is only a frame around a text, whose paragraphs stay apart."""
    if len(cells) == 1:
        return cells[0]
    filled = [(cell, size) for cell in cells if (size := _size(cell))]
    return filled[0][0] if len(filled) == 1 and filled[0][1] > _LONGEST_CELL else None


def _size(cell: etree._Element) -> int:
    return sum(len("".join(_texts(part, []))) for part in _members(cell, "p"))


def _cell_lines(cell: etree._Element, numbers: ListNumbers, depth: int) -> Iterator[str]:
    for part in _members(cell, "p"):
        yield from _paragraph(part, numbers, depth)


def _edges(row: etree._Element, cells: list[etree._Element]) -> list[tuple[int, bool]]:
    """For each cell its first column and whether it continues the cell above (vMerge)."""
    column = number(value_of(child(child(row, "trPr"), "gridBefore")), 0)
    edges = []
    for cell in cells:
        properties = child(cell, "tcPr")
        merge = child(properties, "vMerge")
        continues = merge is not None and value_of(merge) != "restart"
        edges.append((column, continues))
        column += number(value_of(child(properties, "gridSpan")), 1)
    return edges


def _members(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of that name, also those wrapped in content controls or insertions."""
    for part in element:
        found = name_of(part)
        if found == name:
            yield part
        elif found in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _members(part, name)
