"""Breakdowns, rankings and trends become answers."""

from __future__ import annotations

from kpi_adapter.answer import ChartData, ChartKind, Figure, KpiAnswer, Outcome, Reason, Table
from kpi_adapter.catalogue.model import Catalogue, Kind
from kpi_adapter.evaluation.figure_tasks import measured
from kpi_adapter.evaluation.results import ListResult, Reading
from kpi_adapter.period import Grain
from kpi_adapter.presentation import describe, parts, wording
from kpi_adapter.presentation.claims import verdict
from kpi_adapter.presentation.rendering import render
from kpi_adapter.query import Change, Condition, Dimension, KpiQuery, Measure, Order, Task

_ADJECTIVES = {
    Measure.GROWTH: ("增长最快", "增长最慢"),
    Measure.COMPLETION: ("完成率最高", "完成率最低"),
}
_SIZES, _COUNTS = ("最高", "最低"), ("最多", "最少")
NAMED_IN_TEXT = 8
FEBRUARY = 2


@render.register
def _listing(result: ListResult, catalogue: Catalogue) -> KpiAnswer:
    query, readings = result.query, result.readings
    if not readings:
        said = describe.sentence(query, catalogue)
        held = query.condition
        is_held = held is not None and held.reference is not None
        limit = (
            f"({_condition(held, catalogue, _rate(query))})" if held is not None and is_held else ""
        )
        text = f"没有符合条件的{limit},共比较了{result.considered}项。查询:{said}"
        return KpiAnswer(Outcome.ANSWERED, Reason.FIGURE_GIVEN, text, query=query)
    is_trend = query.task is Task.TREND
    names = [
        str(item.period) if is_trend else wording.row_name(item, catalogue, readings, query.by)
        for item in readings
    ]
    indicator = readings[0].indicator
    headline = (_trend_sentence if is_trend else _list_sentence)(result, names, catalogue)
    total = ""
    if query.is_sum and result.added is not None:
        said = verdict(query.stated, result.added)
        headline = said + _sum_sentence(result, names, catalogue)
    elif result.total is not None and result.total.value is not None:
        total = f"合计:{parts.sentence(result.total, catalogue)}。"
    elif result.added is not None:
        total = f"合计{wording.amount(result.added, indicator)}(各项相加)。"
    goal = parts.target_line(indicator, result.target) if result.target else ""
    text = parts.lines(
        headline,
        _of_those_named(result),
        total,
        goal,
        parts.definition(indicator),
        parts.source(readings),
    )
    every = [*readings, *([result.total] if result.total else [])]
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=(*(parts.figure(item, catalogue) for item in every), *_sum(result, catalogue)),
        table=_table(result, names, catalogue),
        query=query,
        clauses=parts.clauses(result.target),
        chart=_list_chart(result, names, catalogue),
    )


def _sum(result: ListResult, catalogue: Catalogue) -> tuple[Figure, ...]:
    """The sum of the rows, where none is published."""
    if result.added is None:
        return ()
    first = result.readings[0]
    label = f"{_subject(first, result.readings, catalogue)}合计"
    when, source = parts.when(first), first.source
    unit = first.indicator.unit
    return (Figure(label, result.added, unit, when, first.released_on, source),)


def _sum_sentence(result: ListResult, names: list[str], catalogue: Catalogue) -> str:
    """The sum first, then what it is made of and what was left out."""
    readings, indicator = result.readings, result.readings[0].indicator
    subject = _subject(readings[0], readings, catalogue)
    parts_said = "、".join(
        f"{name}{parts.value_text(item)}" for name, item in zip(names, readings, strict=True)
    )
    left_out = wording.names_of(result.query.excluded, catalogue)
    without = f"(不含{left_out})" if left_out else ""
    total = wording.amount(result.added or 0.0, indicator)
    return f"{parts.when(readings[0])},{subject}{without}合计{total}:{parts_said}(各项相加)。"


