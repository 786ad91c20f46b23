"""日历: the working days as announced each year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.console import calendar_wording as wording
from bot.console.access import require_console
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.errors import ConsoleRefused
from bot.identity import Person
from bot.tasks import TaskService, WorkingDays
from bot.tasks.calendar_table import CalendarDay
from bot.tasks.task import Task

_LONGEST_SOURCE = 128


@dataclass(frozen=True)
class CalendarYear:
    """A year: `source` is the notice it is known by, empty while it is provisional (暂定)."""

    year: int
    source: str
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True)
class MovedDeadline:
    """A task whose deadline rests on the calendar, with the old and the new one."""

    task_no: str
    title: str
    before: date | None
    after: date | None


@dataclass(frozen=True)
class CalendarImport:
    """What taking in a notice changes, or in a preview would."""

    years: tuple[int, ...]
    added: tuple[CalendarDay, ...]
    removed: tuple[CalendarDay, ...]
    moved: tuple[MovedDeadline, ...]


class CalendarSection:
    """Shows the years and takes in notices. `clock` is business time."""

    def __init__(
        self, tasks: TaskService, working_days: WorkingDays, clock: Clock, audit: ConsoleAudit
    ) -> None:
        self._tasks = tasks
        self._working_days = working_days
        self._clock = clock
        self._audit = audit

    def years(self, by: Person) -> list[CalendarYear]:
        """Return the years around this one, newest first; those not announced are provisional.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        announced, this_year = self._working_days.announced(), self._clock.now().year
        shown = range(this_year + 1, this_year - 3, -1)
        return [
            CalendarYear(
                year,
                announced.get(year, ""),
                tuple(self._working_days.days_of(year)) if year in announced else (),
            )
            for year in shown
        ]

    def standing(self) -> str:
        """Say how far the calendar is known."""
        return wording.known(max(self._working_days.announced(), default=0))

    def take_in(self, by: Person, path: Path, *, source: str, dry_run: bool) -> CalendarImport:
        """Take in a notice and move the open deadlines that rest on it; a dry run only looks.

        Raises:
            ConsoleRefused: the person may not use the console, or no source is named.
            ImportRefused: the file or a row is bad; nothing was changed.
        """
        require_console(by)
        if not 0 < len(source.strip()) <= _LONGEST_SOURCE:
            raise ConsoleRefused(wording.NO_SOURCE, remedy=wording.NAME_THE_SOURCE)
        new = self._working_days.days_in(path)
        years = sorted({day.day.year for day in new})
        old = [day for year in years for day in self._working_days.days_of(year)]
        _, planned = self._tasks.import_calendar(path, source=source, dry_run=True)
        before = {task.task_no: self._tasks.show(by, task.task_no).due_on for task in planned}

        def also(session: Session, moved: list[Task]) -> None:
            self._audit.record(
                by,
                ConsoleChange(
                    wording.SECTION,
                    wording.IMPORTED,
                    wording.years(tuple(years)),
                    after=wording.imported(source, len(new), len(moved)),
                ),
                session=session,
            )

        _, moved = self._tasks.import_calendar(
            path, source=source.strip(), user_id=by.user_id, dry_run=dry_run, also=also
        )
        return CalendarImport(
            tuple(years),
            added=tuple(day for day in new if day not in old),
            removed=tuple(day for day in old if day not in new),
            moved=tuple(
                MovedDeadline(task.task_no, task.title, before.get(task.task_no), task.due_on)
                for task in moved
            ),
        )
