"""How Chinese official documents number their parts.

GB/T 9704-2012 §7.3.3 orders 一、 (一) 1. (1); statutes use 第X章, 第X条 (立法技术规范 §22–24);
technical texts number 4.4.1. Marks are recognised after NFKC, so that full-width and half-width
spellings, ㈠ and (一), ⒈ and 1. are one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

_NUMERAL = "[一二三四五六七八九十百千零〇]+"
_HEAD_LENGTH = 24


class Level(IntEnum):
    """Depth of a numbered mark; smaller stands higher."""

    DIVISION = 0  # 第X编 第X章 第X节: titles only, never part of an address
    PART = 1  # 一、
    ARTICLE = 1  # 第X条 stands where 一、 stands
    DECIMAL = 1  # 4.4.1 is a whole address by itself
    INNER_PART = 2  # 一、 inside an article
    SECTION = 3  # (一)
    ITEM = 4  # 1.
    SUBITEM = 5  # (1)
    CIRCLED = 6  # ①


@dataclass(frozen=True, slots=True)
class Mark:
    """The number a paragraph begins with; `label` is its spelling inside an address.

    `value` is the number itself, `length` how many characters of the line it takes.
    """

    level: Level
    label: str
    is_article: bool = False
    value: int = 0
    length: int = 0


_DIVISION = re.compile(rf"第(?:{_NUMERAL}|\d+)[编章节](?=\s|$|[^的规之至、,和及])")
_ARTICLE = re.compile(
    rf"(第({_NUMERAL}|\d+)条(?:之{_NUMERAL})?)"
    r"(?![款项第的之至、,和及或]|规定|所(?:称|列|述|指|规定)|中(?:的|所|规定)|[(]?[一二三四五六七八九十\d]+[)]?[款项])"
)
_PART = re.compile(rf"({_NUMERAL})\s*[、.](?!\d)")
_SECTION = re.compile(rf"\(\s*({_NUMERAL})\s*\)")
_ITEM = re.compile(r"(\d{1,3})\s*(?:[、](?!\d)|[.](?!\d)|\)(?=\S))")
_SUBITEM = re.compile(r"\(\s*(\d{1,3})\s*\)")
_DECIMAL = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}){1,3})(?:\s+|\.\s*|(?=[\u4e00-\u9fa5《“]))(?![%万亿元年倍個个])\S"
)
_WHOLE = re.compile(r"(\d{1,2})\s+(?=[\u4e00-\u9fa5])")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def mark_of(line: str) -> Mark | None:
    """Return the numbered mark a line begins with, or None."""
    if line[:1] in _CIRCLED and line:
        return Mark(Level.CIRCLED, line[0], value=_CIRCLED.index(line[0]) + 1, length=1)
    raw = line[:_HEAD_LENGTH]
    head = unicodedata.normalize("NFKC", raw).lstrip()
    if _DIVISION.match(head):
        return Mark(Level.DIVISION, "")
    if found := _ARTICLE.match(head):
        # NFKC may have changed the length before it, never inside 第X条.
        length = len(raw) - len(head) + found.end() if len(raw) >= len(head) else found.end()
        return Mark(Level.ARTICLE, found[1], True, value_of(found[2]), length)
    for pattern, level, form in _PLAIN:
        if found := pattern.match(head):
            return Mark(level, form.format(found[1]), value=value_of(found[1]), length=found.end())
    return None


_PLAIN = (
    (_PART, Level.PART, "{}"),
    (_SECTION, Level.SECTION, "({})"),
    (_ITEM, Level.ITEM, "{}"),
    (_SUBITEM, Level.SUBITEM, "({})"),
)


def decimal_mark_of(line: str) -> Mark | None:
    """The mark of a line in a text that numbers 4, 4.4, 4.4.1; None for any other line."""
    head = unicodedata.normalize("NFKC", line[:_HEAD_LENGTH]).replace(" .", ".").lstrip()
    found = _DECIMAL.match(head) or _WHOLE.match(head)
    return Mark(Level.DECIMAL, found[1]) if found else None


_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}


def numeral(number: int) -> str:
    """Write 1-99 the way 第二款 does; ValueError outside that range."""
    if not 1 <= number <= 99:
        raise ValueError(f"1-99 expected, got {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def value_of(text: str) -> int:
    """The value of 一百五十一 or 151; what is not well formed still gets some number."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        elif sign in _DIGITS:
            digit = _DIGITS.index(sign)
    return total + digit
