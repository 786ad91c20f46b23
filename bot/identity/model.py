"""Tables of people, departments and their accounts on the channels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage import Model


class DepartmentRow(Model):
    """A department; `successor_since` is an ISO date in Asia/Shanghai."""

    __tablename__ = "departments"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
    successor_name: Mapped[str | None] = mapped_column(String(128))
    successor_since: Mapped[str | None] = mapped_column(String(10))


class PersonRow(Model):
    """A person; the leader may be somebody not imported yet, so it is no foreign key.

    `deactivated_at` (system time) is set for who has left: their name stays in histories, but
    they can neither sign in nor be assigned, told or answered as themselves.
    """

    __tablename__ = "people"

    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    department_code: Mapped[str | None] = mapped_column(ForeignKey("departments.code"))
    post: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    leader_user_id: Mapped[str | None] = mapped_column(String(64))
    deactivated_at: Mapped[datetime | None]


class ChannelAccountRow(Model):
    """An account on a channel that belongs to a person.

    `rank` orders a person's accounts: the lowest is tried first.
    """

    __tablename__ = "channel_accounts"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(128), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("people.user_id"), index=True)
    rank: Mapped[int] = mapped_column(default=0)


class BindingCodeRow(Model):
    """A one-time code that binds an account to a person; only its hash is kept.

    A new code for the same person replaces the one before. Times are system time.
    """

    __tablename__ = "binding_codes"

    user_id: Mapped[str] = mapped_column(ForeignKey("people.user_id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]


class BindingFailureRow(Model):
    """A wrong code from an account, kept to slow down guessing. `at` is system time."""

    __tablename__ = "binding_failures"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(128))
    at: Mapped[datetime] = mapped_column(index=True)
