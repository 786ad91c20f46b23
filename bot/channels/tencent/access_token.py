"""One access token per application, shared by every process and renewed by one of them.

A vendor invalidates tokens early, limits how often they are fetched, and (official account)
kills the old one when a new one is made, so two processes must never fetch at the same time.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import String, Text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import Clock
from bot.errors import ChannelUnavailable
from bot.storage import Model
from bot.storage.engine import SessionFactory

_MARGIN = timedelta(seconds=300)
_CLAIM = timedelta(seconds=20)
_PAUSE_S = 0.1
# A little longer than a claim lives, so that a dead process's claim is taken over.
_LOOKS = int(_CLAIM.total_seconds() / _PAUSE_S) + 10


class AccessTokenRow(Model):
    """The token of one application, under a hash of its name and secret."""

    __tablename__ = "vendor_access_tokens"

    account_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    token: Mapped[str] = mapped_column(Text, default="")
    expires_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]


@dataclass(frozen=True)
class FetchedToken:
    """What the vendor gave: the token and its life in seconds."""

    token: str
    expires_in_s: int


class AccessTokens:
    """Hands out the current token of one application.

    `account` and `secret` only make the row's key, as a hash. `clock` is system time.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        fetch: Callable[[], FetchedToken],
        *,
        account: str,
        secret: str,
        clock: Clock,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sessions = sessions
        self._fetch = fetch
        self._hash = hashlib.sha256(f"{account}\0{secret}".encode()).hexdigest()
        self._clock = clock
        self._pause = pause
        self._renewing = threading.Lock()

    def current(self) -> str:
        """Return a token that is valid as far as we know.

        Raises:
            DeliveryError: it could not be fetched.
        """
        with self._sessions() as session:
            row = session.get(AccessTokenRow, self._hash)
        if row is not None and self._is_valid(row):
            return row.token
        return self._renew(stale="")

    def replace(self, stale: str) -> str:
        """Return a token other than `stale`, which the vendor has just refused.

        Raises:
            DeliveryError: it could not be fetched.
        """
        return self._renew(stale=stale)

    def _renew(self, stale: str) -> str:
        with self._renewing:
            for _ in range(_LOOKS):
                found, is_ours = self._find_or_claim(stale)
                if found:
                    return found
                if is_ours:
                    return self._fetch_and_store()
                self._pause(_PAUSE_S)
        raise ChannelUnavailable("接口令牌没有换到", why="另一个进程正在更换，迟迟没有结果")

    def _find_or_claim(self, stale: str) -> tuple[str, bool]:
        now = self._clock.now()
        try:
            with self._sessions.begin() as session:
                row = session.get(AccessTokenRow, self._hash, with_for_update=True)
                if row is None:
                    row = AccessTokenRow(account_hash=self._hash, token="")
                    session.add(row)
                if row.token != stale and self._is_valid(row):
                    return row.token, False
                # Further ahead than a claim reaches, it is from before the clock was set back.
                if row.claimed_until is not None and now < row.claimed_until <= now + 2 * _CLAIM:
                    return "", False
                row.claimed_until = now + _CLAIM
                return "", True
        except IntegrityError:
            # Another process inserted the row first, and with it the claim.
            return "", False

    def _fetch_and_store(self) -> str:
        # The claim is held by the row, not by an open transaction: a slow vendor must not
        # keep SQLite's only write lock.
        try:
            fetched = self._fetch()
        except BaseException:
            self._store(token="", expires_at=None)
            raise
        life = timedelta(seconds=fetched.expires_in_s) - _MARGIN
        self._store(token=fetched.token, expires_at=self._clock.now() + life)
        return fetched.token

    def _store(self, *, token: str, expires_at: datetime | None) -> None:
        with self._sessions.begin() as session:
            session.execute(
                sa.update(AccessTokenRow)
                .where(AccessTokenRow.account_hash == self._hash)
                .values(token=token, expires_at=expires_at, claimed_until=None)
            )

    def _is_valid(self, row: AccessTokenRow) -> bool:
        return bool(row.token) and row.expires_at is not None and row.expires_at > self._clock.now()
