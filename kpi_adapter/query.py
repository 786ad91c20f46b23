"""KpiQuery: a question about figures, understood. Frozen, stored with its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Self

from kpi_adapter.errors import QueryError
from kpi_adapter.period import Grain, Period


class Task(StrEnum):
    """What is to be done with the figures asked for."""

    VALUE = "value"
    OVERVIEW = "overview"
    BREAKDOWN = "breakdown"
    RANKING = "ranking"
    TREND = "trend"
    COMPARE = "compare"
    TARGET = "target"
    SHARE = "share"
    PROJECTS = "projects"
    AT_RISK = "at_risk"
    PROVENANCE = "provenance"
    DEFINITION = "definition"
    BRIEF = "brief"


class Change(StrEnum):
    """A change against another period: 同比 year on year, 环比 on the period before."""

    YEAR_ON_YEAR = "year_on_year"
    ON_PREVIOUS = "on_previous"


class Dimension(StrEnum):
    INDUSTRY = "industry"
    REGION = "region"
    DEPARTMENT = "department"


class Measure(StrEnum):
    """What a ranking or a condition looks at."""

    AMOUNT = "amount"
    GROWTH = "growth"
    COMPLETION = "completion"


@dataclass(frozen=True)
class Order:
    """Ranking: ``top`` and ``bottom`` are how many to name; 0 and 0 lists all. ``nth`` names
    one place in the list: 2 is the second, −2 the last but one."""

    by: Measure = Measure.AMOUNT
    top: int = 0
    bottom: int = 0
    nth: int = 0


class Bound(StrEnum):
    """以上、以下、不低于 include the number; 超、不满、不到 do not (民法典第1259条)."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"

    def holds(self, value: float, limit: float) -> bool:
        match self:
            case Bound.AT_LEAST:
                return value >= limit
            case Bound.MORE_THAN:
                return value > limit
            case Bound.AT_MOST:
                return value <= limit
            case Bound.LESS_THAN:
                return value < limit


def is_within(value: float, upper: float | None, *, is_open: bool) -> bool:
    """Whether ``value`` is within the upper end of a range, if there is one."""
    return upper is None or value < upper or (value == upper and not is_open)


@dataclass(frozen=True)
class Condition:
    """Keep only rows whose ``measure`` (unit of the indicator, or %) satisfies the bound.

    ``reference`` is the place or industry group whose own number is the limit (高于全市平均);
    ``upper`` the other end of a range, included unless ``is_upper_open``."""

    measure: Measure
    bound: Bound
    limit: float
    reference: str | None = None
    upper: float | None = None
    is_upper_open: bool = False

    def admits(self, value: float) -> bool:
        is_below = is_within(value, self.upper, is_open=self.is_upper_open)
        return self.bound.holds(value, self.limit) and is_below


@dataclass(frozen=True)
class Stated:
    """What a question says a figure is, in 亿元, a count or %, give or take ``tolerance``: half
    of the last place said, or less where that place is coarse. ``words`` are those it was said
    in, ``is_sized`` where these name a unit of money; ``is_apart`` where they say how far two lie
    apart and not which of them is more."""

    measure: Measure
    number: float
    tolerance: float
    words: str
    is_sized: bool = False
    is_apart: bool = False


class Milestone(StrEnum):
    """Project events counted by their actual date; DUE by the planned completion and
    PLANNED_START by the planned start."""

    SIGNED = "signed"
    STARTED = "started"
    COMPLETED = "completed"
    IMPLEMENTING = "implementing"
    DUE = "due"
    PLANNED_START = "planned_start"


class Late(StrEnum):
    """Which planned date has passed: 应开未开 the start, 应竣未竣 the completion."""

    START = "start"
    COMPLETION = "completion"


@dataclass(frozen=True)
class ProjectFilter:
    """Which rows of the ledger; ``investment`` is total investment in 亿元, ``upper`` the other
    end of a range of it, included unless ``is_upper_open``. ``days``: the first and the last day
    (2019-11-15) of the milestone, where they are finer than a period."""

    statuses: tuple[str, ...] = ()
    bound: Bound | None = None
    investment: float | None = None
    milestone: Milestone | None = None
    is_delayed: bool = False
    late: Late | None = None
    has_problem: bool = False
    is_without_problem: bool = False
    problem: str | None = None
    name: str | None = None
    departments: tuple[str, ...] = ()
    upper: float | None = None
    days: tuple[str, ...] = ()
    is_upper_open: bool = False

    def admits_investment(self, value: float) -> bool:
        if self.bound is None or self.investment is None:
            return True
        is_below = is_within(value, self.upper, is_open=self.is_upper_open)
        return is_below and self.bound.holds(value, self.investment)


