"""Keeps every change made in the console: who, when, where, what, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from bot.clock import Clock
from bot.console.access import require_console
from bot.console.model import ConsoleChangeRow
from bot.identity import Person
from bot.masking import without_personal_numbers
from bot.storage.engine import SessionFactory

_LONGEST = 2000


@dataclass(frozen=True)
class ConsoleChange:
    """What is done in a section of the console: `action` turns `subject` from `before` into
    `after`. `reversal` (JSON) is handed to the section's function in `Undo`; without it the
    change cannot be taken back. `undoes` is the number of the change that this one takes back."""

    section: str
    action: str
    subject: str
    before: str = ""
    after: str = ""
    reversal: dict[str, Any] | None = None
    undoes: int | None = None


@dataclass(frozen=True)
class ConsoleEntry:
    """A change as it was recorded; `at` is system time, aware. `undone_by` is the change that
    took it back."""

    id: int
    at: datetime
    user_id: str
    name: str
    section: str
    action: str
    subject: str
    before: str
    after: str
    reversal: dict[str, Any] | None
    undoes: int | None
    undone_by: int | None

    @property
    def can_be_undone(self) -> bool:
        """Tell whether it can still be taken back."""
        return self.reversal is not None and self.undone_by is None


class Recording:
    """Records a change in the transaction that makes it, and keeps the record's number."""

    def __init__(self, record: Callable[[Session], int]) -> None:
        self._record = record
        self.number = 0

    def __call__(self, session: Session) -> None:
        self.number = self._record(session)


class ConsoleAudit:
    """The log of the console, in the application's database. Nothing in it is ever changed or
    deleted; the database itself refuses it. `clock` is system time."""

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def record(
        self, person: Person, change: ConsoleChange, *, session: Session | None = None
    ) -> int:
        """Keep what `person` did and return its number.

        Texts are kept without telephone and identity card numbers, at most 2000 characters.
        With `session` the change and its record are one transaction.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(person)
        row = ConsoleChangeRow(
            at=self._clock.now(),
            user_id=person.user_id,
            name=person.name,
            section=change.section,
            action=change.action,
            subject=_kept(change.subject),
            before=_kept(change.before),
            after=_kept(change.after),
            reversal=change.reversal,
            undoes=change.undoes,
        )
        with self._sessions.begin() if session is None else nullcontext(session) as writing:
            writing.add(row)
            writing.flush()
            return row.id

    def recording(self, person: Person, change: ConsoleChange) -> Recording:
        """Return what records a change, as `record` does, when its transaction is under way."""
        return Recording(lambda session: self.record(person, change, session=session))

    def entry(self, number: int) -> ConsoleEntry | None:
        """Return one change; None when there is none of this number."""
        found = self._read(ConsoleChangeRow.id == number, 1)
        return found[0] if found else None

    def read(self, reader: Person, *, limit: int) -> Sequence[ConsoleEntry]:
        """Return the newest changes first.

        Raises:
            ConsoleRefused: the reader may not use the console.
        """
        require_console(reader)
        return self._read(sa.true(), limit)

    def _read(self, condition: sa.ColumnElement[bool], limit: int) -> list[ConsoleEntry]:
        later = aliased(ConsoleChangeRow)
        statement = (
            sa.select(ConsoleChangeRow, later.id)
            .outerjoin(later, later.undoes == ConsoleChangeRow.id)
            .where(condition)
            .order_by(ConsoleChangeRow.id.desc())
            .limit(limit)
        )
        with self._sessions() as session:
            return [_entry(row, undone_by) for row, undone_by in session.execute(statement).all()]


def _kept(text: str) -> str:
    shown = without_personal_numbers(text.replace("\0", ""))
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _entry(row: ConsoleChangeRow, undone_by: int | None) -> ConsoleEntry:
    return ConsoleEntry(
        id=row.id,
        at=row.at,
        user_id=row.user_id,
        name=row.name,
        section=row.section,
        action=row.action,
        subject=row.subject,
        before=row.before,
        after=row.after,
        reversal=row.reversal,
        undoes=row.undoes,
        undone_by=undone_by,
    )
