"""Slows down guessing, across all processes: failures are counted in the database."""

from __future__ import annotations

from collections.abc import Sequence
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

    def check(self, keys: Sequence[str]) -> None:
        """Let an attempt pass.

        Raises:
            SignInRefused: one of `keys` has failed too often; says for how long to wait.
        """
        now = self._clock.now()
        with self._sessions() as session:
            for key in keys:
                failed = session.scalars(
                    sa.select(SignInFailureRow.at)
                    .where(
                        SignInFailureRow.key == key,
                        SignInFailureRow.at > now - _WINDOW,
                        SignInFailureRow.at <= now + CLOCKS_APART,
                    )
                    .order_by(SignInFailureRow.at.desc())
                    .limit(_MOST[key.partition(":")[0]])
                ).all()
                if len(failed) == _MOST[key.partition(":")[0]]:
                    wait = failed[-1] + _WINDOW - now
                    raise SignInRefused(wording.wait_minutes(-(-wait.total_seconds() // 60)))

    def note(self, keys: Sequence[str]) -> None:
        """Count a failure for each of `keys`, and forget those nobody asks about any more."""
        now = self._clock.now()
        with self._sessions.begin() as session:
            is_past = SignInFailureRow.at < now - _WINDOW
            is_ahead = SignInFailureRow.at > now + CLOCKS_APART
            session.execute(sa.delete(SignInFailureRow).where(is_past | is_ahead))
            session.add_all(SignInFailureRow(key=key, at=now) for key in keys)

    def forget(self, key: str) -> None:
        """Forget the failures of `key`: the right password was given."""
        with self._sessions.begin() as session:
            session.execute(sa.delete(SignInFailureRow).where(SignInFailureRow.key == key))
