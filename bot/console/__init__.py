"""What administrators and supervisors change by hand, and the record of who changed what."""

from bot.console.audit import ConsoleAudit, ConsoleEntry
from bot.console.console import Console
from bot.console.undo import Undo

__all__ = ["Console", "ConsoleAudit", "ConsoleEntry", "Undo"]
