"""Everything the console can do, one field a section."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.audit import ConsoleAudit
from bot.console.catalogue import Catalogue
from bot.console.documents import Documents
from bot.console.questions import Questions
from bot.console.undo import Undo


@dataclass(frozen=True)
class Console:
    """The sections, joined in `bot.wiring.console`."""

    audit: ConsoleAudit
    undo: Undo
    documents: Documents
    questions: Questions
    catalogue: Catalogue
