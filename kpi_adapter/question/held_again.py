"""达到90%了吗, 过150个了吗, after one figure: it is held against the number that is said. Pure."""

from __future__ import annotations

from dataclasses import replace

from kpi_adapter.catalogue.model import Catalogue, Indicator
from kpi_adapter.query import Condition, KpiQuery, Measure, Task
from kpi_adapter.question import scope, sizes
from kpi_adapter.question.held_after import ONE_FIGURE
from kpi_adapter.question.slots import COUNTED_UNITS, Slots


def held_again(
    slots: Slots, previous: KpiQuery, catalogue: Catalogue
) -> tuple[Slots, KpiQuery] | None:
    """The words with what the number means, and the figure held against it; None where another
    figure is named, or nothing is asked of the one just shown."""
    is_one = previous.task in ONE_FIGURE and previous.indicator and previous.projects is None
    is_named = slots.mentions or slots.periods or slots.by is not None or slots.order is not None
    if not is_one or is_named or not scope.wants_yes_or_no(slots.text):
        return None
    indicator = catalogue.indicator(previous.indicator or "")
    bound = _bound(slots, previous, indicator)
    if bound is not None:
        task = Task.TARGET if bound.measure is Measure.COMPLETION else Task.VALUE
        query = previous.but(task=task, condition=bound, goal=None)
        return replace(slots, condition=bound), query
    size = scope.goal(slots, indicator)
    if size is None:
        return None
    return slots, previous.but(task=Task.VALUE, goal=size, condition=None)


def _bound(slots: Slots, previous: KpiQuery, indicator: Indicator) -> Condition | None:
    """Of a count the rate is of its plan, of an amount of the growth that was asked for."""
    if slots.condition is not None and slots.condition.measure is Measure.COMPLETION:
        return slots.condition
    if indicator.unit == "%":
        return sizes.find_level(slots.text)
    completion = sizes.find_completion(slots.text)
    if completion is None or indicator.unit in COUNTED_UNITS:
        return completion
    return replace(completion, measure=Measure.GROWTH) if previous.changes else None
