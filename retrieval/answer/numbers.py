"""Numbers as they stand in a text, with their units, in digits or in Chinese: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from retrieval.text_form import normalised

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "半": 0}
_POWERS = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_UNIT = (
    "个百分点|个工作日|工作日|个月|小时|分钟|百分点|元|%|‰|倍|成|年|月|日|天|周|家|户|人|名|亩|次|场|项|条|款|件|"
    "个|级|号|岁|分|平方米|公里|吨|千瓦|期|批|折"
)
_IN_DIGITS = re.compile(rf"(?P<number>\d+(?:\.\d+)?)(?P<scale>[百千]?[万亿]*)(?P<unit>{_UNIT})?")
_IN_CHINESE = re.compile(
    rf"(?P<share>百分之)?(?P<number>[零〇一二两三四五六七八九十百千万亿]+)(?P<unit>{_UNIT})?"
)
# 一项, 一个 and the like are articles, not counts; 统一, 万一 and the like are words.
_ARTICLE_LIKE = frozenset("个家项件次条款名户级号批期分人")
_OF_A_DATE = frozenset("年月日")
_PLAIN = re.compile(r"(?:统|唯|单|同|专|万|逐|任|某|每|之|进|另|其|第)$")


@dataclass(frozen=True, slots=True)
class Number:
    """A value and the unit written after it; an empty unit when there is none."""

    value: Decimal
    unit: str

    def is_held_by(self, others: frozenset[Number]) -> bool:
        """Whether one of the others is the same: equal, with the same unit.

        A number without a unit may be part of one with (2018—2020年), and a day may stand as
        2018-10-24 where it was read.
        """
        if self in others or (self.unit in _OF_A_DATE and Number(self.value, "") in others):
            return True
        return not self.unit and any(other.value == self.value for other in others)


def numbers_in(text: str) -> Iterator[tuple[Number, str]]:
    """Every number of a text and the stretch it was read from.

    In Chinese only what has a unit counts, and 一 only before one that measures.
    """
    form = normalised(text)
    for found in _IN_DIGITS.finditer(form):
        value = Decimal(found["number"]) * _scale(found["scale"])
        yield Number(value, found["unit"] or ""), found.group()
    for found in _IN_CHINESE.finditer(form):
        written, unit = found["number"], found["unit"]
        if found["share"]:
            yield Number(Decimal(_value(written)), "%"), found.group()
        elif unit and not _is_no_number(written, unit, form[: found.start()]):
            yield Number(Decimal(_value(written)), unit), found.group()


def _is_no_number(written: str, unit: str, before: str) -> bool:
    if before.endswith(tuple("0123456789.")) or _PLAIN.search(before):
        return True
    if not any(c in _DIGITS or c == "十" for c in written):
        return True
    return written == "一" and unit in _ARTICLE_LIKE


def _scale(written: str) -> int:
    scale = 1
    for character in written:
        scale *= _POWERS.get(character) or _MYRIADS[character]
    return scale


def _value(written: str) -> int:
    """Read 三百五十万 as 3500000 and 二〇一九 as 2019."""
    if not any(c in _POWERS or c in _MYRIADS for c in written):
        return int("".join(str(_DIGITS[c]) for c in written))
    total = section = digit = 0
    for character in written:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _POWERS:
            section += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[character]
            section = digit = 0
    return total + section + digit


def stands_in(words: str, form: str) -> bool:
    """Whether some words stand whole in a text, both normalised: 5% does not stand in 15%."""
    bounded = rf"(?<![\d.]){re.escape(words)}" if words[:1].isdigit() else re.escape(words)
    return bool(words) and re.search(bounded, form) is not None
