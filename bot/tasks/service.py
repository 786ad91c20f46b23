"""What people may ask of tasks and do to them, each with their rights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.delivery import Delivery
from bot.errors import TransitionRefused, UnknownTask
from bot.identity import Person, Role
from bot.identity.person import Department
from bot.messages import Recipient, Reply
from bot.storage.engine import SessionFactory, nothing_else
from bot.tasks.brief import Brief, Judged, Period, brief, judge, tasks_of
from bot.tasks.calendar_table import WorkingDays
from bot.tasks.change import Change, applied, details
from bot.tasks.concerned import hearer, held_by, sees_all_of, visible
from bot.tasks.ledger_file import ImportCount, KnownCodes, import_tasks
from bot.tasks.line_of_command import line_of, name_of
from bot.tasks.recurrence import coming, latest_of_each_series, recalculated
from bot.tasks.selection import TaskSelection, select
from bot.tasks.store import TaskEvent, TaskStore
from bot.tasks.task import OPEN_STATES, Task
from bot.tasks.transition import (
    RULES,
    Action,
    refusal,
)
from bot.tasks.wording import PUSHED_INTENTS, notice, refusal_remedy, refusal_text

# What arrives within this time is one push to the person who reads it.
ONE_PUSH = timedelta(minutes=5)


class People(Protocol):
    """What tasks need to know of people."""

    def people(self) -> list[Person]: ...

    def former(self) -> list[Person]: ...

    def departments(self) -> list[Department]: ...

    def accounts_of(self, user_id: str) -> list[Recipient]: ...


class TaskService:
    """Lists, shows and changes tasks for a person. Rights fail closed."""

    def __init__(
        self,
        sessions: SessionFactory,
        people: People,
        working_days: WorkingDays,
        clock: Clock,
        *,
        delivery: Delivery | None = None,
        plan_end: date | None = None,
    ) -> None:
        self._sessions = sessions
        self._store = TaskStore(sessions)
        self._people = people
        self._working_days = working_days
        self._clock = clock
        self._delivery = delivery
        self._plan_end = plan_end

    def import_file(
        self,
        path: Path,
        *,
        user_id: str = "",
        dry_run: bool = False,
        also: Callable[[Session, ImportCount], None] = nothing_else,
    ) -> ImportCount:
        """Add or update the tasks of a CSV or Excel file; `also` is called in the transaction.

        Raises:
            ImportRefused: the file cannot be read, or rows are bad; nothing was imported.
        """
        known = KnownCodes(
            frozenset(person.user_id for person in self._people.people()),
            frozenset(department.code for department in self._people.departments()),
        )
        now = self._clock.now()
        return import_tasks(
            self._sessions, path, known=known, now=now, user_id=user_id, dry_run=dry_run, also=also
        )

    def create_recurring(self, *, until: date) -> list[Task]:
        """Create the recurring tasks whose period has begun; return them.

        None is due after `until`, the end of the plan they rest on. Repeating is safe.
        """
        now, calendar = self._clock.now(), self._working_days.calendar()
        missing = [
            task
            for latest in latest_of_each_series(self._store.recurring())
            for task in coming(latest, now.date(), calendar, until=until)
        ]
        return self._store.add(missing, now) if missing else []

    def import_calendar(
        self,
        path: Path,
        *,
        source: str,
        user_id: str = "",
        dry_run: bool = False,
        also: Callable[[Session, list[Task]], None] = nothing_else,
    ) -> tuple[tuple[int, ...], list[Task]]:
        """Take in a yearly notice and move the open deadlines that rest on it, in one
        transaction, in which `also` is called with the tasks moved.

        A deadline rests on the calendar when its rule means the end of a month, and it is the
        last working day of that month by the old calendar. Returns the years and the tasks
        as they are now, or in a dry run would be.

        Raises:
            ImportRefused: the file or a row is bad; nothing was changed.
            TransitionRefused: somebody changed one of the tasks meanwhile; nothing was changed.
        """
        old = self._working_days.calendar()
        years, new = self._working_days.read_file(path)
        moved = [
            (task, replace(task, due_on=day, original_due_on=day))
            for task in self._store.all(tuple(OPEN_STATES))
            if (day := recalculated(task, old, new)) is not None
        ]
        tasks = [after for _, after in moved]

        def move(session: Session) -> None:
            for before, after in moved:
                event = TaskEvent(
                    before.task_no,
                    self._clock.now(),
                    user_id,
                    "import",
                    "recalculate",
                    before.state.value,
                    after.state.value,
                    source,
                    details(before, after),
                )
                self._store.change_in(session, after, event, before=before)
            also(session, tasks)

        if not dry_run:
            self._working_days.import_file(path, source=source, also=move)
        return years, tasks

    def workdays_late(self, tasks: Sequence[Task]) -> dict[str, int]:
        """Return by task number how many working days each is late today; 0 when not late."""
        today, calendar = self._clock.now().date(), self._working_days.calendar()
        return {
            task.task_no: calendar.workdays_after(task.due_on, today)
            if task.due_on is not None and task.is_overdue(today)
            else 0
            for task in tasks
        }

    def find(self, person: Person, selection: TaskSelection) -> list[Task]:
        """Return the tasks that fit and that the person may see."""
        tasks = self._store.all(selection.states)
        return select(visible(person, tasks, self._people), selection, self._clock.now().date())

    def brief(self, person: Person, period: Period) -> Brief:
        """Return the supervision brief of a period over the tasks that a person may see."""
        tasks = tasks_of(visible(person, self._store.all(), self._people), period)
        return brief(self.judged(tasks), period, self._clock.now().date())

    def judged(self, tasks: Sequence[Task]) -> list[Judged]:
        """Hold tasks against their deadlines: what was reported done counts from that day."""
        now, calendar = self._clock.now(), self._working_days.calendar()
        reported = self._store.reported_on([task.task_no for task in tasks])
        return [
            judge(task, reported.get(task.task_no, task.closed_on), now.date(), calendar)
            for task in tasks
        ]

    def sees_everything(self, person: Person) -> bool:
        """Tell whether no task is hidden from a person."""
        tasks = self._store.all()
        return len(visible(person, tasks, self._people)) == len(tasks)

    def sees_department(self, person: Person, code: str) -> bool:
        """Tell whether a person may see all that a department owes."""
        return sees_all_of(person, code, self._people)

    def show(self, person: Person, task_no: str) -> Task:
        """Return one task.

        Raises:
            UnknownTask: there is none, or the person may not see it, which looks the same.
        """
        task = self._store.get(task_no)
        if not visible(person, [task], self._people):
            raise UnknownTask(f"没有 {task_no} 号任务", remedy="检查编号")
        return task

    def history(self, person: Person, task_no: str) -> Sequence[TaskEvent]:
        """Return what happened to a task, oldest first.

        Raises:
            UnknownTask: there is none, or the person may not see it.
        """
        self.show(person, task_no)
        return self._store.history(task_no)

    def check(self, person: Person, change: Change) -> Task:
        """Return the task if the person may do this to it now; nothing is changed.

        Who is to have it may still be unnamed, until it is carried out.

        Raises:
            UnknownTask: there is none, or the person may not see it.
            TransitionRefused: the state or the person's role does not allow it.
        """
        task = self.show(person, change.task_no)
        line = line_of(self._people)
        held = held_by(person, task, line)
        today = self._clock.now().date()
        reason = refusal(
            change.action, task, held, today, change.new_due_on, plan_end=self._plan_end
        )
        if reason is not None:
            raise TransitionRefused(
                refusal_text(reason, change.action, task),
                remedy=refusal_remedy(reason, change.action),
            )
        if change.action is Action.REMIND and not self._is_there(task.owner_user_id):
            raise TransitionRefused(
                f"承办人{name_of(self._people, task.owner_user_id)}收不到催办",
                remedy="请把任务转办给接手的单位或联络员",
            )
        if change.action is Action.TRANSFER and (change.to_department or change.to_user):
            self.receiver(change.to_department, change.to_user)
        return task

    def carry_out(
        self, person: Person, change: Change, *, channel: str, proposed_at: datetime | None = None
    ) -> Task:
        """Do it, keep who did it and why, and return the task as it is now.

        What was proposed at `proposed_at` (business time) is done once: asked again, because
        the process died before it could answer, nothing happens and the task is returned.

        Raises:
            UnknownTask, TransitionRefused: as `check`.
        """
        if proposed_at is not None and self.is_done(person, change, since=proposed_at):
            return self.show(person, change.task_no)
        task = self.check(person, change)
        is_transfer = change.action is Action.TRANSFER
        receiver = self.receiver(change.to_department, change.to_user) if is_transfer else None
        today = self._clock.now().date()
        changed = applied(task, change, today, receiver)
        event = TaskEvent(
            task_no=task.task_no,
            at=self._clock.now(),
            user_id=person.user_id,
            channel=channel,
            action=change.action.value,
            from_state=task.state.value,
            to_state=changed.state.value,
            reason=change.reason,
            details=details(task, changed),
        )
        told = hearer(
            changed, person, change, line_of(self._people), today, plan_end=self._plan_end
        )

        def keep_notice(session: Session, event_id: int) -> None:
            if self._delivery is not None and told is not None:
                content = notice(
                    change.action, changed, person.name, change.reason, event.at.date()
                )
                accounts = self._people.accounts_of(told)
                key = _notice_key(task, event_id)
                self._delivery.keep(session, accounts, content, key=key, user_id=told)

        event_id = self._store.change(changed, event, before=task, also=keep_notice)
        if self._delivery is not None and told is not None:
            self._delivery.start(_notice_key(task, event_id))
        return changed

    def is_done(self, person: Person, change: Change, *, since: datetime) -> bool:
        """Tell whether the person did this to the task since then (business time)."""
        return any(
            event.user_id == person.user_id
            and event.action == change.action.value
            and event.at >= since
            for event in self._store.history(change.task_no)
        )

    def last_told(self, person: Person) -> tuple[str, ...]:
        """Return the tasks that the last messages sent to a person were about."""
        if self._delivery is None:
            return ()
        accounts = self._people.accounts_of(person.user_id)
        sent = self._delivery.recently_sent(accounts, within=ONE_PUSH)
        numbers = [number for reply in sent for number in _pushed(reply)]
        return tuple(dict.fromkeys(numbers))

    def was_told_within(self, person: Person, duration: timedelta) -> bool:
        """Tell whether a person was sent an alert or a notice in the last `duration`."""
        if self._delivery is None:
            return False
        accounts = self._people.accounts_of(person.user_id)
        sent = self._delivery.sent_within(accounts, duration)
        return any(_pushed(reply) for reply in sent)

    def open_to(self, person: Person, action: Action, tasks: Sequence[Task]) -> list[Task]:
        """Return those of `tasks` whose state and whose relation to a person allow an action."""
        rule, line = RULES[action], line_of(self._people)
        return [
            task
            for task in tasks
            if task.state in rule.states and rule.who & held_by(person, task, line)
        ]

    def _is_there(self, user_id: str) -> bool:
        return any(person.user_id == user_id for person in self._people.people())

    def receiver(self, department: str | None, user_id: str | None = None) -> Person:
        """Return who takes a task for a department: its contact, or `user_id` (of it, if named).

        Raises:
            TransitionRefused: nobody is registered who could.
        """
        for entry in self._people.people():
            is_named = user_id in {None, entry.user_id}
            is_of_department = entry.department_code == department if department else bool(user_id)
            if is_named and is_of_department and entry.role is Role.OFFICIAL:
                return entry
        raise TransitionRefused(
            "接办单位没有登记联络员，不能转办", remedy="换一个单位，或先登记其联络员"
        )


def _pushed(reply: Reply) -> list[str]:
    """Return the tasks that a message of ours was about, in its order; none for an answer."""
    query = reply.query or {}
    if reply.intent not in PUSHED_INTENTS:
        return []
    return [query["task_no"]] if "task_no" in query else list(query.get("task_nos", ()))


def _notice_key(task: Task, event_id: int) -> str:
    return f"task:{task.task_no}:event:{event_id}"
