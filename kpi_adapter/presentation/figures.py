"""Single figures, overviews, provenance and definitions become answers."""

from __future__ import annotations

from kpi_adapter.answer import ChartData, ChartKind, KpiAnswer, Outcome, Reason, Table
from kpi_adapter.catalogue.model import Catalogue
from kpi_adapter.evaluation.figure_tasks import measured
from kpi_adapter.evaluation.results import (
    DefinitionResult,
    OverviewResult,
    ProvenanceResult,
    Reading,
    ValueResult,
)
from kpi_adapter.presentation import parts, wording
from kpi_adapter.presentation.claims import (
    EQUAL,
    held_or_not,
    held_to_a_number,
    how_it_agrees,
    verdict,
)
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import Change, Measure, Task


@render.register
def _value(result: ValueResult, catalogue: Catalogue) -> KpiAnswer:
    reading, indicator = result.reading, result.reading.indicator
    declared = ""
    if reading.declared is not None:
        said = wording.amount(reading.declared, indicator)
        declared = f"以上为认定数;另有申报数{said},未认定的不计。"
    beside = ""
    if result.companion is not None and result.companion.value is not None:
        chosen = catalogue.industry(reading.industry).name
        beside = f"未指明产业,先按{chosen}统计;{parts.sentence(result.companion, catalogue)}。"
    until = ""
    if result.cumulative is not None and result.cumulative.value is not None:
        until = f"{parts.sentence(result.cumulative, catalogue)}。"
    text = parts.lines(
        _as_stated(result, catalogue),
        _monthly_mean(result, catalogue),
        parts.sentence(reading, catalogue) + "。",
        _held_to_a_rate(result, catalogue),
        _goal(result),
        until,
        beside,
        declared,
        _place_note(result.query.regions, catalogue),
        parts.definition(indicator),
        parts.source([reading]),
    )
    shown = [item for item in (reading, result.cumulative, result.companion) if item is not None]
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=tuple(
            figure
            for item in shown
            if item.value is not None
            for figure in (
                parts.figure(item, catalogue),
                *parts.growth_figures(item, catalogue),
            )
        ),
        query=result.query,
        clauses=parts.clauses(result.target),
        chart=_progress(result, catalogue),
    )


def _as_stated(result: ValueResult, catalogue: Catalogue) -> str:
    """产值是3700亿吧: whether it is, before the figure itself."""
    said, reading, beside = result.query.stated, result.reading, result.companion
    if said is None:
        return ""
    number = _said_of(reading, said.measure, result)
    if number is None:
        return f"没有可以与所说的{said.words}核对的数。"
    agrees = how_it_agrees(number, said)
    if agrees is not None:
        return f"与所说的{said.words}一致{agrees}。"
    other = _said_of(beside, said.measure, result) if beside is not None else None
    agrees = how_it_agrees(other, said) if other is not None else None
    if beside is not None and agrees is not None:
        return f"与所说的{said.words}一致的是{wording.title(beside, catalogue)}{agrees}。"
    between = abs(number - said.number)
    is_rate = said.measure is not Measure.AMOUNT
    gap = f"{between:.1f}个百分点" if is_rate else wording.amount(between, reading.indicator)
    return f"与所说的{said.words}不一致,相差{gap}。"


_RATES = {Measure.GROWTH: "增速", Measure.COMPLETION: "完成率"}


def _held_to_a_rate(result: ValueResult, catalogue: Catalogue) -> str:
    """增速达没达到8%: whether it is so, of the companion as well where the two differ in that."""
    asked = result.query.condition
    if asked is None:
        return ""
    rate = _RATES.get(asked.measure, "")
    said = {
        wording.title(item, catalogue): held_to_a_number(asked, number)
        for item in (result.reading, result.companion)
        if item is not None and (number := _said_of(item, asked.measure, result)) is not None
    }
    if not said:
        return ""
    every = (f"{title.removesuffix(rate)}{rate}{held}" for title, held in said.items())
    return f"{';'.join(every)}。"


def _said_of(item: Reading, measure: Measure, result: ValueResult) -> float | None:
    if measure is not Measure.COMPLETION:
        return measured(item, measure)
    is_assessed = item is result.reading and result.assessment is not None
    return result.assessment.completion if is_assessed and result.assessment else None


def _monthly_mean(result: ValueResult, catalogue: Catalogue) -> str:
    reading = result.reading
    months = len(reading.period.months())
    if not result.query.is_monthly_mean or reading.value is None or not months:
        return ""
    mean = wording.amount(reading.value / months, reading.indicator)
    title = wording.title(reading, catalogue)
    return f"{parts.when(reading)},{title}月均{mean}({months}个月合计除以{months})。"


def _goal(result: ValueResult) -> str:
    found, indicator = result.assessment, result.reading.indicator
    if found is None:
        wants = result.query.task is Task.TARGET
        return "这项指标没有年度计划或方案目标可比。" if wants else ""
    if result.is_plan:
        goal = wording.amount(found.goal, indicator)
        return f"全年计划{goal},{wording.assessment(found, indicator, of='计划')}。"
    line = parts.target_line(indicator, result.target) if result.target else ""
    if result.query.goal is not None:
        asked = wording.amount(result.query.goal, indicator)
        return f"{line}与所问的{asked}相比,{wording.held_to(found, indicator)}。"
    return f"{line}{wording.assessment(found, indicator)}。"


