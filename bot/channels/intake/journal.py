"""Keeps messages before they are acknowledged; those that arrive together share a commit.

The limits are judged in the same transaction, from the table itself, so that several processes
on one database share them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from prometheus_client import Counter as Metric
from sqlalchemy.exc import IntegrityError

from bot.channels.intake.admission import Admission, IntakeLimits, Load, decide
from bot.channels.intake.model import InboundMessageRow
from bot.clock import Clock
from bot.messages import InboundMessage
from bot.storage.engine import SessionFactory

_MINUTE = timedelta(minutes=1)
# Counting everybody's minute costs a scan of it; a limit a moment late is as good.
_TOTALS_LIVE = timedelta(milliseconds=500)

# Plain columns: mapping rows to objects would cost more than the database does.
_table: sa.Table = InboundMessageRow.metadata.tables[InboundMessageRow.__tablename__]
_column = _table.c

# Built once: putting them together anew for each commit took longer than running them. A channel
# at a time: SQLite finds pairs, `(channel, sender) IN (…)`, only by reading the whole table.
KNOWN = sa.select(_column.message_id).where(
    _column.channel == sa.bindparam("channel"),
    _column.message_id.in_(sa.bindparam("ids", expanding=True)),
)
OF_SENDERS = (
    sa.select(_column.sender, _column.verdict, sa.func.count())
    .where(
        _column.channel == sa.bindparam("channel"),
        _column.sender.in_(sa.bindparam("senders", expanding=True)),
        _column.received_at > sa.bindparam("since"),
    )
    .group_by(_column.sender, _column.verdict)
)
_OVERALL = sa.select(sa.func.count()).where(
    _column.received_at > sa.bindparam("since"), _column.verdict == Admission.ACCEPTED.value
)
_WAITING = sa.select(sa.func.count()).where(
    _column.relayed_at.is_(None), _column.verdict == Admission.ACCEPTED.value
)
_TOTALS = sa.select(_OVERALL.scalar_subquery(), _WAITING.scalar_subquery())
_INSERT = sa.insert(_table)

_declined = Metric("bot_messages_declined_total", "Messages over a limit", ["limit"])


class _Sender(NamedTuple):
    channel: str
    account: str


@dataclass
class _Totals:
    """Everybody's load as last counted, and what was added since."""

    counted_at: datetime
    overall: int
    waiting: int


class Journal:
    """The messages taken in; `clock` is system time."""

    def __init__(self, sessions: SessionFactory, clock: Clock, limits: IntakeLimits) -> None:
        self._sessions = sessions
        self._clock = clock
        self._limits = limits
        self._totals: _Totals | None = None

    def keep(self, messages: Sequence[InboundMessage]) -> None:
        """Keep those of `messages` that are new, in one transaction, in order."""
        try:
            self._keep(messages)
        except IntegrityError:
            # A repetition reached another process at the same moment: now it is known.
            self._keep(messages)

    def _keep(self, messages: Sequence[InboundMessage]) -> None:
        with self._sessions.statements() as connection:
            fresh = _fresh(connection, messages)
            if fresh:
                connection.execute(_INSERT, self._rows(connection, fresh))

    def _rows(
        self, connection: sa.Connection, fresh: Sequence[InboundMessage]
    ) -> list[dict[str, Any]]:
        now = self._clock.now()
        totals = self._current_totals(connection, now)
        accepted, told = _of_senders(connection, fresh, since=now - _MINUTE)
        rows = []
        for message in fresh:
            sender = _Sender(message.channel, message.sender)
            load = Load(accepted[sender], totals.overall, totals.waiting, told[sender] > 0)
            admission, reason = decide(load, self._limits)
            if admission is Admission.ACCEPTED:
                accepted[sender] += 1
                totals.overall += 1
                totals.waiting += 1
            else:
                told[sender] += 1
                _declined.labels(reason.value).inc()
            rows.append(_row(message, admission, now))
        return rows

    def _current_totals(self, connection: sa.Connection, now: datetime) -> _Totals:
        totals = self._totals
        if totals is None or not now - _TOTALS_LIVE < totals.counted_at <= now:
            counted = connection.execute(_TOTALS, {"since": now - _MINUTE}).one()
            totals = self._totals = _Totals(now, *counted)
        return totals


def _fresh(connection: sa.Connection, messages: Sequence[InboundMessage]) -> list[InboundMessage]:
    """Return those of `messages` that are not known yet, each once, in order."""
    by_id = {(message.channel, message.message_id): message for message in reversed(messages)}
    for channel, ids in _by_channel(by_id).items():
        known = connection.execute(KNOWN, {"channel": channel, "ids": ids})
        for message_id in known.scalars():
            del by_id[channel, message_id]
    return list(reversed(by_id.values()))


def _of_senders(
    connection: sa.Connection, fresh: Sequence[InboundMessage], *, since: datetime
) -> tuple[Counter[_Sender], Counter[_Sender]]:
    """Return how often each sender was accepted and declined since then."""
    senders = {_Sender(message.channel, message.sender) for message in fresh}
    counts: dict[str, Counter[_Sender]] = {verdict.value: Counter() for verdict in Admission}
    for channel, accounts in _by_channel(senders).items():
        given = {"channel": channel, "senders": accounts, "since": since}
        for account, verdict, count in connection.execute(OF_SENDERS, given):
            counts[verdict][_Sender(channel, account)] = count
    return counts[Admission.ACCEPTED], counts[Admission.DECLINED]


def _by_channel(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the second of each of `pairs` by its first, a channel."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for channel, value in pairs:
        grouped[channel].append(value)
    return grouped


def _row(message: InboundMessage, admission: Admission, now: datetime) -> dict[str, Any]:
    is_dropped = admission is Admission.DROPPED
    return {
        "channel": message.channel,
        "message_id": message.message_id,
        "sender": message.sender,
        "conversation": f"{message.channel}:{message.conversation}",
        "payload": {} if is_dropped else message.model_dump(mode="json"),
        "verdict": admission.value,
        "received_at": now,
        "relayed_at": now if is_dropped else None,
    }
