"""The console: its log, what can be taken back, and its sections."""

from __future__ import annotations

from functools import cached_property

from bot.console import Console, Undo
from bot.console.undo import Reversal
from bot.wiring.offices import OfficeParts


class ConsoleParts(OfficeParts):
    """What administrators and supervisors work with."""

    @cached_property
    def console(self) -> Console:
        """The console with all its sections."""
        reversals: dict[tuple[str, str], Reversal] = {**self.people_section.reversals()}
        return Console(
            audit=self.console_audit,
            undo=Undo(self.console_audit, reversals),
            staging=self.staging,
            people=self.people_section,
            tasks=self.task_section,
            appeals=self.appeal_section,
            messages=self.message_section,
            calendar=self.calendar_section,
            log=self.audit_log,
            health=self.health_section,
        )
