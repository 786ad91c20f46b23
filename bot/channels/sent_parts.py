"""Remembers which parts of a reply have gone out, for vendors without a duplicate check.

Without it a limit met at the third part would send the first two again. A process killed
between the vendor's answer and our note repeats one part; nothing on our side can avoid that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.delivery.receipt import Receipt
from bot.storage import Model, utc_now
from bot.storage.engine import SessionFactory

SendPart = Callable[[], str]


class SentPartRow(Model):
    """One part the vendor took; `sent_at` is system time."""

    __tablename__ = "channel_sent_parts"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(128))
    sent_at: Mapped[datetime]


class SentParts:
    """The parts one channel has sent."""

    def __init__(self, channel: str, sessions: SessionFactory) -> None:
        self._channel = channel
        self._sessions = sessions

    def send_missing(self, key: str, parts: Sequence[SendPart]) -> Receipt:
        """Send the parts of reply `key` that have not gone out yet, in order.

        Each part sends itself and returns the vendor's message id.

        Raises:
            DeliveryError: as the part raised it; what went out before stays known.
        """
        known = self._known(key)
        for place, send in enumerate(parts):
            if place not in known:
                known[place] = send()
                self._keep(key, place, known[place])
        return Receipt(
            message_ids=tuple(known[place] for place in range(len(parts))), sent_at=utc_now()
        )

    def missing(self, key: str, count: int) -> int:
        """Return how many of `count` parts have not gone out yet."""
        return count - len(self._known(key))

    def _known(self, key: str) -> dict[int, str]:
        with self._sessions() as session:
            rows = session.execute(
                sa.select(SentPartRow.place, SentPartRow.message_id).where(
                    SentPartRow.channel == self._channel, SentPartRow.key == key
                )
            ).all()
        return {row.place: row.message_id for row in rows}

    def _keep(self, key: str, place: int, message_id: str) -> None:
        with self._sessions.begin() as session:
            session.merge(
                SentPartRow(
                    channel=self._channel,
                    key=key,
                    place=place,
                    message_id=message_id,
                    sent_at=utc_now(),
                )
            )
