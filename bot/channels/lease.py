"""What only one process may do at a time: held in the database, taken over when its holder dies.

The holder renews it; one that is silent for `LAPSE` has lost it. Machines that share a database
must agree on the time to within a few seconds.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import Clock
from bot.storage import Model
from bot.storage.engine import SessionFactory

LAPSE = timedelta(seconds=20)
RENEW_S = 5.0


class LeaseRow(Model):
    """Who holds what; `until` is system time."""

    __tablename__ = "channel_leases"

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    holder: Mapped[str] = mapped_column(String(32))
    until: Mapped[datetime]


class Lease:
    """One thing and one who may hold it; `clock` is system time."""

    def __init__(self, name: str, sessions: SessionFactory, clock: Clock) -> None:
        self._name = name
        self._sessions = sessions
        self._clock = clock
        self._holder = secrets.token_hex(16)

    def hold(self) -> bool:
        """Take or renew; False while another one holds it."""
        now = self._clock.now()
        is_free = sa.or_(
            LeaseRow.holder == self._holder,
            LeaseRow.until <= now,
            # Held from before the clock was set back.
            LeaseRow.until > now + 2 * LAPSE,
        )
        try:
            with self._sessions.begin() as session:
                held = session.execute(
                    sa.update(LeaseRow)
                    .where(LeaseRow.name == self._name, is_free)
                    .values(holder=self._holder, until=now + LAPSE)
                    .returning(LeaseRow.name)
                ).scalar_one_or_none()
                if held is None and session.get(LeaseRow, self._name) is None:
                    session.add(LeaseRow(name=self._name, holder=self._holder, until=now + LAPSE))
                    held = self._name
        except IntegrityError:
            # Another process took it first, at the same moment.
            return False
        return held is not None

    def release(self) -> None:
        """Let the next one have it at once."""
        with self._sessions.begin() as session:
            session.execute(
                sa.delete(LeaseRow).where(
                    LeaseRow.name == self._name, LeaseRow.holder == self._holder
                )
            )
