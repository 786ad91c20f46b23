"""What a question holds against what: 比, 较, 高于, 比去年. Pure.

One place for what a comparison is made of: the 比 that is no 占比, 同比 or 环比, and the ways of
saying against last year. Whoever looks for comparisons builds on these.
"""

from __future__ import annotations

import re

THAN = r"(?<![占同环])比(?!重|例|率)"
"""比 that holds one against another, as a piece of a pattern."""
AGAINST = rf"(?:{THAN}|较)"
# 同比去年 says no more than 比去年.
_THAN_LAST_YEAR = r"(?:[比较]|相比于?)(?:去年|上年)"
_BESIDE_LAST_YEAR = r"[跟和与同](?:去年|上年)"

HOLDS_AGAINST = re.compile(
    rf"{THAN}|高于|低于|高过|超过|超出|没过|没超|不及|不如|快于|慢于|大于|小于|赶不?[上超]"
)
# 泰兴加靖江比姜堰, 泰兴比海陵高港加起来: a sum against one.
SUMMED_AGAINST = re.compile(
    rf"(?<!增)加上?(?=.{{1,8}}{THAN})|{THAN}(?=.{{2,16}}(?:加起来|加一起|合起来|之和|总和|合计|加在一起))"
)
IS_HELD = re.compile(rf"{AGAINST}|差|[多少高低]多少")
STARTS_AGAINST = re.compile(r"(?:那么?)?[比较跟和与]")
# 比靖江多几个, 比去年多多少.
MORE_THAN = re.compile(rf"{THAN}(?=.{{1,12}}[多少高低大小](?:几|多少|了|出|吗|不多|$|\?))")
_JUST_BEFORE = re.compile(rf"{AGAINST}于?$")
# 同比6月底 says no more than 比6月底.
_BESIDE_JUST_BEFORE = re.compile(r"[比较跟和与]于?$")

SAME_PERIOD_LAST_YEAR = re.compile(r"(?:去年|上年)(?:的)?同期|同期(?:呢|是|比)")
# 比去年, 跟去年比: the change on the same months; a whole year set against ten would mislead.
AGAINST_LAST_YEAR = re.compile(
    rf"{_THAN_LAST_YEAR}(?![上下前全底末的]|同期|\d|[一二三四五六七八九十])"
    rf"|{_BESIDE_LAST_YEAR}(?:相比|对比|比较?)"
)
THAN_LAST_YEAR = re.compile(rf"{_THAN_LAST_YEAR}(?:同期)?")
HIGHER_THAN_LAST_YEAR = re.compile(rf"{_THAN_LAST_YEAR}(?:同期)?(?=[高低多少])")
HELD_TO_LAST_YEAR = re.compile(rf"{_THAN_LAST_YEAR}(?:同期)?(?=[高低多少快慢大小])")
AGAINST_WHOLE_LAST_YEAR = re.compile(rf"(?:{_THAN_LAST_YEAR}|{_BESIDE_LAST_YEAR})全年")
SINCE_JANUARY = re.compile(r"[比较](?:今年)?年初")
# 多投了多少亿, 多了100亿吧 ask for the amount between; 高几个点 for rates.
HOW_MUCH = re.compile(
    r"[多少差高低增减](?:投|签|开|完成|产|干|做|加)?(?:了|出)?(?:多少|几个?亿|几[个家](?!点|百分)|\d[\d.]*个?(?:万亿|亿|千万|百万|万))"
    r"(?!个?(?:百分)?点)|[多少]了?还是[多少]"
)


def stands_after_than(text: str, start: int) -> bool:
    """Whether what stands at ``start`` is what something is held against: 比靖江, 较上半年."""
    return _JUST_BEFORE.search(text[:start]) is not None


def stands_beside(text: str, start: int) -> bool:
    """The same, and joined as 跟6月底."""
    return _BESIDE_JUST_BEFORE.search(text[:start]) is not None
