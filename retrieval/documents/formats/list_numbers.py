"""The numbers a Word document counts by itself: 第一条, 一、, (一) that no run of text holds.

Office Open XML Part 1, §17.9: a paragraph names a list and a level; the list says how each level
is counted and written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from retrieval.documents.formats.office_xml import attribute, child, name_of, number, value_of
from retrieval.documents.numbering import numeral

_LEVELS = 9
_CLOSING = "、.．)）】]"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str


class ListNumbers:
    """Counts paragraphs as Word does; one for each document, asked in the order of its text."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._of_style = _of_styles(styles) if styles is not None else {}
        self._counts: dict[str, dict[int, int]] = {}

    def next_label(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph with these properties; empty when it has none."""
        list_id, level = self._list_of(properties)
        counted, levels = self._lists.get(list_id, ("", {}))
        if level not in levels:
            return ""
        counts = self._counts.setdefault(counted, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        label = levels[level].pattern
        for at, description in levels.items():
            shown = _written(counts.get(at, description.start), description.form)
            label = label.replace(f"%{at + 1}", shown)
        if levels[level].form == "bullet" or not label.strip():
            return ""
        return label if label[-1] in _CLOSING else f"{label} "

    def _list_of(self, properties: etree._Element | None) -> tuple[str, int]:
        if properties is None:
            return "", 0
        style = value_of(child(properties, "pStyle"))
        list_id, level = self._of_style.get(style, ("", 0))
        own = child(properties, "numPr")
        if own is not None:
            list_id = value_of(child(own, "numId")) or list_id
            level = number(value_of(child(own, "ilvl")), level)
        return list_id, level


def _lists(numbering: etree._Element) -> dict[str, tuple[str, dict[int, _Level]]]:
    """What each list is counted under, and its levels; one that starts anew is counted apart."""
    abstract = {
        attribute(item, "abstractNumId"): _levels(item)
        for item in numbering
        if name_of(item) == "abstractNum"
    }
    lists = {}
    for item in numbering:
        if name_of(item) != "num":
            continue
        list_id, base = attribute(item, "numId"), value_of(child(item, "abstractNumId"))
        levels = dict(abstract.get(base, {}))
        counted = base
        for override in (part for part in item if name_of(part) == "lvlOverride"):
            at = number(attribute(override, "ilvl"), 0)
            start = value_of(child(override, "startOverride"))
            if start and at in levels:
                levels[at] = _Level(number(start, 1), levels[at].form, levels[at].pattern)
                counted = f"{base}/{list_id}"
        lists[list_id] = (counted, levels)
    return lists


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for item in abstract:
        if name_of(item) == "lvl" and len(found) < _LEVELS:
            found[number(attribute(item, "ilvl"), 0)] = _Level(
                number(value_of(child(item, "start")), 1),
                value_of(child(item, "numFmt")) or "decimal",
                value_of(child(item, "lvlText")),
            )
    return found


def _of_styles(styles: etree._Element) -> dict[str, tuple[str, int]]:
    found = {}
    for style in styles:
        own = child(child(style, "pPr"), "numPr")
        if name_of(style) == "style" and own is not None:
            level = number(value_of(child(own, "ilvl")), 0)
            found[attribute(style, "styleId")] = (value_of(child(own, "numId")), level)
    return found


def _written(count: int, form: str) -> str:
    write = _FORMS.get(form, str)
    return write(count) if 0 < count < 1000 else str(count)


def _han(count: int) -> str:
    hundreds, rest = divmod(count, 100)
    if not hundreds:
        return numeral(count)
    between = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
    return f"{numeral(hundreds)}百{between}{numeral(rest) if rest else ''}"


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if count <= 20 else str(count)


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26)


def _roman(count: int) -> str:
    parts = zip(
        (900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    written = ""
    for value, sign in parts:
        written += sign * (count // value)
        count %= value
    return written


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
            *("ideographDigital", "taiwaneseCounting", "taiwaneseCountingThousand"),
        ),
        _han,
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperRoman": _roman,
    "none": lambda _: "",
}
