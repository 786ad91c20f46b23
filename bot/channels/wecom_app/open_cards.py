"""Cards whose buttons can still be pressed, and the code that changes each of them once.

https://developer.work.weixin.qq.com/document/path/94888: a response_code works once, for 72
hours. A card is remembered by what its buttons send; once a task it is about was dealt with in
another way, in words for instance, its buttons would only mislead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import Clock
from bot.messages import Reply
from bot.storage import Model
from bot.storage.engine import SessionFactory

_CODE_LIVES = timedelta(hours=72)


class OpenCardRow(Model):
    """A card with buttons; `task_nos` are those it asks about when its buttons name none.
    `sent_at` is system time."""

    __tablename__ = "wecom_open_cards"

    response_code: Mapped[str] = mapped_column(String(512), primary_key=True)
    account: Mapped[str] = mapped_column(String(128), index=True)
    sends: Mapped[list[str]] = mapped_column(JSON)
    task_nos: Mapped[list[str]] = mapped_column(JSON)
    sent_at: Mapped[datetime]


class OpenCards:
    """The open cards of one app; `clock` is system time."""

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def keep(self, response_code: str, account: str, reply: Reply) -> None:
        """Remember the card that was sent with `reply`."""
        with self._sessions.begin() as session:
            session.merge(
                OpenCardRow(
                    response_code=response_code,
                    account=account.casefold(),
                    sends=[choice.send for choice in reply.choices],
                    task_nos=[action.task_no for action in reply.actions],
                    sent_at=self._clock.now(),
                )
            )

    def take_settled(self, account: str, reply: Reply) -> list[str]:
        """Return the codes of the cards of `account` that `reply` has settled, each only once."""
        done = {action.task_no for action in reply.actions if not action.needs_confirmation}
        if not done:
            return []
        of_account = OpenCardRow.account == account.casefold()
        is_usable = OpenCardRow.sent_at > self._clock.now() - _CODE_LIVES
        with self._sessions.begin() as session:
            cards = session.scalars(sa.select(OpenCardRow).where(of_account, is_usable)).all()
            codes = [c.response_code for c in cards if is_settled(c.sends, c.task_nos, done)]
            # Whoever deletes the row may spend the code: another process finds it gone.
            taken = session.scalars(
                sa.delete(OpenCardRow)
                .where(OpenCardRow.response_code.in_(codes))
                .returning(OpenCardRow.response_code)
            ).all()
        return [code for code in codes if code in set(taken)]


def is_settled(sends: Sequence[str], task_nos: Sequence[str], done: Collection[str]) -> bool:
    """Tell whether a card has nothing left to press once the tasks `done` were dealt with.

    It asked about those tasks and no others, or every one of its buttons names one of them.
    """
    if task_nos:
        return set(task_nos) <= set(done)
    return bool(sends) and all(any(_names(send, task) for task in done) for send in sends)


def _names(send: str, task_no: str) -> bool:
    return bool(re.search(rf"(?<![0-9A-Za-z]){re.escape(task_no)}(?![0-9A-Za-z])", send))


def settled_before(moment: datetime) -> sa.Delete:
    """Delete the cards sent before `moment`, whose codes no longer work."""
    return sa.delete(OpenCardRow).where(OpenCardRow.sent_at < moment)
