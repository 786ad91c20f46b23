"""The working days in the database: seeded, imported by an administrator, loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from bot.csv_file import read_table
from bot.errors import ImportRefused
from bot.storage.engine import Also, SessionFactory, nothing_else
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.model import CalendarDayRow, CalendarYearRow

SEED_SOURCE = "chinesecalendar"

_YES = frozenset({"1", "true", "是", "上班", "补班"})
_NO = frozenset({"0", "false", "否", "休息", "放假"})


@dataclass(frozen=True)
class CalendarDay:
    """A day that departs from Monday to Friday, and the name the notice gives it."""

    day: date
    is_workday: bool
    name: str


class WorkingDays:
    """The working days of one database.

    Years that nobody imported are seeded from chinesecalendar when the calendar is first
    asked for; a year that is there, seeded or imported, is left as it is.
    """

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions
        self._is_seeded = False

    def calendar(self) -> WorkingCalendar:
        """Return the calendar as the database has it now."""
        if not self._is_seeded:
            self._seed()
            self._is_seeded = True
        with self._sessions() as session:
            days = session.execute(sa.select(CalendarDayRow.day, CalendarDayRow.is_workday)).all()
            years = session.scalars(sa.select(CalendarYearRow.year)).all()
        return WorkingCalendar({row.day: row.is_workday for row in days}, years)

    def announced(self) -> dict[int, str]:
        """Return the years whose notice is known, each with its source."""
        self.calendar()
        with self._sessions() as session:
            rows = session.scalars(sa.select(CalendarYearRow).order_by(CalendarYearRow.year)).all()
        return {row.year: row.source for row in rows}

    def days_of(self, year: int) -> list[CalendarDay]:
        """Return the days of a year that depart from Monday to Friday, in order."""
        self.calendar()
        of_year = CalendarDayRow.day.between(date(year, 1, 1), date(year, 12, 31))
        query = sa.select(CalendarDayRow).where(of_year).order_by(CalendarDayRow.day)
        with self._sessions() as session:
            return [
                CalendarDay(row.day, row.is_workday, row.name) for row in session.scalars(query)
            ]

    def days_in(self, path: Path) -> list[CalendarDay]:
        """Return the days that a file names, in order.

        Raises:
            ImportRefused: the file or a row is bad.
        """
        days = [CalendarDay(row.day, row.is_workday, row.name) for row in _read(path)]
        return sorted(days, key=lambda day: day.day)

    def read_file(self, path: Path) -> tuple[tuple[int, ...], WorkingCalendar]:
        """Return the years a file describes and the calendar as it would be with it.

        Raises:
            ImportRefused: the file or a row is bad.
        """
        days = _read(path)
        years = tuple(sorted({day.day.year for day in days}))
        self.calendar()
        with self._sessions() as session:
            known = session.execute(sa.select(CalendarDayRow.day, CalendarDayRow.is_workday)).all()
            announced = set(session.scalars(sa.select(CalendarYearRow.year)))
        exceptions = {row.day: row.is_workday for row in known if row.day.year not in years}
        exceptions |= {day.day: day.is_workday for day in days}
        return years, WorkingCalendar(exceptions, announced | set(years))

    def import_file(
        self,
        path: Path,
        *,
        source: str,
        also: Also = nothing_else,
    ) -> tuple[int, ...]:
        """Replace the years that a CSV file (`date,is_workday,name`) describes.

        `source` names the notice. Every year in the file is replaced whole; they are returned.
        `also` is called in the same transaction.

        Raises:
            ImportRefused: the file or a row is bad; nothing was changed.
        """
        days = _read(path)
        years = tuple(sorted({day.day.year for day in days}))
        with self._sessions.begin() as session:
            for year in years:
                session.execute(
                    sa.delete(CalendarDayRow).where(
                        CalendarDayRow.day.between(date(year, 1, 1), date(year, 12, 31))
                    )
                )
                session.merge(CalendarYearRow(year=year, source=source))
            for day in days:
                day.source = source
            session.add_all(days)
            also(session)
        return years

    def _seed(self) -> None:
        from chinese_calendar import constants

        exceptions = {day: (False, str(name)) for day, name in constants.holidays.items()}
        exceptions |= {day: (True, str(name)) for day, name in constants.workdays.items()}
        with self._sessions.begin() as session:
            known = set(session.scalars(sa.select(CalendarYearRow.year)))
            missing = {day.year for day in exceptions} - known
            session.add_all(CalendarYearRow(year=year, source=SEED_SOURCE) for year in missing)
            session.add_all(
                CalendarDayRow(day=day, is_workday=is_workday, name=name, source=SEED_SOURCE)
                for day, (is_workday, name) in exceptions.items()
                if day.year in missing
            )


def _read(path: Path) -> list[CalendarDayRow]:
    remedy = "给出 CSV，表头 date,is_workday,name，日期写作 2027-01-01"
    days: dict[date, CalendarDayRow] = {}
    bad: list[tuple[int, str]] = []
    for number, row in read_table(path, remedy=remedy).rows.items():
        try:
            day = date.fromisoformat(row.get("date", ""))
        except ValueError:
            bad.append((number, "日期看不懂"))
            continue
        word = row.get("is_workday", "").lower()
        if word not in _YES | _NO:
            bad.append((number, "is_workday 应为 1 或 0"))
        elif day in days:
            bad.append((number, "日期重复"))
        else:
            days[day] = CalendarDayRow(
                day=day, is_workday=word in _YES, name=row.get("name", ""), source=""
            )
    if bad or not days:
        raise ImportRefused(
            f"{path.name} 有误，未导入任何内容", rows=bad or [(1, "没有任何日期")], remedy=remedy
        )
    return list(days.values())
