"""Local accounts: a password for people of a city without WeCom, and for the demonstration."""

from __future__ import annotations

import argon2
import sqlalchemy as sa
from argon2.exceptions import InvalidHashError, VerificationError

from bot.clock import Clock
from bot.errors import SignInRefused
from bot.identity import Directory, Person
from bot.signin import wording
from bot.signin.model import LocalAccountRow, WebSessionRow
from bot.signin.throttle import Throttle
from bot.storage.engine import SessionFactory

SHORTEST_PASSWORD = 10
# Argon2 reads all of it; without a bound a stranger could keep a core busy.
LONGEST_PASSWORD = 256


class LocalAccounts:
    """Passwords, hashed with Argon2id at the parameters RFC 9106 recommends (the library's)."""

    def __init__(
        self,
        sessions: SessionFactory,
        directory: Directory,
        clock: Clock,
        *,
        hasher: argon2.PasswordHasher | None = None,
    ) -> None:
        self._sessions = sessions
        self._directory = directory
        self._clock = clock
        self._hasher = hasher or argon2.PasswordHasher()
        self._throttle = Throttle(sessions, clock)
        # Verified when there is no account, so that the answer comes as late as for a real one.
        self._decoy = self._hasher.hash("no account has this password")

    def set_password(self, user_id: str, password: str) -> None:
        """Give a person this password, in place of any before, and end their open sessions.

        Raises:
            UnknownPerson: nobody has this id.
            SignInRefused: the password is too short, too long or the person's own name.
        """
        person = self._directory.require(user_id)
        _check(password, person)
        hashed = self._hasher.hash(password)
        with self._sessions.begin() as session:
            session.merge(
                LocalAccountRow(
                    user_id=person.user_id, password_hash=hashed, changed_at=self._clock.now()
                )
            )
            session.execute(sa.delete(WebSessionRow).where(WebSessionRow.user_id == person.user_id))

    def remove(self, user_id: str) -> bool:
        """Take a person's password away and end their sessions; False when there was none."""
        person = self._directory.require(user_id)
        with self._sessions.begin() as session:
            session.execute(sa.delete(WebSessionRow).where(WebSessionRow.user_id == person.user_id))
            row = session.get(LocalAccountRow, person.user_id)
            if row is None:
                return False
            session.delete(row)
        return True

    def has(self, user_id: str) -> bool:
        """Tell whether the person with exactly this id can sign in with a password."""
        with self._sessions() as session:
            return session.get(LocalAccountRow, user_id) is not None

    def authenticate(self, user_id: str, password: str, *, address: str) -> Person:
        """Return the person whose id and password these are.

        `address` is where the request came from; failures are counted for it and for the
        account, and too many make both wait.

        Raises:
            SignInRefused: wrong, or too many failures lately. It never tells which was wrong.
        """
        keys = (f"account:{user_id.casefold()[:64]}", f"address:{address[:64]}")
        self._throttle.check(keys)
        person = self._directory.person(user_id)
        if not self._is_right(person, password):
            self._throttle.note(keys)
            raise SignInRefused(wording.WRONG)
        assert person is not None
        self._throttle.forget(keys[0])
        return person

    def _is_right(self, person: Person | None, password: str) -> bool:
        hashed = self._hash_of(person) if person is not None else None
        try:
            self._hasher.verify(hashed or self._decoy, password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None

    def _hash_of(self, person: Person) -> str | None:
        with self._sessions() as session:
            return session.scalar(
                sa.select(LocalAccountRow.password_hash).where(
                    LocalAccountRow.user_id == person.user_id
                )
            )


def _check(password: str, person: Person) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise SignInRefused(wording.too_short(SHORTEST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        raise SignInRefused(wording.too_long(LONGEST_PASSWORD))
    told = password.casefold()
    if told in {person.user_id.casefold(), person.name.casefold()} or len(set(told)) < 4:
        raise SignInRefused(wording.TOO_EASY)
