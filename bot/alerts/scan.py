"""Scans the tasks and sees to it that everybody concerned is told, once per level.

The scan only starts workflows, each named by task, deadline and level: scanned twice, or killed
anywhere, it is the same workflow. The workflow looks at the task again before it says anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Protocol

import sqlalchemy as sa

from bot.alerts.assess import (
    AlertRules,
    Assessment,
    Level,
    Light,
    assess,
    next_level,
    still_applies,
)
from bot.alerts.model import AlertRow
from bot.alerts.wording import alert_reply, unreached_reply
from bot.clock import BUSINESS_ZONE, Clock
from bot.delivery import Delivery
from bot.durable import DurableWork, QueueLimits
from bot.durable.restart import PATIENT_WITH_DATABASE, start_again
from bot.errors import UnknownTask
from bot.identity import Person
from bot.identity.person import Department
from bot.messages import Citation, Recipient, Reply
from bot.settings import AlertsSection
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays
from bot.tasks.basis import Clauses
from bot.tasks.calendar import WorkingCalendar
from bot.tasks.line_of_command import LineOfCommand
from bot.tasks.store import TaskStore
from bot.tasks.task import Task
from bot.tasks.wording import department_name

WORKFLOW = "alert"
UNREACHED_WORKFLOW = "alert_unreached"
QUEUE = "alerts"
# What the workflow returns; the first has told nobody yet and is started again by a scan.
HELD_BACK = "held_back"
NO_LONGER_APPLIES = "no_longer_applies"
HANDED_TO_DELIVERY = "handed_to_delivery"


class People(Protocol):
    """What alerts need to know of people."""

    def people(self) -> list[Person]: ...

    def departments(self) -> list[Department]: ...

    def accounts_of(self, user_id: str) -> list[Recipient]: ...


@dataclass(frozen=True)
class QuietTimes:
    """When nobody is disturbed: at night and on days of rest.

    What is not said then is said by the first scan afterwards. `red_excepted` lets red
    through at any time.
    """

    begins: time = time(22, 0)
    ends: time = time(8, 0)
    red_excepted: bool = True

    def holds_back(self, level: Level, now: datetime, calendar: WorkingCalendar) -> bool:
        """Tell whether this level must wait."""
        if level.light is Light.RED and self.red_excepted:
            return False
        is_night = now.time() >= self.begins or now.time() < self.ends
        return is_night or not calendar.is_workday(now.date())


@dataclass(frozen=True)
class ScanItem:
    """A task that shows a light, and what the scan did about it.

    `raised` is the level raised by this scan (in a dry run: that would be), None when
    everything was said before or quiet times hold it back. `said_before` is the level raised
    last for this light by an earlier scan; its delivery knows whether it arrived.
    """

    task: Task
    assessment: Assessment
    raised: Level | None
    recipient_user_id: str
    is_held_back: bool = False
    said_before: Level | None = None


@dataclass(frozen=True)
class ScanReport:
    """What one scan found."""

    scanned_at: datetime
    is_dry_run: bool
    items: tuple[ScanItem, ...]

    @property
    def raised(self) -> tuple[ScanItem, ...]:
        """What is new."""
        return tuple(item for item in self.items if item.raised is not None)


class AlertScan:
    """Finds what is to be said and starts the workflows that say it.

    Create it before `work.launch()`. The calendar is read at every scan, because an
    administrator may import a year at any time; `clauses` gives the text of a basis clause.
    """

    def __init__(
        self,
        work: DurableWork,
        sessions: SessionFactory,
        people: People,
        delivery: Delivery,
        clock: Clock,
        working_days: WorkingDays,
        settings: AlertsSection | None = None,
        *,
        quiet: QuietTimes | None = None,
        clauses: Clauses | None = None,
    ) -> None:
        self._work = work
        self._sessions = sessions
        self._store = TaskStore(sessions)
        self._people = people
        self._delivery = delivery
        self._clock = clock
        self._working_days = working_days
        self._rules = alert_rules(settings or AlertsSection())
        self._quiet = quiet or QuietTimes()
        self._clauses = clauses
        work.register(WORKFLOW, self._tell)
        work.register(UNREACHED_WORKFLOW, self._tell_supervisor)
        work.queue(QueueLimits(QUEUE, per_worker=8))

    def run(self, *, dry_run: bool = False) -> ScanReport:
        """Look at every task that may need an alert, and start what is new."""
        now = self._clock.now()
        calendar = self._working_days.calendar()
        line = LineOfCommand(self._people.people())
        horizon = calendar.add_workdays(now.date(), self._rules.blue_within)
        raised = self._raised()
        items = []
        for task in self._store.pressing(horizon):
            assessment = assess(task, now.date(), calendar, self._rules)
            if assessment.light is Light.GREEN:
                continue
            before = raised[(task.task_no, task.due_on)]
            level = next_level(assessment, before, now.date(), calendar)
            item = self._item(task, assessment, level, now, calendar, line)
            said = [known for known in before if known.light is assessment.light]
            items.append(replace(item, said_before=max(said, default=None)))
        report = ScanReport(now, dry_run, tuple(items))
        if not dry_run:
            self._start(report)
            self._start_lost(now, calendar)
            self._report_unreached()
            self._delivery.resume()
        return report

    def run_scheduled(self, due_at: datetime) -> None:
        """Scan because the schedule says so; the business clock, not `due_at`, says when."""
        del due_at

        def scan() -> None:
            self.run()

        # One step: what a scan starts depends on the moment, and is harmless to start again.
        self._work.step("scan", scan)

    def _item(
        self,
        task: Task,
        assessment: Assessment,
        level: Level | None,
        now: datetime,
        calendar: WorkingCalendar,
        line: LineOfCommand,
    ) -> ScanItem:
        is_held_back = level is not None and self._quiet.holds_back(level, now, calendar)
        told = _recipient(task, level or assessment.level, line)
        return ScanItem(task, assessment, None if is_held_back else level, told, is_held_back)

    def _start(self, report: ScanReport) -> None:
        for item in report.raised:
            if item.raised is None:
                continue
            due = item.task.due_on.isoformat() if item.task.due_on else ""
            self._work.enqueue(
                WORKFLOW,
                item.task.task_no,
                due,
                item.raised.name,
                workflow_id=alert_id(item.task.task_no, item.task.due_on, item.raised),
                queue=QUEUE,
            )
        # After the workflows: killed in between, the next scan starts them again, which
        # changes nothing, and then remembers them.
        rows = [_row(i, i.raised, report.scanned_at) for i in report.raised if i.raised]
        with self._sessions.begin() as session:
            known = set(session.scalars(sa.select(AlertRow.alert_id)))
            new = [row for row in rows if row["alert_id"] not in known]
            if new:
                session.execute(sa.insert(AlertRow), new)

    def _start_lost(self, now: datetime, calendar: WorkingCalendar) -> None:
        """Start again what was raised and never handed to delivery, quiet times permitting."""
        with self._sessions() as session:
            rows = {row.alert_id: row for row in session.scalars(sa.select(AlertRow))}
        for lost in sorted(self._delivery.missing(rows)):
            row = rows[lost]
            if self._quiet.holds_back(Level.named(row.level), now, calendar):
                continue
            due = row.due_on.isoformat() if row.due_on else ""
            start_again(
                self._work,
                WORKFLOW,
                row.task_no,
                due,
                row.level,
                workflow_id=lost,
                queue=QUEUE,
                postponed=HELD_BACK,
            )

    def _report_unreached(self) -> None:
        """Tell the supervisor of whoever could not be told: nobody is silently unreachable."""
        with self._sessions() as session:
            known = session.scalars(sa.select(AlertRow.alert_id)).all()
        for failed in self._delivery.failed(known):
            start_again(
                self._work,
                UNREACHED_WORKFLOW,
                failed,
                workflow_id=f"{failed}:unreached",
                queue=QUEUE,
            )

    def _tell_supervisor(self, failed: str) -> None:
        composed = self._work.step(
            "compose", self._compose_unreached, failed, retry=PATIENT_WITH_DATABASE
        )
        self._delivery.deliver_within(
            [Recipient(**entry) for entry in composed["recipients"]],
            Reply(**composed["reply"]),
            key=f"{failed}:unreached",
        )

    def _compose_unreached(self, failed: str) -> dict[str, Any]:
        with self._sessions() as session:
            row = session.get_one(AlertRow, failed)
        task = self._store.get(row.task_no)
        name = self._name(row.recipient_user_id)
        reply = unreached_reply(task, Level.named(row.level), name)
        accounts = self._people.accounts_of(task.supervisor_user_id)
        return {
            "recipients": [entry.model_dump() for entry in accounts],
            "reply": reply.model_dump(mode="json"),
        }

    def _name(self, user_id: str) -> str:
        return next((p.name for p in self._people.people() if p.user_id == user_id), "未登记")

    def _raised(self) -> Mapping[tuple[str, date | None], dict[Level, date]]:
        with self._sessions() as session:
            rows = session.execute(
                sa.select(AlertRow.task_no, AlertRow.due_on, AlertRow.level, AlertRow.raised_at)
            ).all()
        raised: dict[tuple[str, date | None], dict[Level, date]] = defaultdict(dict)
        for task_no, due_on, level, raised_at in rows:
            raised[(task_no, due_on)][Level.named(level)] = raised_at.astimezone(
                BUSINESS_ZONE
            ).date()
        return raised

    def _tell(self, task_no: str, due: str, level_name: str) -> str:
        """Compose and deliver one alert: the workflow. Returns what came of it."""
        composed = self._work.step(
            "compose", self._compose, task_no, due, level_name, retry=PATIENT_WITH_DATABASE
        )
        if "unsaid" in composed:
            return str(composed["unsaid"])
        self._delivery.deliver_within(
            [Recipient(**entry) for entry in composed["recipients"]],
            Reply(**composed["reply"]),
            key=composed["key"],
        )
        return HANDED_TO_DELIVERY

    def _compose(self, task_no: str, due: str, level_name: str) -> dict[str, Any]:
        now = self._clock.now()
        today = now.date()
        calendar = self._working_days.calendar()
        level = Level.named(level_name)
        try:
            task = self._store.get(task_no)
        except UnknownTask:
            return {"unsaid": NO_LONGER_APPLIES}
        assessment = assess(task, today, calendar, self._rules)
        is_same_deadline = (task.due_on.isoformat() if task.due_on else "") == due
        if not is_same_deadline or not still_applies(level, assessment):
            return {"unsaid": NO_LONGER_APPLIES}
        # A backlog may be worked off long after the scan that started it.
        if self._quiet.holds_back(level, now, calendar):
            return {"unsaid": HELD_BACK}
        people = self._people.people()
        recipient = _recipient(task, level, LineOfCommand(people))
        reply = alert_reply(
            task,
            assessment,
            level,
            department=_department(task, self._people.departments(), today),
            owner=self._name(task.owner_user_id),
            today=today,
            is_provisional=calendar.is_provisional(task.due_on or today),
            citation=self._basis(task, today),
        )
        return {
            "key": alert_id(task_no, task.due_on, level),
            "recipients": [entry.model_dump() for entry in self._people.accounts_of(recipient)],
            "reply": reply.model_dump(mode="json"),
        }

    def _basis(self, task: Task, today: date) -> Citation | None:
        if self._clauses is None:
            return None
        return self._clauses.cite(task.basis_clause, on=today)


def alert_rules(settings: AlertsSection) -> AlertRules:
    """Return when lights change, as the settings say."""
    return AlertRules(
        blue_within=settings.blue_working_days, escalate_after=settings.escalate_working_days
    )


def alert_id(task_no: str, due_on: date | None, level: Level) -> str:
    """Return the name of an alert: its workflow's id and its delivery's key."""
    return f"alert:{task_no}:{due_on.isoformat() if due_on else 'open'}:{level.name}"


def _recipient(task: Task, level: Level, line: LineOfCommand) -> str:
    """Return who is told: the owner, a leader by the step, or the supervisor above the line."""
    chain: Sequence[str] = (task.owner_user_id, *line.leaders_of(task.owner_user_id))
    return chain[level.step] if level.step < len(chain) else task.supervisor_user_id


def _department(task: Task, departments: Sequence[Department], today: date) -> str:
    for department in departments:
        if department.code == task.department_code:
            return department_name(department, today)
    return task.department_code


def _row(item: ScanItem, level: Level, at: datetime) -> dict[str, Any]:
    return {
        "alert_id": alert_id(item.task.task_no, item.task.due_on, level),
        "task_no": item.task.task_no,
        "due_on": item.task.due_on,
        "level": level.name,
        "reason": item.assessment.reason.value,
        "recipient_user_id": item.recipient_user_id,
        "raised_at": at,
    }
