"""What of a question about projects the ledger's counts and sums do not tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpi_adapter.period import Month
from kpi_adapter.query import Dimension, KpiQuery, Milestone
from kpi_adapter.question import signals
from kpi_adapter.question.comparisons import MORE_THAN, THAN_LAST_YEAR
from kpi_adapter.question.hits import Hit, hits
from kpi_adapter.question.mentions import Subject
from kpi_adapter.question.numerals import NUMBER
from kpi_adapter.question.slots import Slots

# The ledger keeps what a project is to cost in all; what of it was spent is another figure.
_SPENT = re.compile(r"完成投资|投资完成|完成的投资")
_OF_ALL = re.compile(r"占比?|比重|份额|投资的?完成(?:率|比例|进度)")
_DENIED_CAUSE = re.compile(
    rf"(?<!有)(?:没有|无|不存在)(?=(?:{signals.PROBLEM.pattern})(?:方面)?的?(?:问题|困难))"
)
_EVENT = re.compile(r"(?<!计划)(?<!时候)(?<!何时)(?:签约|开工|竣工|投产)")
_PLANNED = re.compile(r"计划(?:完成)?投")
_NO_PLAN = re.compile(r"投产|达产")
_NOT_UPDATED = re.compile(r"(?<!有)(?:没有?|未)更新(?=过?的)")
_INVESTMENT = re.compile(
    r"投资(?:总?额|规模)?(?=最|排|合计|一共|总计|分别|各|多少|是|$|\?|[前后][一二三四五1-5])"
)
_ASKS_WHERE = re.compile(r"项目(?:是|在)")
_COST = re.compile(r"总投资(?!超|不|在|过|额?[0-9一二两三五十]+(?:个?亿|千万))|投资额|多少钱")
# The ledger ranks by what a project is to cost in all.
_RANKED_BY_PART = re.compile(
    r"(?:(?:累计)?(?:已)?完成(?:的)?|(?:今年|年度)?计划(?:完成)?(?:的)?|实际|到位)投资(?:额)?(?=最|排|前|第|靠)"
)
# Neither the newest, nor those about a size, nor a tenth of all is picked out of the ledger.
_NOT_PICKED = re.compile(
    r"最新的?(?=项目)|(?<=[亿万元])(?:左右|上下)|[前后]\d+%|第几|最[大小]的?项目(?=.{1,4}最[大小]).*差.*"
)
_OF_EACH = re.compile(
    r"最[大小高低](?=的?(?:在建|停工|竣工)?的?项目)|(?:超过?|不到|不足|少于|多于|大于)?\d+个(?:以上|以下)?(?=的)"
)
# 超期一年, 停工三个月: since when is in the ledger, how long is not reckoned.
_SO_LONG = re.compile(rf"(?:{NUMBER}|半)(?:年(?![之以]?内)|个月|天|个?星期|周)(?:多|以上|左右)?")
_EITHER = re.compile(r"或者?是?|要么")
_PLANS = (Milestone.DUE, Milestone.PLANNED_START)


def of_projects(slots: Slots) -> Iterator[Hit]:
    """Those words, each with where it stands."""
    text = slots.text
    if slots.periods:
        # What was spent is kept since the start of each project, not by year.
        yield from hits(text, _SPENT)
    yield from hits(text, _OF_ALL, _DENIED_CAUSE)
    if signals.PROBLEM.search(text):
        # 环评没问题: of one cause no denial is counted.
        yield from hits(text, signals.WITHOUT_PROBLEM)
    yield from hits(text, _NOT_UPDATED, _RANKED_BY_PART, _NOT_PICKED)
    is_of_each = slots.by in (Dimension.REGION, Dimension.INDUSTRY)
    if is_of_each and not _ASKS_WHERE.search(text):
        yield from hits(text, _OF_EACH)
        if slots.milestone is None:
            # Of each place or industry the projects are counted; their investment is not summed.
            yield from hits(text, _INVESTMENT)
    yield from _either(slots)
    yield from _times(slots)
    read = [(mention.start, mention.end) for mention in slots.periods]
    read += [(slots.ahead.start, slots.ahead.end)] if slots.ahead is not None else []
    for found in _SO_LONG.finditer(text):
        if all(found.end() <= start or end <= found.start() for start, end in read):
            yield found.start(), found[0]
    if slots.milestone not in _PLANS and not slots.has("DELAYED"):
        yield from _events(slots)


def _either(slots: Slots) -> Iterator[Hit]:
    """10亿以上或停工的: a list keeps both conditions. 停工或在建的 are two of one kind."""
    for found in _EITHER.finditer(slots.text):
        before = {mention.subject for mention in slots.mentions if mention.end == found.start()}
        after = {mention.subject for mention in slots.mentions if mention.start == found.end()}
        if not before & after:
            yield found.start(), found[0]


def held_against(slots: Slots) -> Iterator[Hit]:
    """泰兴的在建项目比靖江多几个: the ledger counts one set of projects as it is today."""
    is_of_ledger = slots.has("PROJECT") or bool(slots.codes(Subject.STAGE))
    if is_of_ledger and slots.milestone is None and not slots.codes(Subject.INDICATOR):
        yield from hits(slots.text, MORE_THAN)


def of_query(slots: Slots, query: KpiQuery) -> tuple[str, ...]:
    """去年呢, after the projects that are being built: the ledger keeps the stage of today.

    新开工项目总投资, of the published count: what they cost is not published with it."""
    wanted, text = query.projects, slots.text
    if wanted is None:
        counts = any(mention.unit == "个" for mention in slots.mentions)
        return tuple(m[0] for m in _COST.finditer(text)) if counts else ()
    held = THAN_LAST_YEAR.search(text)
    if held is not None and wanted.milestone is None:
        return (held[0],)
    if not wanted.statuses or wanted.milestone is not None:
        return ()
    is_event = slots.milestone is not None
    past = (mention for mention in slots.periods if is_event or not mention.period.open_end)
    return tuple(text[mention.start : mention.end] for mention in past)


def _times(slots: Slots) -> Iterator[Hit]:
    """Years of which no plan is kept: 明年投产, 明年计划投资."""
    this_year = slots.today.year
    for mention in slots.periods:
        period = mention.period
        is_other = period.first.year != this_year or period.last.year != this_year
        is_to_come = period.first > Month.of(slots.today)
        unplanned = is_to_come and _NO_PLAN.search(slots.text)
        if unplanned or (is_other and _PLANNED.search(slots.text)):
            yield mention.start, slots.text[mention.start : mention.end]


def _events(slots: Slots) -> Iterator[Hit]:
    """去年开工今年竣工的: one event of one time is counted, and none beside a stage."""
    ends = {mention.end for mention in slots.periods}
    found = list(_EVENT.finditer(slots.text))
    dated = [match for match in found if match.start() in ends]
    stages = slots.codes(Subject.STAGE)
    not_reached = any(stage.startswith("未") for stage in stages)
    is_staged = any(stage not in ("签约", "竣工") for stage in stages)
    if is_staged:
        # 去年在建的: the ledger keeps the stage of today.
        for mention in slots.periods:
            if not mention.period.open_end:
                yield mention.start, slots.text[mention.start : mention.end]
        spans = [(m.start, m.end) for m in slots.mentions if m.subject is Subject.STAGE]
        beside = [
            match
            for match in (found if not_reached else dated)
            # 今年签约没开工: the stage is of today, whenever it was reached.
            if match in dated or not any(start <= match.start() < end for start, end in spans)
        ]
        yield from ((match.start(), match[0]) for match in beside)
    else:
        yield from ((match.start(), match[0]) for match in dated[:-1])
