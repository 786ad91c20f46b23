"""The hours people asked to be left alone, in the database."""

from __future__ import annotations

import sqlalchemy as sa

from bot.alerts.model import MutedHoursRow
from bot.alerts.quiet import Hours
from bot.storage.engine import SessionFactory


class Mutes:
    """Who hears of nothing but red lights, and when."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def all(self) -> dict[str, Hours]:
        """Return everybody's hours by user id."""
        with self._sessions() as session:
            rows = session.scalars(sa.select(MutedHoursRow)).all()
        return {row.user_id: Hours(row.begins, row.ends) for row in rows}

    def of(self, user_id: str) -> Hours | None:
        """Return the hours of one person; None when they asked for none."""
        return self.all().get(user_id)

    def set(self, user_id: str, hours: Hours) -> None:
        """Keep a person's hours; earlier ones are replaced."""
        with self._sessions.begin() as session:
            session.merge(MutedHoursRow(user_id=user_id, begins=hours.begins, ends=hours.ends))

    def clear(self, user_id: str) -> None:
        """Forget a person's hours."""
        with self._sessions.begin() as session:
            session.execute(sa.delete(MutedHoursRow).where(MutedHoursRow.user_id == user_id))
