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
class ConsoleEntry:
    """One change; `at` is system time, aware. `undone_by` is the change that took it back."""

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
        self,
        person: Person,
        *,
        section: str,
        action: str,
        subject: str,
        before: str = "",
        after: str = "",
        reversal: dict[str, Any] | None = None,
        undoes: int | None = None,
        session: Session | None = None,
    ) -> int:
        """Keep one change and return its number.

        Texts are kept without telephone and identity card numbers, at most 2000 characters.
        With `session` the change and its record are one transaction. `reversal` (JSON) is
        handed to the section's function in `Undo`.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(person)
        row = ConsoleChangeRow(
            at=self._clock.now(),
            user_id=person.user_id,
            name=person.name,
            section=section,
            action=action,
            subject=_kept(subject),
            before=_kept(before),
            after=_kept(after),
            reversal=reversal,
            undoes=undoes,
        )
        with self._sessions.begin() if session is None else nullcontext(session) as writing:
            writing.add(row)
            writing.flush()
            return row.id

    def recording(
        self,
        person: Person,
        *,
        section: str,
        action: str,
        subject: str,
        before: str = "",
        after: str = "",
        reversal: dict[str, Any] | None = None,
        undoes: int | None = None,
    ) -> Recording:
        """Return what records a change, as `record` does, when its transaction is under way."""
        return Recording(
            lambda session: self.record(
                person,
                section=section,
                action=action,
                subject=subject,
                before=before,
                after=after,
                reversal=reversal,
                undoes=undoes,
                session=session,
            )
        )

    def entry(self, number: int) -> ConsoleEntry | None:
        """Return one change; None when there is none of this number."""
        found = self._read(ConsoleChangeRow.id == number, 1)
        return found[0] if found else None

    def read(
        self,
        reader: Person,
        *,
        limit: int,
        before: int | None = None,
        section: str | None = None,
        user_id: str | None = None,
    ) -> Sequence[ConsoleEntry]:
        """Return the newest changes first; `before` is the number of the last one seen.

        Raises:
            ConsoleRefused: the reader may not use the console.
        """
        require_console(reader)
        wanted: list[sa.ColumnElement[bool]] = [sa.true()]
        if before is not None:
            wanted.append(ConsoleChangeRow.id < before)
        if section is not None:
            wanted.append(ConsoleChangeRow.section == section)
        if user_id is not None:
            wanted.append(ConsoleChangeRow.user_id == user_id)
        return self._read(sa.and_(*wanted), limit)

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
