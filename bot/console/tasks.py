"""任务: tasks as supervisors work through them, always by the table of rights of `bot.tasks`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from bot.alerts.assess import AlertRules, Assessment, Light, assess
from bot.alerts.lit_tasks import LitTasks, TaskChoice, light_days
from bot.clock import Clock
from bot.console import tasks_wording as wording
from bot.console.access import require_console
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.identity import Person
from bot.tasks import TaskService, WorkingDays
from bot.tasks.change import Change
from bot.tasks.creating import NewTask, TaskGiving
from bot.tasks.ledger_file import ImportCount
from bot.tasks.store import TaskEvent
from bot.tasks.task import Task
from bot.tasks.transition import Action

CHANNEL = "console"
# What supervisors do here; the owner's own actions are the owner's to do.
ACTIONS = (
    Action.APPROVE_EXTENSION,
    Action.REJECT_EXTENSION,
    Action.CLOSE,
    Action.RETURN,
    Action.SET_DEADLINE,
    Action.TRANSFER,
    Action.REMIND,
    Action.WITHDRAW,
)
NEEDS_REASON = frozenset({Action.RETURN, Action.REJECT_EXTENSION, Action.WITHDRAW})


@dataclass(frozen=True)
class LitTask:
    """A task with its light today."""

    task: Task
    found: Assessment


class TaskSection:
    """Lists tasks, and changes them for a person. `clock` is business time."""

    def __init__(
        self,
        service: TaskService,
        giving: TaskGiving,
        listing: LitTasks,
        working_days: WorkingDays,
        rules: AlertRules,
        clock: Clock,
        audit: ConsoleAudit,
    ) -> None:
        self._service = service
        self._giving = giving
        self._listing = listing
        self._working_days = working_days
        self._rules = rules
        self._clock = clock
        self._audit = audit

    def page(self, by: Person, choice: TaskChoice, *, limit: int, offset: int = 0) -> list[LitTask]:
        """Return tasks by deadline.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        today, calendar = self._clock.now().date(), self._working_days.calendar()
        days = light_days(today, calendar, self._rules)
        found = self._listing.page(choice, days, limit=limit, offset=offset)
        return [LitTask(task, assess(task, today, calendar, self._rules)) for task in found]

    def counts(self, by: Person) -> dict[Light, int]:
        """Return how many open tasks show each light.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        today, calendar = self._clock.now().date(), self._working_days.calendar()
        return self._listing.counts(light_days(today, calendar, self._rules))

    def open_of(self, by: Person, user_id: str) -> int:
        """Return how many open tasks somebody owns.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(by)
        return self._listing.open_of(user_id)

    def waiting(self) -> tuple[int, int, int]:
        """Return how many open tasks are red, wait for closure, and wait for an extension."""
        today, calendar = self._clock.now().date(), self._working_days.calendar()
        days = light_days(today, calendar, self._rules)
        return self._listing.waiting(days)

    def show(self, by: Person, task_no: str) -> LitTask:
        """Return one task.

        Raises:
            ConsoleRefused: the person may not use the console.
            UnknownTask: there is none, or not for this person.
        """
        require_console(by)
        task = self._service.show(by, task_no)
        today, calendar = self._clock.now().date(), self._working_days.calendar()
        return LitTask(task, assess(task, today, calendar, self._rules))

    def history(self, by: Person, task_no: str) -> list[TaskEvent]:
        """Return what happened to a task, newest first.

        Raises:
            ConsoleRefused, UnknownTask: as `show`.
        """
        require_console(by)
        return list(reversed(self._service.history(by, task_no)))

    def open_actions(self, by: Person, task: Task) -> list[Action]:
        """Return what the person may do to the task now."""
        found = [action for action in ACTIONS if self._service.open_to(by, action, [task])]
        answers = {Action.APPROVE_EXTENSION, Action.REJECT_EXTENSION}
        return [a for a in found if a not in answers or task.requested_due_on is not None]

    def check(self, by: Person, change: Change) -> Task:
        """Return the task if the person may do this to it now; nothing is changed.

        Raises:
            ConsoleRefused, TaskError: not allowed, or the entry is wrong.
        """
        require_console(by)
        wording.refuse_without_reason(change, NEEDS_REASON)
        return self._service.check(by, change)

    def carry_out(self, by: Person, change: Change) -> Task:
        """Do it; the task's history keeps who did it, from the console, and why.

        Raises:
            ConsoleRefused, TaskError: not allowed, or the entry is wrong.
        """
        self.check(by, change)
        return self._service.carry_out(by, change, channel=CHANNEL)

    def check_new(self, by: Person, new: NewTask) -> Task:
        """Return the task as it would be given out; nothing is changed.

        Raises:
            ConsoleRefused, TransitionRefused: not allowed, or the entry is wrong.
        """
        require_console(by)
        return self._giving.check(by, new)

    def create(self, by: Person, new: NewTask) -> Task:
        """Give out a task and tell its owner.

        Raises:
            ConsoleRefused, TransitionRefused: not allowed, or the entry is wrong.
        """
        require_console(by)
        return self._giving.create(by, new, channel=CHANNEL)

    def import_file(self, by: Person, path: Path, *, dry_run: bool) -> ImportCount:
        """Add or update the tasks of a CSV or Excel file; a dry run only checks and counts.

        Raises:
            ConsoleRefused: the person may not use the console.
            ImportRefused: rows are bad; each is named and nothing was imported.
        """
        require_console(by)

        def also(session: Session, count: ImportCount) -> None:
            self._audit.record(
                by,
                ConsoleChange(
                    wording.SECTION,
                    wording.IMPORTED,
                    path.name,
                    after=wording.imported(count),
                ),
                session=session,
            )

        return self._service.import_file(path, user_id=by.user_id, dry_run=dry_run, also=also)
