"""The catalogue in memory: frozen, checked, looked up by code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from kpi_adapter.access import Organisation, Sensitivity
from kpi_adapter.errors import QueryError
from kpi_adapter.query import Bound, Dimension, Milestone

Words = Annotated[tuple[str, ...], Field(default=())]


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """How an indicator's number comes about.

    FLOW a monthly amount, cumulative through the year; RATE a published growth rate;
    SNAPSHOT a count at a date; RATIO one flow over another, in %; LEAD growth over the
    growth of a reference group, in points; CLUSTER a flow held against a size to reach;
    PROJECTS a count in the project ledger; DUTY work counted in a register of work.
    """

    FLOW = "flow"
    RATE = "rate"
    SNAPSHOT = "snapshot"
    RATIO = "ratio"
    LEAD = "lead"
    CLUSTER = "cluster"
    PROJECTS = "projects"
    DUTY = "duty"


class Frequency(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    IRREGULAR = "irregular"
    LIVE = "live"


class TargetSpan(StrEnum):
    BY_END = "by_end"
    EACH_YEAR = "each_year"
    OTHER = "other"


class Pace(StrEnum):
    """How progress before the deadline is judged: LINEAR with time, or only at the END."""

    LINEAR = "linear"
    END = "end"


class Target(Entry):
    """A number the policy sets. ``upper`` closes a range (1~2个)."""

    value: float
    upper: float | None = None
    bound: Bound = Bound.AT_LEAST
    span: TargetSpan
    first_year: int | None = None
    last_year: int | None = None
    pace: Pace
    is_soft: bool = False
    clause: str
    quote: str


class Parts(Entry):
    """What a derived indicator is computed from: RATIO ``of`` over ``over``, LEAD ``of``
    against the same of the industry group ``reference``, CLUSTER ``of``."""

    of: str
    over: str | None = None
    reference: str | None = None

    @property
    def inputs(self) -> frozenset[str]:
        """Codes of the indicators that are read for it."""
        return frozenset({self.of} if self.over is None else {self.of, self.over})


class Ledger(Entry):
    """A count in the project ledger: 以上 is at_least, 超 is more_than."""

    investment: float
    bound: Bound
    milestone: Milestone | None = None


class Recurrence(StrEnum):
    """How often work comes again."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]


class Duty(Entry):
    """Work counted from a register of work. ``work`` are the names it is kept under there.
    ``times`` in each ``each`` are owed; without them, every item is owed by its own day, and
    the share of each of ``steps`` done in time is given. Nothing is owed for months before
    ``since`` (2018-10)."""

    work: Annotated[tuple[str, ...], Field(min_length=1)]
    times: int = 1
    each: Recurrence | None = None
    since: Annotated[str | None, Field(pattern=r"^\d{4}-\d{2}$")] = None
    steps: Words


class Choice(Entry):
    """An open question of the plan, and how it is decided here. ``options`` are the decisions
    that the sources can answer; which one holds is a setting, and is printed."""

    question: str
    chosen: str
    options: tuple[str, ...]


class Indicator(Entry):
    """``ledger`` is how a PROJECTS count is made; ``in_ledger`` how the project ledger would
    count the events that a published FLOW counts, of the projects it keeps."""

    code: str
    name: str
    aliases: Words
    kind: Kind
    unit: str
    decimals: int = 0
    direction: Annotated[str, Field(pattern="^(higher|lower)$")] = "higher"
    frequency: Frequency
    definition: str
    decided: str = ""
    choice: Choice | None = None
    owner: str
    access: Sensitivity = Sensitivity.PUBLIC
    scope: str
    place_scope: str | None = None
    has_months: bool = False
    is_headline: bool = False
    per: Dimension | None = None
    parts: Parts | None = None
    ledger: Ledger | None = None
    in_ledger: Ledger | None = None
    duty: Duty | None = None
    target: Target | None = None


