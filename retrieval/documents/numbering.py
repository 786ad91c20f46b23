"""How Chinese official documents number their parts.

GB/T 9704-2012 §7.3.3 orders 一、 (一) 1. (1); statutes use 第X章, 第X条 (立法技术规范). Marks are
recognised after NFKC, so full-width and half-width spellings are one.
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
    SECTION = 2  # (一)
    ITEM = 3  # 1.
    SUBITEM = 4  # (1)


@dataclass(frozen=True, slots=True)
class Mark:
    """The number a paragraph begins with; `label` is its spelling inside an address."""

    level: Level
    label: str
    is_article: bool = False


_DIVISION = re.compile(rf"第(?:{_NUMERAL}|\d+)[编章节](?=\s|$|[^的规之至、,和及])")
_ARTICLE = re.compile(rf"(第(?:{_NUMERAL}|\d+)条(?:之{_NUMERAL})?)(?![款项第的规之至、,和及或所])")
_PART = re.compile(rf"({_NUMERAL})\s*[、.](?!\d)")
_SECTION = re.compile(rf"\(\s*({_NUMERAL})\s*\)")
_ITEM = re.compile(r"(\d{1,3})\s*[.、](?!\d)")
_SUBITEM = re.compile(r"\(\s*(\d{1,3})\s*\)")


def mark_of(line: str) -> Mark | None:
    """Return the numbered mark a line begins with, or None."""
    head = unicodedata.normalize("NFKC", line[:_HEAD_LENGTH]).lstrip()
    if _DIVISION.match(head):
        return Mark(Level.DIVISION, "")
    if found := _ARTICLE.match(head):
        return Mark(Level.ARTICLE, found.group(1), is_article=True)
    if found := _PART.match(head):
        return Mark(Level.PART, found.group(1))
    if found := _SECTION.match(head):
        return Mark(Level.SECTION, f"({found.group(1)})")
    if found := _ITEM.match(head):
        return Mark(Level.ITEM, found.group(1))
    if found := _SUBITEM.match(head):
        return Mark(Level.SUBITEM, f"({found.group(1)})")
    return None


_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """Write 1-99 the way 第二款 does; ValueError outside that range."""
    if not 1 <= number <= 99:
        raise ValueError(f"1-99 expected, got {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")
