"""Messages waiting for people to open the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.channels.web.model import InboxRow
from bot.messages import Reply
from bot.storage.engine import SessionFactory, rows_changed

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class StoredMessage:
    """A message in somebody's inbox. `number` grows; `sent_at` is system time, aware."""

    number: int
    sent_at: datetime
    reply: Reply


def keep_message(
    sessions: SessionFactory, account: str, reply: Reply, *, key: str, at: datetime
) -> StoredMessage:
    """Keep `reply` for `account`; a `key` already used returns what was kept then."""
    row = InboxRow(
        account=account, delivery_key=key, reply=reply.model_dump(mode="json"), sent_at=at
    )
    try:
        with sessions.begin() as session:
            session.add(row)
    except IntegrityError:
        # Another try of the same delivery came first, perhaps in another process.
        kept = sa.select(InboxRow).where(InboxRow.account == account, InboxRow.delivery_key == key)
        with sessions() as session:
            row = session.scalars(kept).one()
    return _message(row)


def inbox_messages(sessions: SessionFactory, account: str, *, after: int) -> list[StoredMessage]:
    """Return the messages to `account` numbered above `after`, oldest first, 50 at most."""
    statement = (
        sa.select(InboxRow)
        .where(InboxRow.account == account, InboxRow.id > after)
        .order_by(InboxRow.id)
        .limit(MOST_AT_ONCE)
    )
    with sessions() as session:
        return [_message(row) for row in session.scalars(statement)]


def latest_messages(sessions: SessionFactory, account: str) -> list[StoredMessage]:
    """Return the newest messages to `account`, newest first, 50 at most."""
    statement = (
        sa.select(InboxRow)
        .where(InboxRow.account == account)
        .order_by(InboxRow.id.desc())
        .limit(MOST_AT_ONCE)
    )
    with sessions() as session:
        return [_message(row) for row in session.scalars(statement)]


def forget_inbox_before(sessions: SessionFactory, moment: datetime) -> int:
    """Delete the messages sent before `moment` (system time, aware); return how many."""
    with sessions.begin() as session:
        result = session.execute(sa.delete(InboxRow).where(InboxRow.sent_at < moment))
    return rows_changed(result)


def _message(row: InboxRow) -> StoredMessage:
    return StoredMessage(number=row.id, sent_at=row.sent_at, reply=Reply.model_validate(row.reply))
