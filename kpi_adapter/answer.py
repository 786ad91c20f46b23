"""What the adapter hands back: an answer, an explanation, the health of its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kpi_adapter.query import KpiQuery


class Outcome(StrEnum):
    ANSWERED = "answered"
    CLARIFY = "clarify"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why an answer is what it is; every refusal and question has one."""

    FIGURE_GIVEN = "figure_given"
    INDUSTRY_OR_ZONE = "industry_or_zone"
    SEVERAL_INDICATORS = "several_indicators"
    SEVERAL_PROJECTS = "several_projects"
    SEVERAL_SOURCES = "several_sources"
    ANSWER_TOO_LARGE = "answer_too_large"
    NO_DAILY_FIGURE = "no_daily_figure"
    NOT_RELEASED = "not_released"
    PUBLISHED_WITH_FEBRUARY = "published_with_february"
    ONLY_CUMULATIVE = "only_cumulative"
    ONLY_QUARTERLY = "only_quarterly"
    NO_RECORD = "no_record"
    NOT_COLLECTED = "not_collected"
    NOT_HELD = "not_held"
    DEFINITION_CHANGED = "definition_changed"
    OTHER_PLACE = "other_place"
    COMPANY_NOT_KEPT = "company_not_kept"
    NAMES_NOT_KEPT = "names_not_kept"
    CAUSE_NOT_KEPT = "cause_not_kept"
    NO_FORECAST = "no_forecast"
    STANDARD_NOT_KEPT = "standard_not_kept"
    MEAN_NOT_DEFINED = "mean_not_defined"
    EXCLUSION_NOT_READ = "exclusion_not_read"
    WORDS_NOT_READ = "words_not_read"
    NO_INDICATOR_SAID = "no_indicator_said"
    NOBODY_RANKED = "nobody_ranked"
    NO_SUCH_PERIOD = "no_such_period"
    NO_SUCH_PROJECT = "no_such_project"
    NOT_OFFICIAL = "not_official"
    OTHER_DISTRICT = "other_district"
    OTHER_DEPARTMENT = "other_department"
    NOT_A_LEADER = "not_a_leader"
    IDENTITY_UNCLEAR = "identity_unclear"
    SOURCE_UNAVAILABLE = "source_unavailable"


@dataclass(frozen=True)
class Figure:
    """One number shown. ``value`` is in ``unit``; ``released_on`` is the publication
    date, None where the source keeps none; the ``period`` of a stock is the day of counting."""

    label: str
    value: float | None
    unit: str
    period: str
    released_on: date | None
    source: str


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ClauseReference:
    """``clause`` is an address such as ``二-2#s2``; ``quote`` is verbatim."""

    clause: str
    quote: str


class ChartKind(StrEnum):
    BARS = "bars"
    LINE = "line"
    PROGRESS = "progress"
    COMPLETION = "completion"


class Lamp(StrEnum):
    """How a goal stands to its pace; WAITING where it is judged only at its end."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    WAITING = "waiting"


@dataclass(frozen=True)
class ChartData:
    """What `presentation.chart` draws; ``goal`` is a target line, in ``unit``. COMPLETION has
    for each value (in %) a ``lamp`` and a ``pace`` in %, None where there is none.

    ``is_essential``: a picture tells it better than the text, so it is drawn unasked.
    """

    kind: ChartKind
    title: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    footnote: str
    goal: float | None = None
    lamps: tuple[Lamp, ...] = ()
    pace: tuple[float | None, ...] = ()
    is_essential: bool = False


@dataclass(frozen=True)
class KpiAnswer:
    """``text`` is complete by itself; table, figures and clauses are the same in parts.

    ``choices`` are full questions to send when clicked. ``rows_read`` counts the rows that the
    sources gave for it.
    """

    outcome: Outcome
    reason: Reason
    text: str
    figures: tuple[Figure, ...] = ()
    table: Table | None = None
    query: KpiQuery | None = None
    clauses: tuple[ClauseReference, ...] = ()
    choices: tuple[str, ...] = ()
    chart: ChartData | None = None
    # What was read is nobody's answer: two refusals alike stay alike.
    rows_read: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Explanation:
    """How an answer was got: the query in words, each bound statement, the rows read."""

    sentence: str
    statements: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class SourceHealth:
    """``last_success`` is UTC. ``message`` is Chinese and holds no address or secret."""

    name: str
    is_available: bool
    message: str
    last_success: datetime | None = None
