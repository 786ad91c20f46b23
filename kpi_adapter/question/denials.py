"""Denials that no condition takes in: 不是没超过, 不是最低的, 没有停工的项目. Pure.

A denial said twice, or said of what a list cannot turn round, is never passed over: the answer
would be the very opposite of what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpi_adapter.question.hits import Hit, hits
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.slots import Slots

# 有没有, 是不是 and 难道不是 deny nothing.
_NO = r"(?<!有)(?:没有?|没能|未能?|并未)"
_IS_NOT = r"(?<!是)(?<!难道)不是"
_TWICE = re.compile(
    rf"(?:{_NO}|{_IS_NOT}|并非)"
    r"(?=不(?:超|高|低|少|到|足|满|够|及|在|属于|含|包括)|(?:没有?|未)(?:超|过|到|达|满|够|低|少|有?问题|开工|竣工|完工|签约|投产))"
)
# 没超过全市平均: only bounds of a size are turned round; 不低于 and 不及 are bounds themselves.
_OF_AVERAGE = re.compile(
    rf"(?:(?:{_NO}|不)(?=(?:高于|超过|快于|好于|慢于|落后于?)(?:全市|五大|规上|整体|总体|平均))"
    rf"|{_NO}(?=(?:不低于|低于|不及)(?:全市|五大|规上|整体|总体|平均)))"
)
_NOT_MOST = re.compile(rf"{_IS_NOT}(?=最|负增长)")
_NOT_FALLING = re.compile(
    rf"(?:{_NO}|{_IS_NOT})(?=(?:都|全|在|同比){{0,2}}(?:下降|下滑|负增长|下跌|减少))"
)
_NOT_GROWN = re.compile(r"(?<!有)(?:没有?|未)(?:实现)?增长(?!点)")
_NOT_HERE = re.compile(rf"{_IS_NOT}$")
_BEFORE_A_STAGE = re.compile(rf"(?:{_NO}|{_IS_NOT}|(?<!在)不在|不处于|不)$")
_NO_PROJECT = re.compile(rf"{_NO}(?=(?:重点)?项目)")
# 没延期的项目: the ledger lists those that are late. 没按期 is being late.
_NOT_LATE = re.compile(
    rf"(?:{_NO}|{_IS_NOT}|(?<!在)不)(?=(?:存在|出现)?(?:延期|超期|拖期|逾期|拖延|滞后|落后|掉队))"
)
# 产值最高的不是泰兴吗 wants a yes.
_EXPECTS_YES = re.compile(r"[吗吧嘛么]\??$")


def denied(slots: Slots) -> Iterator[Hit]:
    """Each such denial with where it stands."""
    text = slots.text
    patterns = [
        _TWICE,
        _OF_AVERAGE,
        _NOT_FALLING,
        _NOT_GROWN,
        *([_NO_PROJECT] if slots.by is not None else []),
    ]
    if slots.claim is None:
        # 没落后靖江 is answered of the two.
        patterns.append(_NOT_LATE)
    if not _EXPECTS_YES.search(text):
        patterns.append(_NOT_MOST)
    yield from hits(text, *patterns)
    for mention in slots.mentions:
        before = text[: mention.start]
        is_place = mention.subject in (Subject.REGION, Subject.INDUSTRY)
        is_asked_back = _EXPECTS_YES.search(text) and "的" not in text[mention.end :]
        if is_place and not is_asked_back:
            yield from _ending(_NOT_HERE, before)
        if mention.subject is Subject.STAGE:
            yield from _ending(_BEFORE_A_STAGE, before)


def _ending(pattern: re.Pattern[str], before: str) -> Iterator[Hit]:
    found = pattern.search(before, max(0, len(before) - 4))
    if found is not None:
        yield found.start(), found[0]
