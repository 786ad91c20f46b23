"""The sessions of browsers: a random cookie, kept as a hash, that ends by itself."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from bot.clock import Clock
from bot.identity import Directory, Person
from bot.signin.model import WebSessionRow
from bot.signin.tokens import fingerprint, new_token
from bot.storage.engine import SessionFactory

# A working day without a visit ends a session, a week ends it in any case.
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
# Not every page view is worth a write.
_SEEN_STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class OpenedSession:
    """A session just opened: `token` is the cookie, told this one time."""

    token: str
    csrf_token: str


@dataclass(frozen=True)
class Visitor:
    """Who a browser is signed in as. `csrf_token` must come back with whatever changes."""

    person: Person
    csrf_token: str

    def allows(self, csrf_token: str) -> bool:
        """Tell whether a request carries this session's token."""
        return hmac.compare_digest(self.csrf_token.encode(), csrf_token.encode())


class WebSessions:
    """Sessions in the application's database: any process knows them."""

    def __init__(self, sessions: SessionFactory, directory: Directory, clock: Clock) -> None:
        self._sessions = sessions
        self._directory = directory
        self._clock = clock

    def open(self, user_id: str) -> OpenedSession:
        """Sign a browser in as this person; sessions long past are deleted on the way.

        Raises:
            UnknownPerson: nobody has this id.
        """
        person = self._directory.require(user_id)
        opened = OpenedSession(new_token(), new_token())
        now = self._clock.now()
        with self._sessions.begin() as session:
            session.execute(sa.delete(WebSessionRow).where(self._has_ended()))
            session.add(
                WebSessionRow(
                    token_hash=fingerprint(opened.token),
                    user_id=person.user_id,
                    csrf_token=opened.csrf_token,
                    opened_at=now,
                    seen_at=now,
                )
            )
        return opened

    def visitor(self, token: str) -> Visitor | None:
        """Return whose session this cookie opens; None when it has ended or never was.

        The person is looked up anew: a role taken away is gone with the next request.
        """
        now = self._clock.now()
        with self._sessions() as session:
            row = session.scalar(
                sa.select(WebSessionRow).where(
                    WebSessionRow.token_hash == fingerprint(token), ~self._has_ended()
                )
            )
        if row is None:
            return None
        person = self._directory.person(row.user_id)
        if person is None:
            return None
        if now - row.seen_at > _SEEN_STEP:
            with self._sessions.begin() as writing:
                writing.execute(
                    sa.update(WebSessionRow)
                    .where(WebSessionRow.token_hash == row.token_hash)
                    .values(seen_at=now)
                )
        return Visitor(person, row.csrf_token)

    def close(self, token: str) -> None:
        """End the session of this cookie, if there is one."""
        with self._sessions.begin() as session:
            session.execute(
                sa.delete(WebSessionRow).where(WebSessionRow.token_hash == fingerprint(token))
            )

    def _has_ended(self) -> sa.ColumnElement[bool]:
        now = self._clock.now()
        return sa.or_(WebSessionRow.seen_at < now - IDLE, WebSessionRow.opened_at < now - LONGEST)
