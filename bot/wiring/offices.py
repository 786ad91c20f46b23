"""The console's sections over people, tasks, appeals, messages, the calendar and health."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.console.audit import ConsoleAudit
from bot.wiring.conversation import ConversationParts

if TYPE_CHECKING:
    from bot.console.appeals import AppealSection
    from bot.console.audit_log import AuditLog
    from bot.console.calendar import CalendarSection
    from bot.console.health import HealthSection
    from bot.console.messages import MessageSection
    from bot.console.people import PeopleSection
    from bot.console.staging import Staging
    from bot.console.tasks import TaskSection


class OfficeParts(ConversationParts):
    """What an office works with every day."""

    @cached_property
    def console_audit(self) -> ConsoleAudit:
        """Who changed what."""
        return ConsoleAudit(self.sessions, SystemClock())

    @cached_property
    def staging(self) -> Staging:
        """Uploads that wait for confirmation."""
        from bot.console.staging import Staging

        return Staging(self.sessions, SystemClock())

    @cached_property
    def people_section(self) -> PeopleSection:
        """People, departments, accounts."""
        from bot.console.people import PeopleSection
        from bot.identity.register import PeopleRegister

        register = PeopleRegister(
            self.sessions, self.directory, SystemClock(), can_sign_in=self._can_sign_in
        )
        return PeopleSection(
            self.sessions,
            register,
            self.directory,
            self.local_accounts,
            self.binding,
            self.console_audit,
            self.clock,
        )

    def _can_sign_in(self, user_id: str) -> bool:
        return self.sign_in.has_members or self._has_inbox(user_id)

    @cached_property
    def task_section(self) -> TaskSection:
        """Supervised tasks."""
        from bot.alerts.lit_tasks import LitTasks
        from bot.alerts.scan import alert_rules
        from bot.console.tasks import TaskSection

        return TaskSection(
            self.tasks,
            self.task_giving,
            LitTasks(self.sessions),
            self.working_days,
            alert_rules(self.settings.alerts),
            self.clock,
            self.console_audit,
        )

    @cached_property
    def appeal_section(self) -> AppealSection:
        """Appeals and their clocks."""
        from bot.console.appeals import AppealSection

        return AppealSection(self.appeals.service, self.sessions, self.working_days, self.clock)

    @cached_property
    def message_section(self) -> MessageSection:
        """Messages sent, and scanning for alerts."""
        from bot.console.messages import MessageSection

        return MessageSection(
            self.sessions,
            self.delivery,
            self.directory,
            self.alert_scan,
            self.console_audit,
            channels=self.senders,
        )

    @cached_property
    def calendar_section(self) -> CalendarSection:
        """Working days."""
        from bot.console.calendar import CalendarSection

        return CalendarSection(self.tasks, self.working_days, self.clock, self.console_audit)

    @cached_property
    def audit_log(self) -> AuditLog:
        """Every log, to be read."""
        from bot.console.audit_log import AuditLog

        return AuditLog(self.sessions, self.directory, self.console_audit)

    @cached_property
    def health_section(self) -> HealthSection:
        """The state of every part."""
        from bot.console.health import HealthSection
        from bot.wiring.health import failed, health_checks

        return HealthSection(lambda: health_checks(self), failed)
