"""Scans what is owed and sees to it that everybody concerned is told, once per level.

An alert is raised once for each matter, deadline, level and person. All that is raised for one
person in one scan goes into one message (a digest), each message being one durable workflow.
The rows come first and the workflow after: whatever dies in between is started again by the
next scan, and the workflow looks at every matter again before it says anything.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts.assess import AlertRules, Level
from bot.alerts.concern import Concerns
from bot.alerts.judging import Moment, ScanItem, in_messages, judge
from bot.alerts.mutes import Mutes
from bot.alerts.quiet import Hours, QuietTimes
from bot.alerts.raised import Raised, RaisedAlerts, by_matter
from bot.alerts.task_concerns import People, TaskConcerns
from bot.alerts.telling import Telling
from bot.clock import Clock
from bot.delivery import Delivery
from bot.durable import DurableWork
from bot.settings import AlertsSection
from bot.storage.engine import SessionFactory
from bot.tasks import WorkingDays
from bot.tasks.basis import Clauses
from bot.tasks.line_of_command import line_of
from bot.telemetry.stages import stage

# What was raised about a matter long settled is of no use to a scan.
KEPT_FOR = timedelta(days=400)


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
    administrator may import a year at any time; `clauses` gives the text of a basis clause,
    `others` are further kinds of matters beside the tasks.
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
        clauses: Clauses | None = None,
        others: Sequence[Concerns] = (),
    ) -> None:
        settings = settings or AlertsSection()
        self._work = work
        self._people = people
        self._delivery = delivery
        self._clock = clock
        self._working_days = working_days
        self._alerts = RaisedAlerts(sessions)
        self._mutes = Mutes(sessions)
        self._quiet = quiet_times(settings)
        tasks = TaskConcerns(sessions, people, alert_rules(settings), clauses)
        self._kinds: tuple[Concerns, ...] = (tasks, *others)
        self._telling = Telling(
            work, self._alerts, self._kinds, people, delivery, clock, working_days, self._quiet_now
        )

    def run(self, *, dry_run: bool = False) -> ScanReport:
        """Look at everything that may need an alert, and start what is new."""
        now, calendar = self._clock.now(), self._working_days.calendar()
        line = line_of(self._people)
        moment = Moment(now, calendar, self._quiet_now(), line)
        raised = self._alerts.all()
        said = by_matter(raised)
        told_today = {one.recipient_user_id for one in raised if one.at.date() == now.date()}
        with _collector_at_rest():
            items = [
                judge(concern, said.get((concern.subject, concern.due_on), ()), told_today, moment)
                for kind in self._kinds
                for concern in kind.pressing(now.date(), calendar)
            ]
        report = ScanReport(now, dry_run, tuple(in_messages(items, now.date())))
        if not dry_run:
            self._start(report, raised)
        return report

    def run_scheduled(self, due_at: datetime) -> None:
        """Scan because the schedule says so; the business clock, not `due_at`, says when."""
        del due_at

        def scan() -> None:
            with stage("alert_scan"):
                self.run()

        # One step: what a scan starts depends on the moment, and is harmless to start again.
        self._work.step("scan", scan)

    def forget(self) -> int:
        """Delete what was raised long ago about matters that show no light; return how many."""
        now, calendar = self._clock.now(), self._working_days.calendar()
        old = self._alerts.raised_before(now - KEPT_FOR)
        if not old:
            return 0
        pressing = {
            concern.subject
            for kind in self._kinds
            for concern in kind.pressing(now.date(), calendar)
        }
        gone = [alert for alert in old if alert.subject not in pressing]
        self._alerts.drop(gone)
        return len(gone)

    def _quiet_now(self) -> QuietTimes:
        return replace(self._quiet, muted=self._mutes.all())

    def _start(self, report: ScanReport, before: Sequence[Raised]) -> None:
        new = [_row(item, item.raised, report.scanned_at) for item in report.raised if item.raised]
        # Before the workflows: killed in between, the next scan finds them and starts them.
        self._alerts.add(new)
        for key in dict.fromkeys(alert.message_key for alert in new):
            self._telling.start(key)
        self._telling.start_lost(before)
        self._telling.report_unreached({alert.message_key for alert in (*before, *new)})
        self._delivery.resume()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the cyclic collector from walking over a scan's findings while they grow.

    They hold no cycles and all live to the end of the scan, so it would find nothing; with a
    hundred thousand of them it takes a third of the time.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def alert_rules(settings: AlertsSection) -> AlertRules:
    """Return when lights change, as the settings say."""
    return AlertRules(
        blue_within=settings.blue_working_days,
        unsigned_after=settings.unsigned_working_days,
        escalate_after=settings.escalate_working_days,
    )


def quiet_times(settings: AlertsSection) -> QuietTimes:
    """Return when nobody is disturbed, as the settings say."""
    return QuietTimes(
        Hours(settings.quiet_from, settings.quiet_until), red_excepted=settings.red_ignores_quiet
    )


def _row(item: ScanItem, level: Level, at: datetime) -> Raised:
    return Raised(
        alert_id=item.alert_id,
        subject=item.concern.subject,
        due_on=item.concern.due_on,
        level=level,
        reason=item.concern.assessment.reason.value,
        recipient_user_id=item.recipient_user_id,
        at=at,
        message_key=item.message_key,
    )
