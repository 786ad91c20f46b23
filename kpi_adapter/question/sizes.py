"""Sizes said in a question: thresholds, ranges, rates. Pure.

Amounts are in 亿元 whatever unit was said: 5亿, 十五亿, 3000万元, 两千三百万. Rates are in %:
5%, 百分之五, 三成, 两位数.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kpi_adapter.query import Bound, Condition, Measure
from kpi_adapter.question.numerals import NUMBER, is_vague, read_number
from kpi_adapter.question.signals import (
    AVERAGE_OF,
    FALLING,
    GROWTH,
    WHOLE_OF,
    find_dimension,
)

_SAID = {
    Bound.MORE_THAN: "超 超过 超出 超越 大于 大过 高于 高过 多于 多过 过 逾 破 突破"
    " 冲破 跨过 迈过 >",
    Bound.AT_LEAST: "不低于 不少于 不小于 至少 最少 起码 大于等于 大于或等于 达 达到 够 到 满 >= ≥",
    Bound.LESS_THAN: "低于 低过 少于 少过 小于 小过 不到 不足 达不到 不满 不够 不及 没 没有 还没"
    " 还没有 跌破 降破 掉破 <",
    Bound.AT_MOST: "不超 不超过 不高于 不多于 不大于 至多 最多 顶多 不过 小于等于 小于或等于 <= ≤",
}
_MORE = {word: bound for bound, words in _SAID.items() for word in words.split()}
_MIRRORED = {
    Bound.MORE_THAN: Bound.LESS_THAN,
    Bound.AT_LEAST: Bound.AT_MOST,
    Bound.LESS_THAN: Bound.MORE_THAN,
    Bound.AT_MOST: Bound.AT_LEAST,
}
# 没到80%, 没有超过1000亿: what is denied is the other side of the bound. 有没有超过 denies nothing.
_DENIED = {
    "超": Bound.AT_MOST, "高于": Bound.AT_MOST, "大于": Bound.AT_MOST, "多于": Bound.AT_MOST,
    "过": Bound.AT_MOST, "突破": Bound.AT_MOST, "破": Bound.AT_MOST, "低于": Bound.AT_LEAST,
    "小于": Bound.AT_LEAST, "少于": Bound.AT_LEAST, "跌破": Bound.AT_LEAST,
    "降破": Bound.AT_LEAST, "掉破": Bound.AT_LEAST, "到": Bound.LESS_THAN,
    "达到": Bound.LESS_THAN, "达": Bound.LESS_THAN, "满": Bound.LESS_THAN,
    "够": Bound.LESS_THAN,
}  # fmt: skip
DENIAL = r"(?<!有)(?:还没有?|尚未|没有?|没能|未能?|并?未)"
# 完成率到80%了吗; 3到5%, 提高到45% and 降到5% say no bound.
_REACHES = (
    r"(?<![\d%一二两三四五六七八九十百千万亿元个家件成点倍从由涨升跌降增长加减少高多低提缩扩])到"
)
# 降到10%了吗
_FALLS_TO = r"(?:[降跌掉滑]|回落|下滑|下降)[到至]"
_BEFORE = (
    rf"(?:{DENIAL}(?P<denied>超(?=过)?|高于|大于|多于|突破|[跌降掉]破|破|低于|小于|少于|达到|达|到|满|够|过|{_FALLS_TO})过?"
    r"|(?P<before>不超过?|不[高多大]于|不[低少小]于|[大小]于或?等于|超[过出越]?|大[于过]|高[于过]|多[于过]"
    r"|至[少多]|最[少多]|顶多|起码|低[于过]|[少小][于过]|不到|不足"
    r"|达不到|不满|不够|不及|不过(?![^,。的]{1,10}以[上下内])|突破|冲破|[跌降掉]破|[跨迈]过|逾|(?<![不没跌降掉])破|(?<![不])达到?|(?<![不通经跨迈])过|满"
    # 增速没有6%的区; 没有5亿以上的项目 is of none at all.
    r"|(?<=[值资售额率速比幅])(?:没有|还没有?|没)|[<>]=?|[≤≥]"
    rf"|{_FALLS_TO}|(?<![能不])够|{_REACHES})了?)?"
)
_AFTER = (
    r"(?:\(含(?:本数)?\))?"
    r"(?P<after>及?以上|之上|往上|朝上|及?以下|[以之]内|之下|往下|都?不到|内(?![外部资容需])|起(?!来|步|码))?"
    r"(?:\(含(?:本数)?\))?"
)
_TO = r"(?:到|至|-|~|—+|–)"
_BETWEEN = r"(?:之间|以内|区间)?"
FACTORS = {"万亿": 10_000.0, "亿": 1.0, "千万": 0.1, "百万": 0.01, "万": 0.0001}
_UNIT = r"(?P<many>多?)个?(?P<unit>万亿|亿|千万|百万|万)(?:元|级)*"
# 几千亿 asks how much, and is no 千亿.
AMOUNT = re.compile(rf"{_BEFORE}(?!(?<=[几数])[十百千])(?P<n>{NUMBER}){_UNIT}{_AFTER}")
AMOUNT_RANGE = re.compile(
    rf"(?P<n>{NUMBER})个?(?P<first>万亿|亿|千万|百万|万)?元?{_TO}(?P<m>{NUMBER}){_UNIT}{_BETWEEN}"
)
# 增长了100亿, 还差20家: the amount is of the change, or of what is lacking, and not of the figure.
_LACKING = r"[差缺欠](?:了|着|不多|个)?$"
_OF_ANOTHER = re.compile(rf"(?:增长|增加|减少|下降)了?$|{_LACKING}")
# 提高了5个百分点, 还差三成, 剩两成, 三成没完成 are no share of a plan that was done, and no level.
_RATE_OF_ANOTHER = re.compile(
    r"(?:增长?加?|减少?|提[高升]|上升|下降|升|降|[多少高低]|剩下?|还有|落后|领先)(?:了|出|幅度?)?$"
    rf"|{_LACKING}"
)
_NOT_DONE = re.compile(r"[^,，]{0,4}(?:没有?|未)(?:能)?(?:完成|做|办|到位|动)")
STILL_ASKED = re.compile(r".*(?:还有|多少|多远|几)")
COUNTED = re.compile(rf"{_BEFORE}(?P<n>{NUMBER})(?:个(?!月|百分|点|亿)|家|件){_AFTER}")
# 亿元项目 is how people call those of 亿元以上.
BARE_YI = re.compile(r"亿元?(?:及?以上)|亿元级?(?=(?:的|大)?项目|新)")
# 百分之五, 5%, 5个百分点, 三成; 完成 and 成 of other words are none.
RATE = (
    rf"(?:百分之(?P<of>{NUMBER})|(?P<n>{NUMBER})(?:%|个?百分点|个点)"
    r"|(?P<low>[一二两三四五六七八])?(?P<tenths>[一二两三四五六七八九1-9])成(?![立为长交本果效员都功])(?P<half>半|[一二三四五六七八九])?"
    # Half of another figure is no share of a plan.
    r"|(?P<fifty>(?<![^划标务]的)(?<![大多小])一?半(?=了|[吗吧没?]|$)))"
)
PERCENT = re.compile(
    rf"(?P<down>下降|下滑|降幅|负增长|回落)?(?:了|幅度)?(?:为|在)?{_BEFORE}{RATE}{_AFTER}"
)
PERCENT_RANGE = re.compile(
    rf"(?:百分之)?(?P<n>{NUMBER})%?{_TO}(?:百分之(?P<of>{NUMBER})|(?P<m>{NUMBER})%){_BETWEEN}"
)
TWO_DIGITS = re.compile(r"(?:是|在|达到?)?(?:两|二|2)位数(?:及?以上)?")
COMPLETION = re.compile(r"完成率|完成(?:全年|年度)?(?:计划|目标)")

_LOWER, _UPPER = (Bound.AT_LEAST, Bound.MORE_THAN), (Bound.AT_MOST, Bound.LESS_THAN)
_JOINS = re.compile(r"(?:[,、但又]|而?且|并且?|同时)*")

# Stands for the group the average is taken of until the query says which that is.
AVERAGE = "average"


@dataclass(frozen=True)
class Threshold:
    """An investment or amount in 亿元; ``upper`` is the other end of a range, included. A bare
    5亿 is read as 5亿以上, as people mean it. ``is_upper_open``: 不到10亿 leaves it out."""

    bound: Bound
    number: float
    start: int
    end: int
    upper: float | None = None
    is_upper_open: bool = False


def find_threshold(text: str) -> Threshold | None:
    between = AMOUNT_RANGE.search(text)
    if between is not None:
        upper = yi_of(between["m"], between["unit"])
        low = yi_of(between["n"], between["first"] or between["unit"])
        if low < upper:
            return Threshold(Bound.AT_LEAST, low, between.start(), between.end(), upper)
    match = AMOUNT.search(text)
    if match is not None and (is_vague(match["n"]) or _OF_ANOTHER.search(text, 0, match.start())):
        return None
    if match is not None:
        number = yi_of(match["n"], match["unit"])
        both = _from_to(match, text)
        if both is not None:
            return both
        return Threshold(_bound(match), number, match.start(), match.end())
    bare = BARE_YI.search(text)
    return Threshold(Bound.AT_LEAST, 1.0, bare.start(), bare.end()) if bare else None


def _from_to(first: re.Match[str], text: str) -> Threshold | None:
    """5亿以上不到10亿, 超过5亿且10亿以下: a lower bound, and right after it an upper one."""
    second = AMOUNT.search(text, first.end())
    if second is None or not _JOINS.fullmatch(text, first.end(), second.start()):
        return None
    low, high = (yi_of(match["n"], match["unit"]) for match in (first, second))
    bounds = _bound(first), _bound(second)
    is_range = bounds[0] in _LOWER and bounds[1] in _UPPER and low < high
    is_open = bounds[1] is Bound.LESS_THAN
    span = first.start(), second.end()
    return Threshold(bounds[0], low, *span, high, is_upper_open=is_open) if is_range else None


def find_counted(text: str) -> Threshold | None:
    """超过100个, 30家以上: a bound on what is counted; a bare 3个 is none."""
    for match in COUNTED.finditer(text):
        is_bound = match["before"] or match["after"] or match["denied"]
        if is_bound and not _OF_ANOTHER.search(text, 0, match.start()):
            number = read_number(match["n"])
            return Threshold(_bound(match), number, match.start(), match.end())
    return None


def yi_of(number: str, unit: str) -> float:
    """The number in 亿元: 3000 and 万 are 0.3."""
    return round(read_number(number) * FACTORS[unit], 6)


def _bound(match: re.Match[str]) -> Bound:
    before, after, denied = match["before"] or "", match["after"] or "", match["denied"] or ""
    is_low = after.endswith(("下", "内"))
    is_low = is_low or re.fullmatch(_FALLS_TO, before or denied) is not None
    if denied:
        bound = _DENIED.get(denied, Bound.MORE_THAN)
        return Bound.MORE_THAN if is_low and bound is Bound.LESS_THAN else bound
    if after.endswith("不到"):
        return Bound.LESS_THAN
    if not before or re.fullmatch(_FALLS_TO, before):
        return Bound.AT_MOST if is_low else Bound.AT_LEAST
    bound = _MORE[before]
    # 到6%以下, 达到5亿以内
    return Bound.AT_MOST if is_low and bound is Bound.AT_LEAST else bound


def find_condition(text: str, threshold: Threshold | None) -> Condition | None:
    """A condition on growth or completion (in %) or, with a threshold in 亿元, on the amount."""
    average = AVERAGE_OF.search(text)
    if average is None and find_dimension(text) is not None:
        average = WHOLE_OF.search(text)
    if average is not None:
        measure = Measure.GROWTH if GROWTH.search(text) else Measure.AMOUNT
        low = average["bound"] in ("低于", "慢于", "不及", "落后", "落后于")
        over = Bound.AT_LEAST if average["bound"] == "不低于" else Bound.MORE_THAN
        return Condition(measure, Bound.LESS_THAN if low else over, 0.0, AVERAGE)
    rate = _rate_condition(text)
    if rate is not None:
        return rate
    if FALLING.search(text):
        return Condition(Measure.GROWTH, Bound.LESS_THAN, 0.0)
    if threshold is not None:
        of, upper, is_open = threshold.number, threshold.upper, threshold.is_upper_open
        return Condition(Measure.AMOUNT, threshold.bound, of, upper=upper, is_upper_open=is_open)
    return None


def _rate_condition(text: str) -> Condition | None:
    measure = Measure.COMPLETION if COMPLETION.search(text) else Measure.GROWTH
    if measure is Measure.GROWTH and not GROWTH.search(text):
        return None
    found = _condition_in_percent(text, measure)
    if found is None and TWO_DIGITS.search(text):
        return Condition(measure, Bound.AT_LEAST, 10.0)
    return found


def _condition_in_percent(text: str, measure: Measure) -> Condition | None:
    between = PERCENT_RANGE.search(text)
    if between is not None:
        low, high = read_number(between["n"]), read_number(between["of"] or between["m"])
        return Condition(measure, Bound.AT_LEAST, low, upper=high)
    match = PERCENT.search(text)
    if match is not None and match["fifty"] and measure is not Measure.COMPLETION:
        return None
    if match is not None and _is_of_another(match, text, measure):
        return None
    if match is not None:
        limit, bound = percent_of(match), _bound(match)
        if match["low"]:
            # 两三成
            low = read_number(match["low"]) * 10
            return Condition(measure, Bound.AT_LEAST, low, upper=limit) if low < limit else None
        if match["down"]:
            return Condition(measure, _MIRRORED[bound], -limit)
        return Condition(measure, bound, limit)
    return None


def _is_of_another(match: re.Match[str], text: str, measure: Measure) -> bool:
    """专精特新企业还差30%, 比重提高了5个百分点; but 差50%还有多少 is of the figure itself."""
    if is_lacking(text, match.start()) and not STILL_ASKED.match(text, match.end()):
        return True
    if measure is Measure.GROWTH or is_lacking(text, match.start()):
        return False
    is_change = match["down"] or _RATE_OF_ANOTHER.search(text, 0, match.start())
    return bool(is_change) or _NOT_DONE.match(text, match.end()) is not None


def is_lacking(text: str, start: int) -> bool:
    """Whether the number at ``start`` is said to lack: 还差20家."""
    return re.search(_LACKING, text[:start]) is not None


def find_completion(text: str) -> Condition | None:
    """A bound on how much of a plan was done, where no other rate is named beside it."""
    return _condition_in_percent(text, Measure.COMPLETION) if GROWTH.search(text) is None else None


def find_level(text: str) -> Condition | None:
    """A bound on a figure that is itself in %: 占比超过45%."""
    return _condition_in_percent(text, Measure.AMOUNT) if GROWTH.search(text) is None else None


def percent_of(match: re.Match[str]) -> float:
    """The rate that PERCENT found, in %."""
    tenths, rest = match["tenths"], match["half"]
    if match["fifty"]:
        return 50.0
    if tenths is None:
        return read_number(match["of"] or match["n"])
    return read_number(tenths) * 10 + (5 if rest == "半" else read_number(rest or "零"))


def said(text: str) -> Iterator[re.Match[str]]:
    """Every size in the text, read or not."""
    for pattern in (AMOUNT_RANGE, AMOUNT, PERCENT_RANGE, PERCENT, TWO_DIGITS):
        yield from pattern.finditer(text)


def read_spans(
    text: str, threshold: Threshold | None, condition: Condition | None, *, keeps_both: bool
) -> Iterator[tuple[int, int]]:
    """Where those sizes stand that became a threshold or a condition.

    ``keeps_both``: the amount is a project's size (亿元以上) and stands beside a rate. Of
    增速超过10%又产值超过600亿 a list keeps the one condition only, and the other is unread."""
    is_amount = condition is None or condition.measure is Measure.AMOUNT
    if threshold is not None and (keeps_both or is_amount):
        yield threshold.start, threshold.end
    counted = find_counted(text)
    if counted is not None:
        yield counted.start, counted.end
    is_of_money = condition is not None and condition.measure is Measure.AMOUNT and threshold
    if condition is not None and not is_of_money:
        for pattern in (PERCENT_RANGE, PERCENT, TWO_DIGITS):
            match = pattern.search(text)
            if match is not None:
                yield match.span()
                return
