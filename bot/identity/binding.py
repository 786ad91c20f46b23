"""Binds an account on WeChat or Telegram to a person, by a one-time code from an administrator.

Only the code's hash is kept. A code works once, for a day; guessing is slowed down by counting
wrong codes from one account and from everybody.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import CLOCKS_APART, Clock
from bot.identity.directory import Directory
from bot.identity.model import BindingCodeRow, BindingFailureRow, ChannelAccountRow
from bot.storage.engine import Also, SessionFactory, nothing_else

CODE_LIVES = timedelta(hours=24)
FAILURES_COUNT_FOR = timedelta(hours=1)
FAILURES_OF_ONE = 5
FAILURES_OF_ALL = 100

# Without 0 O 1 I L U, which are read out and typed wrongly. 30 letters, 10 places: 49 bits.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10
# Wider than what is given out: a code typed wrongly is told so, and not looked up as a question.
_CODE = re.compile(r"\s*绑定(?:码)?[\s:：]*([0-9A-Z]{3,8})[\s-]?([0-9A-Z]{3,8})\s*", re.I | re.A)


class BindingOutcome(StrEnum):
    """How redeeming a code ended."""

    BOUND = "bound"
    REFUSED = "refused"
    TOO_MANY = "too_many"
    GROUP = "group"


AlsoOutcome = Callable[[Session, BindingOutcome], object]


def code_in(text: str) -> str:
    """Return the code of a message like “绑定 ABCDE-23456”, right or wrong; "" when it is none."""
    found = _CODE.fullmatch(text)
    return "" if found is None else (found.group(1) + found.group(2)).upper()


class Binding:
    """Codes and what became of them; `clock` is system time.

    `channels` are those whose accounts are strangers until they are bound.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        directory: Directory,
        clock: Clock,
        *,
        channels: Collection[str],
    ) -> None:
        self._sessions = sessions
        self._directory = directory
        self._clock = clock
        self._channels = frozenset(channels)

    def is_for(self, channel: str) -> bool:
        """Tell whether accounts of `channel` are bound by code."""
        return channel in self._channels

    def issue(self, user_id: str, *, also: Also = nothing_else) -> str:
        """Return a new code for this person, in place of an earlier one; `also` is called in the
        same transaction.

        Raises:
            UnknownPerson: nobody has this user id.
        """
        person = self._directory.require(user_id)
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        with self._sessions.begin() as session:
            session.merge(
                BindingCodeRow(
                    user_id=person.user_id,
                    code_hash=_hash(code),
                    expires_at=self._clock.now() + CODE_LIVES,
                )
            )
            also(session)
        return f"{code[:5]}-{code[5:]}"

    def redeem(
        self, code: str, channel: str, account: str, *, also: AlsoOutcome = nothing_else
    ) -> BindingOutcome:
        """Bind `account` to the person whose code this is; an account that was somebody
        else's before is theirs no more. `also` is called in the same transaction."""
        with self._sessions.begin() as session:
            outcome = self._redeemed(session, code, channel, account)
            also(session, outcome)
        if outcome is BindingOutcome.BOUND:
            self._directory.forget_cached()
        return outcome

    def release(self, channel: str, account: str, *, also: Also = nothing_else) -> bool:
        """Take a binding back; `also` is called in the same transaction. False when there was
        none."""
        with self._sessions.begin() as session:
            row = session.get(ChannelAccountRow, (channel, account))
            if row is not None:
                session.delete(row)
                also(session)
        self._directory.forget_cached()
        return row is not None

    def _redeemed(self, session: Session, code: str, channel: str, account: str) -> BindingOutcome:
        if _is_group(channel, account):
            return BindingOutcome.GROUP
        now = self._clock.now()
        if self._is_guessing(session, channel, account, now):
            return BindingOutcome.TOO_MANY
        user_id = session.execute(
            sa.delete(BindingCodeRow)
            .where(BindingCodeRow.code_hash == _hash(code), BindingCodeRow.expires_at > now)
            .returning(BindingCodeRow.user_id)
        ).scalar_one_or_none()
        if user_id is None:
            session.execute(sa.delete(BindingFailureRow).where(~_counts(now)))
            session.add(BindingFailureRow(channel=channel, account=account, at=now))
            return BindingOutcome.REFUSED
        session.merge(ChannelAccountRow(channel=channel, account=account, user_id=user_id, rank=0))
        return BindingOutcome.BOUND

    def _is_guessing(self, session: Session, channel: str, account: str, now: datetime) -> bool:
        row = BindingFailureRow
        is_own = sa.and_(row.channel == channel, row.account == account)
        of_all, of_one = session.execute(
            sa.select(
                sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((is_own, 1), else_=0)), 0)
            ).where(_counts(now))
        ).one()
        return bool(of_one >= FAILURES_OF_ONE or of_all >= FAILURES_OF_ALL)


def _counts(now: datetime) -> sa.ColumnElement[bool]:
    """Failures of the last hour; not those that a clock which ran ahead noted for later: they
    would lock people out until then."""
    at = BindingFailureRow.at
    return sa.and_(at > now - FAILURES_COUNT_FOR, at <= now + CLOCKS_APART)


def _is_group(channel: str, account: str) -> bool:
    # All members of a group read its answers. Telegram's groups have negative ids.
    return channel == "telegram" and account.startswith("-")


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