def _list_sentence(result: ListResult, names: list[str], catalogue: Catalogue) -> str:
    query, readings = result.query, result.readings
    subject = _subject(readings[0], readings, catalogue, query.by)
    start = f"{parts.when(readings[0])},{subject}"
    if query.condition is not None:
        said = [
            _scored(n, r, query.condition.measure) for n, r in zip(names, readings, strict=True)
        ]
        found = "、".join(said[:NAMED_IN_TEXT]) + ("等" if len(said) > NAMED_IN_TEXT else "")
        count = f"{len(readings)}个(共比较{result.considered}个)"
        return (
            f"{start},{_condition(query.condition, catalogue, _rate(query))}的有{count}:{found}。"
        )
    if query.order is None:
        # 各区产值增长多少: a channel without tables shows no more than this.
        said = [
            _scored(n, r, Measure.GROWTH)
            if query.changes and r.growths
            else f"{n}{parts.value_text(r)}"
            for n, r in zip(names, readings, strict=True)
        ]
        return f"{start}:{'、'.join(said)}。"
    by = query.order.by
    top, bottom = query.order.top, query.order.bottom
    if query.focus is not None:
        focus = query.focus
        place = next((n for n, r in enumerate(readings, 1) if focus in (r.place, r.industry)), 0)
        if place:
            own = _scored(names[place - 1], readings[place - 1], query.order.by)
            return f"{start}:{own},在{len(readings)}个中排第{place}。"
    if query.order.nth:
        of_rates = by is Measure.GROWTH and readings[0].indicator.unit != "%"
        return f"{start}{'增速' if of_rates else ''}{_nth(query.order, names, readings)}。"
    adjectives = _ADJECTIVES.get(by, _SIZES)
    if by is Measure.AMOUNT and readings[0].indicator.decimals == 0:
        adjectives = _COUNTS
    pairs = zip(names, readings, strict=True)
    scored = [_scored(name, item, by) for name, item in pairs]
    said_parts = []
    if top or not bottom:
        said_parts.append(f"{adjectives[0]}的是{'、'.join(scored[: max(1, top)])}")
    if bottom:
        last = "、".join(reversed(scored[-bottom:]))
        said_parts.append(f"{adjectives[1]}的是{last}")
    return f"{start}{';'.join(said_parts)}。"


def _of_those_named(result: ListResult) -> str:
    """前三的合计, and what they are of the whole; how far the highest is from the lowest."""
    order, readings = result.query.order, result.readings
    indicator = readings[0].indicator
    is_summable = indicator.kind is Kind.FLOW and order is not None
    if order is None or not is_summable or order.by is not Measure.AMOUNT or order.nth:
        return ""
    if len({item.indicator.code for item in readings}) > 1 or result.query.condition is not None:
        return ""
    if order.top == order.bottom == 1 and len(readings) > 1:
        gap = (readings[0].value or 0.0) - (readings[-1].value or 0.0)
        return f"最高与最低相差{wording.amount(gap, indicator)}。"
    count = order.top or order.bottom
    if (order.top and order.bottom) or not 1 < count < len(readings):
        return ""
    chosen = readings[:count] if order.top else readings[-count:]
    added = sum(item.value or 0.0 for item in chosen)
    whole = result.total.value if result.total is not None else None
    share = f",占合计的{wording.percent(added / whole * 100)}" if whole else ""
    return f"这{count}个合计{wording.amount(added, indicator)}{share}(各项相加)。"


def _nth(order: Order, names: list[str], readings: tuple[Reading, ...]) -> str:
    position = order.nth - 1 if order.nth > 0 else order.nth
    said = f"{'倒数' if order.nth < 0 else ''}第{abs(order.nth)}"
    if not -len(names) <= position < len(names):
        return f"共{len(names)}个,没有{said}"
    return f"排{said}的是{_scored(names[position], readings[position], order.by)}"


def _rate(query: KpiQuery) -> str:
    return wording.CHANGES[query.changes[0] if query.changes else Change.YEAR_ON_YEAR]


def _condition(condition: Condition, catalogue: Catalogue, rate: str) -> str:
    """同比低于-10%, 数值在100以上, 数值超靖江市的1203.95(不含)."""
    unit = "%" if condition.measure is not Measure.AMOUNT else ""
    name = {Measure.GROWTH: rate, Measure.COMPLETION: "完成率"}.get(condition.measure, "数值")
    limit = f"{wording.plain(condition.limit)}{unit}"
    if condition.reference is not None and unit:
        limit = f"{condition.limit:.1f}{unit}"
    if condition.reference is not None and not catalogue.is_whole(condition.reference):
        limit = f"{wording.names_of([condition.reference], catalogue)}的{limit}"
    said = wording.BOUNDS[condition.bound].format(limit)
    return name + said + wording.up_to(condition.upper, unit, is_open=condition.is_upper_open)


def _scored(name: str, reading: Reading, by: Measure) -> str:
    if by is Measure.GROWTH and reading.growths:
        change = wording.growth(reading.growths[0], reading.indicator)
        return f"{name}({change},{parts.value_text(reading)})"
    if reading.completion is not None:
        return f"{name}({parts.value_text(reading)},完成率{wording.percent(reading.completion)})"
    return f"{name}({parts.value_text(reading)})"


def _subject(
    reading: Reading,
    readings: tuple[Reading, ...],
    catalogue: Catalogue,
    by: Dimension | None = None,
) -> str:
    """What all rows share: 规上工业产值 over places, 全市产值 over industries."""
    if len({item.indicator.code for item in readings}) > 1:
        return "各项指标"
    is_one = len(readings) == 1 and by is Dimension.INDUSTRY
    if is_one or len({item.industry for item in readings}) > 1:
        place = catalogue.region(reading.place).name
        several = len({item.place for item in readings}) > 1
        return f"{'' if several else place}{reading.indicator.name}"
    whole = catalogue.region(reading.place).name
    return wording.title(reading, catalogue).removeprefix(whole)


