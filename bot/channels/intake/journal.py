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

from prometheus_client import Counter as Metric

from bot.channels.intake.admission import Admission, IntakeLimits, Load, decide
from bot.channels.intake.statements import statements_of
from bot.clock import Clock
from bot.messages import InboundMessage
from bot.storage.engine import SessionFactory

_MINUTE = timedelta(minutes=1)
# Counting everybody's minute costs a scan of it; a limit a moment late is as good.
_TOTALS_LIVE = timedelta(milliseconds=500)

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
    """The messages taken in; `clock` is system time. One thread at a time."""

    def __init__(self, sessions: SessionFactory, clock: Clock, limits: IntakeLimits) -> None:
        self._connection = sessions.held_connection()
        self._statements = statements_of(self._connection.dialect)
        self._clock = clock
        self._limits = limits
        self._totals: _Totals | None = None

    @property
    def is_local(self) -> bool:
        """Tell whether keeping takes microseconds: a file, no server to wait for."""
        return self._connection.is_local

    def keep(self, messages: Sequence[InboundMessage], *, waits: bool = True) -> None:
        """Keep those of `messages` that are new, in one transaction, in order.

        Raises:
            Exception: the driver's; nothing was kept. Without `waits` also where another process
                is writing a local file at this moment.
        """
        with self._connection.writing(waits=waits) as cursor:
            fresh = self._fresh(cursor, messages)
            if fresh:
                # Another process may keep the same one at this moment: then it is kept.
                cursor.executemany(self._statements.insert, self._rows(cursor, fresh))

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _fresh(self, cursor: Any, messages: Sequence[InboundMessage]) -> list[InboundMessage]:
        """Return those of `messages` that are not known yet, each once, in order."""
        by_id = {(message.channel, message.message_id): message for message in reversed(messages)}
        for channel, ids in _by_channel(by_id).items():
            cursor.execute(self._statements.known, (channel, self._statements.words(ids)))
            for (message_id,) in cursor.fetchall():
                del by_id[channel, message_id]
        return list(reversed(by_id.values()))

    def _rows(self, cursor: Any, fresh: Sequence[InboundMessage]) -> list[tuple[Any, ...]]:
        now = self._clock.now()
        totals = self._current_totals(cursor, now)
        accepted, told = self._of_senders(cursor, fresh, now)
        written = self._statements.moment(now)
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
            rows.append(_row(message, admission, written))
        return rows

    def _current_totals(self, cursor: Any, now: datetime) -> _Totals:
        totals = self._totals
        if totals is None or not now - _TOTALS_LIVE < totals.counted_at <= now:
            cursor.execute(self._statements.totals, self._about(now))
            totals = self._totals = _Totals(now, *cursor.fetchone())
        return totals

    def _of_senders(
        self, cursor: Any, fresh: Sequence[InboundMessage], now: datetime
    ) -> tuple[Counter[_Sender], Counter[_Sender]]:
        """Return how often each sender was accepted and declined within a minute."""
        senders = {_Sender(message.channel, message.sender) for message in fresh}
        counts: dict[str, Counter[_Sender]] = {verdict.value: Counter() for verdict in Admission}
        said = self._statements
        for channel, accounts in _by_channel(senders).items():
            given = (channel, said.words(accounts), *self._about(now))
            cursor.execute(said.of_senders, given)
            for account, verdict, count in cursor.fetchall():
                counts[verdict][_Sender(channel, account)] = count
        return counts[Admission.ACCEPTED], counts[Admission.DECLINED]

    def _about(self, now: datetime) -> tuple[Any, Any]:
        """Return the bounds of what counts now. Another machine's clock may be a little ahead;
        what lies further ahead is from before the clock was set back."""
        return self._statements.moment(now - _MINUTE), self._statements.moment(now + _MINUTE)


def _by_channel(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the second of each of `pairs` by its first, a channel."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for channel, value in pairs:
        grouped[channel].append(value)
    return grouped


def _row(message: InboundMessage, admission: Admission, now: Any) -> tuple[Any, ...]:
    """Return the columns in the order of the statement; `now` as the driver wants it."""
    is_dropped = admission is Admission.DROPPED
    return (
        message.channel,
        message.message_id,
        message.sender,
        f"{message.channel}:{message.conversation}",
        "{}" if is_dropped else message.model_dump_json(),
        admission.value,
        now,
        now if is_dropped else None,
    )
