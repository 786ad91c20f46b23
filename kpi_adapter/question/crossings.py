"""Comparisons that no one list holds: 哪个区产值增速比投资增速高, 第一比第二多多少. Pure.

A list ranks or bounds one indicator; one figure is a share of one whole. What a question holds
against each other beyond that is named as unread, for half an answer would pass for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from kpi_adapter.query import Dimension
from kpi_adapter.question.changes_not_kept import of_change
from kpi_adapter.question.comparisons import (
    HIGHER_THAN_LAST_YEAR,
    HOLDS_AGAINST,
    SUMMED_AGAINST,
    stands_after_than,
)
from kpi_adapter.question.hits import Hit, hits
from kpi_adapter.question.mentions import Mention, Subject
from kpi_adapter.question.signals import SHARE
from kpi_adapter.question.slots import Slots

_NOT_DONE = re.compile(r"(?:没有?|未能?|尚未)(?:全部|按时|按期|如期)?(?:完成|达标)")
_WITHIN = re.compile(r"(?:当|之|其)?[里中内]")
_DIFFERENCE = re.compile(r"相差|差距|差(?:多少|几|了)|[多高低大少快慢]多少|[多高低快慢]几")
_NO_PLACE = re.compile(
    r"排?(?:名|行)?(?:在|居)?(?:正中间|最中间|中间|居中|中游)|(?:倒数?|末)?第[二三四五六七](?!季|个?月|产业|批|期)"
)
_EVENTS_AGAINST = re.compile(
    r"(?P<one>签约|开工|竣工)(?:的|项目|数|个)*(?P<held>[和跟与比占较])新?(?!(?P=one))(?:签约|开工|竣工)"
)
_WHICH = re.compile(r"哪个|谁|还是")
_WHICH_YEAR = re.compile(r"哪一?年|哪一?个?季度?")
_MOST_OF_GAP = re.compile(r"(?:差距|还差|缺口|差得)(?=.{0,2}最)|差得?最[多远大]")
_REACHED = re.compile(r"(?<![没未])完成(?:了)?(?:全年|年度)?(?:计划|目标|任务)(?=了?的)")
_A_RATE = re.compile(r"增速|增幅|快|慢")
_ABOUT = re.compile(r"(?<=[亿%万元])(?:左右|上下)")
_GOALS = re.compile(r"完成率|目标|(?:年度|全年)计划")
_GOAL_RANKED = re.compile(r"(?:目标|任务|计划)(?:数|值)?(?=最)")
_SO_MANY_PLACES = re.compile(r"(?<!第)[两二三四五六]个?(?:市区|区(?![间域别])|地区|板块)")
_BETWEEN_TWO = re.compile("之间")
_OVER_A_SHARE = re.compile(rf"占[^占]{{0,5}}?(?:比重?|比例|份额)(?P<than>{HOLDS_AGAINST.pattern})")
_ABOVE_ZERO = re.compile(r"为正|是正的?|(?<!负)正增长|转正")


def crossed(slots: Slots) -> Iterator[Hit]:
    """Each such comparison with where it stands."""
    is_claimed = slots.claim is not None and slots.claim.is_of_measures
    if not is_claimed and (slots.by is not None or _A_RATE.search(slots.text)):
        yield from _between_indicators(slots)
    if slots.by is not None:
        yield from _beside_a_list(slots)
        yield from _not_done(slots)
        if slots.condition is None and slots.order is None:
            yield from hits(slots.text, _REACHED)
    if slots.order is not None:
        # 差距最大的区: the largest count is that of another one.
        yield from hits(slots.text, _MOST_OF_GAP, _WHICH_YEAR)
    if slots.order is not None:
        # 哪个区比去年高: the highest is another one.
        yield from hits(slots.text, HIGHER_THAN_LAST_YEAR)
    if slots.order is not None and slots.order.nth:
        yield from hits(slots.text, _DIFFERENCE)
    if slots.by is Dimension.REGION:
        # 哪些区比兴化低: a list is held against a number, never against one of its own.
        for mention in _named(slots, Subject.REGION):
            if stands_after_than(slots.text, mention.start):
                yield mention.start, mention.text
        if len(_named(slots, Subject.REGION)) > 1:
            # 产值在靖江和兴化之间的区: two of the list are no bounds of it.
            yield from hits(slots.text, _BETWEEN_TWO)
    if slots.has("SHARE") and slots.order is None:
        yield from _further_parts(slots)
        yield from _held_against_a_share(slots)
    if slots.order is None:
        # 排中间的是谁: no list was read out of it.
        yield from hits(slots.text, _NO_PLACE)
    yield from _two_by_two(slots)
    yield from of_change(slots)
    yield from _between_events(slots)


def _between_indicators(slots: Slots) -> Iterator[Hit]:
    indicators = _named(slots, Subject.INDICATOR)
    for one, other in pairwise(indicators):
        if one.code != other.code and one.end <= other.start:
            for found in HOLDS_AGAINST.finditer(slots.text, one.end, other.start):
                yield found.start(), found[0]


def _beside_a_list(slots: Slots) -> Iterator[Hit]:
    """What a list does not show of its places: their shares, their goals, which four."""
    text, is_plain = slots.text, slots.order is None and slots.condition is None
    patterns = [_ABOUT, _GOAL_RANKED]
    if is_plain and slots.by is not Dimension.DEPARTMENT:
        patterns += [_GOALS, SHARE, _ABOVE_ZERO]
    is_all = slots.exclusion is None and not slots.codes(Subject.REGION)
    if is_plain and slots.by is Dimension.REGION and is_all:
        patterns.append(_SO_MANY_PLACES)
    yield from hits(text, *patterns)


def _not_done(slots: Slots) -> Iterator[Hit]:
    """哪些区没完成竣工任务: goals are the city's and the departments', and no place has one."""
    if slots.by is not Dimension.DEPARTMENT and not (slots.condition or slots.order):
        yield from hits(slots.text, _NOT_DONE)


def _further_parts(slots: Slots) -> Iterator[Hit]:
    """泰兴靖江产值占全市多少: a share is that of one part. 在五大产业里 names the whole."""
    text, end = slots.text, slots.text.find("占")
    for subject in (Subject.REGION, Subject.INDUSTRY):
        before = [m for m in _named(slots, subject) if m.start < end]
        parts = [m for m in before if not _WITHIN.match(text, m.end, end)]
        yield from ((m.start, m.text) for m in parts[1:] if m.code != parts[0].code)


def _two_by_two(slots: Slots) -> Iterator[Hit]:
    """泰兴去年比靖江今年多多少: each place of its own time; 泰兴加靖江比姜堰: a sum against one."""
    times = [(m.start, str(m.period), slots.text[m.start : m.end]) for m in slots.periods]
    kinds = [
        [(m.start, m.code, m.text) for m in _named(slots, subject)]
        for subject in (Subject.REGION, Subject.INDUSTRY, Subject.INDICATOR)
    ]
    yield from _in_turn(times, kinds[0])
    is_held = slots.compares or _WHICH.search(slots.text)
    if is_held and not slots.has("SHARE"):
        for one, other in combinations([times, *kinds], 2):
            yield from _in_turn(one, other)
    yield from hits(slots.text, SUMMED_AGAINST)


def _held_against_a_share(slots: Slots) -> Iterator[Hit]:
    """泰兴占比高于靖江吗: 靖江 is another part, and not the whole that 泰兴 is a part of."""
    indicators = [(m.start, m.end) for m in _named(slots, Subject.INDICATOR)]
    parts = [*_named(slots, Subject.REGION), *_named(slots, Subject.INDUSTRY)]
    for found in _OVER_A_SHARE.finditer(slots.text):
        is_ratio = any(start <= found.start() < end for start, end in indicators)
        if not is_ratio and any(mention.start == found.end() for mention in parts):
            yield found.start("than"), found["than"]


def _in_turn(one: list[tuple[int, str, str]], other: list[tuple[int, str, str]]) -> Iterator[Hit]:
    """The last of 泰兴化工比靖江装备: two of one kind, each with its own of the other."""
    if any(len({code for _, code, _ in kind}) != 2 or len(kind) != 2 for kind in (one, other)):
        return
    in_turn = sorted([*one, *other])
    if all((here in one) != (there in one) for here, there in pairwise(in_turn)):
        yield in_turn[-2][0], in_turn[-2][2]


def _between_events(slots: Slots) -> Iterator[Hit]:
    """竣工占新开工多少, 新开工和竣工差多少: counts of two events, of which one is shown."""
    for found in _EVENTS_AGAINST.finditer(slots.text):
        if found["held"] in "占比较" or _DIFFERENCE.search(slots.text, found.end()):
            yield found.start("held"), found[0][found.start("held") - found.start() :]


def _named(slots: Slots, subject: Subject) -> list[Mention]:
    found = (mention for mention in slots.mentions if mention.subject is subject)
    return sorted(found, key=lambda mention: mention.start)
