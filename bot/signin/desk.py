"""Signing in and out as the pages need it."""

from __future__ import annotations

from typing import Self

from bot.clock import SystemClock
from bot.errors import SignInRefused
from bot.identity import Directory
from bot.signin import wording
from bot.signin.accounts import LocalAccounts
from bot.signin.member_sign_in import MemberSignIn, MemberSource
from bot.signin.sessions import OpenedSession, Visitor, WebSessions
from bot.storage.engine import SessionFactory

CALLBACK_PATH = "/signin/wecom/back"


class SignInDesk:
    """Passwords, the way through WeCom where it is set up, and the sessions both lead to.

    `public_url` is the address people open; with https cookies are marked Secure.
    """

    def __init__(
        self,
        accounts: LocalAccounts,
        sessions: WebSessions,
        members: MemberSignIn | None,
        *,
        public_url: str,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._members = members
        self._public_url = public_url.rstrip("/")

    @classmethod
    def open(
        cls,
        accounts: LocalAccounts,
        sessions: SessionFactory,
        directory: Directory,
        members: MemberSource | None,
        *,
        public_url: str,
    ) -> Self:
        """Return the desk over the application's database; `members` is the vendor, if any."""
        clock = SystemClock()
        return cls(
            accounts,
            WebSessions(sessions, directory, clock),
            MemberSignIn(members, sessions, directory, clock) if members is not None else None,
            public_url=public_url,
        )

    @property
    def is_secure(self) -> bool:
        """Tell whether people reach the pages over TLS."""
        return self._public_url.startswith("https://")

    @property
    def has_members(self) -> bool:
        """Tell whether one can sign in through WeCom; it must know where to send people back."""
        return self._members is not None and bool(self._public_url)

    def visitor(self, token: str) -> Visitor | None:
        """Return whose session this cookie opens."""
        return self._sessions.visitor(token)

    def with_password(self, user_id: str, password: str, *, address: str) -> OpenedSession:
        """Open a session for a local account.

        Raises:
            SignInRefused: wrong, or too many failures lately.
            PasswordMustChange: right, but another password must be chosen first.
        """
        person = self._accounts.authenticate(user_id, password, address=address)
        return self._sessions.open(person.user_id)

    def with_new_password(
        self, user_id: str, password: str, new: str, *, address: str
    ) -> OpenedSession:
        """Open a session for a local account whose password is replaced by `new`.

        Raises:
            SignInRefused: the old one is wrong, or the new one is not fit.
        """
        person = self._accounts.choose_password(user_id, password, new, address=address)
        return self._sessions.open(person.user_id)

    def leave(self, *, return_to: str, browser: str) -> str:
        """Return where to send a browser that signs in through WeCom.

        Raises:
            SignInRefused: WeCom is not set up.
        """
        if self._members is None or not self._public_url:
            raise SignInRefused(wording.NO_MEMBERS)
        back = self._public_url + CALLBACK_PATH
        return self._members.leave(back=back, return_to=return_to, browser=browser)

    def come_back(self, *, code: str, state: str, browser: str) -> tuple[OpenedSession, str]:
        """Open a session for who came back from WeCom; also return the page they wanted.

        Raises:
            SignInRefused: not their own round trip, or nobody of ours.
            DeliveryError: WeCom cannot be asked.
        """
        if self._members is None:
            raise SignInRefused(wording.NO_MEMBERS)
        person, return_to = self._members.come_back(code=code, state=state, browser=browser)
        return self._sessions.open(person.user_id), return_to

    def close(self, token: str) -> None:
        """Sign a browser out."""
        self._sessions.close(token)