def _place_note(codes: tuple[str, ...], catalogue: Catalogue) -> str:
    note = wording.place_note(codes, catalogue)
    return f"{note}。" if note else ""


def _progress(result: ValueResult, catalogue: Catalogue) -> ChartData | None:
    found, reading = result.assessment, result.reading
    if found is None or reading.value is None or found.completion is None:
        return None
    name = wording.measured_name(reading, catalogue)
    return ChartData(
        ChartKind.PROGRESS,
        wording.title(reading, catalogue),
        reading.indicator.unit,
        (name,),
        (round(reading.value, reading.indicator.decimals),),
        f"{parts.when(reading)} {wording.release(reading)}",
        goal=found.goal,
    )


@render.register
def _overview(result: OverviewResult, catalogue: Catalogue) -> KpiAnswer:
    readings = result.readings
    first = readings[0]
    where = wording.scope(first, catalogue)
    said = ";".join(
        f"{item.indicator.name}{parts.value_text(item)}"
        + "".join(f",{wording.growth(g, item.indicator)}" for g in item.growths)
        for item in readings
    )
    names = "、".join(item.name for item in result.lacking)
    lacking = f"{names}没有这一范围和时间的数,请单独问。" if names else ""
    text = parts.lines(
        _claimed(result) or _between(result),
        f"{first.period},{where}{said}。",
        lacking,
        parts.source(readings),
    )
    rows = tuple(
        (
            item.indicator.name,
            f"{parts.value_text(item)}",
            wording.growth_cell(item, Change.YEAR_ON_YEAR),
            parts.when(item),
        )
        for item in readings
    )
    heading = wording.growth_heading(readings, Change.YEAR_ON_YEAR)
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=tuple(parts.figure(item, catalogue) for item in readings),
        table=Table(f"{where}主要指标", ("指标", "数值", heading, "期间"), rows),
        query=result.query,
    )


def _claimed(result: OverviewResult) -> str:
    """产值增速高于工业投资增速吗: whether it is so, of two indicators of one period."""
    claim, pair = result.query.condition, result.readings[:2]
    is_of_one_time = len({item.period for item in pair}) == 1
    said = held_or_not(claim, pair) if is_of_one_time else ""
    if claim is None or not said:
        return ""
    of = "增速" if claim.measure is Measure.GROWTH else ""
    one, other = (f"{item.indicator.name}{of}" for item in pair)
    return f"{one}与{other}相等。" if said == EQUAL else f"{one}{said}{other}。"


def _between(result: OverviewResult) -> str:
    """产值增速比工业投资增速高多少: the points between two rates, or the amount between two."""
    asked = result.query.gap
    if asked is None or len(result.readings) != 2:
        return ""
    of = "增速" if asked is Measure.GROWTH else ""
    names = [f"{item.indicator.name}{of}" for item in result.readings]
    one, other = (measured(item, asked) for item in result.readings)
    is_of_one_time = len({item.period for item in result.readings}) == 1
    bases = {growth.basis for item in result.readings for growth in item.growths[:1]}
    if one is None or other is None or not is_of_one_time or (of and len(bases) > 1):
        return f"{names[0]}与{names[1]}的期间或口径不同,不作相减。"
    said = verdict(result.query.stated, one - other)
    if of:
        verb = "高" if one >= other else "低"
        return f"{said}{names[0]}比{names[1]}{verb}{abs(one - other):.1f}个百分点。"
    verb = "多" if one >= other else "少"
    gap = wording.amount(abs(one - other), result.readings[0].indicator)
    return f"{said}{names[0]}比{names[1]}{verb}{gap}。"


@render.register
def _provenance(result: ProvenanceResult, catalogue: Catalogue) -> KpiAnswer:
    said = []
    for item in result.readings:
        vintage = f",为{item.vintage}数" if item.vintage else ""
        said.append(
            f"{parts.when(item)}{wording.title(item, catalogue)}{parts.value_text(item)},"
            f"由{item.source}报送,{_released(item)}{vintage}"
        )
    indicator = result.readings[0].indicator
    text = parts.lines(f"{';'.join(said)}。", parts.definition(indicator))
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=tuple(parts.figure(item, catalogue) for item in result.readings),
        query=result.query,
    )


def _released(reading: Reading) -> str:
    if reading.released_on is None:
        return "来源没有登记发布日期"
    return f"发布于{reading.released_on.isoformat()}"


@render.register
def _definition(result: DefinitionResult, catalogue: Catalogue) -> KpiAnswer:
    indicator = result.indicator
    target = parts.target_line(indicator, indicator.target) if indicator.target else ""
    scope = catalogue.industry(indicator.scope).name
    text = parts.lines(
        f"{indicator.name}:{indicator.definition}。单位:{indicator.unit},"
        f"{wording.DIRECTIONS[indicator.direction]};未指明时统计范围:{scope}。",
        f"约定:{indicator.decided}。" if indicator.decided else "",
        wording.choice(indicator),
        target,
        f"数据责任单位:{indicator.owner}。",
    )
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        query=result.query,
        clauses=parts.clauses(indicator.target),
    )
