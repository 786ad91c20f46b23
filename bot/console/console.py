"""Everything the console can do, one field a section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.console.audit import ConsoleAudit
from bot.console.catalogue import Catalogue
from bot.console.documents import Documents
from bot.console.questions import Questions
from bot.console.undo import Undo

if TYPE_CHECKING:
    from bot.console.appeals import AppealSection
    from bot.console.audit_log import AuditLog
    from bot.console.calendar import CalendarSection
    from bot.console.health import HealthSection
    from bot.console.messages import MessageSection
    from bot.console.people import PeopleSection
    from bot.console.staging import Staging
    from bot.console.tasks import TaskSection


@dataclass(frozen=True)
class Console:
    """The sections, joined in `bot.wiring.console`."""

    audit: ConsoleAudit
    undo: Undo
    documents: Documents
    questions: Questions
    catalogue: Catalogue
    staging: Staging
    people: PeopleSection
    tasks: TaskSection
    appeals: AppealSection
    messages: MessageSection
    calendar: CalendarSection
    log: AuditLog
    health: HealthSection
