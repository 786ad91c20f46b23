"""The supervision brief as its page shows it, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.web.board_page import ClauseLink


@dataclass(frozen=True)
class PeriodLink:
    """A quarter or a year that has a brief: `2019Q3` or `2019`, and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class LateTask:
    """A task that was or is late."""

    task_no: str
    title: str
    department: str
    deadline: str
    standing: str


@dataclass(frozen=True)
class BriefPage:
    """A period's brief. `scope` says what is left out for the person, empty for nothing.

    A row of `rows` is a department's, its cells under `columns`; `is_ranked` tells whether the
    first of them is its rank. `others` are the year of a quarter, or the quarters of a year.
    """

    code: str
    title: str
    as_of: str
    scope: str
    is_ranked: bool
    counts: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    late: tuple[LateTask, ...]
    before: PeriodLink | None
    after: PeriodLink | None
    others: tuple[PeriodLink, ...]
    clause: ClauseLink | None
    note: str


class Briefs(Protocol):
    """The briefs as one person may see them. Every method may block."""

    @property
    def is_open(self) -> bool:
        """Tell whether there are any for the person."""
        ...

    def current(self) -> PeriodLink:
        """Return the quarter that today lies in."""
        ...

    def page(self, code: str) -> BriefPage | None:
        """Return the brief of a period; None when `code` names none."""
        ...

    def excel(self, code: str) -> bytes | None:
        """Return the same as an Excel file; None when `code` names no period."""
        ...
