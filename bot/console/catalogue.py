"""The catalogue of indicators with its checks and the latest figure of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.console import wording
from bot.console.access import require_console
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.dialogue.skills.status import viewer_of
from bot.identity import Person

if TYPE_CHECKING:
    from kpi_adapter import KpiAdapter
    from kpi_adapter.catalogue.model import Indicator

SECTION = "catalogue"


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator; `access` is who may see it, in words. `definition` and `decided` are the
    catalogue's, in the punctuation that people are shown."""

    indicator: Indicator
    access: str
    definition: str
    decided: str

    def is_named(self, words: str) -> bool:
        """Tell whether code, name or an alias holds `words`, in any case."""
        names = (self.indicator.code, self.indicator.name, *self.indicator.aliases)
        return any(words.casefold() in name.casefold() for name in names)


@dataclass(frozen=True)
class LatestFigure:
    """The newest value of an indicator, ready to be shown; `problem` where there is none."""

    value: str
    period: str
    released_on: date | None
    problem: str


@dataclass(frozen=True)
class CheckRun:
    """The checks as they were last run; `at` is business time, `problems` name file and line."""

    at: datetime
    problems: tuple[str, ...]


class Catalogue:
    """The catalogue as the figures use it. Its files are edited outside of the console."""

    def __init__(
        self,
        figures: KpiAdapter | None,
        audit: ConsoleAudit,
        clock: Clock,
        *,
        directory: Path | None,
        decisions: dict[str, str],
    ) -> None:
        self._figures = figures
        self._audit = audit
        self._clock = clock
        self._directory = directory
        self._decisions = decisions
        self._run: CheckRun | None = None

    @property
    def folder(self) -> str:
        """Where the files lie, as an administrator finds them."""
        if self._directory is not None:
            return str(self._directory)
        return wording.PACKAGED_CATALOGUE

    def indicators(self) -> Sequence[IndicatorLine]:
        """Return every indicator, in the order of the files; none without figures."""
        from kpi_adapter.presentation.punctuation import full_width

        if self._figures is None:
            return ()
        return [
            IndicatorLine(
                one,
                wording.ACCESS.get(one.access.value, one.access.value),
                full_width(one.definition),
                full_width(one.decided),
            )
            for one in self._figures.catalogue.indicators
        ]

    def checks(self) -> CheckRun:
        """Return the checks as last run, running them the first time."""
        return self._run or self._check()

    def check_again(self, person: Person) -> CheckRun:
        """Run the checks on the files as they are now."""
        require_console(person)
        run = self._check()
        self._audit.record(
            person,
            ConsoleChange(
                SECTION,
                wording.CHECK,
                self.folder,
                after=wording.checked(len(run.problems)),
            ),
        )
        return run

    def latest(self, indicator: Indicator, person: Person) -> LatestFigure:
        """Return the newest value of an indicator as `person` may see it."""
        from kpi_adapter.errors import KpiError

        if self._figures is None:
            return LatestFigure("", "", None, wording.NO_FIGURES)
        try:
            found = self._figures.answer(
                wording.latest_question(indicator.name),
                viewer=viewer_of(person),
                now=self._clock.now(),
            )
        except KpiError as exc:
            return LatestFigure("", "", None, str(exc))
        if found is None or not found.figures or found.figures[0].value is None:
            return LatestFigure("", "", None, found.text if found else wording.NO_LATEST)
        first = found.figures[0]
        value = f"{first.value:.{indicator.decimals}f} {first.unit}"
        return LatestFigure(value, first.period, first.released_on, "")

    def _check(self) -> CheckRun:
        from kpi_adapter.catalogue.loading import load_catalogue
        from kpi_adapter.errors import CatalogueError

        problems: tuple[str, ...] = ()
        try:
            load_catalogue(self._directory, decisions=self._decisions)
        except CatalogueError as exc:
            problems = tuple(str(exc).splitlines())
        self._run = CheckRun(self._clock.now(), problems)
        return self._run