def _trend_sentence(result: ListResult, names: list[str], catalogue: Catalogue) -> str:
    readings = result.readings
    title = wording.title(readings[0], catalogue)
    first, last = readings[0], readings[-1]
    alike = _alike(readings)
    between = ""
    if len(alike) > 2:
        high = max(alike, key=lambda item: item.value or 0.0)
        low = min(alike, key=lambda item: item.value or 0.0)
        between = (
            f";其间最高{high.period}{parts.value_text(high)},"
            f"最低{low.period}{parts.value_text(low)}"
        )
    ends = f"{names[0]}{parts.value_text(first)},{names[-1]}{parts.value_text(last)}"
    missing = result.considered - len(readings)
    is_years = result.query.period is not None and result.query.period.grain is Grain.YEARS
    absent = f";另有{missing}年没有数" if is_years and missing else ""
    return f"{title},{ends}{between}{absent}。"


def _alike(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The points that may be held against each other: rates all of them, amounts those over
    as many months. January and February, published as one, stand out of a line of months;
    cumulative amounts only grow."""
    if readings[0].indicator.kind in (Kind.RATE, Kind.RATIO, Kind.LEAD):
        return readings
    lengths = [len(item.period.months()) for item in readings]
    usual = max(lengths, key=lengths.count)
    return tuple(item for item, n in zip(readings, lengths, strict=True) if n == usual)


def _table(result: ListResult, names: list[str], catalogue: Catalogue) -> Table:
    readings = result.readings
    indicator = readings[0].indicator
    changes = result.query.changes or (Change.YEAR_ON_YEAR,)
    rows = [row(name, item, changes) for name, item in zip(names, readings, strict=True)]
    if result.total is not None and result.total.value is not None:
        rows.append(row("合计", result.total, changes))
    headings = [wording.growth_heading(readings, change) for change in changes]
    if any(item.plan is not None for item in readings):
        headings += [f"全年计划({indicator.unit})", "完成率"]
        every = [*readings, *([result.total] if result.total is not None else [])]
        rows = [(*row, *_plan_cells(item)) for row, item in zip(rows, every, strict=False)]
    first = "期间" if result.query.task is Task.TREND else "名称"
    subject = _subject(readings[0], readings, catalogue)
    return Table(
        f"{result.query.period}{subject}",
        (first, f"{wording.measured_name(readings[0], catalogue)}({indicator.unit})", *headings),
        tuple(rows),
    )


def _plan_cells(reading: Reading) -> tuple[str, str]:
    if reading.plan is None or reading.completion is None:
        return "—", "—"
    plan = wording.number(reading.plan, reading.indicator.decimals)
    return plan, wording.percent(reading.completion)


def row(name: str, reading: Reading, changes: tuple[Change, ...]) -> tuple[str, ...]:
    value = wording.number(reading.value or 0.0, reading.indicator.decimals)
    return (name, value, *(wording.growth_cell(reading, change) for change in changes))


def _left_out(readings: list[Reading]) -> str:
    """Why some points are no points of the line."""
    if not readings:
        return ""
    if all(item.period.last.number == FEBRUARY for item in readings):
        return ",1—2月合并数不画"
    return f",{'、'.join(str(item.period) for item in readings)}长短不同,不画"


def _list_chart(result: ListResult, names: list[str], catalogue: Catalogue) -> ChartData | None:
    readings, query = result.readings, result.query
    note = ""
    alike = _alike(readings)
    if query.task is Task.TREND and len(alike) > len(readings) // 2:
        names = [str(item.period) for item in alike]
        note = _left_out([item for item in readings if item not in alike])
        readings = alike
    by = query.order.by if query.order else Measure.AMOUNT
    scored = [(name, measured(item, by)) for name, item in zip(names, readings, strict=True)]
    known = [(name, value) for name, value in scored if value is not None]
    if len(known) < 2:
        return None
    is_growth = by is Measure.GROWTH
    name = wording.measured_name(readings[0], catalogue) + ("同比" if is_growth else "")
    return ChartData(
        ChartKind.LINE if query.task is Task.TREND else ChartKind.BARS,
        f"{query.period}{_subject(readings[0], readings, catalogue)}"
        + ("同比" if is_growth else ""),
        "%" if is_growth else readings[0].indicator.unit,
        tuple(label for label, _ in known),
        tuple(value for _, value in known),
        f"{name} {wording.release(readings[-1])}{note}",
        is_essential=query.task is Task.TREND,
    )
