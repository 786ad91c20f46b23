"""Texts that wait for somebody to write again, because WeChat lets us not speak first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import Clock
from bot.delivery.limits import MOST_COPIES
from bot.storage import Model
from bot.storage.engine import Also, SessionFactory, nothing_else


class WaitingTextRow(Model):
    """One part of one reply; `given_at` is None while it waits, `waits_since` for what was put
    in by an older program. Both are system time. `unanswered` counts how often it was sent and
    no receipt came back."""

    __tablename__ = "wechat_waiting_texts"
    __table_args__ = (UniqueConstraint("key", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(128), index=True)
    key: Mapped[str] = mapped_column(String(255))
    place: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime | None]
    waits_since: Mapped[datetime | None]
    unanswered: Mapped[int] = mapped_column(default=0, server_default="0")


_WAITS = sa.and_(WaitingTextRow.given_at.is_(None), WaitingTextRow.unanswered < MOST_COPIES)
_GIVEN_UP = sa.and_(WaitingTextRow.given_at.is_(None), WaitingTextRow.unanswered >= MOST_COPIES)


@dataclass(frozen=True)
class WaitingText:
    """A text that waits for `account` to write; `since` is system time, aware, None: unknown."""

    id: int
    text: str
    since: datetime | None


class Outbox:
    """What waits for whom, in the order it was put in; `clock` is system time.

    A text of which `MOST_COPIES` may have arrived waits no longer.
    """

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def put(self, account: str, key: str, texts: Sequence[str]) -> bool:
        """Let `texts` wait; the same `key` again changes nothing, and is told by False."""
        now = self._clock.now()
        with self._sessions.begin() as session:
            known = session.scalar(
                sa.select(WaitingTextRow.id).where(WaitingTextRow.key == key).limit(1)
            )
            if known is None:
                session.add_all(
                    WaitingTextRow(
                        account=account, key=key, place=place, text=text, waits_since=now
                    )
                    for place, text in enumerate(texts)
                )
        return known is None

    def has_given_up(self, key: str) -> bool:
        """Tell whether a part of reply `key` waits no longer and was not given."""
        with self._sessions() as session:
            given_up = sa.select(WaitingTextRow.id).where(WaitingTextRow.key == key, _GIVEN_UP)
            return session.scalar(given_up.limit(1)) is not None

    def begin_round(self, key: str) -> None:
        """Let wait again what was given up of reply `key`: somebody wants it sent once more."""
        with self._sessions.begin() as session:
            session.execute(
                sa.update(WaitingTextRow)
                .where(WaitingTextRow.key == key, _GIVEN_UP)
                .values(unanswered=0)
            )

    def waiting(self, account: str) -> list[WaitingText]:
        """Return what waits for `account`, the oldest first."""
        with self._sessions() as session:
            rows = session.scalars(
                sa.select(WaitingTextRow)
                .where(WaitingTextRow.account == account, _WAITS)
                .order_by(WaitingTextRow.id)
            ).all()
        return [WaitingText(row.id, row.text, row.waits_since) for row in rows]

    def take(self, text: WaitingText, *, also: Also = nothing_else) -> bool:
        """Note that `text` is given now, and do `also` in the same commit; False when somebody
        else was quicker."""
        with self._sessions.begin() as session:
            taken = session.execute(
                sa.update(WaitingTextRow)
                .where(WaitingTextRow.id == text.id, WaitingTextRow.given_at.is_(None))
                .values(given_at=self._clock.now())
                .returning(WaitingTextRow.id)
            ).scalar_one_or_none()
            if taken is not None:
                also(session)
        return taken is not None

    def note_unanswered(self, text: WaitingText) -> None:
        """Note that `text` was sent and may have arrived."""
        with self._sessions.begin() as session:
            session.execute(
                sa.update(WaitingTextRow)
                .where(WaitingTextRow.id == text.id)
                .values(unanswered=WaitingTextRow.unanswered + 1)
            )

    def withdraw(self, key: str) -> None:
        """Forget reply `key`, which goes another way; sent once more, it goes out whole."""
        with self._sessions.begin() as session:
            session.execute(sa.delete(WaitingTextRow).where(WaitingTextRow.key == key))

    def withdraw_unless_begun(self, key: str) -> None:
        """Forget reply `key` if none of its parts was given."""
        begun = sa.select(WaitingTextRow.key).where(WaitingTextRow.given_at.is_not(None))
        with self._sessions.begin() as session:
            session.execute(
                sa.delete(WaitingTextRow).where(
                    WaitingTextRow.key == key,
                    WaitingTextRow.key.not_in(begun.where(WaitingTextRow.key == key)),
                )
            )


def settled_before(moment: datetime) -> sa.Delete:
    """Delete what was given, or given up, before `moment`; a text that still waits for its reader
    is kept."""
    given_up = sa.and_(_GIVEN_UP, WaitingTextRow.waits_since < moment)
    return sa.delete(WaitingTextRow).where(sa.or_(WaitingTextRow.given_at < moment, given_up))