class Industry(Entry):
    code: str
    name: str
    short: str
    aliases: Words
    lead: str | None = None
    members: Words
    version: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class RegionKind(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    COUNTY = "county"
    ZONE = "zone"
    GROUP = "group"


class Region(Entry):
    code: str
    name: str
    kind: RegionKind
    aliases: Words
    members: Words
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


class Department(Entry):
    code: str
    name: str
    aliases: Words
    industries: Words
    oversees: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    successor_since: date | None = None

    def name_on(self, day: date) -> str:
        """The name responsibility is carried under on ``day``."""
        if self.successor and self.successor_since and day >= self.successor_since:
            return self.successor
        return self.name


class Stage(Entry):
    """A word people use for where projects stand, and the ledger statuses it covers."""

    name: str
    aliases: Words
    statuses: Words


class Ambiguity(Entry):
    """A word with more than one reading; the readings are offered as choices.

    Within one of ``longer_words`` it is no word of its own.
    """

    word: str
    longer_words: Words
    industries: Words
    regions: Words
    indicators: Words


class Elsewhere(Entry):
    """Places and levels whose figures are not kept here."""

    name: str


class Register(Entry):
    """A list of names that is kept elsewhere by ``owner``; ``indicator`` counts its entries."""

    code: str
    name: str
    aliases: Words
    owner: str
    indicator: str | None = None


class UnheldFigure(Entry):
    """A figure that no source holds. ``counted`` are words that mean it where a number is asked
    for, and something else by themselves."""

    name: str
    aliases: Words = ()
    counted: Words = ()


class Coded(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=Coded)


def _found(entries: Iterable[C], code: str) -> C:
    """Raises QueryError: a stored query may name what the catalogue no longer has."""
    for entry in entries:
        if entry.code == code:
            return entry
    raise QueryError(f"指标目录里没有代码“{code}”;目录可能已更改,请重新提问")


class Catalogue(Entry):
    indicators: tuple[Indicator, ...]
    industries: tuple[Industry, ...]
    regions: tuple[Region, ...]
    departments: tuple[Department, ...]
    stages: tuple[Stage, ...]
    ambiguities: tuple[Ambiguity, ...]
    elsewhere: tuple[Elsewhere, ...]
    registers: tuple[Register, ...] = ()
    unheld: tuple[UnheldFigure, ...] = ()

    def indicator(self, code: str) -> Indicator:
        return _found(self.indicators, code)

    def industry(self, code: str) -> Industry:
        return _found(self.industries, code)

    def region(self, code: str) -> Region:
        return _found(self.regions, code)

    @property
    def headlines(self) -> tuple[Indicator, ...]:
        """The indicators that are asked for most, the default one first."""
        return tuple(item for item in self.indicators if item.is_headline)

    @property
    def city(self) -> Region:
        return next(item for item in self.regions if item.kind is RegionKind.CITY)

    @property
    def districts(self) -> tuple[Region, ...]:
        """The places that are assessed, in the order of the catalogue."""
        kinds = (RegionKind.DISTRICT, RegionKind.COUNTY, RegionKind.ZONE)
        return tuple(item for item in self.regions if item.kind in kinds)

    @property
    def leading_group(self) -> Industry:
        """The group of all leading industries."""
        return next(item for item in self.industries if item.members)

    def is_whole(self, code: str) -> bool:
        """Whether it is the city or the group of its leading industries, and no part of them."""
        return code in (self.city.code, self.leading_group.code)

    def places_of(self, code: str) -> tuple[str, ...]:
        """The regions a code stands for: a group its members, anything else itself."""
        region = self.region(code)
        return region.members if region.kind is RegionKind.GROUP else (code,)

    @property
    def organisation(self) -> Organisation:
        return Organisation(
            city=self.city.code,
            districts=frozenset(item.code for item in self.districts),
            departments=frozenset(item.code for item in self.departments),
            overseeing=frozenset(item.code for item in self.departments if item.oversees),
        )

    def keeper_of(self, indicator: Indicator) -> str | None:
        """Code of the department that keeps the figure."""
        return next((d.code for d in self.departments if d.name == indicator.owner), None)

    def present_name(self, department: str, day: date) -> str:
        """What the department of this name is called on ``day``."""
        found = next((d for d in self.departments if d.name == department), None)
        return found.name_on(day) if found else department
