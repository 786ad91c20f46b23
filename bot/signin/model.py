"""Tables of local accounts, browsers' sessions and attempts to sign in. Times are system time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class LocalAccountRow(Model):
    """A person's password, as Argon2id writes it (parameters and salt included).

    `is_initial`: an administrator chose it; it opens nothing but the choice of another one.
    """

    __tablename__ = "local_accounts"

    user_id: Mapped[str] = mapped_column(ForeignKey("people.user_id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    changed_at: Mapped[datetime]
    is_initial: Mapped[bool] = mapped_column(default=False)


class WebSessionRow(Model):
    """A browser that is signed in. Of the cookie only the SHA-256 is kept: who reads the
    database still cannot act as anybody."""

    __tablename__ = "web_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("people.user_id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class SignInFailureRow(Model):
    """A failed attempt, under the account's or the address's key, or one that is under way; old
    ones are deleted."""

    __tablename__ = "sign_in_failures"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class SignInStateRow(Model):
    """A browser on its way to the vendor's sign-in and back; used once."""

    __tablename__ = "sign_in_states"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    return_to: Mapped[str] = mapped_column(String(512))
    expires_at: Mapped[datetime] = mapped_column(index=True)
