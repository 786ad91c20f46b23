"""Whether a sentence is for the case a question names: 100岁 is none of 90—99周岁. Pure.

Read are ages, spans of years that have been worked or paid for, and sums that decide a case
(投资800万元, 投资额不低于500万元的); a sum that is granted decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from retrieval.answer.numbers import numbers_in
from retrieval.text_form import normalised

# Its length is bounded, for what is read at every place must not be long.
_NUMBER = (
    r"(?:(?<![\d.])\d{1,12}(?:\.\d{1,4})?[百千]?[万亿]{0,2}"
    r"|(?<![一二两三四五六七八九十百千万亿])[一二两三四五六七八九十百千万亿]{1,12})"
)
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
    rf"(?:(?:(?<!未)年满|已满|(?<![不未年])满|不得?(?:低于|少于|小于)|达到?)(?P<reached>{_NUMBER}){_UNIT}"
    rf"|(?<!不)(?:超过|高于|大于)(?P<over>{_NUMBER})(?P<over_unit>{'|'.join(_UNITS.values())})"
    rf"|(?P<above>{_NUMBER})(?P<above_unit>{'|'.join(_UNITS.values())}){_INCLUSIVE}以上)"
)
_HIGH = re.compile(
    rf"(?:(?:不满|未年?满|不足|(?<!不)(?<!不得)(?:低于|少于|小于))(?P<under>{_NUMBER}){_UNIT}"
    rf"|(?:不超过|不高于|不大于|(?:放宽|延长|提高)[至到])"
    rf"(?P<to>{_NUMBER})(?P<to_unit>{'|'.join(_UNITS.values())})"
    rf"|(?P<below>{_NUMBER})(?P<below_unit>{'|'.join(_UNITS.values())}){_INCLUSIVE}以[下内])"
)
# Of years and sums only those that decide a case, 工作满5年的, 投资额500万元以上的, and only for
# one of the same measure: who earns a sum a year is not told by one a month.
_MEASURES = {
    "work": "工作|工龄|入职|从业|服务",
    "dues": "缴|参保",
    "stay": "居住",
    "standing": "成立|注册",
    "investment": "投资",
    "output": "产值",
    "income": "收入|营[收业]|销售|年薪|工资",
    "area": "面积",
    "size": "规模",
    "tax": "税|纳",
}
_A_MONTH = re.compile("月(?:人均|均)?(?:可支配|纯)?(?:收入|工资)|月薪")
_A_HEAD = re.compile("人均|每人")
# 3.100周岁以上 is the third point, about those of 100.
_MARK = re.compile(r"^[(（]?\d{1,2}[)）.．、]")
# An age, or how long somebody stays, decides a case wherever it stands.
_ALWAYS_DECIDE = frozenset({"岁", "分钟", "小时"})
_AGE = re.compile(rf"{_NUMBER}周?岁")
# 我妈70了: what is said of somebody without its unit is an age.
_UNWRITTEN_AGE = re.compile(
    r"(?:[我你他她]|[爸妈爷奶]|父亲|母亲|老[人公婆]|孩子|[儿女]子?|娃)(?:今年|现在|都|已经|快|刚|满|才)*"
    # 老人2,孩子1 counts them.
    r"(?<!\d)(?:[1-9]\d(?=了|[,。;?!]|$)|\d(?=了))"
)
_EARLIEST_YEAR = 1900
_NEAR = 10  # characters
_BETWEEN = re.compile(r"[,，、。;；|｜]")
# 满50周岁、不满60周岁 is one, and so is 18周岁以上、45周岁以下.
_WITHIN_ONE = re.compile(
    rf"[、,](?=且?(?:不满|未满|不超过|未超过|{_NUMBER}(?:{'|'.join(_UNITS.values())}){_INCLUSIVE}以下))"
)
_ALONE = re.compile(rf"(?P<number>{_NUMBER}){_UNIT}(?!以|前|后|内|度|[末初底]|\d)")


@dataclass(frozen=True, slots=True)
class _Range:
    """Numbers of a unit and, where it is one of years or sums, of what they may measure."""

    unit: str
    low: Decimal | None
    high: Decimal | None
    has_high: bool = True
    has_low: bool = True
    measures: frozenset[str] = frozenset()

    def is_of_one_kind(self, other: _Range) -> bool:
        is_of_all = self.unit in _ALWAYS_DECIDE
        return self.unit == other.unit and (is_of_all or bool(self.measures & other.measures))

    def overlaps(self, other: _Range) -> bool:
        return _reaches(self, other) and _reaches(other, self)


def _reaches(one: _Range, other: _Range) -> bool:
    """Whether the end of one range is not below the beginning of another."""
    if one.high is None or other.low is None:
        return True
    return one.high > other.low or (one.high == other.low and one.has_high and other.has_low)


def of_the_case(question: str, sentence: str, announced: str = "") -> int:
    """1 where a sentence is for a case that a question gives by a number, -1 where it is for
    others only, 0 where either names none or the sentence has an age that is not understood.

    `announced` is the sentence that announces the list of a point, which may say what all its
    points measure: 根据连续参保时间确定 above （三）满1年不足2年的.
    """
    named = list(_named(normalised(question)))
    if not named:
        return 0
    form = _MARK.sub("", normalised(sentence))
    ranges, rest = _ranges(form)
    of_all = _measures(normalised(announced))
    ranges = [replace(one, measures=one.measures or of_all) for one in ranges]
    pairs = [(range_, case) for range_ in ranges for case in named if range_.is_of_one_kind(case)]
    if any(range_.overlaps(case) for range_, case in pairs):
        return 1
    is_of_an_age = any(range_.unit == "岁" for range_, _ in pairs)
    return 0 if not pairs or (is_of_an_age and _AGE.search(rest)) else -1


def _named(question: str) -> Iterator[_Range]:
    """The cases a question names: each a number, or a range of them."""
    question = _UNWRITTEN_AGE.sub(r"\g<0>岁", question)
    for found in _FROM_TO.finditer(question):
        yield from _if_it_decides(
            _unit(found["unit"]), found["low"], found["high"], _before(question, found.start())
        )
    rest = _FROM_TO.sub("#", question)
    for found in _ALONE.finditer(rest):
        before = _before(rest, found.start())
        yield from _if_it_decides(_unit(found["unit"]), found["number"], found["number"], before)


def _before(question: str, start: int) -> str:
    return question[max(start - _NEAR, 0) : start]


def _if_it_decides(unit: str, low: str, high: str, before: str) -> Iterator[_Range]:
    least, most, measures = _value(low), _value(high), _measures(before)
    is_case = unit in _ALWAYS_DECIDE or bool(measures)
    if least is None or most is None or not is_case:
        return
    if not (unit == "年" and most >= _EARLIEST_YEAR):
        yield _Range(unit, least, most, measures=measures)


def _measures(text: str) -> frozenset[str]:
    rest = _A_MONTH.sub("", text)
    found = {name for name, words in _MEASURES.items() if re.search(words, rest)}
    if rest != text:
        found.add("income a month")
    # 50平方米 of a home says nothing of what each of a family has.
    return frozenset(f"{name} a head" if _A_HEAD.search(text) else name for name in found)


def _ranges(sentence: str) -> tuple[list[_Range], str]:
    """The ranges of a sentence, and what is left of it without them; a lower and an upper bound
    side by side are one."""
    found = [
        _Range(
            _unit(each["unit"]),
            _value(each["low"]),
            _value(each["high"]),
            measures=_measures(_BETWEEN.split(sentence[: each.start()])[-1]),
        )
        for each in _FROM_TO.finditer(sentence)
    ]
    rest = _FROM_TO.sub("#", sentence)
    for part in _BETWEEN.split(_WITHIN_ONE.sub("", rest)):
        lows, highs = list(_LOW.finditer(part)), list(_HIGH.finditer(part))
        for at in range(max(len(lows), len(highs))):
            low = lows[at] if at < len(lows) else None
            high = highs[at] if at < len(highs) else None
            found += _joined(part, low, high)
    return found, _HIGH.sub("#", _LOW.sub("#", rest))


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
    if unit not in _ALWAYS_DECIDE and "的" not in part[last : last + 8]:
        return
    least = _value(_first(low, "reached", "over", "above")) if low else None
    most = _value(_first(high, "under", "to", "below")) if high else None
    has_high, has_low = bool(high and not high["under"]), bool(low and not low["over"])
    measures = _measures(part)
    if least is not None and most is not None and least > most:  # 60周岁以上、6周岁以下免票
        yield _Range(unit, least, None, has_low=has_low, measures=measures)
        yield _Range(unit, None, most, has_high=has_high, measures=measures)
        return
    yield _Range(unit, least, most, has_high=has_high, has_low=has_low, measures=measures)


def _first(found: re.Match[str], *names: str) -> str:
    groups = found.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def _unit(written: str) -> str:
    return next((unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, written)), "")


def _value(written: str) -> Decimal | None:
    """The value of a number, whatever its unit."""
    return next((number.value for number, _ in numbers_in(f"{written}元")), None)
