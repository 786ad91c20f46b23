"""Work that the plan owes, counted from the register of work: done, late, still running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi_adapter.catalogue.model import Catalogue, Duty, Indicator
from kpi_adapter.evaluation.facts import Trace
from kpi_adapter.period import MONTHS_PER_YEAR, Grain, Period
from kpi_adapter.query import Dimension, KpiQuery
from kpi_adapter.sources.selection import Dataset, Row, Selection, Source


class State(StrEnum):
    """REPORTED is said to be done and waits for review; the day of a deadline is not late."""

    IN_TIME = "in_time"
    DONE_LATE = "done_late"
    REPORTED = "reported"
    OVERDUE = "overdue"
    RUNNING = "running"


DONE = (State.IN_TIME, State.DONE_LATE)


@dataclass(frozen=True)
class Item:
    """One step of one piece of work."""

    name: str
    step: str
    period: str
    due_on: date | None
    done_on: date | None
    state: State
    source: str

    @classmethod
    def of(cls, row: Row, today: date) -> Item:
        due_on, done_on = _day(row["due_on"]), _day(row["done_on"])
        is_reported = bool(row["is_reported"])
        return cls(
            name=str(row["item"]),
            step=str(row["step"]),
            period=str(row["period"]),
            due_on=due_on,
            done_on=done_on,
            state=_state(due_on, done_on, today, is_reported=is_reported),
            source=str(row["source_org"] or ""),
        )


@dataclass(frozen=True)
class StepCount:
    """How the items stand in one step. ``due`` are those done or whose day has passed."""

    step: str
    in_time: int
    late: int
    running: int

    @property
    def due(self) -> int:
        return self.in_time + self.late

    @property
    def rate(self) -> float | None:
        """Share done in time, in %."""
        return self.in_time / self.due * 100 if self.due else None


@dataclass(frozen=True)
class DutyResult:
    """``owed`` is how many times the plan asks for in the period; None where the period holds
    no whole number of turns. ``steps`` only for work owed in steps."""

    query: KpiQuery
    indicator: Indicator
    items: tuple[Item, ...]
    owed: int | None
    steps: tuple[StepCount, ...]
    today: date

    def having(self, *states: State) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state in states)


def count(
    source: Source, trace: Trace, catalogue: Catalogue, query: KpiQuery, today: date
) -> DutyResult:
    """The work of the query's indicator in its period; unsaid, this year."""
    indicator = catalogue.indicator(query.indicator or "")
    duty = indicator.duty
    if duty is None:
        raise ValueError(f"{indicator.code} is counted from no register of work")
    period = query.period or Period.year_so_far(today.year)
    if period.open_end and period.grain is Grain.CUMULATIVE:
        # What is owed is owed for the whole year, done or not.
        period = Period.year(period.last.year)
    query = query.but(period=period)
    rows = trace.fetch(source, Selection.of(Dataset.WORK, {"work": duty.work}))
    months = {month.key for month in period.months()}
    items = [Item.of(row, today) for row in rows if row["period"] in months]
    items.sort(key=lambda item: (item.period, item.name))
    steps = tuple(_step(step, items) for step in duty.steps)
    owed = _owed(indicator, duty, period, catalogue)
    return DutyResult(query, indicator, tuple(items), owed, steps, today)


def _step(step: str, items: Sequence[Item]) -> StepCount:
    states = [item.state for item in items if item.step == step]
    in_time = states.count(State.IN_TIME)
    late = states.count(State.DONE_LATE) + states.count(State.OVERDUE)
    return StepCount(step, in_time, late, len(states) - in_time - late)


def _owed(indicator: Indicator, duty: Duty, period: Period, catalogue: Catalogue) -> int | None:
    if duty.each is None or (duty.since is not None and period.first.key < duty.since):
        return None
    step, months = duty.each.months, len(period.months())
    starts = period.first.number - 1
    is_whole = months % step == 0 and starts % min(step, MONTHS_PER_YEAR) == 0
    each = len(catalogue.leading_group.members) if indicator.per is Dimension.INDUSTRY else 1
    return duty.times * each * months // step if is_whole else None


def _state(due_on: date | None, done_on: date | None, today: date, *, is_reported: bool) -> State:
    if done_on is not None:
        return State.DONE_LATE if due_on is not None and done_on > due_on else State.IN_TIME
    if is_reported:
        return State.REPORTED
    return State.OVERDUE if due_on is not None and due_on < today else State.RUNNING


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
