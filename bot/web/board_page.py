"""The board as its pages show it: indicators, the 九个一 matrix, projects, tasks.

Every text is ready to be shown. A part that a person may not see is absent, not empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.alerts.wording import LIGHT_LABELS


class Lamp(StrEnum):
    """How something stands: an alert's light, or that it is judged only when it is due. Each lamp
    is also said in words wherever it is shown."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        """The lamp in words."""
        return _LAMP_LABELS[self]


_LAMP_LABELS = {Lamp(light): label for light, label in LIGHT_LABELS.items()} | {
    Lamp.WAITING: "到期判定"
}


class BoardPart(StrEnum):
    """A page of the board; its value is the last part of the address."""

    INDICATORS = "indicators"
    DELIVERABLES = "deliverables"
    PROJECTS = "projects"
    TASKS = "tasks"


@dataclass(frozen=True)
class FigureAddress:
    """Which figure: codes of indicator, industry and place."""

    indicator: str
    industry: str
    place: str


@dataclass(frozen=True)
class ClauseLink:
    """A clause that a target or a task rests on; `label` is its address in words."""

    label: str
    quote: str
    url: str


@dataclass(frozen=True)
class Progress:
    """A figure against its target.

    `share` and `pace_share` are whole percents from 0 to 100, for drawing; None where progress
    is judged only at the end. `remark` says where today's pace would give another lamp.
    """

    target: str
    lamp: Lamp
    verdict: str
    share: int | None = None
    pace_share: int | None = None
    remark: str = ""


@dataclass(frozen=True)
class CardPart:
    """One of several targets under one card: a department's or an industry's."""

    name: str
    value: str
    lamp: Lamp


@dataclass(frozen=True)
class IndicatorCard:
    """An indicator with its target. `lamp` is the worst of its parts."""

    name: str
    value: str
    unit: str
    as_of: str
    lamp: Lamp
    address: FigureAddress
    progress: Progress | None = None
    parts: tuple[CardPart, ...] = ()


@dataclass(frozen=True)
class CardGroup:
    """Cards under one heading."""

    title: str
    cards: tuple[IndicatorCard, ...]


@dataclass(frozen=True)
class Cell:
    """One figure of a grid; `text` "—" and no address where there is none."""

    text: str
    note: str = ""
    lamp: Lamp | None = None
    address: FigureAddress | None = None


@dataclass(frozen=True)
class Grid:
    """Figures by industry or by place; a row is its name and its cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    note: str = ""


@dataclass(frozen=True)
class IndicatorsPage:
    """The board's first page."""

    groups: tuple[CardGroup, ...]
    grids: tuple[Grid, ...]
    note: str

    def count(self, lamp: Lamp) -> int:
        """Return how many cards show `lamp`."""
        return sum(card.lamp is lamp for group in self.groups for card in group.cards)


@dataclass(frozen=True)
class TrendPoint:
    """A figure at one period; `value` in the figure's unit. What covers more months than its
    neighbours is told, but not drawn beside them."""

    label: str
    value: float
    text: str
    is_drawn: bool = True


@dataclass(frozen=True)
class FigurePage:
    """One figure explained: definition, query in words, source, release date, trend.

    `statements` are the bound statements it was read with, for officials only.
    """

    title: str
    value: str
    unit: str
    period: str
    definition: str
    query: str
    source: str
    changes: tuple[str, ...] = ()
    made_of: str = ""
    progress: Progress | None = None
    parts: tuple[CardPart, ...] = ()
    clause: ClauseLink | None = None
    statements: tuple[str, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    grids: tuple[Grid, ...] = ()
    counts_projects: bool = False


@dataclass(frozen=True)
class DeliverableCell:
    """Where one of the 九个一 stands for one industry, and its task."""

    text: str
    lamp: Lamp | None = None
    task_no: str | None = None


@dataclass(frozen=True)
class DeliverableRow:
    """One of the nine; a single cell where all industries share it."""

    name: str
    cells: tuple[DeliverableCell, ...]
    is_shared: bool = False


@dataclass(frozen=True)
class DeliverablesPage:
    """The 九个一 matrix."""

    industries: tuple[str, ...]
    rows: tuple[DeliverableRow, ...]
    clause: ClauseLink | None
    note: str


@dataclass(frozen=True)
class ProjectChoice:
    """Which projects to list; empty means any. `at_least` is total investment in 亿元."""

    stage: str = ""
    place: str = ""
    industry: str = ""
    at_least: float | None = None
    is_late: bool = False
    page: int = 1


@dataclass(frozen=True)
class ProjectLine:
    """One project of the ledger; `facts` are the rest of its row, name and text."""

    name: str
    stage: str
    place: str
    industry: str
    investment: str
    lateness: str
    share: int | None
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProjectsPage:
    """The ledger as the person may see it. `places` and the like are what can be chosen."""

    choice: ProjectChoice
    stages: tuple[str, ...]
    places: tuple[str, ...]
    industries: tuple[str, ...]
    amounts: tuple[float, ...]
    projects: tuple[ProjectLine, ...]
    summary: str
    source: str
    narrowed_to: str | None
    pages: int


@dataclass(frozen=True)
class TaskLine:
    """One task of the list."""

    task_no: str
    title: str
    department: str
    deadline: str
    standing: str
    lamp: Lamp


@dataclass(frozen=True)
class TasksPage:
    """Tasks by light; `counts` holds every lamp that open tasks show."""

    lamp: Lamp | None
    counts: tuple[tuple[Lamp, int], ...]
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True)
class TaskPage:
    """One task with its history: each entry is when, and what happened."""

    line: TaskLine
    facts: tuple[tuple[str, str], ...]
    clause: ClauseLink | None
    history: tuple[tuple[date, str], ...]


class Board(Protocol):
    """The board as one person may see it. None: there is none, or not for this person.

    Every method may block, and raises BotError when a source cannot be read now.
    """

    def parts(self) -> Sequence[BoardPart]:
        """Return the pages there are for the person."""
        ...

    def indicators(self) -> IndicatorsPage | None:
        """Return indicators against targets, and figures by industry and place."""
        ...

    def figure(self, address: FigureAddress) -> FigurePage | None:
        """Return one figure explained."""
        ...

    def deliverables(self) -> DeliverablesPage | None:
        """Return the 九个一 matrix."""
        ...

    def projects(self, choice: ProjectChoice) -> ProjectsPage | None:
        """Return the projects chosen."""
        ...

    def tasks(self, lamp: Lamp | None) -> TasksPage | None:
        """Return open tasks, worst first; of one lamp, or of all."""
        ...

    def task(self, task_no: str) -> TaskPage | None:
        """Return one task."""
        ...
