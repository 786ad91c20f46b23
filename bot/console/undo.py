"""Takes a change back, once, by the function of the section that made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.console import wording
from bot.console.access import require_console
from bot.console.audit import ConsoleAudit, ConsoleChange, ConsoleEntry
from bot.errors import ConsoleRefused
from bot.identity import Person

# Is handed who takes it back, what the change kept for that, and what records it: called in the
# transaction that takes it back, it refuses where somebody else was quicker.
Record = Callable[[Session], None]
Reversal = Callable[[Person, dict[str, Any], Record], None]


class Undo:
    """`reversals` has a function for each (section, action) that can be taken back."""

    def __init__(self, audit: ConsoleAudit, reversals: Mapping[tuple[str, str], Reversal]) -> None:
        self._audit = audit
        self._reversals = dict(reversals)

    def take_back(self, person: Person, number: int) -> ConsoleEntry:
        """Take change `number` back and record that; return the change.

        Raises:
            ConsoleRefused: the person may not use the console, there is no such change, it
                cannot be taken back, or it was already.
            BotError: the section cannot do it now.
        """
        require_console(person)
        entry = self._audit.entry(number)
        if entry is None:
            raise ConsoleRefused(wording.NO_SUCH_CHANGE)
        reverse = self._reversals.get((entry.section, entry.action))
        if entry.reversal is None or reverse is None:
            raise ConsoleRefused(wording.CANNOT_UNDO)
        if entry.undone_by is not None:
            raise ConsoleRefused(wording.ALREADY_UNDONE)
        recording = self._audit.recording(
            person,
            ConsoleChange(
                entry.section,
                wording.UNDO,
                entry.subject,
                before=entry.after,
                after=entry.before,
                undoes=entry.id,
            ),
        )

        def record(session: Session) -> None:
            try:
                recording(session)
            except IntegrityError:
                # Two clicks at once: the other one is recorded, and this one changes nothing.
                raise ConsoleRefused(wording.ALREADY_UNDONE) from None

        reverse(person, entry.reversal, record)
        return entry
