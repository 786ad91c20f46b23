"""Counts of work that the plan owes become answers."""

from __future__ import annotations

from kpi_adapter.answer import Figure, KpiAnswer, Outcome, Reason, Table
from kpi_adapter.catalogue.model import Catalogue, Recurrence
from kpi_adapter.evaluation.duties import DONE, DutyResult, Item, State, StepCount
from kpi_adapter.presentation import parts, wording
from kpi_adapter.presentation.rendering import render

NAMED_IN_TEXT = 4
_STATES = {
    State.IN_TIME: "已销号",
    State.DONE_LATE: "逾期后销号",
    State.REPORTED: "已报办结,待审核",
    State.OVERDUE: "已逾期,未销号",
    State.RUNNING: "未到期",
}
_TURNS = {
    Recurrence.MONTH: "每月",
    Recurrence.QUARTER: "每季度",
    Recurrence.HALF: "每半年",
    Recurrence.YEAR: "每年",
}


@render.register
def _duty(result: DutyResult, catalogue: Catalogue) -> KpiAnswer:
    del catalogue
    indicator = result.indicator
    head = _of_steps(result) if result.steps else _of_times(result)
    text = parts.lines(
        head,
        *(_named(result, state) for state in (State.OVERDUE, State.REPORTED) if not result.steps),
        _goal(result),
        parts.definition(indicator),
        wording.choice(indicator),
        f"来源:{_source(result)},{result.today.isoformat()}读取。",
    )
    return KpiAnswer(
        Outcome.ANSWERED,
        Reason.FIGURE_GIVEN,
        text,
        figures=_figures(result),
        table=_table(result),
        query=result.query,
        clauses=parts.clauses(indicator.target),
    )


def _of_times(result: DutyResult) -> str:
    name, unit, period = result.indicator.name, result.indicator.unit, result.query.period
    if not result.items:
        return f"{period},督办任务里没有“{name}”的任务,不能说办了几{unit}。"
    done = len(result.having(*DONE))
    said = [f"{period},{name}已办{done}{unit}(以督办任务销号为准)"]
    if result.owed is not None:
        said.append(f"按要求应办{result.owed}{unit}")
    counts = {
        "已报办结待审核": len(result.having(State.REPORTED)),
        "已逾期未销号": len(result.having(State.OVERDUE)),
        "未到期": len(result.having(State.RUNNING)),
    }
    said += [f"{label}{number}{unit}" for label, number in counts.items() if number]
    return f"{';'.join(said)}。"


def _of_steps(result: DutyResult) -> str:
    cases = len({item.name for item in result.items})
    if not cases:
        return f"{result.query.period},没有受理直通车诉求,算不出按时率。"
    said = "、".join(_step(count) for count in result.steps)
    return f"{result.query.period}受理直通车诉求{cases}件:{said}。"


def _step(count: StepCount) -> str:
    if count.rate is None:
        return f"{count.step}都未到期"
    running = f",另有{count.running}件未到期" if count.running else ""
    return (
        f"{count.step}到期{count.due}件、按时{count.in_time}件"
        f"(按时率{wording.percent(count.rate)}{running})"
    )


def _named(result: DutyResult, state: State) -> str:
    items = result.having(state)[:NAMED_IN_TEXT]
    said = "、".join(f"{item.name}(时限{_day(item)})" for item in items)
    return f"{_STATES[state]}:{said}。" if said else ""


def _goal(result: DutyResult) -> str:
    indicator, duty = result.indicator, result.indicator.duty
    target = indicator.target
    if target is None or duty is None:
        return ""
    each = ""
    if duty.each is not None:
        per = "每个产业" if indicator.per else ""
        each = f"{per}{_TURNS[duty.each]}{duty.times}{indicator.unit}"
    cited = f"({target.clause}:“{target.quote}”)"
    return f"要求:{each}{cited}。" if each else f"要求{cited}。"


def _figures(result: DutyResult) -> tuple[Figure, ...]:
    period, source = str(result.query.period), _source(result)
    if result.steps:
        return tuple(
            Figure(f"{count.step}按时率", round(count.rate, 1), "%", period, None, source)
            for count in result.steps
            if count.rate is not None
        )
    if not result.items:
        return ()
    done = len(result.having(*DONE))
    indicator = result.indicator
    return (Figure(indicator.name, done, indicator.unit, period, None, source),)


def _table(result: DutyResult) -> Table | None:
    if not result.items:
        return None
    title = f"{result.query.period}{result.indicator.name}"
    if not result.steps:
        columns = ("任务", "时限", "销号日期", "情况")
        return Table(title, columns, tuple(_row(item) for item in result.items))
    columns_of_steps = ("环节", "到期(件)", "按时(件)", "超时(件)", "未到期(件)", "按时率")
    return Table(title, columns_of_steps, tuple(_row_of_step(count) for count in result.steps))


def _row(item: Item) -> tuple[str, ...]:
    return (item.name, _day(item), _done(item), _STATES[item.state])


def _row_of_step(count: StepCount) -> tuple[str, ...]:
    rate = wording.percent(count.rate) if count.rate is not None else "—"
    counts = (count.due, count.in_time, count.late, count.running)
    return (count.step, *(str(number) for number in counts), rate)


def _day(item: Item) -> str:
    return item.due_on.isoformat() if item.due_on else "未定"


def _done(item: Item) -> str:
    return item.done_on.isoformat() if item.done_on else "—"


def _source(result: DutyResult) -> str:
    return "、".join(dict.fromkeys(item.source for item in result.items)) or "督办任务"
