"""产值是3700亿吧, GDP增长7.2%对吗: the value that a question says a figure has. Pure.

A number with a bound (超过, 不到, 以上) is a claim of another kind, and with 离 or 差 a goal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi_adapter.query import Measure, Stated
from kpi_adapter.question.mentions import Mention, Subject
from kpi_adapter.question.numerals import is_vague, last_place
from kpi_adapter.question.signals import GROWTH
from kpi_adapter.question.sizes import (
    AMOUNT,
    COMPLETION,
    COUNTED,
    FACTORS,
    PERCENT,
    percent_of,
    yi_of,
)

# 吧 alone asks after 是 or a rate; 有60个了吧 asks whether it is as many.
_ASKS_IF_SO = re.compile(
    r"(?:元|个点)?[,，]?(?:这个?数?|说法)?(?:对吗|对不对|对吧|是吗|是吧|是不是|是?真的吗|准吗|准不准|准确吗|正确吗|没错吧|属实吗)[?？]*"
)
_OR_NOT = re.compile(r"(?:元|个点)?(?:吧|吗|么)?[?？]*")
_I_SUPPOSE = re.compile(r"(?:个点)?吧[?？]*")
_IS = re.compile(r"(?:(?:是不是|是否)(?:[同环]比)?(?:增长|上升|提高)?了?|就?是|等于|(?<!认)为)$")
# 增长-3.5%; the dash of 3-5% joins two numbers.
_MINUS = re.compile(r"(?<![\d%])[-−负]$")
# 增长没有7%: as many or more is denied.
_DENIED = re.compile(r"(?:没有?|没能?到?|未|不够)$")
# 增长了100亿 is of the amount between two times, which is another figure.
_CHANGED_BY = re.compile(r"(?:增加|减少|上升|提高|回落|[增减涨降多少])[了出]*$")
# 3-5%, 3600到3700亿, 两三成: the number is only the end of what was said.
_MORE_BEFORE = re.compile(r"[\d一二两三四五六七八九十百千%亿万](?:元?(?:到|至|[-~—–])+)?$")
_LEADS = re.compile(r"^(?:了|幅度|为|在)+")
# Rates are published to one place: 6.5% is not 7%. Nor is 6759亿 a 1万亿 that is only rounded.
_RATE_TOLERANCE, _AMOUNT_TOLERANCE = 0.05, 0.01


def find_stated(text: str, mentions: Sequence[Mention]) -> Stated | None:
    """None where no number is said to be the value, or more than one stands there: the 百亿 of
    百亿企业 is none."""
    found = _numbers(text, mentions)
    if len(found) != 1:
        return None
    (measure, match), said = found[0], found[0][1].groupdict()
    minus = _MINUS.search(text, 0, match.start())
    before, rest = text[: minus.start() if minus else match.start()], text[match.end() :]
    # 3000多亿 says how much it is at least.
    if (
        said.get("many")
        or said.get("low")
        or said["denied"]
        or said["before"]
        or said["after"]
        or _DENIED.search(before)
    ):
        return None
    if _MORE_BEFORE.search(before):
        return None
    is_rate = measure is not Measure.AMOUNT
    is_of_growth = GROWTH.search(text) or (not is_rate and _CHANGED_BY.search(before))
    if (measure is Measure.GROWTH) is not bool(is_of_growth):
        return None
    is_asked = _ASKS_IF_SO.fullmatch(rest) or (is_rate and _I_SUPPOSE.fullmatch(rest))
    if not (is_asked or (_IS.search(before) and _OR_NOT.fullmatch(rest))):
        return None
    return _stated(measure, match, minus[0] if minus else "")


def within(measure: Measure, number: float, tolerance: float) -> float:
    """What was said to so many places may differ by no more than what would be another figure."""
    most = _RATE_TOLERANCE if measure is not Measure.AMOUNT else number * _AMOUNT_TOLERANCE
    return min(tolerance, most)


def _numbers(text: str, mentions: Sequence[Mention]) -> list[tuple[Measure, re.Match[str]]]:
    named = [mention for mention in mentions if mention.subject is Subject.INDICATOR]
    rate = Measure.COMPLETION if COMPLETION.search(text) else Measure.GROWTH
    return [
        (measure, match)
        for measure, pattern in (
            (rate, PERCENT),
            (Measure.AMOUNT, AMOUNT),
            (Measure.AMOUNT, COUNTED),
        )
        for match in pattern.finditer(text)
        if not any(mention.start < match.end() and match.start() < mention.end for mention in named)
    ]


def _stated(measure: Measure, match: re.Match[str], minus: str) -> Stated | None:
    said = match.groupdict()
    spoken = said.get("of") or said.get("n") or ""
    is_rate, is_down = measure is not Measure.AMOUNT, bool(said.get("down"))
    # 下降-3% could mean either; no amount is below nothing.
    if is_vague(spoken) or (minus and (is_down or not is_rate)):
        return None
    # As many places as were said: 3657亿 is 3657.33.
    tolerance = 0.5 * last_place(spoken)
    unit = said.get("unit")
    number = percent_of(match) if is_rate else yi_of(spoken, unit or "亿")
    if unit:
        tolerance *= FACTORS[unit]
    tolerance = within(measure, number, tolerance)
    if is_down or minus:
        number = -number
    words = minus + _LEADS.sub("", match[0])
    return Stated(measure, number, tolerance, words, is_sized=bool(unit))
