"""What a question leaves out: 除化工外, 不含兴化, 海陵除外. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kpi_adapter.question.mentions import Mention, Subject

_AROUND = re.compile(
    r"除(?:了|去|开|掉)?(?P<what>[^,。?;]{1,24}?)(?:之外|以外|外|(?=其他|其它|其余|剩下))的?"
)
# 不是泰兴的产值 leaves 泰兴 out; 产值最高的不是泰兴吗 wants a yes.
_IS_NOT = r"(?<!是)(?<!难道)不是(?=[^,。?]{1,24}的)(?![^,。]{0,40}[吗吧嘛么]\??$)"
_BEFORE = re.compile(
    r"(?:除(?:了|去|开|掉)|不(?:含|包括|包含|算上?|计入?)|剔除|扣除|扣掉|去掉|刨[除去开]|排除|减去|抛开|撇开"
    rf"|(?<!在)不在|{_IS_NOT}|不属于|(?<![并除无])非)(?:了|掉)?"
)
_AFTER = re.compile(r"(?:之外|以外|除外|不算|不计)的?")
_JOINT = re.compile(r"[和与及跟、,]")
_KINDS = (Subject.REGION, Subject.INDUSTRY, Subject.AMBIGUITY)


@dataclass(frozen=True)
class Exclusion:
    """``left_out`` stand between ``start`` and ``end`` with the words that exclude them."""

    left_out: tuple[Mention, ...]
    start: int
    end: int


def find_exclusion(text: str, mentions: Sequence[Mention]) -> Exclusion | None:
    """The first exclusion that names places or industries; None where there is none."""
    kinds = [mention for mention in mentions if mention.subject in _KINDS]
    for match in _AROUND.finditer(text):
        inside = [m for m in kinds if match.start("what") <= m.start and m.end <= match.end("what")]
        if inside:
            return Exclusion(tuple(inside), match.start(), match.end())
    for match in _BEFORE.finditer(text):
        run = _run_from(text, match.end(), kinds)
        if run:
            return Exclusion(run, match.start(), run[-1].end)
    for match in _AFTER.finditer(text):
        run = _run_until(text, match.start(), kinds)
        if run:
            return Exclusion(run, run[0].start, match.end())
    return None


def _run_from(text: str, start: int, kinds: Sequence[Mention]) -> tuple[Mention, ...]:
    """The names that follow each other from ``start``, joined by 和 or 、."""
    run: list[Mention] = []
    for mention in kinds:
        between = text[start : mention.start]
        if mention.start >= start and _continues(run, between):
            run.append(mention)
            start = mention.end
    return tuple(run)


def _continues(run: Sequence[Mention], between: str) -> bool:
    """不含兴化全市产值 leaves out 兴化 alone: only 和 or 、 joins a second name to the first."""
    return bool(_JOINT.fullmatch(between)) if run else not between


def _run_until(text: str, end: int, kinds: Sequence[Mention]) -> tuple[Mention, ...]:
    run: list[Mention] = []
    for mention in reversed(kinds):
        between = text[mention.end : end]
        if mention.end <= end and _continues(run, between):
            run.append(mention)
            end = mention.start
    return tuple(reversed(run))
