"""Slows down guessing, across all processes: failures are counted in the database."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.clock import CLOCKS_APART, Clock
from bot.errors import SignInRefused
from bot.signin import wording
from bot.signin.model import SignInFailureRow
from bot.storage.engine import SessionFactory

_WINDOW = timedelta(minutes=15)
_MOST = {"account": 5, "address": 30}


class Throttle:
    """At most 5 failures of an account and 30 of an address in 15 minutes.

    An office shares one address, so it may fail oftener than an account. What a clock that ran
    ahead noted, and that is still to come, counts for nobody: it would lock people out until then.
    """

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def begin(self, key: str) -> int:
        """Let an attempt pass and return its number. Until it is told how it ended it counts like
        a failure: of many made at the same moment no more are tried than of those made one after
        the other.

        Raises:
            SignInRefused: `key` has failed too often, and for how long to wait; or too many
                attempts are under way.
        """
        # Committed before the others are counted: each of those who come together sees the rest.
        own = self.note(_under_way(key))
        try:
            self.check(key, besides=own)
        except SignInRefused:
            # It was not tried, so nobody waits the longer for it.
            self._delete(SignInFailureRow.id == own)
            raise
        return own

    def failed(self, attempt: int, key: str) -> None:
        """Count an attempt that began as a failure of `key`."""
        with self._sessions.begin() as session:
            session.execute(
                sa.update(SignInFailureRow).where(SignInFailureRow.id == attempt).values(key=key)
            )

    def succeeded(self, attempt: int, key: str) -> None:
        """Forget an attempt that began, and the failures of `key`: the right password was given."""
        self._delete((SignInFailureRow.id == attempt) | (SignInFailureRow.key == key))

    def check(self, key: str, *, besides: int | None = None) -> None:
        """Let an attempt pass; the attempt `besides` does not count.

        Raises:
            SignInRefused: as of `begin`.
        """
        now = self._clock.now()
        most = _MOST[key.partition(":")[0]]
        statement = (
            sa.select(SignInFailureRow.key, SignInFailureRow.at)
            .where(
                SignInFailureRow.key.in_((key, _under_way(key))),
                SignInFailureRow.at > now - _WINDOW,
                SignInFailureRow.at <= now + CLOCKS_APART,
            )
            .order_by(SignInFailureRow.at.desc())
        )
        if besides is not None:
            statement = statement.where(SignInFailureRow.id != besides)
        with self._sessions() as session:
            attempts = session.execute(statement).all()
        failed = [at for of, at in attempts if of == key]
        if len(failed) >= most:
            wait = failed[most - 1] + _WINDOW - now
            raise SignInRefused(wording.wait_minutes(-(-wait.total_seconds() // 60)))
        if len(attempts) >= most:
            raise SignInRefused(wording.TOO_MANY_AT_ONCE)

    def note(self, key: str) -> int:
        """Count a failure for `key` and return its number; forget those nobody asks about."""
        now = self._clock.now()
        failure = SignInFailureRow(key=key, at=now)
        with self._sessions.begin() as session:
            is_past = SignInFailureRow.at < now - _WINDOW
            is_ahead = SignInFailureRow.at > now + CLOCKS_APART
            session.execute(sa.delete(SignInFailureRow).where(is_past | is_ahead))
            session.add(failure)
        return failure.id

    def _delete(self, which: sa.ColumnElement[bool]) -> None:
        with self._sessions.begin() as session:
            session.execute(sa.delete(SignInFailureRow).where(which))


def _under_way(key: str) -> str:
    return f"trying:{key}"
