"""产值是3700亿吧, GDP增长7.2%对吗: the value that a question says a figure has. Pure.

A number with a bound (超过, 不到, 以上) is a claim of another kind, and with 离 or 差 a goal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpi_adapter.query import Measure, Stated
from kpi_adapter.question.mentions import Mention, Subject
from kpi_adapter.question.numerals import is_vague
from kpi_adapter.question.signals import GROWTH
from kpi_adapter.question.sizes import AMOUNT, COUNTED, FACTORS, PERCENT, percent_of, yi_of

# 吧 alone asks after 是 or a rate; 有60个了吧 asks whether it is as many.
_ASKS_IF_SO = re.compile(
    r"(?:元|个点)?[,，]?(?:这个?数?|说法)?(?:对吗|对不对|对吧|是吗|是吧|是不是|是?真的吗|准吗|准不准|准确吗|正确吗|没错吧|属实吗)[?？]*"
)
_OR_NOT = re.compile(r"(?:元|个点)?(?:吧|吗|么)?[?？]*")
_IS = re.compile(r"(?:是不是|是否|就?是|等于|(?<!认)为)$")
_LEADS = re.compile(r"^(?:了|幅度|为|在)+")
_POINT = re.compile(r"[.点](?P<after>\d+)")


def find_stated(text: str, mentions: Sequence[Mention]) -> Stated | None:
    """None where no number is said to be the value, or more than one stands there: the 百亿 of
    百亿企业 is none."""
    named = [mention for mention in mentions if mention.subject is Subject.INDICATOR]
    found = [
        (measure, match)
        for measure, pattern in (
            (Measure.GROWTH, PERCENT),
            (Measure.AMOUNT, AMOUNT),
            (Measure.AMOUNT, COUNTED),
        )
        for match in pattern.finditer(text)
        if not any(mention.start < match.end() and match.start() < mention.end for mention in named)
    ]
    if len(found) != 1:
        return None
    (measure, match), said = found[0], found[0][1].groupdict()
    if said["denied"] or said["before"] or said["after"]:
        return None
    rest = text[match.end() :]
    is_said = _IS.search(text[: match.start()]) and _OR_NOT.fullmatch(rest)
    if not (is_said or _ASKS_IF_SO.fullmatch(rest)):
        return None
    if measure is Measure.GROWTH and not GROWTH.search(text):
        return None
    return _stated(measure, match)


def _stated(measure: Measure, match: re.Match[str]) -> Stated | None:
    said = match.groupdict()
    spoken = said.get("of") or said.get("n") or ""
    if is_vague(spoken):
        return None
    point = _POINT.search(spoken)
    # As many places as were said: 3657亿 is 3657.33.
    tolerance = 0.5 / 10 ** len(point["after"]) if point else 0.5
    unit = said.get("unit")
    number = percent_of(match) if measure is Measure.GROWTH else yi_of(spoken, unit or "亿")
    if said.get("down"):
        number = -number
    if unit:
        tolerance *= FACTORS[unit]
    words = _LEADS.sub("", match[0])
    return Stated(measure, number, tolerance, words, is_sized=bool(unit))