@dataclass(frozen=True)
class KpiQuery:
    """One understood question. Codes are those of the catalogue; ``also`` names further
    indicators asked for in the same breath, ``focus`` the place or industry whose rank is
    asked for, ``excluded`` what was to be left out of ``industries`` or ``regions`` (and no
    longer stands in them). ``is_sum``: one number for all of them together;
    ``is_monthly_mean``: that number by the month. ``step`` is the
    length of a trend's steps where it was said (各季度). ``is_multiple``: how many times the second
    of two the first is. The ``condition`` of a comparison is what is claimed of its first; ``gap``
    is of which measure the amount between two indicators is asked, ``stated`` what the figure is
    said to be."""

    task: Task
    indicator: str | None = None
    also: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    period: Period | None = None
    against: Period | None = None
    changes: tuple[Change, ...] = ()
    by: Dimension | None = None
    order: Order | None = None
    condition: Condition | None = None
    goal: float | None = None
    focus: str | None = None
    projects: ProjectFilter | None = None
    excluded: tuple[str, ...] = ()
    is_sum: bool = False
    is_monthly_mean: bool = False
    step: Grain | None = None
    is_multiple: bool = False
    gap: Measure | None = None
    stated: Stated | None = None

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready; absent parts are left out."""
        plain = {key: _plain(value) for key, value in asdict(self).items()}
        for key in ("period", "against"):
            period = getattr(self, key)
            plain[key] = period.to_dict() if period else None
        return {
            key: value
            for key, value in plain.items()
            if value is not False and value not in (None, [], ())
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> KpiQuery:
        """Read back what `to_dict` wrote. Raises QueryError when it is something else."""
        try:
            return cls(
                task=Task(str(data["task"])),
                indicator=_text(data.get("indicator")),
                also=_texts(data.get("also")),
                industries=_texts(data.get("industries")),
                regions=_texts(data.get("regions")),
                period=_period(data.get("period")),
                against=_period(data.get("against")),
                changes=tuple(Change(item) for item in _texts(data.get("changes"))),
                by=Dimension(str(data["by"])) if data.get("by") else None,
                order=_order(data.get("order")),
                condition=_condition(data.get("condition")),
                goal=_number(data.get("goal")),
                focus=_text(data.get("focus")),
                projects=_projects(data.get("projects")),
                excluded=_texts(data.get("excluded")),
                is_sum=bool(data.get("is_sum", False)),
                is_monthly_mean=bool(data.get("is_monthly_mean", False)),
                step=Grain(str(data["step"])) if data.get("step") else None,
                is_multiple=bool(data.get("is_multiple", False)),
                gap=Measure(str(data["gap"])) if data.get("gap") else None,
                stated=_stated(data.get("stated")),
            )
        except (KeyError, ValueError, TypeError) as exc:
            raise QueryError(f"存储的查询无法读回:{exc}") from exc


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def _mapping(value: object) -> Mapping[str, object] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise TypeError(f"应为对象,收到{type(value).__name__}")
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"应为列表,收到{type(value).__name__}")
    return tuple(str(item) for item in value)


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"应为数,收到{type(value).__name__}")
    return float(value)


def _period(value: object) -> Period | None:
    data = _mapping(value)
    return Period.from_dict(data) if data else None


def _order(value: object) -> Order | None:
    data = _mapping(value)
    if data is None:
        return None
    return Order(
        Measure(str(data["by"])),
        int(_number(data.get("top")) or 0),
        int(_number(data.get("bottom")) or 0),
        int(_number(data.get("nth")) or 0),
    )


def _condition(value: object) -> Condition | None:
    data = _mapping(value)
    if data is None:
        return None
    limit = _number(data["limit"])
    if limit is None:
        raise ValueError("条件缺少数值")
    reference = _text(data.get("reference"))
    measure, bound = Measure(str(data["measure"])), Bound(str(data["bound"]))
    upper, is_open = _number(data.get("upper")), bool(data.get("is_upper_open", False))
    return Condition(measure, bound, limit, reference, upper, is_open)


def _stated(value: object) -> Stated | None:
    data = _mapping(value)
    if data is None:
        return None
    number, tolerance = _number(data["number"]), _number(data["tolerance"])
    if number is None or tolerance is None:
        raise ValueError("所说的数缺少数值")
    measure, words = Measure(str(data["measure"])), str(data["words"])
    return Stated(measure, number, tolerance, words, bool(data.get("is_sized", False)))


def _projects(value: object) -> ProjectFilter | None:
    data = _mapping(value)
    if data is None:
        return None
    return ProjectFilter(
        statuses=_texts(data.get("statuses")),
        bound=Bound(str(data["bound"])) if data.get("bound") else None,
        investment=_number(data.get("investment")),
        milestone=Milestone(str(data["milestone"])) if data.get("milestone") else None,
        is_delayed=bool(data.get("is_delayed", False)),
        late=Late(str(data["late"])) if data.get("late") else None,
        has_problem=bool(data.get("has_problem", False)),
        is_without_problem=bool(data.get("is_without_problem", False)),
        problem=_text(data.get("problem")),
        name=_text(data.get("name")),
        departments=_texts(data.get("departments")),
        upper=_number(data.get("upper")),
        days=_texts(data.get("days")),
        is_upper_open=bool(data.get("is_upper_open", False)),
    )
