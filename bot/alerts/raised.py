"""The alerts that were raised, in the database: what the next scan must know.

A row is written before its message is started, so that whatever dies in between is found by
the next scan and started again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.alerts.assess import Level
from bot.alerts.model import AlertRow
from bot.clock import BUSINESS_ZONE
from bot.storage.engine import SessionFactory

T = TypeVar("T")

# Both databases bound how many values one statement may carry.
_ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Raised:
    """One alert that was raised; `at` is business time, aware."""

    alert_id: str
    subject: str
    due_on: date | None
    level: Level
    reason: str
    recipient_user_id: str
    at: datetime
    message_key: str


class RaisedAlerts:
    """Reads and writes the rows of alerts."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def all(self) -> list[Raised]:
        """Return every alert that was raised."""
        return self._read(sa.true())

    def of(self, message_keys: Collection[str]) -> dict[str, list[Raised]]:
        """Return the alerts that these messages carry."""
        found: dict[str, list[Raised]] = defaultdict(list)
        for keys in _slices(sorted(message_keys)):
            for row in self._read(AlertRow.message_key.in_(keys)):
                found[row.message_key].append(row)
        return found

    def climbed_to(self, user_id: str) -> set[tuple[str, date | None]]:
        """Return the matters, with their deadlines, that climbed to somebody above the owner."""
        told = self._read(AlertRow.recipient_user_id == user_id)
        return {(one.subject, one.due_on) for one in told if one.level.step}

    def add(self, alerts: Sequence[Raised]) -> None:
        """Keep new alerts; one that another process kept first stays as it is."""
        with self._sessions.begin() as session:
            dialect = session.get_bind().dialect.name
            insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
            for several in _slices(alerts):
                # The table and not the class: many rows need no objects.
                session.execute(
                    insert(cast("sa.Table", AlertRow.__table__)).on_conflict_do_nothing(),
                    [_values(one) for one in several],
                )

    def split_off(self, alerts: Sequence[Raised]) -> None:
        """Give each of these a message of its own, to be said later than the others."""
        with self._sessions.begin() as session:
            for alert in alerts:
                session.execute(
                    sa.update(AlertRow)
                    .where(AlertRow.alert_id == alert.alert_id)
                    .values(message_key=alert.alert_id)
                )

    def drop(self, alerts: Sequence[Raised]) -> None:
        """Forget these alerts: never said, because they no longer applied, or said long ago."""
        with self._sessions.begin() as session:
            for several in _slices([alert.alert_id for alert in alerts]):
                session.execute(sa.delete(AlertRow).where(AlertRow.alert_id.in_(several)))

    def raised_before(self, moment: datetime) -> list[Raised]:
        """Return what was raised earlier than `moment`."""
        return self._read(AlertRow.raised_at < moment)

    def _read(self, condition: sa.ColumnElement[bool]) -> list[Raised]:
        query = sa.select(
            AlertRow.alert_id,
            AlertRow.subject,
            AlertRow.due_on,
            AlertRow.level,
            AlertRow.reason,
            AlertRow.recipient_user_id,
            AlertRow.raised_at,
            AlertRow.message_key,
        ).where(condition)
        with self._sessions() as session:
            rows = session.execute(query).all()
        return [
            Raised(
                alert_id,
                subject,
                due_on,
                Level.named(level),
                reason,
                recipient,
                at.astimezone(BUSINESS_ZONE),
                key,
            )
            for alert_id, subject, due_on, level, reason, recipient, at, key in rows
        ]


def by_matter(alerts: Sequence[Raised]) -> Mapping[tuple[str, date | None], list[Raised]]:
    """Return the alerts by matter and deadline."""
    found: dict[tuple[str, date | None], list[Raised]] = defaultdict(list)
    for alert in alerts:
        found[(alert.subject, alert.due_on)].append(alert)
    return found


def _values(alert: Raised) -> dict[str, object]:
    return {
        "alert_id": alert.alert_id,
        "subject": alert.subject,
        "due_on": alert.due_on,
        "level": alert.level.name,
        "reason": alert.reason,
        "recipient_user_id": alert.recipient_user_id,
        "raised_at": alert.at,
        "message_key": alert.message_key,
    }


def _slices(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[at : at + _ROWS_AT_ONCE] for at in range(0, len(values), _ROWS_AT_ONCE))
