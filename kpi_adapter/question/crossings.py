"""Comparisons that no one list holds: 哪个区产值增速比投资增速高, 第一比第二多多少. Pure.

A list ranks or bounds one indicator; one figure is a share of one whole. What a question holds
against each other beyond that is named as unread, for half an answer would pass for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kpi_adapter.query import Dimension
from kpi_adapter.question.mentions import Mention, Subject
from kpi_adapter.question.slots import Slots

_HOLDS_AGAINST = re.compile(
    r"(?<![占同环])比(?!重|例|率)|高于|低于|高过|超过|超出|没过|没超|不及|快于|慢于|大于|小于|赶不?[上超]"
)
_NOT_DONE = re.compile(r"(?:没有?|未能?|尚未)(?:全部|按时|按期|如期)?(?:完成|达标)")
_WITHIN = re.compile(r"(?:当|之|其)?[里中内]")
_THAN_LAST_YEAR = re.compile(r"比(?:去年|上年)(?:同期)?(?=[高低多少])")
_DIFFERENCE = re.compile(r"相差|差距|差(?:多少|几|了)|[多高低大少快慢]多少|[多高低快慢]几")


def crossed(slots: Slots) -> Iterator[tuple[int, str]]:
    """Each such comparison with where it stands."""
    if slots.by is not None:
        yield from _between_indicators(slots)
        yield from _not_done(slots)
    if slots.by is not None and slots.order is not None:
        # 哪个区比去年高: the highest is another one.
        yield from ((m.start(), m[0]) for m in _THAN_LAST_YEAR.finditer(slots.text))
    if slots.order is not None and slots.order.nth:
        yield from ((found.start(), found[0]) for found in _DIFFERENCE.finditer(slots.text))
    if slots.has("SHARE") and slots.order is None:
        yield from _further_parts(slots)


def _between_indicators(slots: Slots) -> Iterator[tuple[int, str]]:
    indicators = _named(slots, Subject.INDICATOR)
    for one, other in pairwise(indicators):
        if one.code != other.code and one.end <= other.start:
            for found in _HOLDS_AGAINST.finditer(slots.text, one.end, other.start):
                yield found.start(), found[0]


def _not_done(slots: Slots) -> Iterator[tuple[int, str]]:
    """哪些区没完成竣工任务: goals are the city's and the departments', and no place has one."""
    if slots.by is not Dimension.DEPARTMENT and not (slots.condition or slots.order):
        yield from ((found.start(), found[0]) for found in _NOT_DONE.finditer(slots.text))


def _further_parts(slots: Slots) -> Iterator[tuple[int, str]]:
    """泰兴靖江产值占全市多少: a share is that of one part. 在五大产业里 names the whole."""
    text, end = slots.text, slots.text.find("占")
    for subject in (Subject.REGION, Subject.INDUSTRY):
        before = [m for m in _named(slots, subject) if m.start < end]
        parts = [m for m in before if not _WITHIN.match(text, m.end, end)]
        yield from ((m.start, m.text) for m in parts[1:] if m.code != parts[0].code)


def _named(slots: Slots, subject: Subject) -> list[Mention]:
    found = (mention for mention in slots.mentions if mention.subject is subject)
    return sorted(found, key=lambda mention: mention.start)
