"""The journal's statements in the words of each driver.

Written out, because composing them anew took ten times as long as running them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.channels.intake.admission import Admission

# A channel at a time: SQLite finds pairs, `(channel, sender) IN (…)`, only by reading the whole
# table.
_KNOWN = "SELECT message_id FROM inbound_messages WHERE channel = ? AND message_id {among}"
_OF_SENDERS = (
    "SELECT sender, verdict, count(*) FROM inbound_messages "
    "WHERE channel = ? AND sender {among} AND received_at > ? AND received_at <= ? "
    "GROUP BY sender, verdict"
)
_TOTALS = (
    "SELECT (SELECT count(*) FROM inbound_messages "
    "WHERE received_at > ? AND received_at <= ? AND verdict = '{taken}'), "
    "(SELECT count(*) FROM inbound_messages WHERE relayed_at IS NULL AND verdict = '{taken}')"
)
_INSERT = (
    "INSERT INTO inbound_messages (channel, message_id, sender, conversation, payload, verdict, "
    "received_at, relayed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (channel, message_id) DO NOTHING"
)


class Statements(NamedTuple):
    """Each statement, and how a moment and a list of words are handed to it."""

    known: str
    of_senders: str
    totals: str
    insert: str
    moment: Callable[[datetime], Any]
    words: Callable[[Sequence[str]], Any]


def statements_of(dialect: str) -> Statements:
    """Return the statements for ``sqlite`` or ``postgresql`` (psycopg)."""
    if dialect == "sqlite":
        return _written("IN (SELECT value FROM json_each(?))", "?", _sqlite_moment, json.dumps)
    return _written("= ANY(?)", "%s", _naive, list)


def _written(
    among: str,
    placeholder: str,
    moment: Callable[[datetime], Any],
    words: Callable[[Sequence[str]], Any],
) -> Statements:
    known, of_senders, totals, insert = (
        text.format(among=among, taken=Admission.ACCEPTED.value).replace("?", placeholder)
        for text in (_KNOWN, _OF_SENDERS, _TOTALS, _INSERT)
    )
    return Statements(known, of_senders, totals, insert, moment, words)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _sqlite_moment(moment: datetime) -> str:
    # As SQLAlchemy writes and reads them.
    return _naive(moment).isoformat(" ", "microseconds")
