"""The one place where parts are built and joined; tests call it with other parts.

Every part is made when it is first asked for, so that `bot task list` opens no index and
`bot ask` starts no server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.alerts.mutes import Mutes
from bot.audit import FigureAudit
from bot.channels.channel import Channel
from bot.channels.intake import Intake, IntakeLimits
from bot.channels.retention import forget_before, forget_messages_before
from bot.channels.telegram.channel import build as telegram
from bot.channels.web import WebInboxSender
from bot.channels.wechat_official.channel import build as wechat_official
from bot.channels.wecom_aibot.channel import build as wecom_aibot
from bot.channels.wecom_app.channel import build as wecom_app
from bot.channels.wecom_robot.channel import build as wecom_robot
from bot.clock import BusinessClock, Clock, SystemClock
from bot.delivery import Delivery, Sender
from bot.dialogue import Dialogue, Skill
from bot.dialogue.answering import Answering
from bot.dialogue.conversation import ConversationStore
from bot.dialogue.handover import HandoverDesk
from bot.dialogue.plan_clauses import PlanClauses
from bot.dialogue.skills.figures import figure_skills
from bot.dialogue.skills.help import HelpSkill
from bot.dialogue.skills.policy import PolicySkill
from bot.dialogue.skills.service_line import ServiceLineSkill
from bot.dialogue.skills.supervision import supervision_skills
from bot.durable import DurableWork
from bot.durable.launch_on_use import LaunchOnUse
from bot.feedback import Feedback
from bot.figure_sources import open_figures
from bot.identity import Directory
from bot.identity.binding import Binding
from bot.reception import Reception
from bot.settings import Settings
from bot.storage import session_factory
from bot.storage.migrate import migrated_engine

if TYPE_CHECKING:
    import sqlalchemy as sa
    from fastapi import APIRouter

    from bot.alerts.scan import AlertScan
    from bot.appeals.office import AppealOffice
    from bot.signin import LocalAccounts, SignInDesk
    from bot.storage.engine import SessionFactory
    from bot.tasks import TaskService, WorkingDays
    from bot.tasks.desk import TaskDesk
    from kpi_adapter import KpiAdapter
    from retrieval import LibrarySettings, PolicyLibrary


# Adding a channel is one folder and one line here.
CHANNELS = (wecom_app, wecom_aibot, wecom_robot, wechat_official, telegram)


RECURRING_CRON = "10 0 * * *"
FORGET_CRON = "40 3 * * *"
KEPT_FOR = timedelta(days=7)


class Parts:
    """Every part of the running service, joined.

    A part given as a keyword replaces the one that would be built.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        work: DurableWork | None = None,
        senders: Mapping[str, Sender] | None = None,
    ) -> None:
        self.settings = settings
        self.clock: Clock = clock or BusinessClock(settings.clock_start)
        self._given_work = work
        self._given_senders = senders
        self._stop_listening: list[Callable[[], None]] = []

    # State ---------------------------------------------------------------------------------

    @cached_property
    def engine(self) -> sa.Engine:
        """The application's database, migrated to this version."""
        return migrated_engine(self.settings.application_database_url)

    @cached_property
    def sessions(self) -> SessionFactory:
        """Sessions of the application's database."""
        return session_factory(self.engine)

    @cached_property
    def work(self) -> DurableWork:
        """Durable workflows."""
        return self._given_work or LaunchOnUse(
            self.settings.durable_database_url, before_launch=self.register_workflows
        )

    # People and sending --------------------------------------------------------------------

    @cached_property
    def channels(self) -> list[Channel]:
        """Every vendor channel that is switched on."""
        built = (build(self.settings, self.sessions, SystemClock()) for build in CHANNELS)
        return [channel for channel in built if channel is not None]

    @cached_property
    def directory(self) -> Directory:
        """People and their accounts."""
        company = [channel.name for channel in self.channels if channel.is_company]
        return Directory(self.sessions, company_channels=company, has_inbox=self._has_inbox)

    def _has_inbox(self, user_id: str) -> bool:
        # The demonstration lets a visitor act as anybody; elsewhere one signs in.
        return self.settings.is_demonstration or self.local_accounts.has(user_id)

    @cached_property
    def local_accounts(self) -> LocalAccounts:
        """Passwords of people who do not come through WeCom."""
        from bot.signin import LocalAccounts

        return LocalAccounts(self.sessions, self.directory, SystemClock())

    @cached_property
    def sign_in(self) -> SignInDesk:
        """Signing in to the pages."""
        from bot.signin import SignInDesk

        sources = (channel.members for channel in self.channels if channel.members is not None)
        return SignInDesk.open(
            self.local_accounts,
            self.sessions,
            self.directory,
            next(sources, None),
            public_url=self.settings.public_url,
        )

    @cached_property
    def senders(self) -> Mapping[str, Sender]:
        """One sender for each channel; the page's inbox is always there."""
        if self._given_senders is not None:
            return self._given_senders
        senders: list[Sender] = [channel.sender for channel in self.channels]
        senders.append(WebInboxSender(self.sessions, SystemClock()))
        return {sender.channel: sender for sender in senders}

    @cached_property
    def delivery(self) -> Delivery:
        """Durable sending."""
        return Delivery(self.work, self.sessions, self.senders, SystemClock())

    # The three jobs ------------------------------------------------------------------------

    @cached_property
    def library_settings(self) -> LibrarySettings:
        """How the policy library is set up."""
        from retrieval import LibrarySettings

        section = self.settings.retrieval
        return LibrarySettings(
            data_dir=self.settings.data_dir.resolve() / "library",
            model=section.model,
            index=section.index,
        )

    @cached_property
    def library(self) -> PolicyLibrary:
        """The policy library."""
        from retrieval import PolicyLibrary

        return PolicyLibrary.open(self.library_settings, self.engine)

    @cached_property
    def figures(self) -> KpiAdapter | None:
        """The figures; None while no source is configured."""
        return open_figures(self.settings)

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
    def task_desk(self) -> TaskDesk:
        """What people say about tasks."""
        from bot.tasks.desk import TaskDesk

        return TaskDesk(
            self.tasks, self.directory, self.working_days, self.clock, clauses=self.plan_clauses
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

    # The conversation ----------------------------------------------------------------------

    @cached_property
    def skills(self) -> list[Skill]:
        """The skills in the order in which they are asked."""
        appeals = self.appeals
        desk = HandoverDesk(self.sessions, self.directory, self.delivery, appeals.service)
        skills: list[Skill] = [HelpSkill(), ServiceLineSkill(desk)]
        skills += supervision_skills(
            appeals.desk,
            self.task_desk,
            self.tasks,
            self.directory,
            Mutes(self.sessions),
            self.plan_clauses,
            self.figures.catalogue if self.figures is not None else None,
        )
        policy = PolicySkill(self.library, desk, public_url=self.settings.public_url)
        if self.figures is not None:
            skills += figure_skills(
                self.figures, self.library, policy, self.plan_clauses, self.figure_audit
            )
        return [*skills, policy]

    @cached_property
    def dialogue(self) -> Dialogue:
        """The conversation with one person."""
        return Dialogue(self.skills, ConversationStore(self.sessions), self.clock)

    @cached_property
    def feedback(self) -> Feedback:
        """What people think of answers."""
        return Feedback(self.sessions, self.clock)

    @cached_property
    def answering(self) -> Answering:
        """The durable way of a message."""
        return Answering(self.work, self.dialogue, self.directory, self.delivery)

    @cached_property
    def binding(self) -> Binding:
        """One-time codes by which accounts of strangers become people's."""
        by_code = [channel.name for channel in self.channels if not channel.is_company]
        return Binding(self.sessions, self.directory, SystemClock(), channels=by_code)

    @cached_property
    def reception(self) -> Reception:
        """Where every channel's messages arrive."""
        return Reception(self.answering, self.feedback, self.binding, self.directory, self.delivery)

    @cached_property
    def intake(self) -> Intake:
        """What vendors' callbacks are handed to."""
        section = self.settings.intake
        limits = IntakeLimits(section.per_sender, section.overall, section.backlog)
        return Intake(self.intake_sessions, self.reception, SystemClock(), limits)

    @cached_property
    def intake_sessions(self) -> SessionFactory:
        """Sessions of the database that holds the messages taken in."""
        url = self.settings.intake_database_url
        if url == self.settings.application_database_url:
            return self.sessions
        return session_factory(migrated_engine(url))

    # Running -------------------------------------------------------------------------------

    def channel_routers(self) -> list[APIRouter]:
        """Return the callback routes of every channel that is switched on."""
        return [
            channel.routes(self.intake) for channel in self.channels if channel.routes is not None
        ]

    def register_workflows(self) -> None:
        """Build every part that has a workflow, and declare the schedules.

        Whatever process works off the queues may be handed the run of a schedule, so every one
        of them must know them all, a command as well as the server.
        """
        _ = self.answering
        scan = self.alert_scan
        self.work.schedule("alert_scan", self.settings.alerts.scan_cron, scan.run_scheduled)
        self.appeals.schedule(self.work)
        self.work.schedule("recurring_tasks", RECURRING_CRON, self._create_recurring)
        self.work.schedule("forget", FORGET_CRON, self._forget)

    def launch(self) -> None:
        """Start working; commands that only start work skip this."""
        self.register_workflows()
        self.work.launch()
        # Kept with its cause, but the process died before it was started.
        self.delivery.resume()
        if self.channels:
            self.intake.start()
        self._stop_listening = [
            channel.listen(self.intake) for channel in self.channels if channel.listen is not None
        ]

    def _create_recurring(self, _due_at: datetime) -> None:
        """Create the recurring tasks whose period has begun, none beyond the plan's end."""
        self.tasks.create_recurring(until=self.settings.plan_end)

    def _forget(self, _due_at: datetime) -> None:
        """Delete what channels kept only to answer once."""
        before = SystemClock().now() - KEPT_FOR
        forget_before(self.sessions, before)
        forget_messages_before(self.intake_sessions, before)
        self.alert_scan.forget()

    def warm(self) -> None:
        """Load what the first question would otherwise wait for."""
        self.library.search("预热", on=self.clock.now().date(), limit=1)

    def stop(self) -> None:
        """Stop working; what is unfinished stays for the next start."""
        for stop_listening in self._stop_listening:
            stop_listening()
        if "intake" in self.__dict__:
            self.intake.stop()
        self.work.stop()
        for channel in self.channels:
            channel.close()
        self.engine.dispose()
