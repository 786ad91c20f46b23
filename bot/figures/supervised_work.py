"""Supervised tasks that come again, and appeals, as a source of figures.

The figures count from it what the plan owes so many times a year, and how many appeals kept
their days. It gives names of tasks and numbers of appeals, never what an appeal is about or who
made it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.appeals.appeal import STAGES, Appeal, AppealState, Stage
from bot.appeals.clocks import AppealRules, deadlines
from bot.appeals.store import AppealStore
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.recurrence import without_period
from bot.tasks.store import TaskStore
from bot.tasks.task import Task, TaskState
from kpi_adapter import SourceHealth
from kpi_adapter.errors import SourceTooLarge, SourceUnavailable
from kpi_adapter.sources.selection import Dataset, Fetched, Row, Selection

NAME = "督办任务与直通车"
TASKS, APPEALS = "督办任务", "直通车诉求"
CLOSED = "销号"
# As the catalogue names them (`steps` of a duty), whatever replies call them.
STEPS = {Stage.ANSWER: "应答", Stage.OPINION: "明确意见", Stage.CLOSE: "办结"}


class SupervisedWork:
    """Dataset.WORK from the application's own database; ``row_limit`` is in rows of one answer.

    Days are of Asia/Shanghai. A task is for the period its title names, else for the month of
    its deadline; an appeal for the month it arrived in.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        working_days: WorkingDays,
        rules: AppealRules,
        *,
        row_limit: int,
    ) -> None:
        self._tasks = TaskStore(sessions)
        self._appeals = AppealStore(sessions)
        self._working_days = working_days
        self._rules = rules
        self._row_limit = row_limit
        self._last_success: datetime | None = None

    @property
    def name(self) -> str:
        return NAME

    def fetch(self, selection: Selection) -> Fetched:
        """Return the rows that `selection` admits.

        Raises:
            SourceUnavailable: the database cannot be read, or another dataset is asked for.
            SourceTooLarge: more rows than the limit.
        """
        if selection.dataset is not Dataset.WORK:
            raise SourceUnavailable(NAME, f"没有数据集{selection.dataset}；请检查来源设置")
        try:
            rows = tuple(row for row in self._rows(selection) if selection.admits(row))
        except SQLAlchemyError as exc:
            raise SourceUnavailable(NAME, "应用数据库读不到；请检查数据库") from exc
        if len(rows) > self._row_limit:
            raise SourceTooLarge(NAME, f"结果超过{self._row_limit}行，请缩小范围")
        self._last_success = datetime.now(UTC)
        statement, parameters = selection.described(NAME)
        return Fetched(NAME, rows, statement, parameters)

    def health(self) -> SourceHealth:
        """Return whether the tasks can be read."""
        try:
            self._tasks.numbered([""])
        except SQLAlchemyError:
            return SourceHealth(NAME, False, "应用数据库读不到", self._last_success)
        return SourceHealth(NAME, True, "可读", self._last_success)

    def close(self) -> None:
        """Leave the database to whoever opened it."""

    def _rows(self, selection: Selection) -> Iterator[Row]:
        wanted = dict(selection.among).get("work")
        if wanted is None or set(wanted) - {APPEALS}:
            named = None if wanted is None else [str(name) for name in wanted]
            for task in self._tasks.all() if named is None else self._tasks.titled(named):
                if task.state is not TaskState.RECALLED:
                    yield _of_task(task)
        if wanted is None or APPEALS in wanted:
            calendar = self._working_days.calendar()
            for appeal in self._appeals.all():
                if appeal.state is not AppealState.WITHDRAWN:
                    yield from _of_appeal(appeal, calendar, self._rules)


def _of_task(task: Task) -> Row:
    work, month = without_period(task.title)
    month = month or task.due_on
    return {
        "work": work,
        "item": task.title,
        "step": CLOSED,
        "period": _month(month) if month is not None else None,
        "due_on": task.due_on,
        "done_on": task.closed_on if task.state is TaskState.CLOSED else None,
        "is_reported": float(task.state is TaskState.COMPLETION_REPORTED),
        "source_org": TASKS,
    }


def _of_appeal(appeal: Appeal, calendar: WorkingCalendar, rules: AppealRules) -> Iterator[Row]:
    due = deadlines(appeal.counted_from, calendar, rules)
    for stage in STAGES:
        yield {
            "work": APPEALS,
            "item": appeal.appeal_no,
            "step": STEPS[stage],
            "period": _month(appeal.received_at.date()),
            "due_on": due[stage],
            "done_on": _reached_on(appeal, stage),
            "is_reported": 0.0,
            "source_org": APPEALS,
        }


def _reached_on(appeal: Appeal, stage: Stage) -> date | None:
    """Return the day of this step; a step that was passed over ended with the next one."""
    later = STAGES[STAGES.index(stage) :]
    moments = (appeal.reached_at(one) for one in later)
    reached = next((moment for moment in moments if moment is not None), None)
    return reached.date() if reached is not None and appeal.has_reached(stage) else None


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
