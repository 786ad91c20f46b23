"""Sign-in through a company's own client (WeCom OAuth, scope snsapi_base).

The state of a round trip is a random number used once within minutes, and is bound to the
browser by a cookie: a link with somebody else's code signs nobody in.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Protocol

import sqlalchemy as sa

from bot.clock import Clock
from bot.errors import SignInRefused
from bot.identity import Directory, Person
from bot.signin import wording
from bot.signin.model import SignInStateRow
from bot.signin.tokens import fingerprint
from bot.storage.engine import SessionFactory

_ROUND_TRIP = timedelta(minutes=10)


class MemberSource(Protocol):
    """The vendor's side of the sign-in."""

    def authorize_url(self, *, back: str, state: str) -> str:
        """Return where to send the browser; the vendor sends it on to `back`."""
        ...

    def member_of(self, code: str) -> str | None:
        """Return the user id of the member behind a code; None for who is no member.

        Raises:
            DeliveryError: the vendor cannot be asked now, or refuses the app.
            SignInRefused: the code is used up, too old or made up.
        """
        ...


class MemberSignIn:
    """The way out to the vendor and back."""

    def __init__(
        self,
        source: MemberSource,
        sessions: SessionFactory,
        directory: Directory,
        clock: Clock,
    ) -> None:
        self._source = source
        self._sessions = sessions
        self._directory = directory
        self._clock = clock

    def leave(self, *, back: str, return_to: str, browser: str) -> str:
        """Return the vendor's address for a browser known by its cookie `browser`.

        `back` is this service's absolute address to come back to, `return_to` the page the
        person wanted.
        """
        # Hexadecimal: WeCom allows only letters and digits in a state, 128 bytes at most.
        state = secrets.token_hex(32)
        now = self._clock.now()
        with self._sessions.begin() as session:
            session.execute(sa.delete(SignInStateRow).where(SignInStateRow.expires_at < now))
            session.add(
                SignInStateRow(
                    state_hash=fingerprint(state),
                    browser_hash=fingerprint(browser),
                    return_to=return_to,
                    expires_at=now + _ROUND_TRIP,
                )
            )
        return self._source.authorize_url(back=back, state=state)

    def come_back(self, *, code: str, state: str, browser: str) -> tuple[Person, str]:
        """Return who came back and the page they wanted; the state is used up whatever happens.

        Raises:
            SignInRefused: an unknown, old or another browser's state, or no person of ours.
            DeliveryError: the vendor cannot be asked.
        """
        return_to = self._used_up(state, browser)
        member = self._source.member_of(code)
        person = self._directory.person(member) if member else None
        if person is None:
            raise SignInRefused(wording.NOT_A_MEMBER)
        return person, return_to

    def _used_up(self, state: str, browser: str) -> str:
        with self._sessions.begin() as session:
            row = session.get(SignInStateRow, fingerprint(state))
            if row is not None:
                session.delete(row)
        if (
            row is None
            or row.expires_at < self._clock.now()
            or not hmac.compare_digest(row.browser_hash, fingerprint(browser))
        ):
            raise SignInRefused(wording.STALE_STATE)
        return row.return_to
