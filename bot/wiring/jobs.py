"""The three jobs: policy, figures, supervised tasks and alerts."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from bot.audit import FigureAudit
from bot.clock import SystemClock
from bot.dialogue.plan_clauses import PlanClauses
from bot.figures.sources import open_figures
from bot.storage.data_folder import make_data_folder
from bot.wiring.people import PeopleParts

if TYPE_CHECKING:
    from bot.alerts.attention import Attention
    from bot.alerts.scan import AlertScan
    from bot.appeals.office import AppealOffice
    from bot.figures.supervised_work import SupervisedWork
    from bot.tasks import TaskService, WorkingDays
    from bot.tasks.buttons import TaskButtons
    from bot.tasks.creating import TaskGiving
    from bot.tasks.desk import TaskDesk
    from kpi_adapter import KpiAdapter
    from retrieval import LibrarySettings, PolicyLibrary


class JobParts(PeopleParts):
    """Library, figures, tasks, appeals, alerts."""

    @cached_property
    def library_settings(self) -> LibrarySettings:
        """How the policy library is set up."""
        from retrieval import LibrarySettings

        section = self.settings.retrieval
        data_dir = self.settings.data_dir.resolve()
        # The library makes its own folder in it, and would make this one open to all. Where it
        # cannot be made, whoever writes there says so.
        with suppress(OSError):
            make_data_folder(data_dir)
        return LibrarySettings(
            data_dir=data_dir / "library",
            model=section.model,
            index=section.index,
            model_home=section.model_home,
            index_token=section.index_token.get_secret_value(),
        )

    @cached_property
    def library(self) -> PolicyLibrary:
        """The policy library."""
        from retrieval import PolicyLibrary

        return PolicyLibrary.open(self.library_settings, self.engine)

    @cached_property
    def figures(self) -> KpiAdapter | None:
        """The figures; None while no source is configured."""
        return open_figures(self.settings, work=self.supervised_work)

    @cached_property
    def supervised_work(self) -> SupervisedWork:
        """Tasks and appeals as a source of figures."""
        from bot.appeals.service import appeal_rules
        from bot.figures.supervised_work import SupervisedWork

        return SupervisedWork(
            self.sessions,
            self.working_days,
            appeal_rules(self.settings.appeals),
            row_limit=self.settings.figures.row_limit,
        )

    @cached_property
    def figure_audit(self) -> FigureAudit:
        """Who asked for which figures."""
        return FigureAudit(self.sessions, SystemClock())

    @cached_property
    def plan_clauses(self) -> PlanClauses:
        """The plan's clauses that indicators and tasks rest on."""
        return PlanClauses(
            self.library, self.settings.plan_title, public_url=self.settings.public_url
        )

    @cached_property
    def working_days(self) -> WorkingDays:
        """Which days are worked, as announced each year."""
        from bot.tasks import WorkingDays

        return WorkingDays(self.sessions)

    @cached_property
    def tasks(self) -> TaskService:
        """Supervised tasks."""
        from bot.tasks import TaskService

        return TaskService(
            self.sessions,
            self.directory,
            self.working_days,
            self.clock,
            delivery=self.delivery,
            plan_end=self.settings.plan_end,
        )

    @cached_property
    def task_buttons(self) -> TaskButtons:
        """Which buttons under reminders have been used."""
        from bot.tasks.buttons import TaskButtons
        from bot.tasks.store import TaskStore

        return TaskButtons(self.tasks, TaskStore(self.sessions), self.clock)

    @cached_property
    def task_giving(self) -> TaskGiving:
        """New tasks, given out in words or in the console."""
        from bot.tasks.creating import TaskGiving

        return TaskGiving(self.sessions, self.directory, self.clock, self.delivery)

    @cached_property
    def task_desk(self) -> TaskDesk:
        """What people say about tasks."""
        from bot.tasks.desk import TaskDesk

        return TaskDesk(
            self.tasks,
            self.task_giving,
            self.directory,
            self.working_days,
            self.clock,
            clauses=self.plan_clauses,
        )

    @cached_property
    def appeals(self) -> AppealOffice:
        """直通车 appeals of enterprises."""
        from bot.appeals.office import AppealOffice

        return AppealOffice.open(
            self.sessions,
            self.directory,
            self.working_days,
            self.clock,
            self.delivery,
            self.settings.appeals_with_register,
            clauses=self.plan_clauses,
        )

    @cached_property
    def attention(self) -> Attention:
        """What somebody has to look at now."""
        from bot.alerts.attention import Attention
        from bot.alerts.raised import RaisedAlerts
        from bot.alerts.scan import alert_rules
        from bot.alerts.task_concerns import TaskConcerns

        rules = alert_rules(self.settings.alerts)
        tasks = TaskConcerns(self.sessions, self.directory, rules, self.plan_clauses)
        return Attention(
            {"任务": tasks, "直通车诉求": self.appeals.concerns},
            self.directory,
            self.tasks,
            RaisedAlerts(self.sessions),
            self.working_days,
            self.clock,
        )

    @cached_property
    def alert_scan(self) -> AlertScan:
        """Finds what is late and starts telling."""
        from bot.alerts.figure_concerns import watched_figures
        from bot.alerts.scan import AlertScan

        watched = watched_figures(
            self.settings.alerts, self.figures, self.directory, self.clock, self.plan_clauses
        )
        return AlertScan(
            self.work,
            self.sessions,
            self.directory,
            self.delivery,
            self.clock,
            self.working_days,
            self.settings.alerts,
            clauses=self.plan_clauses,
            others=[self.appeals.concerns, *watched],
        )
