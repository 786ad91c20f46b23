"""Local accounts: a password for people of a city without WeCom, and for the demonstration."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import lru_cache

import argon2
import sqlalchemy as sa
from argon2.exceptions import InvalidHashError, VerificationError

from bot.clock import Clock
from bot.errors import PasswordMustChange, SignInRefused
from bot.identity import Directory, Person
from bot.signin import wording
from bot.signin.model import LocalAccountRow, WebSessionRow
from bot.signin.throttle import Throttle
from bot.storage.engine import Also, SessionFactory, nothing_else

SHORTEST_PASSWORD = 10
# Argon2 reads all of it; without a bound a stranger could keep a core busy.
LONGEST_PASSWORD = 256
# Handed over in person; who has not used it by then asks for another.
INITIAL_LIVES = timedelta(days=3)
# Without 0 O 1 I l, which are read out and typed wrongly. 54 letters, 12 places: 69 bits.
_ALPHABET = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_RECOMMENDED = argon2.PasswordHasher()


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
        self._hasher = hasher or _RECOMMENDED
        self._throttle = Throttle(sessions, clock)
        # Verified when there is no account, so that the answer comes as late as for a real one.
        self._decoy = _decoy_of(self._hasher)

    def set_password(self, user_id: str, password: str) -> None:
        """Give a person this password, in place of any before, and end their open sessions.

        Raises:
            UnknownPerson: nobody has this id.
            SignInRefused: the password is too short, too long or the person's own name.
        """
        person = self._directory.require(user_id)
        _check(password, person)
        self._keep(person, password, is_initial=False)

    def issue_initial(self, user_id: str, *, also: Also = nothing_else) -> str:
        """Return a new password that works for `INITIAL_LIVES` and only to choose another one.

        It takes the place of any before and ends the person's open sessions. `also` is called
        in the same transaction.

        Raises:
            UnknownPerson: nobody has this id.
        """
        person = self._directory.require(user_id)
        password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        self._keep(person, password, is_initial=True, also=also)
        return password

    def choose_password(self, user_id: str, password: str, new: str, *, address: str) -> Person:
        """Replace an initial (or any) password by one of the person's own; return the person.

        Raises:
            SignInRefused: the old one is wrong, too many failures, or the new one is not fit.
        """
        try:
            person = self.authenticate(user_id, password, address=address)
        except PasswordMustChange:
            person = self._directory.require(user_id)
        if password == new:
            raise SignInRefused(wording.SAME_PASSWORD)
        _check(new, person)
        self._keep(person, new, is_initial=False)
        return person

    def _keep(
        self,
        person: Person,
        password: str,
        *,
        is_initial: bool,
        also: Also = nothing_else,
    ) -> None:
        hashed = self._hasher.hash(password)
        with self._sessions.begin() as session:
            session.merge(
                LocalAccountRow(
                    user_id=person.user_id,
                    password_hash=hashed,
                    changed_at=self._clock.now(),
                    is_initial=is_initial,
                )
            )
            session.execute(sa.delete(WebSessionRow).where(WebSessionRow.user_id == person.user_id))
            also(session)

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
            PasswordMustChange: right, but an initial one; `choose_password` is the way on.
        """
        account, origin = f"account:{user_id.casefold()[:64]}", f"address:{address[:64]}"
        self._throttle.check(origin)
        attempt = self._throttle.begin(account)
        person = self._directory.person(user_id)
        if not self._is_right(person, password):
            self._throttle.failed(attempt, account)
            self._throttle.note(origin)
            raise SignInRefused(wording.WRONG)
        assert person is not None
        self._throttle.succeeded(attempt, account)
        self._refuse_initial(person)
        return person

    def _refuse_initial(self, person: Person) -> None:
        with self._sessions() as session:
            row = session.get_one(LocalAccountRow, person.user_id)
        if not row.is_initial:
            return
        if row.changed_at + INITIAL_LIVES < self._clock.now():
            raise SignInRefused(wording.INITIAL_EXPIRED)
        raise PasswordMustChange(wording.MUST_CHANGE)

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


@lru_cache(maxsize=1)
def _decoy_of(hasher: argon2.PasswordHasher) -> str:
    # As dear as any hash, and needed whenever the parts of a city are put together.
    return hasher.hash("no account has this password")


def _check(password: str, person: Person) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise SignInRefused(wording.too_short(SHORTEST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        raise SignInRefused(wording.too_long(LONGEST_PASSWORD))
    told = password.casefold()
    if told in {person.user_id.casefold(), person.name.casefold()} or len(set(told)) < 4:
        raise SignInRefused(wording.TOO_EASY)
