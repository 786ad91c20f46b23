"""The console: its log, what can be taken back, and its sections."""

from __future__ import annotations

from functools import cached_property

from bot.clock import SystemClock
from bot.console import Console, ConsoleAudit, Undo
from bot.console.undo import Reversal
from bot.wiring.conversation import ConversationParts


class ConsoleParts(ConversationParts):
    """What administrators and supervisors work with."""

    @cached_property
    def console_audit(self) -> ConsoleAudit:
        """Who changed what."""
        return ConsoleAudit(self.sessions, SystemClock())

    @cached_property
    def console(self) -> Console:
        """The console with all its sections."""
        reversals: dict[tuple[str, str], Reversal] = {}
        return Console(audit=self.console_audit, undo=Undo(self.console_audit, reversals))
