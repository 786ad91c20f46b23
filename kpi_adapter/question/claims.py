"""One name held against another: 泰兴产值有没有超过靖江, 产值比靖江高的区. Pure.

A claim says of what comes first that it is more or less than the name that follows; the answer
tells whether it is. 比…高多少 claims nothing: it asks for the amount between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_adapter.query import Bound, Dimension
from kpi_adapter.question.comparisons import SAME_PERIOD_LAST_YEAR, THAN
from kpi_adapter.question.mentions import Mention, Subject
from kpi_adapter.question.period_words import PeriodMention

_WORDS = {
    Bound.MORE_THAN: "超过 超出 超 高于 高过 大于 大过 多于 多过 快于 快过 好于 强于 反超 赶超",
    Bound.LESS_THAN: "低于 少于 小于 慢于 弱于 不及 不如 及不上 赶不上 追不上 比不上 比不过"
    " 落后于 落后",
    Bound.AT_LEAST: "赶上 追上",
}
_BOUNDS = {word: bound for bound, words in _WORDS.items() for word in words.split()}
_DENIED = {
    Bound.MORE_THAN: Bound.AT_MOST,
    Bound.LESS_THAN: Bound.AT_LEAST,
    Bound.AT_LEAST: Bound.LESS_THAN,
}
# 有没有超过, 超没超过 ask and deny nothing.
_ASKED = r"(?:有没有|有无|是不是|是否|能否|[超赶追]没(?=[超赶追]))?"
_NO = r"(?P<no>(?<!有)(?:没有?|没能|未能?|并未|尚未|并?不)(?!如|及))?"
_WORD = "|".join(sorted(_BOUNDS, key=len, reverse=True))
_UP, _DOWN = "高多大快强好", "低少小慢弱差"
# What may stand between the name and the degree: 比靖江的产值还要高. # is an indicator.
_BETWEEN = r"(?:[#的要还更都稍略]|增速|增幅|同比|增长)*"
# 高多少, 高了几个点, 高出几成 ask how much; of 高的 a list is wanted.
_NOT_HOW_MUCH = r"(?!了?出?(?:多少|几|[高低多少大小快慢]))"
_NAME, _TIME = "(?P<name>_+)", "(?P<name>@+)"
_OVER_A, _THAN_A = (
    rf"{_ASKED}{_NO}(?P<word>{_WORD})了?",
    rf"{_ASKED}{_NO}{THAN}",
)
_DEGREE = rf"{_BETWEEN}(?P<degree>[{_UP}{_DOWN}]){_NOT_HOW_MUCH}"
_OVER, _OVER_A_TIME = re.compile(_OVER_A + _NAME), re.compile(_OVER_A + _TIME)
_THAN_A_NAME = re.compile(_THAN_A + _NAME + _DEGREE)
_THAN_A_TIME = re.compile(_THAN_A + _TIME + _DEGREE)
_NOT_SO = re.compile(
    rf"(?<!有)没有?(?P<name>_+){_BETWEEN}(?P<degree>[{_UP}])(?![多少一])(?=的|[吗吧呢]?\??$)"
)
_IS, _SO_MANY = r"(?:是|为|相当于|^)", r"[#的]*(?:(?:几|多少)倍|几分之几|百分之几)"
_TIMES = re.compile(_IS + _NAME + _SO_MANY)
_TIMES_A_TIME = re.compile(_IS + _TIME + _SO_MANY)
# 产值增速高于工业投资增速: # is an indicator, and the words of a rate may stand behind the first.
_OF_A_RATE = r"(?:的|同比|增速|增幅|增长){0,6}"
# Half of another indicator, or twice it, is no bound that is kept.
_MEASURE = r"(?P<name>#+)(?!的?(?:一半|[\d一二两三四五六七八九十几]+[成倍分]|百分之))"
_OVER_A_MEASURE = re.compile(_OF_A_RATE + _OVER_A + _MEASURE)
_THAN_A_MEASURE = re.compile(_OF_A_RATE + _THAN_A + _MEASURE + _DEGREE)
# 产值增速比工业投资增速高多少, 产值增速和投资增速差几个点: what is asked is the amount between.
_SO_MUCH = r"了?出?(?:多少|几)"
_GAP_OF_MEASURES = re.compile(
    rf"{_OF_A_RATE}(?:{THAN}{_MEASURE}{_BETWEEN}[{_UP}{_DOWN}]"
    rf"|[和跟与同](?P<beside>#+){_BETWEEN}(?:相?差距?|差距(?:是|有)))(?:是|有)?{_SO_MUCH}"
)
_KINDS = {Subject.REGION: Dimension.REGION, Subject.INDUSTRY: Dimension.INDUSTRY}


@dataclass(frozen=True)
class Claim:
    """Of what stands first it is said to be ``bound`` to the one called ``reference``: places,
    industries or indicators; without ``subject`` what is held against each other are two times,
    and without ``bound`` it is asked how many times the other it is, of indicators how much lies
    between. ``first`` is None where it
    was named before (有没有超过靖江). ``start`` and ``end`` are of the words read."""

    bound: Bound | None
    reference: str
    subject: Subject | None
    first: str | None
    start: int
    end: int
    is_of_list: bool = False

    @property
    def dimension(self) -> Dimension | None:
        return _KINDS[self.subject] if self.subject is not None else None

    @property
    def is_of_measures(self) -> bool:
        return self.subject is Subject.INDICATOR

    @property
    def is_of_times(self) -> bool:
        return self.subject is None

    @property
    def is_of_two(self) -> bool:
        return self.first is not None


def find_claim(text: str, mentions: Sequence[Mention], by: Dimension | None) -> Claim | None:
    """The claim of a list (``by``), or of one name against another; None where more names
    of the kind stand there than it holds against each other."""
    masked = _masked(text, mentions)
    for pattern in (_OVER, _THAN_A_NAME, _NOT_SO, _TIMES):
        found = pattern.search(masked)
        if found is not None:
            start, end = found.span("name")
            last = (m for m in mentions if start <= m.start < end)
            claims = (_claim(found, mention, mentions, by) for mention in last)
            return next((claim for claim in claims if claim is not None), None)
    return _of_measures(masked, mentions) if by is None else None


def _of_measures(masked: str, mentions: Sequence[Mention]) -> Claim | None:
    """产值增速高于工业投资增速吗, 高多少: two indicators of one place and industry."""
    patterns = (_OVER_A_MEASURE, _THAN_A_MEASURE, _GAP_OF_MEASURES)
    found = next((found for of in patterns if (found := of.search(masked))), None)
    named = [m for m in mentions if m.subject is Subject.INDICATOR]
    if found is None or len(named) != 2 or len({m.code for m in named}) != 2:
        return None
    first, last = sorted(named, key=lambda mention: mention.start)
    named_at = found.start("name") if found["name"] else found.start("beside")
    if first.end != found.start() or last.start != named_at:
        return None
    return Claim(_bound(found), last.code, Subject.INDICATOR, first.code, *found.span())


def find_claim_of_times(
    text: str, mentions: Sequence[Mention], periods: Sequence[PeriodMention]
) -> Claim | None:
    """二季度产值超过一季度了吗, 产值有没有超过去年: one time against another, or this year so far
    against the one named."""
    spans = [(period.start, period.end) for period in periods]
    spans += [found.span() for found in SAME_PERIOD_LAST_YEAR.finditer(text)]
    masked = _masked(text, mentions)
    for start, end in spans:
        masked = masked[:start] + "@" * (end - start) + masked[end:]
    over = _OVER_A_TIME.search(masked)
    than = _THAN_A_TIME.search(masked) if len(spans) == 2 else None
    found = over or than or _TIMES_A_TIME.search(masked)
    if found is None or len(spans) > 2:
        return None
    before = [start for start, end in spans if end <= found.start()]
    if len(before) != len(spans) - 1:
        return None
    return Claim(_bound(found), "", None, None, *found.span())


def _claim(
    found: re.Match[str], last: Mention, mentions: Sequence[Mention], by: Dimension | None
) -> Claim | None:
    bound = _bound(found)
    if last.subject not in _KINDS or (by is not None and _KINDS[last.subject] is not by):
        return None
    named = list(dict.fromkeys(m.code for m in mentions if m.subject is last.subject))
    before = [m.code for m in mentions if m.subject is last.subject and m.end <= found.start()]
    if by is not None:
        is_one, first = named == [last.code] and bound is not None, None
    else:
        first = before[0] if before else None
        is_one = named == ([last.code] if first is None else [first, last.code])
    if not is_one:
        return None
    span = found.span()
    return Claim(bound, last.code, last.subject, first, *span, is_of_list=by is not None)


def _bound(found: re.Match[str]) -> Bound | None:
    said = found.groupdict()
    if said.get("word"):
        bound = _BOUNDS[said["word"]]
    elif said.get("degree"):
        bound = Bound.MORE_THAN if said["degree"] in _UP else Bound.LESS_THAN
    else:
        return None
    is_denied = bool(said.get("no")) or found.re is _NOT_SO
    return _DENIED[bound] if is_denied else bound


def _masked(text: str, mentions: Sequence[Mention]) -> str:
    """Places and industries as _, indicators as #."""
    signs = list(text)
    for mention in mentions:
        sign = "_" if mention.subject in _KINDS else "#"
        if mention.subject in _KINDS or mention.subject is Subject.INDICATOR:
            signs[mention.start : mention.end] = sign * (mention.end - mention.start)
    return "".join(signs)
