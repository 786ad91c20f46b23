"""Sends to the web inbox."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.inbox import keep_message
from bot.clock import Clock
from bot.delivery.receipt import Receipt
from bot.errors import ChannelUnavailable
from bot.messages import Reply
from bot.storage.engine import SessionFactory


class WebInboxSender:
    """Puts a reply into a person's inbox; the account is the person's user id."""

    channel = "web"
    links_clauses: Literal[True] = True

    def __init__(self, sessions: SessionFactory, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def send(self, account: str, reply: Reply, *, key: str) -> Receipt:
        """Keep `reply` for `account`, once per `key`.

        Raises:
            ChannelUnavailable: the database cannot be written now.
        """
        try:
            message = keep_message(self._sessions, account, reply, key=key, at=self._clock.now())
        except SQLAlchemyError as exc:
            raise ChannelUnavailable("网页消息未能保存", why=type(exc).__name__) from exc
        return Receipt(message_ids=(str(message.number),), sent_at=message.sent_at)
