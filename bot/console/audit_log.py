"""审计: what was changed, asked and done, searched by person, day and kind; only ever read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from bot.appeals.model import AppealEventRow
from bot.audit.model import FigureQuestionRow
from bot.clock import BUSINESS_ZONE
from bot.console import audit_log_wording as wording
from bot.console.access import require_console
from bot.console.audit import ConsoleAudit, ConsoleChange
from bot.console.model import ConsoleChangeRow
from bot.errors import AuditRefused
from bot.identity import Directory, Person, Role
from bot.masking import without_personal_numbers
from bot.storage.engine import SessionFactory
from bot.tasks.model import TaskEventRow

MOST_EXPORTED = 50_000
_AT_ONCE = 1_000


class LogKind(StrEnum):
    """Which log."""

    CONSOLE = "console"
    TASKS = "tasks"
    APPEALS = "appeals"
    FIGURES = "figures"


@dataclass(frozen=True)
class LogChoice:
    """Which entries. `person` is a user id or part of a name; days are in Asia/Shanghai, both
    included; `text` is looked for in what the entry says."""

    kind: LogKind
    person: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True)
class LogEntry:
    """One entry. `at` is aware, in Asia/Shanghai: business time for tasks and appeals, system
    time for the others. Texts are without telephone and identity card numbers."""

    number: int
    at: datetime
    user_id: str
    name: str
    action: str
    subject: str
    text: str
    channel: str


class AuditLog:
    """Reads the logs; newest first, by the number of the last entry seen."""

    def __init__(self, sessions: SessionFactory, directory: Directory, audit: ConsoleAudit) -> None:
        self._sessions = sessions
        self._directory = directory
        self._audit = audit

    def kinds(self, reader: Person) -> list[LogKind]:
        """Return the logs this person may read.

        Raises:
            ConsoleRefused: the person may not use the console.
        """
        require_console(reader)
        return [kind for kind in LogKind if _may_read(reader, kind)]

    def page(
        self, reader: Person, choice: LogChoice, *, limit: int, before: int | None = None
    ) -> list[LogEntry]:
        """Return at most `limit` entries, newest first, older than the entry `before`.

        Raises:
            ConsoleRefused: the person may not use the console.
            AuditRefused: this log is for administrators.
        """
        self._require(reader, choice.kind)
        return self._read(choice, limit, before)

    def export(self, reader: Person, choice: LogChoice) -> Iterator[LogEntry]:
        """Yield at most `MOST_EXPORTED` entries, newest first; that they were is recorded.

        Raises:
            ConsoleRefused, AuditRefused: as `page`; before the first entry.
        """
        self._require(reader, choice.kind)
        self._audit.record(
            reader,
            ConsoleChange(
                wording.SECTION,
                wording.EXPORTED,
                wording.KINDS[choice.kind],
                after=wording.chosen(choice.person, choice.since, choice.until, choice.text),
            ),
        )
        return self._each(choice)

    def _require(self, reader: Person, kind: LogKind) -> None:
        require_console(reader)
        if not _may_read(reader, kind):
            raise AuditRefused(wording.ADMIN_ONLY, remedy=wording.ADMIN_ONLY_REMEDY)

    def _each(self, choice: LogChoice) -> Iterator[LogEntry]:
        before: int | None = None
        for _ in range(0, MOST_EXPORTED, _AT_ONCE):
            found = self._read(choice, _AT_ONCE, before)
            yield from found
            if len(found) < _AT_ONCE:
                return
            before = found[-1].number

    def _read(self, choice: LogChoice, limit: int, before: int | None) -> list[LogEntry]:
        log, names = _LOGS[choice.kind], self._directory.names()
        wanted = _wanted(choice, log, names)
        if before is not None:
            wanted.append(log.number < before)
        query: sa.Select[Any] = (
            sa.select(log.row).where(*wanted).order_by(log.number.desc()).limit(limit)
        )
        with self._sessions() as session:
            return [log.entry(row, names) for row in session.scalars(query)]


@dataclass(frozen=True)
class _Log:
    row: type
    number: InstrumentedAttribute[int]
    at: InstrumentedAttribute[datetime]
    user_id: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
    searched: tuple[InstrumentedAttribute[str], ...]
    entry: Callable[..., LogEntry]


def _may_read(reader: Person, kind: LogKind) -> bool:
    return reader.role is Role.ADMIN or kind is not LogKind.FIGURES


def _wanted(choice: LogChoice, log: _Log, names: Mapping[str, str]) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if choice.person:
        meant = [
            user_id
            for user_id, name in names.items()
            if choice.person in name or choice.person.casefold() == user_id.casefold()
        ]
        found.append(log.user_id.in_(meant))
    if choice.since is not None:
        found.append(log.at >= _midnight(choice.since))
    if choice.until is not None:
        found.append(log.at < _midnight(choice.until + timedelta(days=1)))
    if choice.text:
        found.append(
            sa.or_(*(column.icontains(choice.text, autoescape=True) for column in log.searched))
        )
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BUSINESS_ZONE)


def _change(row: ConsoleChangeRow, _names: Mapping[str, str]) -> LogEntry:
    return LogEntry(
        row.id,
        row.at.astimezone(BUSINESS_ZONE),
        row.user_id,
        row.name,
        row.action,
        row.subject,
        wording.from_to(row.before, row.after),
        wording.CONSOLE,
    )


def _task(row: TaskEventRow, names: Mapping[str, str]) -> LogEntry:
    details = "；".join(f"{wording.FIELDS.get(k, k)} {v}" for k, v in row.details.items())
    return LogEntry(
        row.id,
        row.at.astimezone(BUSINESS_ZONE),
        row.user_id,
        names.get(row.user_id, ""),
        wording.task_action(row.action),
        f"{row.task_no}号任务",
        without_personal_numbers("；".join(part for part in (row.reason, details) if part)),
        row.channel,
    )


def _appeal(row: AppealEventRow, names: Mapping[str, str]) -> LogEntry:
    return LogEntry(
        row.id,
        row.at.astimezone(BUSINESS_ZONE),
        row.user_id,
        names.get(row.user_id, ""),
        wording.appeal_step(row.step),
        f"诉求 {row.appeal_no}",
        without_personal_numbers(row.text),
        row.channel,
    )


def _figure(row: FigureQuestionRow, names: Mapping[str, str]) -> LogEntry:
    return LogEntry(
        row.id,
        row.asked_at.astimezone(BUSINESS_ZONE),
        row.user_id or "",
        names.get(row.user_id or "", ""),
        wording.outcome(row.outcome),
        row.question,
        wording.figure(row.sentence, row.rows_read),
        row.channel,
    )


_LOGS = {
    LogKind.CONSOLE: _Log(
        ConsoleChangeRow,
        ConsoleChangeRow.id,
        ConsoleChangeRow.at,
        ConsoleChangeRow.user_id,
        (
            ConsoleChangeRow.action,
            ConsoleChangeRow.subject,
            ConsoleChangeRow.before,
            ConsoleChangeRow.after,
        ),
        _change,
    ),
    LogKind.TASKS: _Log(
        TaskEventRow,
        TaskEventRow.id,
        TaskEventRow.at,
        TaskEventRow.user_id,
        (TaskEventRow.task_no, TaskEventRow.reason),
        _task,
    ),
    LogKind.APPEALS: _Log(
        AppealEventRow,
        AppealEventRow.id,
        AppealEventRow.at,
        AppealEventRow.user_id,
        (AppealEventRow.appeal_no, AppealEventRow.text),
        _appeal,
    ),
    LogKind.FIGURES: _Log(
        FigureQuestionRow,
        FigureQuestionRow.id,
        FigureQuestionRow.asked_at,
        FigureQuestionRow.user_id,
        (FigureQuestionRow.question, FigureQuestionRow.sentence),
        _figure,
    ),
}
