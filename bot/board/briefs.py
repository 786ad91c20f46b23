"""The supervision brief of a period for one person, put together for its page."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from bot.clause_label import clause_label
from bot.dialogue.plan_clauses import PlanClauses
from bot.identity import Directory, Person
from bot.tasks import TaskService
from bot.tasks.brief import (
    Brief,
    Judged,
    Period,
    neighbour,
    period_of_code,
    quarter,
    quarter_of,
    whole_year,
)
from bot.tasks.brief_wording import (
    BASIS,
    NARROWED,
    NO_POINTS,
    standing_of,
    standings_table,
    title,
    totals,
    write_excel,
)
from bot.tasks.department_names import department_names
from bot.tasks.selection import TaskSelection
from bot.tasks.wording import deadline
from bot.web.board_page import ClauseLink
from bot.web.brief_page import BriefPage, LateTask, PeriodLink


@dataclass(frozen=True)
class BriefSources:
    """Where the briefs' data come from."""

    tasks: TaskService
    directory: Directory
    clauses: PlanClauses


class PersonalBriefs:
    """`bot.web.brief_page.Briefs` for `person` on the business day `today`."""

    def __init__(self, sources: BriefSources, person: Person, today: date) -> None:
        self._tasks = sources.tasks
        self._clauses = sources.clauses
        self._person = person
        self._today = today
        self._departments = department_names(sources.directory.departments(), today)

    @property
    def is_open(self) -> bool:
        """Tell whether there are any for the person."""
        return self._person.is_official

    def current(self) -> PeriodLink:
        """Return the quarter that today lies in."""
        return _link(quarter_of(self._today))

    def page(self, code: str) -> BriefPage | None:
        """Return the brief of a period; None when `code` names none."""
        period = period_of_code(code)
        if period is None or not self.is_open:
            return None
        found = self._tasks.brief(self._person, period)
        is_narrowed = self._is_narrowed
        table = standings_table(found, self._departments, is_narrowed=is_narrowed)
        return BriefPage(
            code=period.code,
            title=title(found),
            as_of=found.as_of.isoformat(),
            scope=NARROWED if is_narrowed else "",
            is_ranked=not is_narrowed,
            counts=_counts(found),
            columns=table.columns,
            rows=table.rows,
            late=tuple(self._late(one) for one in found.late),
            before=self._neighbour(period, -1),
            after=self._neighbour(period, 1),
            others=_others(period),
            clause=self._clause(),
            note=NO_POINTS,
        )

    def excel(self, code: str) -> bytes | None:
        """Return the same as an Excel file; None when `code` names no period."""
        period = period_of_code(code)
        if period is None or not self.is_open:
            return None
        file = io.BytesIO()
        found = self._tasks.brief(self._person, period)
        write_excel(found, self._departments, file, is_narrowed=self._is_narrowed)
        return file.getvalue()

    @property
    def _is_narrowed(self) -> bool:
        return not self._tasks.sees_everything(self._person)

    def _late(self, one: Judged) -> LateTask:
        task = one.task
        return LateTask(
            task_no=task.task_no,
            title=task.title,
            department=self._departments.get(task.department_code, task.department_code),
            deadline=deadline(task),
            standing=standing_of(one),
        )

    def _neighbour(self, period: Period, step: int) -> PeriodLink | None:
        """Return the next period that way, unless there is nothing of the person's there."""
        there = neighbour(period, step=step)
        tasks = self._tasks.find(self._person, TaskSelection())
        days = [self._today, *(task.original_due_on or task.due_on for task in tasks)]
        known = [day for day in days if day is not None]
        is_reached = min(known) <= there.last if step < 0 else there.first <= max(known)
        return _link(there) if is_reached else None

    def _clause(self) -> ClauseLink | None:
        cited = self._clauses.cite(BASIS, on=self._today)
        if cited is None:
            return None
        return ClauseLink(clause_label(cited.clause), cited.quote, cited.url)


def _counts(found: Brief) -> tuple[tuple[str, int], ...]:
    total = totals(found)
    shown = [
        ("应办", total.owed),
        ("按时办结", total.in_time),
        ("逾期办结", total.late),
        ("逾期未办", total.open_late),
        ("未到期", total.running),
    ]
    if total.unknown:
        shown.append(("办结日未载", total.unknown))
    if total.extended:
        shown.append(("其中延期", total.extended))
    return tuple(shown)


def _others(period: Period) -> tuple[PeriodLink, ...]:
    year = period.first.year
    if not period.is_year:
        return (_link(whole_year(year)),)
    return tuple(_link(quarter(year, number)) for number in range(1, 5))


def _link(period: Period) -> PeriodLink:
    return PeriodLink(period.code, period.name)
