"""Whether a sentence is for the case a question names: 100岁 is none of 90—99周岁. Pure.

Read are ages, spans of years that have been worked or paid for, and sums that decide a case
(投资800万元, 投资额不低于500万元的); a sum that is granted decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from retrieval.answer.numbers import numbers_in
from retrieval.text_form import normalised

_NUMBER = r"(?:\d+(?:\.\d+)?[百千]?[万亿]*|[一二两三四五六七八九十百千万亿]+)"
_UNITS = {
    "岁": "周?岁",
    "年": "年",
    "元": "元",
    "平方米": "平方米|㎡|平米",
    "人": "人",
    "层": "层",
    "分钟": "分钟",
    "小时": "小时",
}
_UNIT = "(?P<unit>" + "|".join(_UNITS.values()) + ")"
_INCLUSIVE = r"(?:\(含[^()]{0,6}\))?(?:及|或|\(含\))?"
_FROM_TO = re.compile(
    rf"(?P<low>{_NUMBER})(?:周?岁|年|元|平方米|人|层)?{_INCLUSIVE}[-—–~至到](?P<high>{_NUMBER}){_UNIT}"
)
_LOW = re.compile(
    rf"(?:(?:年满|已满|(?<!不)满|不低于|不少于|不小于|达到?)(?P<reached>{_NUMBER}){_UNIT}"
    rf"|(?<!不)(?:超过|高于|大于)(?P<over>{_NUMBER})(?P<over_unit>{'|'.join(_UNITS.values())})"
    rf"|(?P<above>{_NUMBER})(?P<above_unit>{'|'.join(_UNITS.values())}){_INCLUSIVE}以上)"
)
_HIGH = re.compile(
    rf"(?:(?:不满|未满|不足|(?<!不)(?:低于|少于|小于))(?P<under>{_NUMBER}){_UNIT}"
    rf"|(?:不超过|不高于|不大于)(?P<to>{_NUMBER})(?P<to_unit>{'|'.join(_UNITS.values())})"
    rf"|(?P<below>{_NUMBER})(?P<below_unit>{'|'.join(_UNITS.values())}){_INCLUSIVE}以[下内])"
)
# Of years and sums only those that decide a case: 工作满5年的, 投资额500万元以上的.
_DECIDES = re.compile(
    r"工作|工龄|缴|参保|居住|服务|入职|从业|成立|注册|投资|产值|收入|营[收业]|销售|年薪|工资|面积|规模|税|纳"
)
# 3.100周岁以上 is the third point, about those of 100.
_MARK = re.compile(r"^[(（]?\d{1,2}[)）.．、]")
# An age, or how long somebody stays, decides a case wherever it stands.
_ALWAYS_DECIDE = frozenset({"岁", "分钟", "小时"})
_EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class _Range:
    unit: str
    low: Decimal | None
    high: Decimal | None
    has_high: bool = True
    has_low: bool = True

    def holds(self, value: Decimal) -> bool:
        if self.low is not None and (value < self.low or (value == self.low and not self.has_low)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.has_high)


def of_the_case(question: str, sentence: str) -> int:
    """1 where a sentence is for the case that a question gives by a number, -1 where it is for
    others only, 0 where either names none."""
    named = dict(_named(normalised(question)))
    if not named:
        return 0
    found = [r for r in _ranges(_MARK.sub("", normalised(sentence))) if r.unit in named]
    if not found:
        return 0
    return 1 if any(each.holds(named[each.unit]) for each in found) else -1


def _named(question: str) -> Iterator[tuple[str, Decimal]]:
    for found in re.finditer(
        rf"(?P<number>{_NUMBER}){_UNIT}(?!以|前|后|内|度|[末初底]|\d)", question
    ):
        unit, value = _unit(found["unit"]), _value(found["number"])
        before = question[max(found.start() - 10, 0) : found.start()]
        is_case = unit in _ALWAYS_DECIDE or _DECIDES.search(before) is not None
        if value is not None and is_case and not (unit == "年" and value >= _EARLIEST_YEAR):
            yield unit, value


def _ranges(sentence: str) -> Iterator[_Range]:
    """The ranges of a sentence; a lower and an upper bound side by side are one."""
    rest = sentence
    for found in _FROM_TO.finditer(sentence):
        yield _Range(_unit(found["unit"]), _value(found["low"]), _value(found["high"]))
    rest = _FROM_TO.sub("#", rest)
    for part in re.split(r"[,，、。;；|｜]", rest):
        lows, highs = list(_LOW.finditer(part)), list(_HIGH.finditer(part))
        for at in range(max(len(lows), len(highs))):
            low = lows[at] if at < len(lows) else None
            high = highs[at] if at < len(highs) else None
            yield from _joined(part, low, high)


def _joined(part: str, low: re.Match[str] | None, high: re.Match[str] | None) -> Iterator[_Range]:
    bounds = [bound for bound in (low, high) if bound]
    units = {
        _unit(_first(bound, "unit", "over_unit", "above_unit", "to_unit", "below_unit"))
        for bound in bounds
    }
    if len(units) != 1:
        return
    (unit,) = units
    last = max(bound.end() for bound in bounds)
    if unit not in _ALWAYS_DECIDE and not (
        _DECIDES.search(part) and part[last : last + 8].find("的") >= 0
    ):
        return
    yield _Range(
        unit,
        _value(_first(low, "reached", "over", "above")) if low else None,
        _value(_first(high, "under", "to", "below")) if high else None,
        has_high=bool(high and not high["under"]),
        has_low=bool(low and not low["over"]),
    )


def _first(found: re.Match[str], *names: str) -> str:
    groups = found.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def _unit(written: str) -> str:
    return next((unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, written)), "")


def _value(written: str) -> Decimal | None:
    """The value of a number, whatever its unit."""
    return next((number.value for number, _ in numbers_in(f"{written}元")), None)
